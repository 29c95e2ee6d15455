//! The command line. Written by hand: a dozen words need no parser crate.

mod backfill;
mod command;
mod help;
mod measure;
mod merging;
mod option;
mod policies;
mod reports;
mod sla;
mod take_back;
mod text;
mod words;

use std::ffi::OsString;
use std::path::PathBuf;

use lead_lifecycle::values::CommandKind;
use lead_lifecycle::{Actor, ActorId, Command, Instant, LeadKey, Role};

use crate::erasing::Erasing;
use crate::jump::{self, Jump};
use crate::merging::Merging;
use crate::problem::Problem;
use crate::propose::Proposing;
use crate::screen::{Colour, Look, Shape};
use crate::single::Single;
use crate::take_back::TakingBack;

pub(crate) use backfill::{Allowed, Backfill};
pub(crate) use help::help;
pub(crate) use measure::{Measuring, TimesWords, Unit, What};
pub(crate) use policies::{Policies, Terms};
pub(crate) use reports::{Asked, Whose};
pub(crate) use sla::{LeadRunsAsked, RunsAsked};

use crate::args::words::{Words, read, unknown};

/// Where the shipped policy and journal lie.
const SHIPPED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../data/crm");

/// What was asked.
#[derive(Debug)]
pub(crate) enum Task {
    Demo,
    Help(Option<String>),
    Load,
    Report(Asked),
    Do(Single),
    TakeBack(Box<TakingBack>),
    Merging(Merging),
    Erase(Erasing),
    Diagram,
    Backfill(Backfill),
    Propose(Proposing),
    Clock,
    Policies(Policies),
    Verify,
    Rebuild,
    Export(Export),
    Generate { seed: u64, leads: u32, out: PathBuf },
    GenerateExport { seed: u64, rows: u32, folder: PathBuf },
}

/// What is to be written out.
#[derive(Debug)]
pub(crate) enum Export {
    /// Facts as JSON lines: those that count, or all.
    Facts { all: bool },
    /// What counts as tables, into a folder.
    Tables { folder: PathBuf },
}

/// What was asked, and on which files.
#[derive(Debug)]
pub(crate) struct Args {
    pub(crate) task: Task,
    pub(crate) db: PathBuf,
    /// None if it was not given: the shipped one, for a database that has none.
    pub(crate) policy: Option<PathBuf>,
    pub(crate) journal: PathBuf,
    pub(crate) batch: usize,
    pub(crate) now: Option<Instant>,
    pub(crate) retry: bool,
    pub(crate) jump: Jump,
    /// How reports are shown.
    pub(crate) shape: Shape,
    /// Whether what is printed has colours.
    pub(crate) look: Look,
}

impl Args {
    /// Reads the command line.
    pub(crate) fn parse(words: impl Iterator<Item = OsString>) -> Result<Self, Problem> {
        let words = Words::split(words)?;
        Ok(Self {
            task: task(&words)?,
            db: words.path("--db").unwrap_or_else(default_db),
            policy: words.path("--policy"),
            journal: words.path("--journal").unwrap_or_else(|| shipped("journal.jsonl")),
            batch: words.number("--batch", 64)?.max(1),
            now: words.read("--now")?,
            jump: Jump { days: words.number("--jump", jump::DAYS)? },
            retry: words.flag("--retry-refused"),
            shape: shape(&words)?,
            look: Look::of_output(words.read("--color")?.unwrap_or_default()),
        })
    }
}

/// How reports are shown. What a script reads has no colours, whatever is asked.
fn shape(words: &Words) -> Result<Shape, Problem> {
    let colour: Option<Colour> = words.read("--color")?;
    match (words.flag("--json"), colour) {
        (true, Some(Colour::Always)) => {
            Err(Problem::Usage(String::from("JSON has no colours: leave out `--json` or `--color always`")))
        }
        (true, _) => Ok(Shape::Json),
        (false, colour) => Ok(Shape::Page(Look::of_output(colour.unwrap_or_default()))),
    }
}

fn shipped(file: &str) -> PathBuf {
    PathBuf::from(SHIPPED).join(file)
}

/// The policy that a new database begins with, if no other is given.
pub(crate) fn shipped_policy() -> PathBuf {
    shipped("policy.toml")
}

/// Beside the program, so inside the target directory.
fn default_db() -> PathBuf {
    let beside = std::env::current_exe().ok().and_then(|exe| exe.parent().map(|dir| dir.join("crm.sqlite")));
    beside.unwrap_or_else(|| std::env::temp_dir().join("lead-lifecycle-crm.sqlite"))
}

