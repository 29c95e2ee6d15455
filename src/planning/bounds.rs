//! The bounds of the planning room, in one place. Checks, messages and test generators read them here.
//!
//! ```
//! use lead_lifecycle::planning::{Lag, bounds};
//! assert!(bounds::LAG_MONTHS.admits(60) && !bounds::LAG_MONTHS.admits(61));
//! let refused = Lag::months(61).unwrap_err();
//! assert_eq!(refused.to_string(), "61 months of a lag; 0 to 60 are possible");
//! ```

use crate::values::limits::Limit;

/// The most bits of an exact number: of its numerator or its denominator, whichever is larger.
pub const FRACTION_BITS: u32 = 16_384;
/// The most steps of long numbers that one call makes: about as many products of 64 by 64 bits. It is what keeps a call
/// with legal numbers of thousands of digits below 0.2 seconds. The steps follow from the length of the numbers alone, so
/// that a plan is refused on every machine or on none.
///
/// A plan of 24 steps whose rates have 30 digits each, over 36 months with lags of a year, takes a fifth of them.
///
/// Who pays out of one purse of so many: [`Schedule::back`](crate::planning::Schedule::back) and
/// [`forward`](crate::planning::Schedule::forward), [`Lag::then`](crate::planning::Lag::then),
/// [`Chain::solve`](crate::planning::Chain::solve), [`Funnel::back`](crate::planning::Funnel::back) and the like,
/// [`Situation::levers`](crate::planning::Situation::levers), [`Team::staff`](crate::planning::Team::staff) and the plans
/// and calendars of [`Segments`](crate::planning::Segments). Odds make at most 50,000 terms of a sum, or 256 points of
/// an integral, for each of some fifty volumes that they try.
pub const WORK_STEPS: u64 = 80_000_000;
/// The most bytes of text that are read as an exact number.
pub const FRACTION_TEXT_BYTES: usize = 10_000;
/// Steps of a funnel after its entry.
pub const STEPS: Limit = Limit { name: "steps of a funnel after its entry", min: 1, max: 64 };
/// Cases that evidence is counted out of.
pub const EVIDENCE_OF: Limit = Limit { name: "cases that evidence is counted out of", min: 1, max: 1_000_000_000_000 };
/// Entries, and wins, that odds are worked out for.
pub const ODDS_VOLUME: Limit = Limit { name: "entries that odds are worked out for", min: 0, max: 10_000_000 };
/// States of a chain. Leads leave them again, other than its outcomes.
pub const CHAIN_STATES: Limit = Limit { name: "states of a chain that are left again", min: 1, max: 32 };
/// Outcomes of a chain.
pub const CHAIN_OUTCOMES: Limit = Limit { name: "outcomes of a chain", min: 1, max: 16 };
/// Months of a calendar plan, a forecast or a staffing plan.
pub const PLAN_MONTHS: Limit = Limit { name: "months of a plan", min: 1, max: 120 };
/// Months that a lag may take; of a schedule, all its lags together.
pub const LAG_MONTHS: Limit = Limit { name: "months of a lag", min: 0, max: 60 };
/// Volumes that are already open, in one plan.
pub const OPEN_VOLUMES: Limit = Limit { name: "open volumes of a plan", min: 0, max: 20_000 };
/// Ways back of a chain.
pub const RETURNS: Limit = Limit { name: "returns of a chain", min: 0, max: 1_024 };
/// Segments of one plan.
pub const SEGMENTS: Limit = Limit { name: "segments of a plan", min: 1, max: 200 };
/// Members of a team.
pub const MEMBERS: Limit = Limit { name: "members of a team", min: 1, max: 100_000 };
/// Months until a new member handles a full load.
pub const RAMP_MONTHS: Limit = Limit { name: "months of ramp-up", min: 0, max: 36 };
/// Working days of a month.
pub const WORKING_DAYS: Limit = Limit { name: "working days of a month", min: 1, max: 31 };
/// Working days of a week.
pub const WEEK_DAYS: Limit = Limit { name: "working days of a week", min: 1, max: 7 };
/// Changes of one what-if.
pub const CHANGES: Limit = Limit { name: "changes of a what-if", min: 1, max: 128 };

/// All limits of this room, as a table.
pub const ALL: &[Limit] = &[
    STEPS,
    EVIDENCE_OF,
    ODDS_VOLUME,
    CHAIN_STATES,
    CHAIN_OUTCOMES,
    PLAN_MONTHS,
    LAG_MONTHS,
    OPEN_VOLUMES,
    RETURNS,
    SEGMENTS,
    MEMBERS,
    RAMP_MONTHS,
    WORKING_DAYS,
    WEEK_DAYS,
    CHANGES,
];
