//! The service levels of the company, read from the facts that count: what was met and missed, and how each deadline came about.
//!
//! | file | job |
//! |---|---|
//! | `ledger` | every run of the clocks of a lead |
//! | `standing` | how a run stands or ended, and the counts that can be listed |
//! | `spread` | least, middle and greatest of delays |
//! | `overview` | `crm sla`: the counts, clock by clock |
//! | `listed_runs` | `crm sla --leads COUNT`: the runs behind a count |
//! | `of_lead` | `crm sla LEAD`: the runs of a lead with their traces; `trace`: what was worked, closed and held |

mod ledger;
mod listed_runs;
mod of_lead;
mod overview;
mod spread;
mod standing;
mod trace;

pub(super) use listed_runs::listed_runs;
pub(super) use of_lead::of_lead;
pub(crate) use overview::overview;
pub(crate) use standing::RunCount;

use lead_lifecycle::values::{ClockName, TeamKey};
use lead_lifecycle::{ActorId, Instant, Lifecycle};
use serde::Serialize;

use crate::args::RunsAsked;
use crate::problem::Problem;
use crate::report::sla::ledger::{RunLine, runs_of};
use crate::store::Store;

/// Which runs are counted; what is left out says nothing.
#[derive(Debug, Serialize)]
struct Which {
    clock: Option<ClockName>,
    owner: Option<ActorId>,
    team: Option<TeamKey>,
    /// Whose deadline runs from then on or later.
    from: Option<Instant>,
    /// Whose deadline runs from before.
    until: Option<Instant>,
}

impl Which {
    /// # Errors
    /// No policy has a clock of that name.
    fn of(asked: &RunsAsked, lifecycle: &Lifecycle) -> Result<Self, Problem> {
        let RunsAsked { clock, owner, team, from, until } = asked.clone();
        clock.as_ref().map_or(Ok(()), |clock| is_known(lifecycle, clock))?;
        // A day is the instant at which it begins.
        let zone = lifecycle.newest_policy().zone();
        let [from, until] = [from, until].map(|moment| moment.map(|moment| moment.start(zone)));
        Ok(Self { clock, owner, team, from, until })
    }

    fn takes(&self, line: &RunLine) -> bool {
        let Self { clock, owner, team, from, until } = self;
        clock.as_ref().is_none_or(|clock| line.run.clock() == clock)
            && owner.as_ref().is_none_or(|owner| line.owner.as_ref() == Some(owner))
            && team.as_ref().is_none_or(|team| line.team.as_ref() == Some(team))
            && from.is_none_or(|from| line.run.start() >= from)
            && until.is_none_or(|until| line.run.start() < until)
    }

    /// The same as a title says it, behind what it is the title of.
    fn named(&self, clock: &crate::screen::Clock) -> String {
        let parts = [
            self.clock.as_ref().map(|name| format!(" of `{name}`")),
            self.owner.as_ref().map(|owner| format!(" of {owner}")),
            self.team.as_ref().map(|team| format!(" of team {team}")),
            self.from.map(|from| format!(" from {}", clock.at(from))),
            self.until.map(|until| format!(" until {}", clock.at(until))),
        ];
        parts.into_iter().flatten().collect()
    }
}

/// That a policy of the book has a clock of that name.
fn is_known(lifecycle: &Lifecycle, clock: &ClockName) -> Result<(), Problem> {
    let rules = || lifecycle.book().versions().flat_map(|version| version.policy().sla());
    if rules().any(|rule| rule.name() == clock) {
        return Ok(());
    }
    let near = lead_lifecycle::values::suggest(clock.as_str(), rules().map(|rule| rule.name().as_str()));
    let near = near.map_or_else(String::new, |near| format!(" (did you mean `{near}`?)"));
    Err(Problem::Usage(format!("no policy has a clock `{clock}`{near}: `crm sla` names them")))
}

/// Visits the runs that are asked for, lead by lead.
fn each_run(
    store: &Store,
    lifecycle: &Lifecycle,
    which: &Which,
    mut visit: impl FnMut(RunLine) -> Result<(), Problem>,
) -> Result<(), Problem> {
    store.each_history(|history| {
        runs_of(lifecycle, history)?.into_iter().filter(|line| which.takes(line)).try_for_each(&mut visit)
    })
}