fn task(words: &Words) -> Result<Task, Problem> {
    let asks_help = words.flag("--help") || words.flag("-h");
    let command = words.word(0)?;
    let (argument, second) = match command {
        // These read files by themselves, whose names may be any bytes.
        Some("policies" | "backfill") => (None, None),
        _ => (words.word(1)?, words.word(2)?),
    };
    let operand = |what: &str| argument.ok_or_else(|| Problem::Usage(format!("`{what}` needs a lead key")));
    let lead = |what: &str| operand(what).and_then(|text| read::<LeadKey>("lead", text));
    let file = |name: &str| words.path(name).ok_or_else(|| Problem::Usage(format!("`{name} FILE` is needed")));
    words.check(command::Command::named(command).ok_or_else(|| no_command(command.unwrap_or_default()))?)?;
    if asks_help {
        return Ok(Task::Help(command.map(String::from)));
    }
    no_more_than(words, command)?;
    Ok(match command {
        None => Task::Demo,
        Some("help") => match argument {
            Some(topic) if !help::topics().any(|known| known == topic) => {
                return Err(unknown("topic", topic, help::topics()));
            }
            topic => Task::Help(topic.map(String::from)),
        },
        Some("load") => Task::Load,
        Some("do") => {
            let text = second.ok_or_else(|| Problem::Usage(String::from("`do` needs a lead key and a command")))?;
            Task::Do(Single {
                lead: lead("do")?,
                command: Box::new(one_command(text)?),
                actor: actor(words.value("--as"))?,
                at: words.read("--at")?,
                happened: words.read("--happened")?,
                id: words.read("--id")?,
            })
        }
        Some("take-back") => Task::TakeBack(Box::new(take_back::asked(words, argument)?)),
        Some("merge") => Task::Merging(merging::merge(words, (argument, second))?),
        Some("split") => Task::Merging(merging::split(words, argument)?),
        Some("erase") => Task::Erase(merging::erase(words, lead("erase")?)?),
        Some("diagram") => Task::Diagram,
        Some("backfill") if words.flag("--dry-run") => backfill::tried(words)?,
        Some("backfill") => Task::Backfill(backfill::asked(words, file("--mapping")?)?),
        Some("clock") => Task::Clock,
        Some("policies") => Task::Policies(policies::asked(words)?),
        Some("verify") => Task::Verify,
        Some("rebuild") => Task::Rebuild,
        Some("export") => Task::Export(export(words)?),
        Some("generate") if words.path("--export").is_some() => Task::GenerateExport {
            seed: words.number("--seed", 20_260_401)?,
            rows: words.number("--rows", 1_000)?,
            folder: file("--export")?,
        },
        Some("generate") => Task::Generate {
            seed: words.number("--seed", 20_260_401)?,
            leads: words.number("--leads", 320)?,
            out: file("--out")?,
        },
        Some(name) => match reports::asked(name, argument, words)? {
            Some(asked) => Task::Report(asked),
            None => return Err(no_command(name)),
        },
    })
}

fn no_command(name: &str) -> Problem {
    unknown("command", name, command::COMMANDS.iter().map(|command| command.name))
}

/// That there are no more words than the command takes.
fn no_more_than(words: &Words, command: Option<&str>) -> Result<(), Problem> {
    let most = match command {
        Some("do" | "merge") => 3,
        // Its words are looked at where they are read.
        Some("policies") => usize::MAX,
        // `--file A B C`.
        Some("backfill") if words.flag("--dry-run") => usize::MAX,
        Some("timeline" | "why" | "sla" | "split" | "erase" | "help" | "keys" | "take-back" | "times") => 2,
        _ => 1,
    };
    match words.rest.get(most) {
        Some(extra) => Err(Problem::Usage(format!("unexpected word `{}`", extra.to_string_lossy()))),
        None => Ok(()),
    }
}

fn export(words: &Words) -> Result<Export, Problem> {
    let all = words.flag("--all");
    match words.path("--csv") {
        None => Ok(Export::Facts { all }),
        Some(folder) if !all => Ok(Export::Tables { folder }),
        Some(_) => Err(Problem::Usage(String::from("`--csv` writes what counts: leave `--all` out"))),
    }
}

/// A command as in the journal; one without data, or with none given, may be its bare word.
fn one_command(text: &str) -> Result<Command, Problem> {
    let bare = !text.trim_start().starts_with(['{', '"']);
    let read = |json: &str| serde_json::from_str::<Command>(json);
    let outcome = if bare { read(&serde_json::Value::from(text).to_string()) } else { read(text) };
    outcome.map_err(|error| {
        let named: Option<serde_json::Value> = serde_json::from_str(text).ok();
        let word = match &named {
            Some(serde_json::Value::Object(members)) => members.keys().next().map(String::as_str),
            Some(serde_json::Value::String(word)) => Some(word.as_str()),
            _ => bare.then_some(text),
        };
        let known = || CommandKind::ALL.iter().map(|kind| kind.as_str());
        let of_its_own = |word: &str| match word {
            "merge" => Some("`crm merge LOSER WINNER`"),
            "split" => Some("`crm split LEAD`"),
            "take_back" => Some("`crm take-back LEAD`"),
            _ => None,
        };
        match word {
            Some(word) if of_its_own(word).is_some() => {
                let right = of_its_own(word).unwrap_or_default();
                Problem::Usage(format!("command `{word}`: it is decided on whole histories, say {right}"))
            }
            Some(word) if !known().any(|kind| kind == word) => unknown("command", word, known()),
            Some(_) | None => Problem::Usage(format!("command `{text}`: {error}")),
        }
    })
}

/// Who asks: `ROLE:ID`.
fn actor(text: Option<&str>) -> Result<Actor, Problem> {
    let needed = || Problem::Usage(String::from("`--as ROLE:ID` is needed, like `--as sdr:okada`"));
    let (role, id) = text.and_then(|text| text.split_once(':')).ok_or_else(needed)?;
    Ok(Actor::new(read::<ActorId>("--as", id)?, read::<Role>("--as", role)?))
}
