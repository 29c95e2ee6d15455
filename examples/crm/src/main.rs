//! A small but real host: a journal of what happened to leads, decided line by line and stored as facts in `SQLite`.
//!
//! `cargo run --release -p crm` loads the shipped journal and shows board, funnel, service levels, agenda, refusals and one lead's story;
//! `cargo run --release -p crm -- --help` lists the rest. Every file here has one job:
//!
//! | file | job |
//! |---|---|
//! | `args` | the command line |
//! | `problem` | everything that can go wrong, with its exit code |
//! | `rules` | the policy file, and the policies of the database |
//! | `journal` | lines of the journal |
//! | `jump` | how far a date may carry the host's present |
//! | `store` | `SQLite` as event store: append, command ids, snapshots; `schema`: the tables; `keys`: which lead has a deal or contract key; `merged`: where a merged lead lives on; `erase`: erasing a person from every table and page; `policies`: the book of policies; `file`: whose a file is, and how it is opened; `print`: rows that the disk has changed are found out; `lines`: what each lead says for measuring; `derived`, `expected`: what the facts say of all other tables |
//! | `append` | a decision into the store, and the recount that has to follow it |
//! | `load` | journal → decisions → store |
//! | `clashes` | lines whose id is that of another command |
//! | `demo` | the database of bare `crm`, which never deletes anything |
//! | `clock` | what time and new policies make true |
//! | `single` | one command told by hand: `crm do` |
//! | `take_back` | mistakes taken back, of one lead or of many: `crm take-back` |
//! | `members` | who is there to be told: the file of `--members` |
//! | `merging` | two leads become one, and two again: `crm merge`, `crm split` |
//! | `erasing` | a person erased from all leads that are one: `crm erase` |
//! | `policies` | listing, adding, previewing and rolling back policies |
//! | `import` | CSV exports through a mapping → imported leads, and a balance of every cell: `crm backfill` |
//! | `propose` | a mapping proposed from the files of an export: `crm backfill --dry-run --file FILE…` |
//! | `export` | facts as JSON lines, and what counts as CSV with the mapping that reads it back: `crm export` |
//! | `report` | board, refusals, timeline, why, agenda, service levels; hand-raises and leads put off; keys; the leads behind a count; `measure`: funnel, flow, times, forecast, sources, reasons |
//! | `screen` | pages, tables, JSON, colours; how money, instants, shares and durations are written |
//! | `generate` | the generator of the shipped journal |

mod append;
mod args;
mod clashes;
mod clock;
mod demo;
mod erasing;
mod export;
mod generate;
mod import;
mod journal;
mod jump;
mod load;
mod members;
mod merging;
mod policies;
mod problem;
mod propose;
mod report;
mod rules;
mod screen;
mod single;
mod store;
mod take_back;

use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

use lead_lifecycle::Lifecycle;

use crate::args::{Args, Export, Policies, Task};
use crate::problem::Problem;
use crate::screen::{Shape, printed};
use crate::store::Store;

fn main() -> ExitCode {
    let outcome = Args::parse(std::env::args_os().skip(1)).and_then(|args| run(&args));
    let printed = outcome.and_then(|said| {
        print(&said.text)?;
        Ok(said.complaint)
    });
    match printed {
        Ok(None) => ExitCode::SUCCESS,
        Ok(Some(complaint)) => {
            let _closed = writeln!(std::io::stderr(), "crm: {complaint}");
            ExitCode::FAILURE
        }
        Err(problem) => {
            let _closed = writeln!(std::io::stderr(), "crm: {problem}");
            problem.exit_code()
        }
    }
}

/// Prints a text as a whole.
///
/// # Errors
/// It cannot be written, like to a full disk. A closed pipe (`crm board | head`) is no failure: nobody wants the rest.
fn print(text: &str) -> Result<(), Problem> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(Problem::Output(error)),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// What is to be printed.
#[derive(Debug)]
struct Said {
    text: String,
    /// What was done, and is not well all the same.
    complaint: Option<String>,
}

impl From<String> for Said {
    fn from(text: String) -> Self {
        Self { text, complaint: None }
    }
}

/// Does what was asked, and returns what is to be printed.
fn run(args: &Args) -> Result<Said, Problem> {
    let text = match &args.task {
        Task::Help(topic) => Ok(args::help(topic.as_deref()).text(args.look)),
        Task::Demo => return demo(args),
        Task::Generate { seed, leads, out } => generate::generate(&rules::of_file(args)?, *seed, *leads, out),
        Task::GenerateExport { seed, rows, folder } => generate::rows(*seed, *rows, folder),
        Task::Propose(asked) => propose::propose(rules::of_file(args)?.newest_policy(), asked),
        Task::Diagram => Ok(report::diagram(&rules::of_file(args)?)),
        Task::Export(Export::Facts { all }) => {
            reported(args, |store| export::facts(store, *all).map(|()| String::new()))
        }
        Task::Backfill(asked) if asked.dry_run => {
            let copy = import::Copy::of(&args.db)?;
            let said = under_policies(|_db| Store::open(copy.path()), args)?;
            return Ok(Said { text: format!("dry run, nothing is stored\n{}", said.text), ..said });
        }
        Task::Load | Task::Backfill(_) => return under_policies(Store::open, args),
        Task::Policies(Policies::Add { file, .. }) => {
            // A file with faults begins no database.
            rules::policy(file)?;
            return under_policies(Store::open, args);
        }
        Task::Clock | Task::Do(_) | Task::TakeBack(_) | Task::Merging(_) | Task::Erase(_) | Task::Rebuild => {
            return under_policies(Store::existing, args);
        }
        Task::Policies(Policies::RollBack { .. }) => return under_policies(Store::existing, args),
        Task::Verify
        | Task::Policies(Policies::List | Policies::Preview { .. })
        | Task::Report(_)
        | Task::Export(Export::Tables { .. }) => return reported_under_policies(args),
    };
    text.map(Said::from)
}

