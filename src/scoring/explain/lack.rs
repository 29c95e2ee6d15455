//! What is missing, put into words that a policy knows.

use alloc::vec::Vec;

use crate::scoring::explain::fewest::{Gap, fewest};
use crate::scoring::explain::missing::{Missing, MissingMinimum, MissingStep, Way};
use crate::scoring::explain::options::{Of, Options};
use crate::scoring::language::combine::value;
use crate::scoring::language::profile::Profile;
use crate::scoring::language::rules::Rules;
use crate::scoring::language::standing::Standing;
use crate::scoring::language::thousandths::Thousandths;
use crate::scoring::memory::scoring_state::ScoringState;
use crate::scoring::score::score::Score;
use crate::values::{Instant, Points};

/// What is missing at an instant before the promoting profile lets the lead enter.
pub(in crate::scoring) fn missing(rules: &Rules, state: &ScoringState, at: Instant) -> Missing {
    let Some(profile) = rules.profile(rules.promotes) else {
        let (standing, short_by) = (Standing::Between, Points::ZERO);
        return Missing { standing, short_by, minima: Vec::new(), steps: Vec::new(), enough: true, fewest: true };
    };
    let options = Options::of(rules, state, at);
    let found = fewest(rules, profile, &options);
    let score = Score::of_sums(rules, &options.sums, rules.promotes);
    let mut sums = options.sums;
    let mut before = score.thousandths();
    let steps = found.taken.in_order(&options).into_iter().filter_map(|(choice, change)| {
        change.add_to(&mut sums);
        let after = Score::of_sums(rules, &sums, rules.promotes).thousandths();
        let adds = after.saturating_sub(core::mem::replace(&mut before, after)).points();
        Some(MissingStep { way: way(rules, options.choices.get(choice)?.of, change.actions)?, adds })
    });
    Missing {
        standing: profile.standing(score.thousandths(), score.values()),
        short_by: Gap::of(rules, profile, &options.sums).total.points(),
        steps: steps.collect(),
        minima: minima(rules, profile, &score),
        enough: found.enough,
        fewest: found.fewest,
    }
}

fn minima(rules: &Rules, profile: &Profile, score: &Score) -> Vec<MissingMinimum> {
    let short = profile.minima.iter().filter_map(|(dimension, least)| {
        let short = least.saturating_sub(value(score.values(), *dimension));
        let dimension = rules.dimensions.get(dimension.index())?.name.clone();
        (short > Thousandths::ZERO).then(|| MissingMinimum { dimension, short_by: short.points() })
    });
    short.collect()
}

fn way(rules: &Rules, of: Of, times: u16) -> Option<Way> {
    Some(match of {
        Of::Fit(rule) => Way::Profile(rules.fits.get(rule)?.name.clone()),
        Of::Tag(tag) => Way::Activities { tag: rules.tags.get(tag)?.name.clone(), times },
    })
}
