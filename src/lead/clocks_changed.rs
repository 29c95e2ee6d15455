//! What became of the service-level clocks of a lead with one decision.

use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

use crate::sla::ClockRun;
use crate::values::limits;

/// What became of the service-level clocks of a lead with one decision. Each run stands here as it is from then on, with every instant
/// that anybody needs later.
///
/// A run that is named again, by its clock and number, is said anew: an answer that came before the one that was known, a hold that
/// ended sooner.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct ClocksChanged {
    /// Those that began.
    pub started: Vec<ClockRun>,
    /// Those that came to their end, or whose end is another than was known.
    pub stopped: Vec<ClockRun>,
    /// Those that are held, or held longer.
    pub held: Vec<ClockRun>,
    /// Those that are held no longer, or shorter.
    pub released: Vec<ClockRun>,
    /// Those with another target than before.
    pub retimed: Vec<ClockRun>,
}

impl ClocksChanged {
    /// Every run that is named, in the order in which they take effect: what ended before what began.
    pub fn runs(&self) -> impl Iterator<Item = &ClockRun> {
        let Self { started, stopped, held, released, retimed } = self;
        stopped.iter().chain(held).chain(released).chain(retimed).chain(started)
    }

    /// Whether none is named.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.runs().next().is_none()
    }
}

/// Puts runs in the place of those that a lead has of the same clocks. Of more clocks than a policy can have, those whose runs
/// ended first go.
pub(super) fn put(clocks: &mut Vec<ClockRun>, said: &ClocksChanged) {
    clocks.reserve_exact(said.started.len());
    for run in said.runs() {
        match clocks.binary_search_by(|known| known.clock().cmp(run.clock())) {
            Ok(place) => {
                if let Some(known) = clocks.get_mut(place) {
                    *known = run.clone();
                }
            }
            Err(place) => clocks.insert(place, run.clone()),
        }
    }
    while !limits::CLOCKS.admits_len(clocks.len()) {
        let ended = clocks.iter().enumerate().filter_map(|(place, run)| run.stop().map(|stop| (stop.at, place)));
        let Some((_, place)) = ended.min() else { return };
        let _gone = clocks.remove(place);
    }
}

/// How many runs one decision may speak of: of each clock one that never was, one that ended, one that is otherwise, and one that begins.
const SAID: usize = 4;

/// Whether a lead can keep the runs: they are sound, and those that run are no more than the limit.
pub(super) fn fits(clocks: &[ClockRun], said: &ClocksChanged) -> bool {
    let most = limits::CLOCKS.max_len().saturating_mul(SAID);
    if said.runs().nth(most).is_some() || !said.runs().all(ClockRun::is_sound) {
        return false;
    }
    let goes_on = |run: &&ClockRun| run.is_running() && !said.runs().any(|other| other.clock() == run.clock());
    let running = said.runs().filter(|run| run.is_running()).count();
    limits::CLOCKS.admits_len(clocks.iter().filter(goes_on).count().saturating_add(running))
}
