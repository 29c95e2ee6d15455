//! The scoring part of a policy as people write it: names instead of numbers, everything optional that has a plain
//! meaning when left out.

use alloc::collections::BTreeMap;
use serde::{Deserialize, Serialize};

use crate::scoring::policy::preset;
use crate::scoring::policy::profile_draft::{DimensionDraft, GroupDraft, ProfileDraft};
use crate::scoring::policy::rule_draft::RuleDraft;
use crate::scoring::policy::tag_draft::{HandRaiseDraft, TagDraft};
use crate::values::{DimensionName, GroupName, ProfileName, RuleName, TagName, TextError};

/// The scoring policy as written: tags, rules, groups, dimensions and score profiles, each by name.
///
/// An activity earns **tags**; **rules** weigh tags, profile fields and the stated purchase date into points; points
/// add up in **groups**, groups in **dimensions**; a **score profile** combines dimensions into one score with its
/// thresholds.
/// It is made into rules by [`Scoring::new`](crate::scoring::Scoring::new), or as a part of a
/// [`PolicyDraft`](crate::PolicyDraft).
///
/// ```
/// use lead_lifecycle::calendar::Zone;
/// use lead_lifecycle::scoring::{Scoring, ScoringDraft};
/// use lead_lifecycle::values::{FieldCatalog, Points};
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let draft: ScoringDraft = toml::from_str(r#"
///     [tags]
///     seminar = { kinds = ["seminar"], keep = 5 }
///     [rules]
///     seminar.engagement = { group = "events", tag = "seminar", points = 15, decay = { half_life = "45d" } }
///     [groups]
///     events = { dimension = "engagement" }
///     [dimensions]
///     engagement = { floor = 0 }
///     [profiles.main]
///     combine = { sum = ["engagement"] }
///     enter = 30
///     exit = 10
/// "#)?;
/// let scoring = Scoring::new(&draft, &FieldCatalog::standard(), Zone::JST)?;
/// assert_eq!(scoring.enter(), Points::from_int(30));
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
#[doc(alias = "スコアリング")]
pub struct ScoringDraft {
    /// Behaviour tags: which activities earn them and how many are kept.
    #[serde(default)]
    #[serde(deserialize_with = "crate::values::unique::map")]
    pub tags: BTreeMap<TagName, TagDraft>,
    /// The rules that give points.
    #[serde(default)]
    #[serde(deserialize_with = "crate::values::unique::map")]
    pub rules: BTreeMap<RuleName, RuleDraft>,
    /// Groups of rules, each in one dimension.
    #[serde(default)]
    #[serde(deserialize_with = "crate::values::unique::map")]
    pub groups: BTreeMap<GroupName, GroupDraft>,
    /// Dimensions (fit, engagement, timing …) with their own floor and cap.
    #[serde(default)]
    #[serde(deserialize_with = "crate::values::unique::map")]
    pub dimensions: BTreeMap<DimensionName, DimensionDraft>,
    /// Score profiles: one per product, say.
    #[serde(default)]
    #[serde(deserialize_with = "crate::values::unique::map")]
    pub profiles: BTreeMap<ProfileName, ProfileDraft>,
    /// The profile whose thresholds promote and demote leads. It may be left out when there is only one.
    #[serde(default)]
    pub promotes: Option<ProfileName>,
    /// Activities by which a person asks for contact.
    #[serde(default)]
    pub hand_raise: HandRaiseDraft,
    /// Whether the score promotes a lead that has done nothing: in its first cycle, at capture too, and after a change of
    /// the profile within the cycle. Otherwise something must have happened in the cycle.
    #[serde(default)]
    pub fit_alone: bool,
}

impl ScoringDraft {
    /// The worked example of [the practice](crate::practice::scoring): a large company 5 points, a small or medium one
    /// 3; each document downloaded 10, each seminar 15, every third view of the service page 20; a total of 30
    /// qualifies.
    ///
    /// **Ours**, not the guides': *large* is 300 employees or more; ten documents, ten seminars and thirty page views
    /// are kept; exit is 20, which no rule of the example reaches downwards because none decays; `contact_request` is a
    /// hand-raise.
    #[must_use]
    pub fn standard() -> Self {
        // INVARIANT: the names in `preset` are legal keys (kept by a test); the empty draft would be refused by its
        // check, never used.
        standard().unwrap_or_default()
    }
}

fn standard() -> Result<ScoringDraft, TextError> {
    let profiles = preset::profiles()?;
    Ok(ScoringDraft {
        tags: preset::tags()?,
        rules: preset::rules()?,
        groups: preset::groups()?,
        dimensions: preset::dimensions()?,
        promotes: profiles.keys().next().cloned(),
        profiles,
        hand_raise: preset::hand_raise()?,
        fit_alone: false,
    })
}
