//! The life of a B2B lead as a pure domain model (work in progress: see the issues).
#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

pub mod planning;
mod values;

pub use values::{
    AccountKey, Activity, ActivityId, ActivityKind, ActorId, Carry, Channel, ClockName, CommandId,
    CommandKind, ConsentStatus, ContactOutcome, ContractKey, CriterionName, Currency, Date,
    DealKey, DealStageName, DimensionName, Direction, Fault, FaultCode, Faults, FieldCatalog,
    FieldError, FieldKind, FieldName, FieldSpec, FieldValue, Fields, Fingerprint, GroupName,
    Instant, Keyword, LeadKey, Milestone, Money, MoneyError, ObjectKey, Origin, Path, PersonKey,
    Points, PointsError, PolicyLabel, PolicyStamp, ProductKey, Profile, ProfileEntry, ProfileName, Progress,
    ProposalId, Purpose, Rank, Rate, RateError, ReasonCode, Role, RuleName, SegmentName, Span,
    StageKind, StepName, TagName, TeamKey, Text, TextError, TimeError, UtcOffset, decimal,
    fingerprint_of, limits, suggest,
};
