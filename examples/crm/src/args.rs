//! The command line. Written by hand: a dozen words need no parser crate.

use std::fmt::Write as _;
use std::path::PathBuf;

use lead_lifecycle::values::CommandKind;
use lead_lifecycle::{Actor, ActorId, Command, Instant, LeadKey, Role};

use crate::jump::{self, Jump};
use crate::problem::Problem;
use crate::single::Single;

/// Where the shipped policy and journal lie.
const SHIPPED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../data/crm");

/// What was asked.
#[derive(Debug)]
pub(crate) enum Task {
    Demo,
    Help(Option<String>),
    Load,
    Board,
    Funnel,
    Refusals { lines: usize },
    Timeline { lead: LeadKey },
    Why { lead: LeadKey },
    Agenda { max: usize },
    HandRaises,
    PutOff,
    Keys { key: Option<String>, max: usize },
    Do(Single),
    Diagram,
    Backfill { mapping: PathBuf, data: Option<PathBuf> },
    Adopt,
    Verify,
    Export,
    Generate { seed: u64, leads: u32, out: PathBuf },
}

/// What was asked, and on which files.
#[derive(Debug)]
pub(crate) struct Args {
    pub(crate) task: Task,
    pub(crate) db: PathBuf,
    /// Whether `--db` was not given: the demonstration may then begin anew.
    pub(crate) default_db: bool,
    pub(crate) policy: PathBuf,
    pub(crate) journal: PathBuf,
    pub(crate) batch: usize,
    pub(crate) now: Option<Instant>,
    pub(crate) retry: bool,
    pub(crate) jump: Jump,
}

/// The words of a command line: options with their values, and the rest.
struct Words {
    options: Vec<(String, String)>,
    flags: Vec<String>,
    rest: Vec<String>,
}

const WITH_VALUE: [&str; 17] = [
    "--jump",
    "--db",
    "--policy",
    "--journal",
    "--batch",
    "--now",
    "--mapping",
    "--data",
    "--seed",
    "--leads",
    "--out",
    "--lines",
    "--max",
    "--as",
    "--at",
    "--happened",
    "--id",
];
const FLAGS: [&str; 3] = ["--help", "-h", "--retry-refused"];

/// The sub-commands, with the words of the help.
const COMMANDS: [(&str, &str, &str); 18] = [
    (
        "load",
        "decide every line of the journal and store the facts; lines already done are skipped",
        "[--retry-refused] [--batch N] [--now INSTANT] [--jump DAYS]",
    ),
    (
        "do",
        "decide one command, written as in the journal, and store it like a line of it",
        "LEAD COMMAND --as ROLE:ID [--at INSTANT] [--happened INSTANT|DAY] [--id COMMAND-ID] [--jump DAYS]",
    ),
    ("board", "stages × counts × value × weighted value", ""),
    ("funnel", "cycles by milestone reached, with rates, by origin and by source", ""),
    ("refusals", "refused lines by reason; with `--lines N` also the newest N", "[--lines N]"),
    ("timeline", "everything that happened to one lead, with explanations", "LEAD"),
    ("why", "why a lead was or was not promoted, and what everybody could do with it now", "LEAD"),
    ("agenda", "what is due", "[--now INSTANT] [--max N]"),
    ("hand-raises", "leads whose hand-raise waits for an answer, oldest first", ""),
    ("put-off", "leads that are put off and until when, those whose instant has come first", "[--now INSTANT]"),
    ("keys", "deal and contract keys with their leads, those of several leads first; or one key", "[KEY] [--max N]"),
    ("diagram", "the lifecycle and the deal pipelines as Mermaid text", ""),
    (
        "backfill",
        "load CSV exports of another system through a mapping file",
        "--mapping FILE [--data DIR] [--now INSTANT] [--jump DAYS]",
    ),
    ("adopt", "put every stored lead under the policy of `--policy`", "[--now INSTANT] [--jump DAYS]"),
    ("verify", "replay every fact and compare with the stored snapshots and keys", ""),
    ("export", "all facts as JSON lines, by lead and revision", ""),
    ("generate", "write a journal with a seeded generator", "--out FILE [--seed N] [--leads N]"),
    ("help", "this text, or that of one command", "[COMMAND]"),
];

