//! In which slice of a report a standing is.

use alloc::sync::Arc;
use alloc::vec::Vec;

use crate::insight::line::{CycleLine, Standing};
use crate::insight::report::dimension::Dimension;
use crate::insight::report::report_plan::ReportPlan;
use crate::insight::report::tables::Tables;
use crate::values::{ActorId, Keyword, Rank, Role, TeamKey};

/// The number of the slice that a standing in a cycle is in.
pub(super) fn number(
    tables: &mut Tables,
    plan: &ReportPlan,
    cycle: &CycleLine,
    then: &Standing,
    by: Option<Role>,
) -> u32 {
    let spells = plan.by().iter().any(|by| matches!(by, Dimension::Policy | Dimension::Field(_)));
    let texts: Vec<Option<Arc<str>>> =
        if spells { plan.by().iter().map(|by| spelt(plan, then, by)).collect() } else { Vec::new() };
    let words = plan.by().iter().enumerate().map(|(place, dimension)| {
        let of = &cycle.attribution;
        match dimension {
            Dimension::Source => of.source.as_ref().map(Keyword::as_str),
            Dimension::Medium => of.medium.as_ref().map(Keyword::as_str),
            Dimension::Campaign => of.campaign.as_ref().map(Keyword::as_str),
            Dimension::Content => of.content.as_ref().map(Keyword::as_str),
            Dimension::Origin => Some(cycle.origin.as_str()),
            Dimension::Owner => then.owner.as_ref().map(ActorId::as_str),
            Dimension::Team => then.team.as_ref().map(TeamKey::as_str),
            Dimension::Role => by.map(Role::as_str),
            Dimension::Rank => then.rank.map(Rank::as_str),
            Dimension::Segment => segment_of(plan, then),
            Dimension::Kind => Some(cycle.kind.as_str()),
            Dimension::Start => Some(cycle.start.as_str()),
            // Only deals have them: readings of deals put them in.
            Dimension::Pipeline | Dimension::Product => None,
            Dimension::Policy | Dimension::Field(_) => texts.get(place).and_then(Option::as_deref),
        }
    });
    let words: Vec<Option<&str>> = words.collect();
    tables.groups.number(&words)
}

/// Whether a lead may be something else in it with each standing.
pub(super) const fn is_of_standings(dimension: &Dimension) -> bool {
    matches!(
        dimension,
        Dimension::Owner
            | Dimension::Team
            | Dimension::Rank
            | Dimension::Segment
            | Dimension::Policy
            | Dimension::Field(_)
    )
}

/// What has to be spelt out first.
#[expect(clippy::wildcard_enum_match_arm, reason = "the others are words already")]
fn spelt(plan: &ReportPlan, then: &Standing, dimension: &Dimension) -> Option<Arc<str>> {
    match dimension {
        Dimension::Policy => then.policy.as_ref().map(|stamp| Arc::from(alloc::format!("{stamp}"))),
        Dimension::Field(name) => {
            let place = plan.line().fields().binary_search(name).ok()?;
            let value = then.fields.get(place)?.as_ref()?;
            Some(Arc::from(alloc::format!("{value}")))
        }
        _ => None,
    }
}

fn segment_of<'p>(plan: &'p ReportPlan, then: &Standing) -> Option<&'p str> {
    let value = |name| {
        let place = plan.line().fields().binary_search(name).ok()?;
        then.fields.get(place)?.as_ref()
    };
    let holds = plan.segments().iter().find(|rule| rule.tests.iter().all(|(name, test)| test.passes(value(name))));
    holds.map(|rule| rule.name.as_str())
}