/// What is read of the whole database and needs no policies.
fn reported(args: &Args, report: impl FnOnce(&Store) -> Result<String, Problem>) -> Result<String, Problem> {
    let store = Store::to_report(&args.db)?;
    store.check_pages()?;
    let text = report(&store)?;
    store.check_unchanged()?;
    Ok(text)
}

/// What is read of a database under its policies.
fn reported_under_policies(args: &Args) -> Result<Said, Problem> {
    let given = rules::given(args)?;
    let mut store = Store::to_report(&args.db)?;
    // One lead is not read alone either: what the present is, all facts say. `verify` asks more.
    if !matches!(args.task, Task::Verify) {
        store.check_pages()?;
    }
    let lifecycle = rules::of_reported(&mut store, given)?;
    let said = answer(&mut store, &lifecycle, args).map_err(|problem| problem.at_clocks_of(&lifecycle))?;
    store.check_unchanged()?;
    Ok(said)
}

/// What needs a database and its policies.
fn under_policies(open: impl Fn(&Path) -> Result<Store, Problem>, args: &Args) -> Result<Said, Problem> {
    let given = rules::given(args)?;
    let mut store = open(&args.db)?;
    let lifecycle = rules::of_store(&mut store, given)?;
    answer(&mut store, &lifecycle, args).map_err(|problem| problem.at_clocks_of(&lifecycle))
}

fn answer(store: &mut Store, lifecycle: &Lifecycle, args: &Args) -> Result<Said, Problem> {
    let text = match &args.task {
        Task::Load => {
            let loaded = load::load(store, lifecycle, args)?;
            return Ok(Said { text: loaded.to_string(), complaint: loaded.complaint() });
        }
        Task::Verify if matches!(args.shape, Shape::Json) => {
            let (text, complaint) = report::verified(store, lifecycle)?;
            return Ok(Said { text, complaint });
        }
        Task::Verify => report::verify(store, lifecycle),
        Task::Rebuild => report::rebuild(store, lifecycle),
        Task::Backfill(asked) => {
            let ran = import::backfill(store, lifecycle, args, asked)?;
            return Ok(Said { text: ran.text, complaint: ran.refused });
        }
        Task::Clock => clock::clock(store, lifecycle, args),
        Task::Policies(asked) => policies::policies(store, lifecycle, args, asked),
        Task::TakeBack(asked) => take_back::take_back(store, lifecycle, args, asked),
        Task::Merging(asked) => merging::merging(store, lifecycle, args, asked),
        Task::Erase(asked) => erasing::erase(store, lifecycle, args, asked),
        Task::Do(asked) => single::act(store, lifecycle, args, asked),
        Task::Report(asked) => report::report(store, lifecycle, args, asked),
        Task::Export(Export::Tables { folder }) => export::tables(store, lifecycle, folder),
        Task::Demo
        | Task::Help(_)
        | Task::Generate { .. }
        | Task::GenerateExport { .. }
        | Task::Diagram
        | Task::Propose(_)
        | Task::Export(Export::Facts { .. }) => Ok(String::new()),
    };
    text.map(Said::from)
}

/// Without arguments: load the journal, then show everything.
fn demo(args: &Args) -> Result<Said, Problem> {
    let given = rules::given(args)?;
    let mut store = demo::demo_store(args)?;
    let lifecycle = rules::of_store(&mut store, given)?;
    let loaded = load::load(&mut store, &lifecycle, args)?;
    let mut text = loaded.to_string();
    let now = report::present(&store, args.now)?;
    text.push_str(&printed(&report::board(&store, &lifecycle, now)?, args.shape)?);
    text.push_str(&printed(&report::funnel(&store, &lifecycle, 15)?, args.shape)?);
    let all = args::RunsAsked::default();
    text.push_str(&printed(&report::service_levels(&store, &lifecycle, now, &all)?, args.shape)?);
    text.push_str(&printed(&report::agenda(&store, &lifecycle, now, (&args::Whose::default(), 5))?, args.shape)?);
    text.push_str(&printed(&report::refusals(&store, 0)?, args.shape)?);
    if let Some(lead) = store.most_eventful()? {
        text.push_str(&printed(&report::timeline(&store, &lifecycle, &lead)?, args.shape)?);
    }
    if let Some(lead) = report::nearly_promoted(&store, &lifecycle, now)? {
        text.push_str(&printed(&report::why(&store, &lifecycle, &lead, now)?, args.shape)?);
    }
    text.push_str("\nMore: `cargo run --release -p crm -- --help`\n");
    Ok(Said { text, complaint: loaded.complaint() })
}
