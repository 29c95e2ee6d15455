//! The words after the commands that report.

use lead_lifecycle::values::Milestone;
use lead_lifecycle::{ActorId, LeadKey, Origin, Role};
use serde::Serialize;

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
    Funnel {
        max: usize,
    },
    /// The leads of a count of the funnel.
    FunnelLeads {
        which: CyclesAsked,
        max: usize,
    },
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

/// Which cycles of the funnel.
#[derive(Debug)]
pub(crate) struct CyclesAsked {
    pub(crate) milestone: Milestone,
    /// Without one, of all but expansions.
    pub(crate) origin: Option<Origin>,
    pub(crate) source: Option<String>,
    pub(crate) hollow: bool,
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
        "funnel" => match cycles(words)? {
            None => Asked::Funnel { max },
            Some(which) => Asked::FunnelLeads { which, max },
        },
        "refusals" => Asked::Refusals { lines: words.number("--lines", 0)? },
        "timeline" => Asked::Timeline { lead: lead()? },
        "why" => Asked::Why { lead: lead()? },
        "agenda" => Asked::Agenda { whose: whose(words)?, max },
        "sla" => sla::asked(words, argument, max)?,
        "hand-raises" => Asked::HandRaises { max },
        "put-off" => Asked::PutOff { max },
        "keys" => Asked::Keys { key: argument.map(String::from), max },
        _ => return Ok(None),
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

fn cycles(words: &Words) -> Result<Option<CyclesAsked>, Problem> {
    let Some(milestone) = words.read("--leads")? else {
        let narrower = ["--origin", "--source"].into_iter().find(|name| words.value(name).is_some());
        let narrower = narrower.or_else(|| words.flag("--hollow").then_some("--hollow"));
        return narrower.map_or(Ok(None), |name| {
            Err(Problem::Usage(format!(
                "`{name}` says which leads are listed: say `--leads MILESTONE` too, like `--leads mql`"
            )))
        });
    };
    let hollow = words.flag("--hollow");
    if hollow && milestone != Milestone::Mql {
        return Err(Problem::Usage(format!(
            "only a promotion to mql can be hollow: `--leads mql --hollow`, not `{milestone}`"
        )));
    }
    Ok(Some(CyclesAsked {
        milestone,
        origin: words.read("--origin")?,
        source: words.value("--source").map(String::from),
        hollow,
    }))
}
