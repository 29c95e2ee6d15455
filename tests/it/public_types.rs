//! What every public type of a kind can do: errors go through threads, can be kept and compared; what a host shows can be
//! written out.

use std::error::Error;
use std::fmt::Debug;

use lead_lifecycle::deal::{ContractError, DealError, NoPipeline};
use lead_lifecycle::insight::{
    BucketError, DimensionError, LineError, MeasureError, ReadError, ReportError, RiskError, SameDealError, TallyError,
};
use lead_lifecycle::lead::{ApplyError, ReplayError};
use lead_lifecycle::lifecycle::BackfillError;
use lead_lifecycle::planning::{FractionError, MonthError, PlanError, SharesError};
use lead_lifecycle::recycle::ReasonProblem;
use lead_lifecycle::scoring::{
    Breakdown, ColumnsError, Combination, Contribution, Crossing, DimensionReport, EarnedTags, FitTags, Formula,
    GroupReport, Missing, MissingMinimum, MissingStep, Operand, Score, ScoreReport, ScoringAdvice, ScoringDraft,
    ScoringLint, ScoringLintCode, ScoringState, Source, Standing, StateError, Way,
};
use lead_lifecycle::values::decimal::DecimalError;
use lead_lifecycle::values::{
    Counted, Declared, Expected, Fault, FaultCode, FieldCatalog, FieldError, FieldKind, FieldSpec, FieldValue, Fields,
    Fingerprint, FingerprintError, Got, LeadProfile, ListError, MoneyError, Path, Points, PointsError, PointsOf,
    PolicyStamp, ProcessDemand, Rate, RateError, ScoringDemand, Shape, TextError, TimeError, UtcOffset, WordError,
    Written, limits,
};
use lead_lifecycle::{Faults, Instant, Money, Refusal, Span, StageKind};
use serde::Serialize;

/// Whatever an application does with an error: send it, keep it, compare it in a test, show it.
fn is_error<E: Error + Send + Sync + Clone + PartialEq + Debug + 'static>() {}

fn is_shown<T: Serialize>() {}

macro_rules! all {
    ($check:ident: $($name:ty),* $(,)?) => {
        $($check::<$name>();)*
    };
}

#[test]
fn errors_can_be_sent_kept_and_compared() {
    all!(is_error: ApplyError, BackfillError, ColumnsError, ContractError, DealError, DecimalError, Fault, Faults);
    all!(is_error: FieldError, FingerprintError, FractionError, ListError, MoneyError, MonthError, PlanError);
    all!(is_error: PointsError, RateError, ReasonProblem, Refusal, ReplayError, SharesError, StateError, TextError);
    all!(is_error: NoPipeline, TimeError, WordError);
    all!(is_error: BucketError, DimensionError, LineError, MeasureError, ReadError, ReportError, RiskError);
    all!(is_error: SameDealError, TallyError);
}

#[test]
fn errors_of_values_and_scoring_can_be_shown() {
    all!(is_shown: ColumnsError, DecimalError, Fault, Faults, FieldError, FingerprintError, ListError, MoneyError);
    all!(is_shown: PointsError, RateError, StateError, TextError, TimeError, WordError);
    all!(is_shown: FaultCode, Expected, Got, Counted, Declared, Path, PointsOf, ProcessDemand, ScoringDemand, Shape);
    all!(is_shown: Written, limits::Limit);
}

#[test]
fn values_can_be_shown() {
    all!(is_shown: FieldCatalog, FieldKind, FieldSpec, FieldValue, Fields, Fingerprint, Instant, LeadProfile, Money);
    all!(is_shown: Points, PolicyStamp, Rate, Span, StageKind, UtcOffset);
}

#[test]
fn scores_and_what_they_lack_can_be_shown() {
    all!(is_shown: Score, Standing, Breakdown, Crossing, EarnedTags, FitTags, ScoringState, ScoringDraft);
    all!(is_shown: ScoreReport<'_>, Contribution<'_>, Source<'_>, GroupReport<'_>, DimensionReport<'_>);
    all!(is_shown: Combination<'_>, Formula, Operand<'_>, Missing, MissingMinimum, MissingStep, Way);
    all!(is_shown: ScoringLint, ScoringAdvice, ScoringLintCode);
}

#[test]
fn a_score_is_shown_as_its_total_rank_and_dimensions() {
    let policy = lead_lifecycle::Policy::standard();
    let score = policy.scoring().score(&ScoringState::new(), Instant::MIN);
    let shown = serde_json::to_value(score).expect("can be written");
    assert_eq!(shown, serde_json::json!({ "total": "0", "rank": "C", "dimensions": ["0", "0"] }));
}
