//! Values that check themselves, and the words that everything else speaks.
//!
//! | question | answer |
//! |---|---|
//! | when, and how long? | [`Instant`], [`Span`], [`Date`], [`UtcOffset`] |
//! | how much money? | [`Money`], [`Currency`]: exact, two currencies never mix |
//! | how many points, which share? | [`Points`] in thousandths, [`Rate`] from 0 % to 100 % |
//! | which lead, deal, person …? | [`LeadKey`], [`DealKey`], [`PersonKey`] …: one type for each meaning |
//! | what did people write? | [`Text`]: always taken for personal |
//! | what did a lead do? | [`Activity`] |
//! | what is known of it? | [`LeadProfile`], [`Fields`], declared in a [`FieldCatalog`] |
//! | which stage, role, channel …? | [`StageKind`], [`Role`], [`Channel`] …: `ALL`, `as_str`, `parse` |
//! | what is wrong with a policy that I wrote? | [`Faults`] of [`Fault`]: where, what would be right, what is there |
//! | how large may anything be? | [`limits`]: one table for checks, messages and tests |
//! | are two policies, or two names, the same? | [`Fingerprint`], [`fingerprint_of`], [`PolicyStamp`] |
//!
//! A value is legal or it is not made: every way in, parsing and reading included, checks the same bounds. Text is the
//! form of a value: what `Display` writes, `parse` reads back, and files hold the same. Sums are exact or an error;
//! where something is rounded, the method says how.

// Floor 0. What is `pub(crate)` here is the ground that every room stands on and no host needs: small containers that
// leads are made of (`MostlyOne`, `InlineList`, `SortedMap`, `shared`), the print of a policy (`content_print_of`), texts that need no check (`Literal`), how a
// vocabulary is defined, and on types of the public API what only the rooms may do, because they know that it cannot go
// wrong or keep the record of it. Everything else is `pub`, or closed.

pub mod decimal;
pub mod limits;

/// What shows of other crates in our signatures.
pub use chrono::{DateTime, Utc};
pub use rust_decimal::Decimal;

mod activity;
mod content_print;
#[cfg(test)]
mod content_print_laws;
mod digest;
mod fault;
mod fields;
mod fingerprint;
mod fingerprint_of;
mod fixed_list;
pub(crate) mod grouping;
mod inline_list;
mod lead_profile;
mod list;
mod money;
mod mostly_one;
pub(crate) mod nesting;
mod points;
mod policy_stamp;
mod rate;
pub(crate) mod shared;
mod sorted_map;
mod suggest;
mod text;
mod time;
pub(crate) mod tree;
pub(crate) mod unique;
mod vocabulary;

pub use activity::Activity;
pub(crate) use content_print::content_print_of;
pub use digest::{Digest, DigestError};
pub use fault::{
    Counted, Declared, Expected, Fault, FaultCode, Faults, Got, Path, PointsOf, ProcessDemand, ScoringDemand, Shape,
    Written,
};
pub use fields::{FieldCatalog, FieldError, FieldKind, FieldLookup, FieldSpec, FieldTextError, FieldValue, Fields};
pub use fingerprint::{Fingerprint, FingerprintError};
pub use fingerprint_of::{digest_of, fingerprint_of};
pub(crate) use fixed_list::FixedList;
pub(crate) use inline_list::InlineList;
pub use lead_profile::{LeadProfile, ProfileEntry};
pub use list::{List, ListError};
pub use money::{Currency, Money, MoneyError};
pub(crate) use mostly_one::MostlyOne;
pub use points::{Points, PointsError};
pub use policy_stamp::PolicyStamp;
pub use rate::{Rate, RateError};
pub(crate) use sorted_map::{Look, SortedMap};
pub use suggest::suggest;
pub(crate) use text::Literal;
pub use text::{
    AccountKey, ActivityId, ActivityKind, ActorId, Addressee, CalendarName, ClockName, CommandId, ContractKey,
    CriterionName, DealKey, DealStageName, DimensionName, FieldName, GroupName, HolidayListName, Keyword, LeadKey,
    ObjectKey, PersonKey, PipelineName, PolicyLabel, ProductKey, ProfileName, ProposalId, ReasonCode, RuleName,
    SegmentName, StepName, TagName, TeamKey, Text, TextError, ZoneName,
};
pub use time::{Date, Instant, Moment, Span, TimeError, UtcOffset};
pub(crate) use vocabulary::vocabulary;
pub use vocabulary::{
    Carry, Channel, CommandKind, ConsentStatus, ContactOutcome, CycleKind, Direction, Milestone, Origin, Progress,
    Purpose, Rank, Retain, Role, StageKind, WordError,
};
