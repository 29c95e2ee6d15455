//! The worked example of the practice guides, part by part.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec;

use crate::scoring::policy::profile_draft::{CombineDraft, DimensionDraft, GroupDraft, ProfileDraft};
use crate::scoring::policy::rule_draft::{BandDraft, BandsDraft, Count, DecayDraft, EngagementDraft, RuleDraft};
use crate::scoring::policy::tag_draft::{HandRaiseDraft, TagDraft};
use crate::values::{
    ActivityKind, DimensionName, FieldName, GroupName, Points, ProfileName, RuleName, TagName, TextError,
};

/// What a lead does: the name of the tag and of its rule, the kind of activity, how many are kept, what is counted, and
/// its points.
const BEHAVIOUR: [(&str, &str, u16, Count, i32); 3] = [
    ("document", "document_download", 10, Count::Each, 10),
    ("seminar", "seminar", 10, Count::Each, 15),
    ("service_page", "service_page_view", 30, Count::Every(3), 20),
];

const FIT: &str = "fit";
const ENGAGEMENT: &str = "engagement";
const COMPANY_GROUP: &str = "company";
const BEHAVIOUR_GROUP: &str = "behaviour";

pub(super) fn tags() -> Result<BTreeMap<TagName, TagDraft>, TextError> {
    let mut tags = BTreeMap::new();
    for (name, kind, keep, _, _) in BEHAVIOUR {
        let kinds = BTreeSet::from([ActivityKind::new(kind)?]);
        tags.insert(TagName::new(name)?, TagDraft { kinds, when: None, keep, once_per: None, one_per_period: None });
    }
    Ok(tags)
}

pub(super) fn rules() -> Result<BTreeMap<RuleName, RuleDraft>, TextError> {
    let company = GroupName::new(COMPANY_GROUP)?;
    let mut rules = BTreeMap::from([(RuleName::new("company_size")?, size(&company)?)]);
    for (name, _, _, count, points) in BEHAVIOUR {
        let rule = RuleDraft::Engagement(EngagementDraft {
            group: GroupName::new(BEHAVIOUR_GROUP)?,
            tag: TagName::new(name)?,
            points: Points::from_int(points),
            count,
            newest: None,
            within: None,
            decay: DecayDraft::None,
            expires_after: None,
            cap: None,
            lasting: false,
        });
        rules.insert(RuleName::new(name)?, rule);
    }
    Ok(rules)
}

pub(super) fn groups() -> Result<BTreeMap<GroupName, GroupDraft>, TextError> {
    let group = |dimension| Ok(GroupDraft { dimension: DimensionName::new(dimension)?, floor: None, cap: None });
    Ok(BTreeMap::from([
        (GroupName::new(COMPANY_GROUP)?, group(FIT)?),
        (GroupName::new(BEHAVIOUR_GROUP)?, group(ENGAGEMENT)?),
    ]))
}

pub(super) fn dimensions() -> Result<BTreeMap<DimensionName, DimensionDraft>, TextError> {
    let mut dimensions = BTreeMap::new();
    for name in [FIT, ENGAGEMENT] {
        dimensions.insert(DimensionName::new(name)?, DimensionDraft::default());
    }
    Ok(dimensions)
}

/// One profile: the sum, entered from 30, left under 20.
pub(super) fn profiles() -> Result<BTreeMap<ProfileName, ProfileDraft>, TextError> {
    let profile = ProfileDraft {
        combine: CombineDraft::Sum(BTreeSet::from([DimensionName::new(FIT)?, DimensionName::new(ENGAGEMENT)?])),
        floor: None,
        cap: None,
        enter: Points::from_int(30),
        exit: Some(Points::from_int(20)),
        minima: BTreeMap::new(),
        ranks: None,
    };
    Ok(BTreeMap::from([(ProfileName::new("main")?, profile)]))
}

pub(super) fn hand_raise() -> Result<HandRaiseDraft, TextError> {
    let kinds = BTreeSet::from([ActivityKind::new("contact_request")?]);
    Ok(HandRaiseDraft { kinds, tags: BTreeSet::new() })
}

fn size(company: &GroupName) -> Result<RuleDraft, TextError> {
    let bands = vec![band(Some(300), None, 5), band(Some(1), Some(300), 3)];
    Ok(RuleDraft::Bands(BandsDraft {
        group: company.clone(),
        field: FieldName::new("employees")?,
        bands,
        otherwise: None,
    }))
}

fn band(from: Option<i64>, to: Option<i64>, points: i32) -> BandDraft {
    BandDraft { from: from.map(Into::into), to: to.map(Into::into), one_of: vec![], points: Points::from_int(points) }
}
