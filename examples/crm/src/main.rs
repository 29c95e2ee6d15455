//! A small but real host: a journal of what happened to leads, decided line by line and stored as facts in `SQLite`.
//!
//! `cargo run --release -p crm` loads the shipped journal and shows board, funnel, refusals and one lead's story;
//! `cargo run --release -p crm -- --help` lists the rest. Every file here has one job:
//!
//! | file | job |
//! |---|---|
//! | `args` | the command line |
//! | `problem` | everything that can go wrong, with its exit code |
//! | `rules` | the policy file |
//! | `journal` | lines of the journal |
//! | `jump` | how far a date may carry the host's present |
//! | `store` | `SQLite` as event store: append, command ids, snapshots; `schema`: the tables; `keys`: which leads use a deal or contract key; `erase`: erasing a person from every table and page |
//! | `load` | journal → decisions → store, and the clock |
//! | `single` | one command told by hand: `crm do` |
//! | `adopt` | putting stored leads under another policy |
//! | `mapping`, `backfill` | CSV exports → imported leads |
//! | `report` | board, funnel, refusals, timeline, why, agenda; hand-raises and leads put off; keys |
//! | `generate` | the generator of the shipped journal |

mod adopt;
mod args;
mod backfill;
mod generate;
mod journal;
mod jump;
mod load;
mod mapping;
mod problem;
mod report;
mod rules;
mod single;
mod store;

use std::io::Write as _;
use std::process::ExitCode;

use crate::args::{Args, Task};
use crate::problem::Problem;
use crate::store::Store;

fn main() -> ExitCode {
    let outcome = Args::parse(std::env::args().skip(1)).and_then(|args| run(&args));
    match outcome {
        Ok(text) => {
            // A closed pipe (`crm board | head`) is no failure.
            let _closed = std::io::stdout().write_all(text.as_bytes());
            ExitCode::SUCCESS
        }
        Err(problem) => {
            let _closed = writeln!(std::io::stderr(), "crm: {problem}");
            problem.exit_code()
        }
    }
}

/// Does what was asked, and returns what is to be printed.
fn run(args: &Args) -> Result<String, Problem> {
    match &args.task {
        Task::Help(topic) => Ok(args::help(topic.as_deref())),
        Task::Demo => demo(args),
        Task::Load => {
            let lifecycle = rules::lifecycle(&args.policy)?;
            let mut store = Store::open(&args.db)?;
            Ok(load::load(&mut store, &lifecycle, args)?.to_string())
        }
        Task::Backfill { mapping, data } => {
            let lifecycle = rules::lifecycle(&args.policy)?;
            let mut store = Store::open(&args.db)?;
            Ok(backfill::backfill(&mut store, &lifecycle, args, mapping, data.as_deref())?.to_string())
        }
        Task::Adopt => {
            let lifecycle = rules::lifecycle(&args.policy)?;
            let mut store = Store::existing(&args.db)?;
            Ok(adopt::adopt(&mut store, &lifecycle, args)?.to_string())
        }
        Task::Generate { seed, leads, out } => generate::generate(&rules::lifecycle(&args.policy)?, *seed, *leads, out),
        Task::Diagram => Ok(report::diagram(&rules::lifecycle(&args.policy)?)),
        Task::Refusals { lines } => report::refusals(&Store::existing(&args.db)?, *lines),
        Task::Export => Store::existing(&args.db)?.export(),
        Task::Verify => report::verify(&Store::existing(&args.db)?),
        Task::Board => report::board(&Store::existing(&args.db)?, &rules::lifecycle(&args.policy)?),
        Task::Funnel => report::funnel(&Store::existing(&args.db)?),
        Task::Timeline { lead } => {
            report::timeline(&Store::existing(&args.db)?, &rules::lifecycle(&args.policy)?, lead)
        }
        Task::Why { lead } => {
            report::why(&Store::existing(&args.db)?, &rules::lifecycle(&args.policy)?, lead, args.now)
        }
        Task::Do(asked) => {
            let lifecycle = rules::lifecycle(&args.policy)?;
            single::act(&mut Store::existing(&args.db)?, &lifecycle, args, asked)
        }
        Task::HandRaises => report::hand_raises(&Store::existing(&args.db)?, &rules::lifecycle(&args.policy)?),
        Task::PutOff => report::put_off(&Store::existing(&args.db)?, &rules::lifecycle(&args.policy)?, args.now),
        Task::Keys { key, max } => {
            let offset = rules::lifecycle(&args.policy)?.policy().utc_offset();
            report::keys(&Store::existing(&args.db)?, offset, key.as_deref(), *max)
        }
        Task::Agenda { max } => {
            report::agenda(&Store::existing(&args.db)?, &rules::lifecycle(&args.policy)?, args.now, *max)
        }
    }
}

/// Without arguments: load the journal, then show everything.
fn demo(args: &Args) -> Result<String, Problem> {
    let lifecycle = rules::lifecycle(&args.policy)?;
    let mut store = load::demo_store(args)?;
    let loaded = load::load(&mut store, &lifecycle, args)?;
    let mut text = loaded.to_string();
    text.push_str(&report::board(&store, &lifecycle)?);
    text.push_str(&report::funnel(&store)?);
    text.push_str(&report::refusals(&store, 0)?);
    if let Some(lead) = store.most_eventful()? {
        text.push_str(&report::timeline(&store, &lifecycle, &lead)?);
    }
    if let Some(lead) = report::nearly_promoted(&store, &lifecycle)? {
        text.push_str(&report::why(&store, &lifecycle, &lead, args.now)?);
    }
    text.push_str("\nMore: `cargo run --release -p crm -- --help`\n");
    Ok(text)
}
