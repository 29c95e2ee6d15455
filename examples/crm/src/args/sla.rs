//! The words after `crm sla`.

use std::path::PathBuf;

use lead_lifecycle::values::{ClockName, Moment, TeamKey};
use lead_lifecycle::{ActorId, LeadKey};

use crate::args::reports::Asked;
use crate::args::words::{Words, read};
use crate::problem::Problem;

/// Which runs of clocks; what is left out says nothing.
#[derive(Debug, Clone, Default)]
pub(crate) struct RunsAsked {
    pub(crate) clock: Option<ClockName>,
    pub(crate) owner: Option<ActorId>,
    pub(crate) team: Option<TeamKey>,
    pub(crate) from: Option<Moment>,
    pub(crate) until: Option<Moment>,
}

/// The runs of a lead.
#[derive(Debug)]
pub(crate) struct LeadRunsAsked {
    pub(crate) lead: LeadKey,
    pub(crate) clock: Option<ClockName>,
    /// Who is there to be told.
    pub(crate) members: Option<PathBuf>,
    /// How many parts of each trace are shown.
    pub(crate) max: usize,
}

/// What is of the company, and not of one lead.
const OF_ALL: [&str; 5] = ["--leads", "--owner", "--team", "--from", "--until"];

pub(super) fn asked(words: &Words, lead: Option<&str>, max: usize) -> Result<Asked, Problem> {
    if let Some(lead) = lead {
        if let Some(other) = OF_ALL.into_iter().find(|name| words.value(name).is_some()) {
            return Err(usage(format!("`{other}` chooses among all leads: leave it out, or `{lead}`")));
        }
        let (lead, clock) = (read::<LeadKey>("lead", lead)?, words.read("--clock")?);
        return Ok(Asked::SlaLead(LeadRunsAsked { lead, clock, members: words.path("--members"), max }));
    }
    if words.path("--members").is_some() {
        return Err(usage("`--members` says who was told about a lead: say `sla LEAD`"));
    }
    let which = RunsAsked {
        clock: words.read("--clock")?,
        owner: words.read("--owner")?,
        team: words.read("--team")?,
        from: words.read("--from")?,
        until: words.read("--until")?,
    };
    match words.read("--leads")? {
        Some(count) => Ok(Asked::SlaRuns { which, count, max }),
        None if words.value("--max").is_some() => {
            Err(usage("`--max` is of the runs of a count: say `--leads COUNT` too, like `--leads missed`"))
        }
        None => Ok(Asked::Sla { which }),
    }
}

fn usage(what: impl Into<String>) -> Problem {
    Problem::Usage(what.into())
}
