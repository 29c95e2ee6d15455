//! Floor 0: values that check themselves, and the words everything else speaks.
//!
//! What is `pub(crate)` here is the ground that every room stands on and no host needs: small containers that leads are
//! made of ([`Few`], [`Short`], [`SortedMap`], `shared`), the words of the presets ([`Literal`], [`vocabulary`]), and
//! on types of the public API what only the rooms may do, because they know that it cannot go wrong or keep the record
//! of it. Everything else is `pub`, or closed.

pub mod decimal;
pub mod limits;

mod activity;
mod fault;
mod few;
mod fields;
mod fingerprint;
mod keys;
mod lead_profile;
mod list;
mod money;
mod named;
pub(crate) mod nesting;
mod points;
mod rate;
pub(crate) mod shared;
mod short;
mod sorted;
mod stable;
mod stamp;
mod suggest;
mod time;
mod vocab;

pub use activity::Activity;
pub use fault::{
    Counted, Declared, Expected, Fault, FaultCode, Faults, Got, Path, PointsOf, ProcessDemand, ScoringDemand, Shape,
    Written,
};
pub(crate) use few::Few;
pub use fields::{FieldCatalog, FieldError, FieldKind, FieldLookup, FieldSpec, FieldValue, Fields};
pub use fingerprint::Fingerprint;
pub(crate) use keys::Literal;
pub use keys::{
    AccountKey, ActivityId, ActivityKind, ActorId, ClockName, CommandId, ContractKey, CriterionName, DealKey,
    DealStageName, DimensionName, FieldName, GroupName, Keyword, LeadKey, ObjectKey, PersonKey, PolicyLabel,
    ProductKey, ProfileName, ProposalId, ReasonCode, RuleName, SegmentName, StepName, TagName, TeamKey, Text,
    TextError,
};
pub use lead_profile::{LeadProfile, ProfileEntry};
pub use list::{List, ListError};
pub use money::{Currency, Money, MoneyError};
pub use points::{Points, PointsError};
pub use rate::{Rate, RateError};
pub(crate) use short::Short;
pub(crate) use sorted::{Look, SortedMap};
pub use stable::fingerprint_of;
pub use stamp::PolicyStamp;
pub use suggest::suggest;
pub use time::{Date, Instant, Span, TimeError, UtcOffset};
pub(crate) use vocab::vocabulary;
pub use vocab::{
    Carry, Channel, CommandKind, ConsentStatus, ContactOutcome, Direction, Milestone, Origin, Progress, Purpose, Rank,
    Role, StageKind,
};
