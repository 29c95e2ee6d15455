//! Floor 0: values that check themselves, and the words everything else speaks.

pub mod decimal;
pub mod limits;

mod activity;
mod fault;
mod few;
mod fields;
mod fingerprint;
mod keys;
mod list;
mod money;
mod named;
mod points;
mod rate;
pub(crate) mod shared;
mod short;
mod sorted;
mod stable;
mod stamp;
mod time;
mod vocab;

pub use activity::Activity;
pub use fault::{Fault, FaultCode, Faults, Path, suggest};
pub(crate) use few::Few;
pub use fields::{
    FieldCatalog, FieldError, FieldKind, FieldLookup, FieldSpec, FieldValue, Fields, Profile, ProfileEntry,
};
pub use fingerprint::Fingerprint;
pub(crate) use keys::Literal;
pub use keys::{
    AccountKey, ActivityId, ActivityKind, ActorId, ClockName, CommandId, ContractKey, CriterionName, DealKey,
    DealStageName, DimensionName, FieldName, GroupName, Keyword, LeadKey, ObjectKey, PersonKey, PolicyLabel,
    ProductKey, ProfileName, ProposalId, ReasonCode, RuleName, SegmentName, StepName, TagName, TeamKey, Text,
    TextError,
};
pub use list::{List, ListError};
pub use money::{Currency, Money, MoneyError};
pub use points::{Points, PointsError};
pub use rate::{Rate, RateError};
pub(crate) use short::Short;
pub(crate) use sorted::{Look, SortedMap};
pub use stable::fingerprint_of;
pub use stamp::PolicyStamp;
pub use time::{Date, Instant, Span, TimeError, UtcOffset};
pub(crate) use vocab::vocabulary;
pub use vocab::{
    Carry, Channel, CommandKind, ConsentStatus, ContactOutcome, Direction, Milestone, Origin, Progress, Purpose, Rank,
    Role, StageKind,
};
