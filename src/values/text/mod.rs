//! Checked text: keys and names, one type for each meaning, and free text.

mod check;
mod checked_text;
mod free_text;
mod held;
mod invisible;
mod keys;
mod literal;
mod preset_name;
mod text_error;

pub use free_text::Text;
pub use keys::{
    AccountKey, ActivityId, ActivityKind, ActorId, Addressee, CalendarName, ClockName, CommandId, ContractKey,
    CriterionName, DealKey, DealStageName, DimensionName, FieldName, GroupName, HolidayListName, Keyword, LeadKey,
    ObjectKey, PersonKey, PipelineName, PolicyLabel, ProductKey, ProfileName, ProposalId, ReasonCode, RuleName,
    SegmentName, StepName, TagName, TeamKey, ZoneName,
};
pub(crate) use literal::Literal;
pub use text_error::TextError;