/// The help text, of everything or of one command.
pub(crate) fn help(topic: Option<&str>) -> String {
    if let Some((name, what, usage)) = COMMANDS.iter().find(|(name, ..)| Some(*name) == topic) {
        let usage = format!("crm {name} {usage}");
        let more = if *name == "do" { DO } else { "" };
        return format!("{}\n\n{what}\n\n{more}{OPTIONS}", usage.trim_end());
    }
    let mut text = String::from(
        "A small CRM on the crate `lead-lifecycle`: a journal is decided line by line and stored as facts in SQLite.\n\n\
         crm                 load the shipped journal, then show board, funnel, refusals and one lead\n",
    );
    for (name, what, usage) in COMMANDS {
        // Options are left to the help of the command itself.
        let operands: Vec<_> = usage.split(' ').take_while(|word| !word.starts_with(['[', '-'])).collect();
        let line = format!("crm {name} {}", operands.join(" "));
        let _infallible = writeln!(text, "{:<19} {what}", line.trim_end());
    }
    text.push_str("\n`crm help COMMAND` shows the options of a command.\n\n");
    text.push_str(OPTIONS);
    text
}

const DO: &str = "  crm do L-0007 '{\"promote\": {\"note\": \"asked for a quote\"}}' --as mk:mori
  crm do L-0007 accept --as fs:ueno --happened 2026-06-29

A command without data is a word. `--at` is when it reaches us, by default the newest stored fact;
`--happened` is when it took place, an instant or a day. The same `--id` is the same command and is
done once. A refusal is stored with its reasons, and ends with exit code 1; `--retry-refused` asks
again.

";

const OPTIONS: &str = "\
options
  --db PATH         the database (default: crm.sqlite beside the program)
  --policy FILE     the policy in TOML (default: examples/data/crm/policy.toml)
  --journal FILE    the journal in JSON lines (default: examples/data/crm/journal.jsonl)
  --batch N         lines per transaction (default 64)
  --now INSTANT     the present, like 2026-07-01T09:00:00+09:00 (default: the newest stored fact)
  --jump DAYS       how far after the newest date before it a date may lie that becomes the present (default: 400)
  -h, --help        this text

exit codes: 0 done, 1 a problem with data, 2 a wrong command line
";

impl Args {
    /// Reads the command line.
    pub(crate) fn parse(words: impl Iterator<Item = String>) -> Result<Self, Problem> {
        let words = split(words)?;
        let value = |name: &str| words.options.iter().rev().find(|(n, _)| n == name).map(|(_, v)| v.as_str());
        let path =
            |name: &str, shipped: &str| value(name).map_or_else(|| PathBuf::from(SHIPPED).join(shipped), PathBuf::from);
        let now = value("--now").map(|text| read::<Instant>("--now", text)).transpose()?;
        Ok(Self {
            task: task(&words, &value)?,
            db: value("--db").map_or_else(default_db, PathBuf::from),
            default_db: value("--db").is_none(),
            policy: path("--policy", "policy.toml"),
            journal: path("--journal", "journal.jsonl"),
            batch: number("--batch", value("--batch"), 64)?.max(1),
            now,
            jump: Jump { days: number("--jump", value("--jump"), jump::DAYS)? },
            retry: words.flags.iter().any(|flag| flag == "--retry-refused"),
        })
    }
}

/// Beside the program, so inside the target directory.
fn default_db() -> PathBuf {
    let beside = std::env::current_exe().ok().and_then(|exe| exe.parent().map(|dir| dir.join("crm.sqlite")));
    beside.unwrap_or_else(|| std::env::temp_dir().join("lead-lifecycle-crm.sqlite"))
}

fn split(words: impl Iterator<Item = String>) -> Result<Words, Problem> {
    let mut split = Words { options: Vec::new(), flags: Vec::new(), rest: Vec::new() };
    let mut words = words;
    while let Some(word) = words.next() {
        if !word.starts_with('-') {
            split.rest.push(word);
            continue;
        }
        if FLAGS.contains(&word.as_str()) {
            split.flags.push(word);
            continue;
        }
        let (name, inline) = match word.split_once('=') {
            Some((name, value)) => (name.to_string(), Some(value.to_string())),
            None => (word.clone(), None),
        };
        if !WITH_VALUE.contains(&name.as_str()) {
            return Err(unknown("option", &name, WITH_VALUE.iter().chain(&FLAGS).copied()));
        }
        let value = inline.or_else(|| words.next());
        let value = value.ok_or_else(|| Problem::Usage(format!("option `{name}` needs a value")))?;
        split.options.push((name, value));
    }
    Ok(split)
}

