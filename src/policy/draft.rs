//! The policy as people write it. Whatever is left out is as in the standard policy.

use alloc::collections::BTreeMap;
use serde::{Deserialize, Serialize};

use crate::access::{AccessDraft, ProposalRules};
use crate::calendar::{CalendarDraft, HolidayListDraft, ZoneChoice, ZoneTableDraft};
use crate::deal::PipelineDraft;
use crate::handoff::HandoffDraft;
use crate::policy::hand_raise_rules::HandRaiseRules;
use crate::policy::memory_rules::MemoryRules;
use crate::policy::purchase_rules::PurchaseRules;
use crate::policy::stale::StaleDraft;
use crate::policy::time_rules::TimeRules;
use crate::qualification::QualificationDraft;
use crate::recycle::{NextCycleRules, ReasonsDraft, RecycleDraft};
use crate::scoring::ScoringDraft;
use crate::sla::SlaDraft;
use crate::values::{
    CalendarName, Currency, FieldName, FieldSpec, HolidayListName, Literal as _, PipelineName, PolicyLabel, ZoneName,
};

/// The parts of a policy are written once, below, each with what the standard policy has there. From this list come the
/// draft, the standard draft, and [`Written`]. Whoever adds one reads `content` in `policy.rs` first: it has to be neutral.
macro_rules! policy_draft {
    ($(#[$about:meta])* { $($(#[$doc:meta])* $part:ident: $type:ty = $standard:expr $(=> $read:literal)? $(, once $former:literal)?;)* }) => {
        $(#[$about])*
        pub struct PolicyDraft {
            $($(#[$doc])* pub $part: $type,)*
        }

        impl PolicyDraft {
            /// The numbers of [the practice](crate::practice). Where it has none they are ours, and the sections say so.
            #[must_use]
            pub fn standard() -> Self {
                Self { $($part: $standard,)* }
            }
        }

        /// A draft as serde itself reads it: from the tree of a document, or from a format without field names.
        /// [`PolicyDraft`] reads whole documents and tells all their faults.
        #[derive(Deserialize)]
        #[serde(default, deny_unknown_fields, rename = "PolicyDraft", expecting = "a table")]
        pub(super) struct Written {
            $($(#[serde(deserialize_with = $read)])? $(#[serde(alias = $former)])? $part: $type,)*
        }

        impl Default for Written {
            fn default() -> Self {
                let standard = PolicyDraft::standard();
                Self { $($part: standard.$part,)* }
            }
        }

        impl From<Written> for PolicyDraft {
            fn from(written: Written) -> Self {
                Self { $($part: written.$part,)* }
            }
        }
    };
}

policy_draft! {
    /// A policy as people write it, in TOML, JSON or any other self-describing format.
    ///
    /// A section that is left out is the standard one; within a section, what is left out is the standard's, but a
    /// table or list that is written (criteria, stages, a list of reasons, scoring) replaces the standard one as a
    /// whole. Only access is merged cell by cell. The formats without field names (`postcard`, `bincode`) hold every
    /// field.
    ///
    /// ```
    /// use lead_lifecycle::{Policy, PolicyDraft};
    /// let draft: PolicyDraft = toml::from_str("
    ///     label = \"spring 2026\"
    ///     [recycle]
    ///     cooling = \"45d\"
    /// ").unwrap();
    /// assert!(Policy::try_from(draft).is_ok());
    ///
    /// let fault = toml::from_str::<PolicyDraft>("[recycle]\ncoolin = \"45d\"").unwrap_err();
    /// assert!(fault.to_string().contains("recycle.coolin: expected one of"));
    /// assert!(fault.to_string().contains("did you mean `cooling`?"));
    /// ```
    #[derive(Debug, Clone, PartialEq, Eq, Serialize)]
    #[doc(alias = "運用ルール")]
    {
        /// What people call this version. No label, this one or another, is part of the fingerprint.
        ///
        /// `standard` is the name of the standard policy alone: a checked policy of other content that is given no
        /// label, or this one, is called `custom`.
        label: PolicyLabel = PolicyLabel::literal("standard");
        /// The zone in which civil dates are read: an offset like `+09:00`, or a name like `Asia/Tokyo`. What was called
        /// `utc_offset` is still read.
        zone: ZoneChoice = ZoneChoice::JST, once "utc_offset";
        /// The transitions of the named zones that the policy uses. Those that are left out are looked up in the database
        /// of the feature `tz`, and belong to the policy from then on: [`Policy::draft`](crate::Policy::draft) has them,
        /// and a host stores that.
        zones: BTreeMap<ZoneName, ZoneTableDraft> = BTreeMap::new() => "crate::values::unique::map";
        /// Lists of holidays.
        holidays: BTreeMap<HolidayListName, HolidayListDraft> = BTreeMap::new() => "crate::values::unique::map";
        /// When offices are open. None at all: [`CalendarDraft::office`], called `standard`.
        calendars: BTreeMap<CalendarName, CalendarDraft> = BTreeMap::new() => "crate::values::unique::map";
        /// The calendar of whoever has no team, or one without a calendar of its own. One alone needs no word.
        default_calendar: Option<CalendarName> = None;
        /// The currency of new deals, unless they say otherwise.
        currency: Currency = Currency::JPY;
        /// Profile and activity fields of the host's own, over the standard ones.
        fields: BTreeMap<FieldName, FieldSpec> = BTreeMap::new() => "crate::values::unique::map";
        /// How activities and profiles are scored.
        scoring: ScoringDraft = ScoringDraft::standard();
        /// What must be known before a hand-over.
        qualification: QualificationDraft = QualificationDraft::standard();
        /// What a hand-over must hold.
        handoff: HandoffDraft = HandoffDraft::standard();
        /// The one pipeline of deals, in the short form: it is the same as one of `pipelines` called `default`. Without
        /// it, and without `pipelines`, there is the standard one.
        pipeline: Option<PipelineDraft> = None;
        /// The pipelines of deals, each by its name. Whoever writes them leaves `pipeline` out.
        pipelines: BTreeMap<PipelineName, PipelineDraft> = BTreeMap::new() => "crate::values::unique::map";
        /// The pipeline that new deals go to when they name none. One alone is the default; of several none is, unless
        /// this says so, and every new deal has to name its own.
        default_pipeline: Option<PipelineName> = None;
        /// The reasons for going backward.
        reasons: ReasonsDraft = ReasonsDraft::standard();
        /// The general rule of recycling.
        recycle: RecycleDraft = RecycleDraft::standard();
        /// What the next cycle keeps of owner and team.
        next_cycle: NextCycleRules = NextCycleRules::standard();
        /// What a hand-raise does where there is no cycle to be worked on.
        hand_raise: HandRaiseRules = HandRaiseRules::standard();
        /// From which stages a lead may buy without sales.
        purchase: PurchaseRules = PurchaseRules::standard();
        /// Who may do what, where it differs from the standard matrix.
        access: AccessDraft = AccessDraft::standard();
        /// Proposals of assistants.
        proposals: ProposalRules = ProposalRules::standard();
        /// How long a stage may last. A table that is written replaces the standard one as a whole.
        stale: StaleDraft = StaleDraft::standard();
        /// Service levels: by when something has to be done.
        sla: SlaDraft = SlaDraft::default();
        /// Tolerances of time.
        time: TimeRules = TimeRules::standard();
        /// What a lead remembers.
        memory: MemoryRules = MemoryRules::standard();
    }
}

impl Default for PolicyDraft {
    fn default() -> Self {
        Self::standard()
    }
}
