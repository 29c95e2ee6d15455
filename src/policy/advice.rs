//! What is advised on a policy.

use serde::Serialize;

use crate::access::Right;
use crate::policy::lint_code::LintCode;
use crate::scoring::ScoringAdvice;
use crate::values::{
    CommandKind, CriterionName, Date, DealStageName, FieldName, HolidayListName, Rate, ReasonCode, Span, StageKind,
    TagName, ZoneName,
};

/// What is advised on a policy. `Display` is the default wording.
///
/// ```
/// use lead_lifecycle::access::Right;
/// use lead_lifecycle::policy::Advice;
/// let advice = Advice::NobodyMayIssue { right: Right::Reopen };
/// assert_eq!(advice.code().as_str(), "nobody_may_issue");
/// assert_eq!(advice.to_string(), "nobody may issue `reopen`");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Advice {
    /// A bar asks for a criterion more than once.
    RepeatedTest {
        /// The criterion.
        criterion: CriterionName,
    },
    /// No bar asks for a criterion.
    UnusedCriterion {
        /// The criterion.
        criterion: CriterionName,
    },
    /// An open deal stage has the probability of an outcome.
    ProbabilityOfOutcome {
        /// The probability.
        probability: Rate,
    },
    /// A deal stage is less likely to be won than the one before it.
    ProbabilityFalls {
        /// The earlier stage.
        before: DealStageName,
        /// Its probability.
        before_probability: Rate,
        /// The later stage.
        after: DealStageName,
        /// Its probability, which is smaller.
        after_probability: Rate,
    },
    /// Deals open at the first meeting, so that holding it moves nothing.
    FirstMeetingAtOpening,
    /// A reason that ends a deal or a contract does not say what follows, so that the general rule recycles.
    ReasonWithoutRule {
        /// The reason.
        reason: ReasonCode,
    },
    /// Reasons are never given, because nobody may issue their command.
    UnusedReasons {
        /// The command.
        command: CommandKind,
    },
    /// Of one cycle only, every recycle discards.
    RecycleDiscards,
    /// The cooling is the longest from the start.
    CoolingNeverGrows,
    /// A lead counts as stale while it still cools.
    CoolingOutlastsStale {
        /// After how long it counts as stale.
        stale: Span,
        /// How long it cools.
        cooling: Span,
    },
    /// Nobody may issue a command.
    NobodyMayIssue {
        /// Its right.
        right: Right,
    },
    /// Nobody may take a lead out of a stage.
    StageWithoutExit {
        /// The stage.
        stage: StageKind,
    },
    /// A command is allowed on own deals only, and no deal is open when it is issued.
    NoDealToOwn {
        /// Its right.
        right: Right,
    },
    /// A command is allowed on self-booked meetings only, and is about no booking.
    NoMeetingBooked {
        /// Its right.
        right: Right,
    },
    /// A role may propose, but no proposal may be open.
    NoOpenProposals,
    /// A field of the standard's personal ones is declared as not personal: an erasure leaves its values.
    PersonalMadePublic {
        /// The field.
        field: FieldName,
    },
    /// A tag counts once per value of a personal field: the print of that value stays after an erasure.
    PersonalPrint {
        /// The tag.
        tag: TagName,
        /// The field.
        field: FieldName,
    },
    /// No calendar is closed on the days of a list of holidays.
    UnusedHolidays {
        /// The list.
        list: HolidayListName,
    },
    /// Nothing is read in a zone whose transitions the policy holds.
    UnusedZone {
        /// The zone.
        zone: ZoneName,
    },
    /// A list of holidays that a calendar uses ends soon, or has ended: what is due after it may be wrong.
    HolidaysEnd {
        /// The list.
        list: HolidayListName,
        /// The last date that it knows.
        known_until: Date,
    },
    /// The last day of a list of holidays that a calendar uses has passed, and the list does not say that it was the last.
    HolidaysPassed {
        /// The list.
        list: HolidayListName,
        /// Its last day.
        last: Date,
    },
    /// What the scoring room advises.
    Scoring(ScoringAdvice),
}

impl Advice {
    /// The kind.
    #[must_use]
    pub const fn code(&self) -> LintCode {
        match self {
            Self::RepeatedTest { .. } => LintCode::RepeatedTest,
            Self::UnusedCriterion { .. } => LintCode::UnusedCriterion,
            Self::ProbabilityOfOutcome { .. } => LintCode::ProbabilityOfOutcome,
            Self::ProbabilityFalls { .. } => LintCode::ProbabilityFalls,
            Self::FirstMeetingAtOpening
            | Self::RecycleDiscards
            | Self::NoDealToOwn { .. }
            | Self::NoMeetingBooked { .. }
            | Self::NoOpenProposals => LintCode::NeverFires,
            Self::ReasonWithoutRule { .. } => LintCode::ReasonWithoutRule,
            Self::UnusedReasons { .. } => LintCode::UnusedReasons,
            Self::CoolingNeverGrows => LintCode::CoolingNeverGrows,
            Self::CoolingOutlastsStale { .. } => LintCode::CoolingOutlastsStale,
            Self::NobodyMayIssue { .. } => LintCode::NobodyMayIssue,
            Self::StageWithoutExit { .. } => LintCode::StageWithoutExit,
            Self::PersonalMadePublic { .. } => LintCode::PersonalMadePublic,
            Self::PersonalPrint { .. } => LintCode::PersonalPrint,
            Self::UnusedHolidays { .. } => LintCode::UnusedHolidays,
            Self::UnusedZone { .. } => LintCode::UnusedZone,
            Self::HolidaysEnd { .. } | Self::HolidaysPassed { .. } => LintCode::HolidaysEnd,
            Self::Scoring(advice) => LintCode::Scoring(advice.code()),
        }
    }
}
