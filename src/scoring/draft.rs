//! The scoring part of a policy as people write it: names instead of numbers, everything optional that has a plain meaning when left out.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

use crate::scoring::condition::{ConditionDraft, Literal};
use crate::values::{
    ActivityKind, DimensionName, FieldName, GroupName, Points, ProfileName, Rank, Rate, RuleName, Span, TagName,
};

/// The scoring policy as written: tags, rules, groups, dimensions and score profiles, each by name.
///
/// An activity earns **tags**; **rules** weigh tags, profile fields and the stated purchase date into points; points add up in **groups**,
/// groups in **dimensions**; a **score profile** combines dimensions into one score with its thresholds.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[doc(alias = "スコアリング")]
pub struct ScoringDraft {
    /// Behaviour tags: which activities earn them and how many are kept.
    #[serde(default)]
    pub tags: BTreeMap<TagName, TagDraft>,
    /// The rules that give points.
    #[serde(default)]
    pub rules: BTreeMap<RuleName, RuleDraft>,
    /// Groups of rules, each in one dimension.
    #[serde(default)]
    pub groups: BTreeMap<GroupName, GroupDraft>,
    /// Dimensions (fit, engagement, timing …) with their own floor and cap.
    #[serde(default)]
    pub dimensions: BTreeMap<DimensionName, DimensionDraft>,
    /// Score profiles: one per product, say.
    #[serde(default)]
    pub profiles: BTreeMap<ProfileName, ProfileDraft>,
    /// The profile whose thresholds promote and demote leads. It may be left out when there is only one.
    #[serde(default)]
    pub promotes: Option<ProfileName>,
    /// Activities by which a person asks for contact.
    #[serde(default)]
    pub hand_raise: HandRaiseDraft,
}

/// A behaviour tag: which activities earn it, which of them count as the same, and how many are kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[doc(alias = "行動タグ")]
pub struct TagDraft {
    /// The kinds of activity that earn the tag; at least one.
    pub kinds: BTreeSet<ActivityKind>,
    /// A condition on the activity's fields. Default: none.
    #[serde(default)]
    pub when: Option<ConditionDraft>,
    /// How many of the newest occurrences are kept (1 to 512). It bounds the stored state: rules cannot look further back.
    pub keep: u16,
    /// Count one occurrence per distinct thing, the newest. Default: every occurrence.
    #[serde(default)]
    pub once_per: Option<OncePer>,
    /// Count one occurrence per aligned period, the newest. Periods follow each other from Monday 1970-01-05, 00:00 in the policy's offset.
    #[serde(default)]
    pub one_per_period: Option<Span>,
}

/// What makes two occurrences of a tag the same one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum OncePer {
    /// The activity's object: one mail, one page, one event. An activity without an object is its own.
    Object,
    /// The value of a field of the activity. An activity without the field is its own.
    Field(FieldName),
}

/// A rule that gives points.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum RuleDraft {
    /// Points while the profile meets a condition.
    Fit(FitDraft),
    /// Points by the value of one profile field.
    Bands(BandsDraft),
    /// Points for what the lead did.
    Engagement(EngagementDraft),
    /// Points by the nearness of a stated date.
    Timing(TimingDraft),
}

/// Points while the profile meets a condition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[doc(alias = "属性")]
pub struct FitDraft {
    /// The group that the points go to.
    pub group: GroupName,
    /// The condition on the profile.
    pub when: ConditionDraft,
    /// The points; negative ones count against the lead.
    pub points: Points,
}

/// Points by the value of one profile field: the first band that the value falls in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BandsDraft {
    /// The group that the points go to.
    pub group: GroupName,
    /// The profile field.
    pub field: FieldName,
    /// The bands, tried in order.
    pub bands: Vec<BandDraft>,
    /// Points when the field has a value that no band holds. Default 0.
    #[serde(default)]
    pub otherwise: Option<Points>,
}

/// A band: from a value (included) to a value (not included), or one of several values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BandDraft {
    /// The lowest value, included.
    #[serde(default)]
    pub from: Option<Literal>,
    /// The upper end, not included.
    #[serde(default)]
    pub to: Option<Literal>,
    /// These values (for a set: at least one of them is a member).
    #[serde(default)]
    pub one_of: Vec<Literal>,
    /// The points of the band.
    pub points: Points,
}

/// Points for occurrences of a tag.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[doc(alias = "行動")]
pub struct EngagementDraft {
    /// The group that the points go to.
    pub group: GroupName,
    /// The tag whose occurrences are weighed.
    pub tag: TagName,
    /// The points of one payment; negative ones count against the lead.
    pub points: Points,
    /// What a payment is made for. Default: each occurrence.
    #[serde(default)]
    pub count: Count,
    /// Only the so many newest occurrences. Default: all that the tag keeps.
    #[serde(default)]
    pub newest: Option<u16>,
    /// Only occurrences younger than this: age < `within`, to the second.
    #[serde(default)]
    pub within: Option<Span>,
    /// How points fade with age. Default: they do not.
    #[serde(default)]
    pub decay: DecayDraft,
    /// The age at which points are withdrawn altogether. With `within` too, the smaller one holds.
    #[serde(default)]
    pub expires_after: Option<Span>,
    /// The most that this rule gives (for a negative rule: takes), as a positive number of points.
    #[serde(default)]
    pub cap: Option<Points>,
    /// Whether the points outlive recycling whatever its carry (an unsubscription, say). Default no.
    #[serde(default)]
    pub lasting: bool,
}

