//! Keys and names: short texts, one type for each meaning.

use crate::values::digest::Digest;
use crate::values::fingerprint::Fingerprint;
use crate::values::text::check::check_key;
use crate::values::text::checked_text::checked_text;
use crate::values::text::held::{Digested, Held, Plain, Printed};
use crate::values::text::literal::Literal;
use crate::values::text::preset_name::PresetName;

macro_rules! keys {
    ($($(#[$doc:meta])* $name:ident: $held:ty, $what:literal;)*) => {
        $(checked_text! {
            $(#[$doc])*
            ///
            /// 1 to 128 characters on one line, none of them invisible, no space at either end. Invisible is what shows
            /// nothing (soft hyphens, joiners, fillers, tags, variation selectors, every space but U+0020 and U+3000):
            /// two keys never differ in that alone. Else they are compared character by character, so a host normalises
            /// width and composition first if it wants to. Cloning is cheap.
            $name: $held, check_key, $what
        })*
    };
}

keys! {
    /// The host's key of a lead.
    ///
    /// A key names one lead in a store. Two tenants of a host may both have a lead `1`: to this crate these are one lead, with
    /// the same [`FactId`](crate::lead::FactId)s. So each tenant has a store of its own, or the tenant is part of every key
    /// (`acme/1`); see [`embedding::tenants`](crate::embedding::tenants).
    ///
    #[doc(alias = "リード")]
    LeadKey: Plain, "a lead key";
    /// The host's key of a command, for its uniqueness check.
    CommandId: Plain, "a command id";
    /// The source system's id of an activity.
    ActivityId: Digested, "an activity id";
    /// The host's key of a company.
    AccountKey: Plain, "an account key";
    /// The host's key of a person.
    PersonKey: Plain, "a person key";
    /// Who acts: a member, a service or an assistant.
    ActorId: Plain, "an actor id";
    /// A team of the host's organisation.
    TeamKey: Plain, "a team key";
    /// The host's key of a deal.
    DealKey: Plain, "a deal key";
    /// The host's key of a contract.
    ContractKey: Plain, "a contract key";
    /// A product of the host's catalogue.
    ProductKey: Plain, "a product key";
    /// The key of an assistant's proposal.
    ProposalId: Plain, "a proposal id";
    /// The name of a rule in a policy.
    RuleName: Printed, "a rule name";
    /// The name of a behaviour or attribute tag.
    #[doc(alias = "タグ")]
    TagName: Printed, "a tag name";
    /// A reason as declared in the policy.
    #[doc(alias = "理由")]
    ReasonCode: Plain, "a reason code";
    /// A qualification criterion as declared in the policy (BANT: `budget`, `authority`, `need`, `timeline`).
    CriterionName: PresetName, "a criterion name";
    /// An open stage of the deal pipeline.
    DealStageName: PresetName, "a deal stage name";
    /// A pipeline of the policy, by its name.
    PipelineName: PresetName, "a pipeline name";
    /// A field of a profile, of an activity or of a deal.
    FieldName: PresetName, "a field name";
    /// The kind of an activity (`page_view`, `seminar` …).
    ActivityKind: Printed, "an activity kind";
    /// The distinct thing an activity was about (one mail, one page, one event).
    ObjectKey: Digested, "an object key";
    /// A named score profile of a policy.
    ProfileName: Plain, "a score profile name";
    /// A group of score rules.
    GroupName: Plain, "a group name";
    /// A dimension of a score (`fit`, `engagement`, `timing`).
    DimensionName: Plain, "a dimension name";
    /// The label of a policy version.
    PolicyLabel: PresetName, "a policy label";
    /// The name of a service-level clock.
    ClockName: PresetName, "a clock name";
    /// A word for whom to tell: `owner`, or what a member answers for (`manager`, `queue`, or a word of the policy's own).
    #[doc(alias = "宛先")]
    Addressee: PresetName, "an addressee";
    /// A short text value of a field, or a member of a set.
    Keyword: Plain, "a keyword";
    /// A step of a funnel.
    StepName: Plain, "a step name";
    /// A segment of a plan.
    SegmentName: Plain, "a segment name";
    /// A time zone, by its name in the IANA database (`Asia/Tokyo`).
    ZoneName: Plain, "a zone name";
    /// A working calendar of a policy.
    #[doc(alias = "営業日カレンダー")]
    CalendarName: PresetName, "a calendar name";
    /// A list of holidays of a policy.
    HolidayListName: Plain, "a holiday list name";
}

impl Addressee {
    /// Whether it means the owner of whatever is told: the one word that no member answers for.
    #[must_use]
    pub fn is_owner(&self) -> bool {
        self.as_str() == "owner"
    }
}
