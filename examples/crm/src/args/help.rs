//! The help, made of the table of commands.

use crate::args::command::{COMMANDS, Command, DEMO};
use crate::args::option::COMMON;
use crate::args::text;
use crate::screen::Page;

/// What the help is asked about beside commands.
const JSON: &str = "json";

/// What the help can be asked about.
pub(super) fn topics() -> impl Iterator<Item = &'static str> {
    COMMANDS.iter().map(|command| command.name).chain([JSON])
}

/// The help, of everything or of one topic.
pub(crate) fn help(topic: Option<&str>) -> Page {
    match topic {
        Some(JSON) => Page::default().line("crm help json").line("").laid_out(text::JSON),
        Some(name) => Command::named(Some(name)).map_or_else(everything, of),
        None => everything(),
    }
}

/// The help of one command: its options and no others.
fn of(command: &Command) -> Page {
    let usage = format!("crm {} {}", command.name, command.operands);
    let mut page = Page::default().line(format!("{} [OPTION]…", usage.trim_end())).line("").line(command.what).line("");
    if command.name != "help" && !command.more.is_empty() {
        page = page.laid_out(command.more).line("");
    }
    page = page.line("options");
    for option in command.options() {
        page = page.term(option.shown(), option.what);
    }
    page.line("").line(CODES)
}

fn everything() -> Page {
    let mut page = Page::default()
        .line("A small CRM on the crate `lead-lifecycle`: a journal is decided line by line and stored as facts in SQLite.")
        .line("")
        .term("crm", DEMO.what);
    for command in COMMANDS {
        let line = format!("crm {} {}", command.name, command.operands);
        page = page.term(line.trim_end(), command.what);
    }
    page = page.line("").line("`crm help COMMAND` shows the options of a command. Without one:");
    for option in DEMO.options().take_while(|option| option.name != COMMON[0].name).chain(&COMMON) {
        page = page.term(option.shown(), option.what);
    }
    page.line("").line(CODES)
}

const CODES: &str = "exit codes: 0 done, 1 a problem with data, 2 a wrong command line";
