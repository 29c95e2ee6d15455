//! Rules, as people write them.

use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

use crate::condition::{ConditionDraft, Literal};
use crate::values::{FieldName, GroupName, Points, Rate, Span, TagName};

/// A rule that gives points.
///
/// ```
/// use lead_lifecycle::scoring::RuleDraft;
/// let rule: RuleDraft = toml::from_str(r#"
///     engagement = { group = "behaviour", tag = "seminar", points = 15, within = "90d", cap = 45 }
/// "#)?;
/// assert!(matches!(rule, RuleDraft::Engagement(seminar) if seminar.points.to_string() == "15"));
/// # Ok::<(), toml::de::Error>(())
/// ```
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
#[serde(deny_unknown_fields, expecting = "a table")]
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
#[serde(deny_unknown_fields, expecting = "a table")]
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
#[serde(deny_unknown_fields, expecting = "a table")]
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
#[serde(deny_unknown_fields, expecting = "a table")]
#[doc(alias = "行動")]
pub struct EngagementDraft {
    /// The group that the points go to.
    pub group: GroupName,
    /// The tag whose occurrences are weighed.
    pub tag: TagName,
    /// The points of one award; negative ones count against the lead.
    pub points: Points,
    /// What an award is made for. Default: each occurrence.
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

/// What one award is made for.
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
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct DecayStep {
    /// The age from which the share holds (age ≥ `from`).
    pub from: Span,
    /// The share that is left.
    pub keeps: Rate,
}

/// Points by the nearness of a stated date (purchase planned by …), until it is missed.
///
/// The date is met while its day lasts: the time left runs to the end of that day in the policy's zone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
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
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct TimingStep {
    /// The longest time to the date, or since it, at which the points hold.
    pub up_to: Span,
    /// The points; negative ones count against the lead.
    pub points: Points,
}
