//! The worked example of the practice guides as a draft.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec;

use crate::scoring::draft::{
    BandDraft, BandsDraft, CombineDraft, Count, DecayDraft, DimensionDraft, EngagementDraft, GroupDraft,
    HandRaiseDraft, ProfileDraft, RuleDraft, ScoringDraft, TagDraft,
};
use crate::values::{
    ActivityKind, DimensionName, FieldName, GroupName, Points, ProfileName, RuleName, TagName, TextError,
};

impl ScoringDraft {
    /// The worked example of DOMAIN §3: a large company 5, a small or medium one 3; each document downloaded 10, each seminar 15, every third view of
    /// the service page 20; a total of 30 qualifies.
    ///
    /// Ours, not the guides': *large* is 300 employees or more; ten documents, ten seminars and thirty page views are kept; exit is 20, which no
    /// rule of the example reaches downwards because none decays; `contact_request` is a hand-raise.
    #[must_use]
    pub fn standard() -> Self {
        // INVARIANT: the names below are legal keys (kept by a test); the empty draft would be refused by its check, never used.
        standard().unwrap_or_default()
    }
}

fn standard() -> Result<ScoringDraft, TextError> {
    let (fit, engagement) = (DimensionName::new("fit")?, DimensionName::new("engagement")?);
    let (company, behaviour) = (GroupName::new("company")?, GroupName::new("behaviour")?);
    let group = |dimension: &DimensionName| GroupDraft { dimension: dimension.clone(), floor: None, cap: None };
    let mut rules = BTreeMap::from([(RuleName::new("company_size")?, size(&company)?)]);
    let mut tags = BTreeMap::new();
    for (name, kind, keep, count, points) in [
        ("document", "document_download", 10, Count::Each, 10),
        ("seminar", "seminar", 10, Count::Each, 15),
        ("service_page", "service_page_view", 30, Count::Every(3), 20),
    ] {
        let kinds = BTreeSet::from([ActivityKind::new(kind)?]);
        let tag = TagName::new(name)?;
        tags.insert(tag.clone(), TagDraft { kinds, when: None, keep, once_per: None, one_per_period: None });
        let rule = RuleDraft::Engagement(EngagementDraft {
            group: behaviour.clone(),
            tag,
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
    let main = ProfileName::new("main")?;
    let profile = ProfileDraft {
        combine: CombineDraft::Sum(BTreeSet::from([fit.clone(), engagement.clone()])),
        floor: None,
        cap: None,
        enter: Points::from_int(30),
        exit: Some(Points::from_int(20)),
        minima: BTreeMap::new(),
        ranks: None,
    };
    Ok(ScoringDraft {
        tags,
        rules,
        groups: BTreeMap::from([(company, group(&fit)), (behaviour, group(&engagement))]),
        dimensions: BTreeMap::from([(fit, DimensionDraft::default()), (engagement, DimensionDraft::default())]),
        profiles: BTreeMap::from([(main.clone(), profile)]),
        promotes: Some(main),
        hand_raise: HandRaiseDraft {
            kinds: BTreeSet::from([ActivityKind::new("contact_request")?]),
            tags: BTreeSet::new(),
        },
    })
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