#[expect(single_use_lifetimes, reason = "`impl Trait` cannot elide the lifetime")]
fn unknown<'a>(what: &str, word: &str, known: impl Iterator<Item = &'a str>) -> Problem {
    let hint = lead_lifecycle::values::suggest(word, known)
        .map_or_else(String::new, |near| format!(": did you mean `{near}`?"));
    Problem::Usage(format!("unknown {what} `{word}`{hint}"))
}

fn read<T: std::str::FromStr<Err: std::fmt::Display>>(name: &str, text: &str) -> Result<T, Problem> {
    text.parse().map_err(|error| Problem::Usage(format!("{name} `{text}`: {error}")))
}

fn number<T: std::str::FromStr<Err: std::fmt::Display>>(
    name: &str,
    text: Option<&str>,
    default: T,
) -> Result<T, Problem> {
    text.map_or(Ok(default), |text| read(name, text))
}

fn task<'w>(words: &'w Words, value: &impl Fn(&str) -> Option<&'w str>) -> Result<Task, Problem> {
    let asks_help = words.flags.iter().any(|flag| flag == "--help" || flag == "-h");
    let mut rest = words.rest.iter().map(String::as_str);
    let command = rest.next();
    let argument = rest.next();
    let second = rest.next();
    let operand = |what: &str| argument.ok_or_else(|| Problem::Usage(format!("`{what}` needs a lead key")));
    let lead = |what: &str| operand(what).and_then(|text| read::<LeadKey>("lead", text));
    let file =
        |name: &str| value(name).map(PathBuf::from).ok_or_else(|| Problem::Usage(format!("`{name} FILE` is needed")));
    if asks_help {
        return Ok(Task::Help(command.map(String::from)));
    }
    let extra = match command {
        Some("do") => rest.next(),
        Some("timeline" | "why" | "help" | "keys") => second,
        _ => argument,
    };
    if let Some(extra) = extra {
        return Err(Problem::Usage(format!("unexpected word `{extra}`")));
    }
    Ok(match command {
        None => Task::Demo,
        Some("help") => Task::Help(argument.map(String::from)),
        Some("load") => Task::Load,
        Some("board") => Task::Board,
        Some("funnel") => Task::Funnel,
        Some("refusals") => Task::Refusals { lines: number("--lines", value("--lines"), 0)? },
        Some("timeline") => Task::Timeline { lead: lead("timeline")? },
        Some("why") => Task::Why { lead: lead("why")? },
        Some("agenda") => Task::Agenda { max: number("--max", value("--max"), 40)? },
        Some("hand-raises") => Task::HandRaises,
        Some("put-off") => Task::PutOff,
        Some("keys") => Task::Keys { key: argument.map(String::from), max: number("--max", value("--max"), 40)? },
        Some("do") => {
            let text = second.ok_or_else(|| Problem::Usage(String::from("`do` needs a lead key and a command")))?;
            Task::Do(Single {
                lead: lead("do")?,
                command: Box::new(one_command(text)?),
                actor: actor(value("--as"))?,
                at: value("--at").map(|text| read("--at", text)).transpose()?,
                happened: value("--happened").map(|text| read("--happened", text)).transpose()?,
                id: value("--id").map(|text| read("--id", text)).transpose()?,
            })
        }
        Some("diagram") => Task::Diagram,
        Some("backfill") => Task::Backfill { mapping: file("--mapping")?, data: value("--data").map(PathBuf::from) },
        Some("adopt") => Task::Adopt,
        Some("verify") => Task::Verify,
        Some("export") => Task::Export,
        Some("generate") => Task::Generate {
            seed: number("--seed", value("--seed"), 20_260_401)?,
            leads: number("--leads", value("--leads"), 320)?,
            out: file("--out")?,
        },
        Some(word) => return Err(unknown("command", word, COMMANDS.iter().map(|(name, ..)| *name))),
    })
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
        match word.filter(|word| !known().any(|kind| kind == *word)) {
            Some(word) => unknown("command", word, known()),
            None => Problem::Usage(format!("command `{text}`: {error}")),
        }
    })
}

/// Who asks: `ROLE:ID`.
fn actor(text: Option<&str>) -> Result<Actor, Problem> {
    let needed = || Problem::Usage(String::from("`--as ROLE:ID` is needed, like `--as sdr:okada`"));
    let (role, id) = text.and_then(|text| text.split_once(':')).ok_or_else(needed)?;
    Ok(Actor::new(read::<ActorId>("--as", id)?, read::<Role>("--as", role)?))
}
