//! Rules that weigh occurrences, checked.

use crate::scoring::bounds;
use crate::scoring::language::decay::Decay;
use crate::scoring::language::engagement_rule::EngagementRule;
use crate::scoring::language::half_life::HalfLife;
use crate::scoring::language::place::TagPlace;
use crate::scoring::language::tag::Tag;
use crate::scoring::language::thousandths::Thousandths;
use crate::scoring::policy::check::context::Context;
use crate::scoring::policy::check::number::parts;
use crate::scoring::policy::rule_draft::{Count, DecayDraft, EngagementDraft};
use crate::values::{Counted, Declared, Expected, FaultCode, Got, Path, Points, RuleName, ScoringDemand};

pub(super) fn engagement(
    check: &mut Context<'_>,
    name: &RuleName,
    draft: &EngagementDraft,
    tags: &[Tag],
    path: &Path,
) -> EngagementRule {
    let position = tags.iter().position(|tag| tag.name == draft.tag);
    let keep = position.and_then(|index| tags.get(index)).map_or(u16::MAX, |tag| tag.keep);
    if position.is_none() {
        let known = tags.iter().map(|tag| tag.name.as_str());
        check.faults.unknown(&path.key("tag"), Declared::Tag, draft.tag.as_str(), known);
    }
    let newest = draft.newest.unwrap_or(keep);
    if newest == 0 || newest > keep {
        check.faults.add(FaultCode::OutOfRange, &path.key("newest"), ScoringDemand::UpToKept(keep), newest);
    }
    let every = match draft.count {
        Count::Each => 1,
        Count::Every(n) | Count::AtLeast(n) => n,
    };
    if every == 0 || every > newest {
        let expected = ScoringDemand::UpToNewest { newest, keep };
        check.faults.add(FaultCode::OutOfRange, &path.key("count"), expected, every);
    }
    let within = draft.within.map_or(u64::MAX, |span| check.positive(span, &path.key("within")));
    let expires = draft.expires_after.map_or(u64::MAX, |span| check.positive(span, &path.key("expires_after")));
    let cap = draft.cap.map_or(Thousandths::MAX, |cap| {
        if cap <= Points::ZERO {
            check.faults.add(FaultCode::OutOfRange, &path.key("cap"), ScoringDemand::PositivePoints, cap);
        }
        Thousandths::from(cap).saturating_abs()
    });
    EngagementRule {
        name: name.clone(),
        tag: TagPlace::of(position.unwrap_or(0)),
        group: check.group(&draft.group, path),
        order: check.order,
        lasting: draft.lasting,
        points: check.points(draft.points, &path.key("points")),
        every: every.max(1),
        times: match draft.count {
            Count::AtLeast(_) => 1,
            Count::Each | Count::Every(_) => newest.checked_div(every).unwrap_or(0),
        },
        limited: draft.newest.is_some() || matches!(draft.count, Count::AtLeast(_)),
        within: within.min(expires),
        decay: decay(check, &draft.decay, &path.key("decay")),
        cap,
    }
}

fn decay(check: &mut Context<'_>, draft: &DecayDraft, path: &Path) -> Decay {
    match draft {
        DecayDraft::None => Decay::None,
        DecayDraft::Linear(span) => Decay::Linear(check.positive(*span, &path.key("linear"))),
        DecayDraft::HalfLife(span) => {
            if !bounds::HALF_LIFE_SECONDS.admits(span.seconds()) {
                let (limit, path) = (bounds::HALF_LIFE_SECONDS, path.key("half_life"));
                check.faults.add(FaultCode::OutOfRange, &path, limit, *span);
            }
            Decay::HalfLife(HalfLife::new(span.seconds()))
        }
        DecayDraft::Steps(steps) => {
            let path = path.key("steps");
            if steps.is_empty() || !bounds::BANDS.admits_len(steps.len()) {
                let expected = Expected::Between { least: 1, most: bounds::BANDS.max_len(), of: Counted::Steps };
                check.faults.add(FaultCode::OutOfRange, &path, expected, Got::length(steps.len()));
            }
            for (index, pair) in steps.windows(2).enumerate() {
                if let [one, next] = pair {
                    let at = path.index(index.saturating_add(1));
                    if next.from <= one.from {
                        check.faults.add(FaultCode::Order, &at.key("from"), ScoringDemand::LaterStep, next.from);
                    }
                    if next.keeps > one.keeps {
                        check.faults.add(FaultCode::Order, &at.key("keeps"), ScoringDemand::FallingStep, next.keeps);
                    }
                }
            }
            Decay::Steps(steps.iter().map(|step| (step.from.seconds(), parts(step.keeps))).collect())
        }
    }
}