/// What one payment is made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Count {
    /// Each occurrence.
    #[default]
    Each,
    /// Every n-th, counted from the newest: the n-th, 2n-th … newest carry the points and their age.
    Every(u16),
    /// Once, while there are at least n: the n-th newest carries the points and their age.
    AtLeast(u16),
}

/// How points fade with age.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum DecayDraft {
    /// They do not.
    #[default]
    None,
    /// In a straight line to nothing at this age.
    Linear(Span),
    /// By half in each such span (1 minute to 50 years).
    HalfLife(Span),
    /// In steps by age; ages rise and rates fall.
    Steps(Vec<DecayStep>),
}

/// From an age on, this share of the points is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DecayStep {
    /// The age from which the share holds (age ≥ `from`).
    pub from: Span,
    /// The share that is left.
    pub keeps: Rate,
}

/// Points by the nearness of a stated date (purchase planned by …), until it is missed.
///
/// The date is met while its day lasts: the time left runs to the end of that day in the policy's offset.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[doc(alias = "時期")]
pub struct TimingDraft {
    /// The group that the points go to.
    pub group: GroupName,
    /// The profile's date field.
    pub field: FieldName,
    /// Points while the time left is at most `up_to`; spans rise, the first that holds counts.
    #[serde(default)]
    pub ahead: Vec<TimingStep>,
    /// Points while the date has been missed for less than `up_to`; spans rise, the first that holds counts.
    #[serde(default)]
    pub missed: Vec<TimingStep>,
}

/// Points up to a distance from a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TimingStep {
    /// The distance.
    pub up_to: Span,
    /// The points.
    pub points: Points,
}

/// A group of rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GroupDraft {
    /// The dimension that the group belongs to.
    pub dimension: DimensionName,
    /// The least that the group gives.
    #[serde(default)]
    pub floor: Option<Points>,
    /// The most that the group gives.
    #[serde(default)]
    pub cap: Option<Points>,
}

/// A dimension of the score.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DimensionDraft {
    /// The least that the dimension gives.
    #[serde(default)]
    pub floor: Option<Points>,
    /// The most that the dimension gives.
    #[serde(default)]
    pub cap: Option<Points>,
}

/// A score profile: how dimensions combine, and the thresholds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProfileDraft {
    /// How dimensions combine into the total.
    pub combine: CombineDraft,
    /// The least total.
    #[serde(default)]
    pub floor: Option<Points>,
    /// The most total.
    #[serde(default)]
    pub cap: Option<Points>,
    /// The total at which a lead enters (total ≥ `enter`).
    #[doc(alias = "閾値")]
    pub enter: Points,
    /// The total under which an untouched MQL falls back (total < `exit`). Default: `enter`.
    #[serde(default)]
    pub exit: Option<Points>,
    /// What single dimensions must reach before a lead enters.
    #[serde(default)]
    pub minima: BTreeMap<DimensionName, Points>,
    /// Totals from which the rank is A or B. Default: no total is; a matrix gives its own ranks.
    #[serde(default)]
    pub ranks: Option<RanksDraft>,
}

/// Totals from which the rank is A, or B; below is C.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RanksDraft {
    /// Rank A from here.
    pub a: Points,
    /// Rank B from here.
    pub b: Points,
}

/// How dimensions combine into the total.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum CombineDraft {
    /// Their sum.
    Sum(BTreeSet<DimensionName>),
    /// Their sum, each at a share of its points; rounded once, half away from zero.
    Weighted(BTreeMap<DimensionName, Rate>),
    /// Their product (fit × engagement, ICP × intent × timing).
    Product(ProductDraft),
    /// A table of A–C × 1–3.
    Matrix(MatrixDraft),
}

/// The product of two or three dimensions: first × (second ÷ `per`) × (third ÷ `per`), rounded once, half away from zero.
///
/// Each dimension needs a floor of at least 0: the product of two negative numbers would be a good score.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProductDraft {
    /// The factors: two or three different dimensions.
    pub of: Vec<DimensionName>,
    /// The points of the second and third factor that leave the first as it is. Default 1.
    #[serde(default)]
    pub per: Option<Points>,
}

/// Grades A–C of one dimension × levels 1–3 of another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MatrixDraft {
    /// The dimension that is graded A, B or C.
    pub rows: DimensionName,
    /// Points from which the row is A, and from which it is B; below is C.
    pub rows_from: [Points; 2],
    /// The dimension that is levelled 1, 2 or 3.
    pub columns: DimensionName,
    /// Points from which the column is 1, and from which it is 2; below is 3.
    pub columns_from: [Points; 2],
    /// The total of each cell: rows A, B, C, each with columns 1, 2, 3.
    pub totals: [[Points; 3]; 3],
    /// The rank of each cell.
    pub ranks: [[Rank; 3]; 3],
}

/// Activities by which a person asks for contact.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HandRaiseDraft {
    /// Kinds of activity.
    #[serde(default)]
    pub kinds: BTreeSet<ActivityKind>,
    /// Tags: any activity that earns one of them.
    #[serde(default)]
    pub tags: BTreeSet<TagName>,
}
