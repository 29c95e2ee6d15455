//! Floor 4: commands, facts, and the lead that is their fold.
//!
//! Only the files of `fold` write a lead; what a cycle, a stage or a memory lets be changed stands beside it.

mod activity_memory;
mod actor;
mod anchors;
mod apply_error;
mod appointment;
mod attempts;
mod attribution;
mod capture;
mod captured;
mod cause;
mod clock_mark;
mod command;
mod consents;
mod customer;
mod cycle;
mod deal_move;
mod ending;
mod envelope;
mod fact;
mod fold;
mod handoff_record;
mod imported_step;
mod milestones;
mod misfit;
mod profile_change;
mod proposal;
mod redact;
mod replay_error;
mod stage;
mod stage_clocks;
mod totals;
mod trigger;

pub use activity_memory::{ActivityMemory, Recall};
pub use actor::Actor;
pub use anchors::Anchors;
pub use apply_error::ApplyError;
pub use appointment::Appointment;
pub use attempts::Attempts;
pub use attribution::Attribution;
pub use capture::Capture;
pub use captured::Captured;
pub use cause::Cause;
pub use clock_mark::{ClockEvent, ClockMark};
pub use command::{
    Attempt, Command, CommandOf, MeetingResult, MissedBy, Nested, NestedProposal, Proposable, Propose, Reply,
};
pub use consents::{Consent, Consents};
pub use customer::Customer;
pub use cycle::Cycle;
pub use deal_move::DealMove;
pub use ending::{Ending, NextCycle};
pub use envelope::{Envelope, FactId, SCHEMA};
pub use fact::{Fact, FactBody, FactKind};
pub use fold::{Lead, Place};
pub use handoff_record::{Acceptance, HandoffFile, HandoffRecord};
pub use imported_step::ImportedStep;
pub use milestones::{MilestoneBasis, MilestoneCounts, MilestoneMark, Milestones};
pub use misfit::Misfit;
pub use profile_change::{FieldWrite, ProfileChange};
pub use proposal::Proposal;
pub use replay_error::ReplayError;
pub use stage::Stage;
pub use stage_clocks::{StageClock, StageClocks};
pub use totals::Totals;
pub use trigger::Trigger;
