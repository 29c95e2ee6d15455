//! Floor 4: commands, facts, and the lead that is their fold.

mod actor;
mod apply;
mod command;
mod cycle;
mod effect;
mod envelope;
mod fact;
mod memory;
mod plain;
mod record;
mod redact;
mod stage;
mod state;
mod step;
mod words;

pub use actor::{Actor, Attribution, Cause};
pub use apply::{ApplyError, ReplayError};
pub use command::{Capture, Command, MeetingResult, MissedBy};
pub use cycle::{Anchors, Appointment, Attempts, Basis, Cycle, MilestoneMark, Milestones, StageClock, StageClocks};
pub use envelope::{Envelope, FactId, SCHEMA};
pub use fact::{
    Captured, DealMove, Ending, Fact, FactBody, FactKind, FieldWrite, ImportedStep, NextCycle, ProfileChange,
};
pub use memory::ActivityMemory;
pub(crate) use memory::Recall;
pub use record::{ClockEvent, ClockMark, Consent, Consents, MilestoneCounts, Proposal, Totals};
pub use stage::{Acceptance, Customer, HandoffFile, HandoffRecord, Stage, Trigger};
pub use state::Lead;
