//! Floor 4: commands, facts, and the lead that is their fold.
//!
//! Only the files of `fold` write a lead; what a cycle, a stage or a memory lets be changed stands beside it.

mod actor;
mod capture;
mod clocks;
mod command;
mod cycle;
mod envelope;
mod error;
mod fact;
mod fold;
mod memory;
mod milestones;
mod parts;
mod record;
mod redact;
mod stage;
mod totals;
mod words;

pub use actor::{Actor, Attribution, Cause};
pub use capture::Capture;
pub use clocks::{StageClock, StageClocks};
pub use command::{
    Attempt, Command, CommandOf, MeetingResult, MissedBy, Nested, NestedProposal, Proposable, Propose, Reply,
};
pub use cycle::{Anchors, Appointment, Attempts, Cycle};
pub use envelope::{Envelope, FactId, SCHEMA};
pub use error::{ApplyError, ReplayError};
pub use fact::{Fact, FactBody, FactKind};
pub use fold::{Lead, Place};
pub use memory::{ActivityMemory, Recall};
pub use milestones::{Basis, MilestoneCounts, MilestoneMark, Milestones};
pub use parts::{Captured, DealMove, Ending, FieldWrite, ImportedStep, NextCycle, ProfileChange};
pub use record::{ClockEvent, ClockMark, Consent, Consents, Proposal};
pub use stage::{Acceptance, Customer, HandoffFile, HandoffRecord, Stage, Trigger};
pub use totals::Totals;
