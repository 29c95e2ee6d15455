//! The words after the commands that report.

use lead_lifecycle::{ActorId, LeadKey, Role};
use serde::Serialize;

use crate::args::measure::{self, Measuring};
use crate::args::sla::{self, LeadRunsAsked, RunsAsked};
use crate::args::words::{Words, read};
use crate::problem::Problem;
use crate::report::RunCount;

/// A report that was asked for.
#[derive(Debug)]
pub(crate) enum Asked {
    Board,
    /// The leads of a row of the board.
    BoardLeads {
        row: String,
        max: usize,
    },
    Measured(Box<Measuring>),
    Refusals {
        lines: usize,
    },
    Timeline {
        lead: LeadKey,
    },
    Why {
        lead: LeadKey,
    },
    Agenda {
        whose: Whose,
        max: usize,
    },
    /// The service levels of the company.
    Sla {
        which: RunsAsked,
    },
    /// The runs of a count of them.
    SlaRuns {
        which: RunsAsked,
        count: RunCount,
        max: usize,
    },
    /// The service levels of a lead.
    SlaLead(LeadRunsAsked),
    HandRaises {
        max: usize,
    },
    PutOff {
        max: usize,
    },
    Keys {
        key: Option<String>,
        max: usize,
    },
}

/// Whose items of the agenda; nothing: everybody's.
#[derive(Debug, Clone, Default, Serialize)]
pub(crate) struct Whose {
    pub(crate) owner: Option<ActorId>,
    pub(crate) role: Option<Role>,
    pub(crate) unowned: bool,
}

/// The report of that name; none if it is no report.
pub(super) fn asked(name: &str, argument: Option<&str>, words: &Words) -> Result<Option<Asked>, Problem> {
    let max = words.number("--max", 40)?;
    let lead = || {
        let text = argument.ok_or_else(|| Problem::Usage(format!("`{name}` needs a lead key")))?;
        read::<LeadKey>("lead", text)
    };
    Ok(Some(match name {
        "board" => match words.value("--leads") {
            None if words.value("--max").is_some() => {
                let needed = "`--max` is of the leads of a row: say `--leads ROW` too, like `--leads mql`";
                return Err(Problem::Usage(String::from(needed)));
            }
            None => Asked::Board,
            Some(row) => Asked::BoardLeads { row: row.to_owned(), max },
        },
        "refusals" => Asked::Refusals { lines: words.number("--lines", 0)? },
        "timeline" => Asked::Timeline { lead: lead()? },
        "why" => Asked::Why { lead: lead()? },
        "agenda" => Asked::Agenda { whose: whose(words)?, max },
        "sla" => sla::asked(words, argument, max)?,
        "hand-raises" => Asked::HandRaises { max },
        "put-off" => Asked::PutOff { max },
        "keys" => Asked::Keys { key: argument.map(String::from), max },
        _ => return Ok(measure::asked(name, argument, words, max)?.map(|asked| Asked::Measured(Box::new(asked)))),
    }))
}

fn whose(words: &Words) -> Result<Whose, Problem> {
    let (owner, unowned) = (words.read("--owner")?, words.flag("--unowned"));
    if owner.is_some() && unowned {
        return Err(Problem::Usage(String::from(
            "what nobody owns has no owner: say `--owner` or `--unowned`, not both",
        )));
    }
    Ok(Whose { owner, role: words.read("--role")?, unowned })
}
