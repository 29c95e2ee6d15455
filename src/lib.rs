//! The life of a B2B lead as a pure domain model (work in progress: see the issues).
#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod deal;
mod handoff;
mod lead;
mod qualification;
mod recycle;
pub mod scoring;
mod values;

pub use deal::{
    Change, Contract, ContractError, Deal, DealEdit, DealError, DealLine, MoveKind, NewDeal,
};
pub use handoff::{Handoff, HandoffItem, KeyPerson, Part};
pub use lead::{
    Acceptance, ActivityMemory, Actor, Anchors, ApplyError, Appointment, Attempts, Attribution,
    Basis, Capture, Captured, Cause, ClockEvent, ClockMark, Command, Consent, Consents, Customer,
    Cycle, DealMove, Ending, Envelope, Fact, FactBody, FactId, FactKind, FieldWrite, HandoffFile,
    HandoffRecord, ImportedStep, Lead, MeetingResult, MilestoneCounts, MilestoneMark, Milestones,
    MissedBy, NextCycle, ProfileChange, Proposal, ReplayError, SCHEMA, Stage, StageClock,
    StageClocks, Totals, Trigger,
};
pub use qualification::{Answer, Answers, Evidence, EvidenceSource, Verdict};
pub use recycle::{Reason, erased, imported_unknown, max_cycles};
pub use values::{
    AccountKey, Activity, ActivityId, ActivityKind, ActorId, Carry, Channel, ClockName, CommandId,
    CommandKind, ConsentStatus, ContactOutcome, ContractKey, CriterionName, Currency, Date,
    DealKey, DealStageName, DimensionName, Direction, Fault, FaultCode, Faults, FieldCatalog,
    FieldError, FieldKind, FieldName, FieldSpec, FieldValue, Fields, Fingerprint, GroupName,
    Instant, Keyword, LeadKey, List, ListError, Milestone, Money, MoneyError, ObjectKey, Origin,
    Path, PersonKey, Points, PointsError, PolicyLabel, PolicyStamp, ProductKey, Profile,
    ProfileEntry, ProfileName, Progress, ProposalId, Purpose, Rank, Rate, RateError, ReasonCode,
    Role, RuleName, SegmentName, Span, StageKind, StepName, TagName, TeamKey, Text, TextError,
    TimeError, UtcOffset, decimal, fingerprint_of, limits, suggest,
};
