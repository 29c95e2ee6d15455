//! What is looked for: a standing under the profile that promotes.

use crate::scoring::fast::plans::Plans;
use crate::scoring::future::crossing::Crossing;
use crate::scoring::language::combine::Combine;
use crate::scoring::language::group::GroupSums;
use crate::scoring::language::profile::Profile;
use crate::scoring::language::rules::Rules;
use crate::scoring::language::standing::Standing;
use crate::scoring::language::thousandths::Thousandths;
use crate::scoring::score::score::Score;

/// A crossing of a policy.
#[derive(Debug, Clone, Copy)]
pub(in crate::scoring) struct Aim<'a> {
    pub(super) rules: &'a Rules,
    pub(super) plans: &'a Plans,
    profile: &'a Profile,
    which: Crossing,
}

impl<'a> Aim<'a> {
    /// `None` when no profile promotes.
    #[inline]
    pub(in crate::scoring) fn of(rules: &'a Rules, plans: &'a Plans, which: Crossing) -> Option<Self> {
        let profile = rules.profile(rules.promotes)?;
        Some(Self { rules, plans, profile, which })
    }

    /// The score that the sums of the groups give.
    #[inline]
    pub(super) fn score(&self, sums: &GroupSums) -> Score {
        Score::of_sums(self.rules, sums, self.rules.promotes)
    }

    /// Whether a score is what is looked for.
    pub(super) fn holds(&self, score: &Score) -> bool {
        let standing = self.profile.standing(score.thousandths(), score.values());
        match self.which {
            Crossing::DownBelowExit => standing == Standing::BelowExit,
            Crossing::UpToEnter => standing == Standing::Enter,
            Crossing::UpToExit => standing != Standing::BelowExit,
        }
    }

    /// Whether the standing may hold while each group's sum lies between two values.
    pub(super) fn between(&self, low: &GroupSums, high: &GroupSums) -> bool {
        let (low, high) = (self.rules.dimension_values(low), self.rules.dimension_values(high));
        let (least, most) = self.profile.combine.between(&low, &high);
        match self.which {
            Crossing::DownBelowExit => self.profile.bounds.hold(least) < self.profile.exit,
            Crossing::UpToEnter => self.profile.standing(self.profile.bounds.hold(most), &high) == Standing::Enter,
            Crossing::UpToExit => self.profile.bounds.hold(most) >= self.profile.exit,
        }
    }

    /// Whether the total rises when any dimension does, so that it falls when all of them fall.
    pub(super) fn rises_with_all(&self) -> bool {
        !matches!(self.profile.combine, Combine::Matrix(_))
    }

    /// Whether the standing that is looked for is reached by falling only (`true`), or by rising only (`false`); neither
    /// where a total may fall while a dimension rises.
    pub(super) fn is_reached_by_falling(&self) -> Option<bool> {
        self.rises_with_all().then_some(self.which == Crossing::DownBelowExit)
    }

    /// How far the total is over the exit.
    pub(super) fn over_exit(&self, sums: &GroupSums) -> Thousandths {
        let total = self.profile.combine(&self.rules.dimension_values(sums)).raw;
        self.profile.bounds.hold(total).saturating_sub(self.profile.exit)
    }
}
