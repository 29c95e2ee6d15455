//! Back-calculation and its way forward: one line per step, exact and whole.

use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Deserializer, Serialize};

use crate::planning::error::PlanError;
use crate::planning::fraction::Fraction;
use crate::planning::funnel::Funnel;
use crate::planning::needs::Rounding;
use crate::planning::rates::DealSize;
use crate::planning::target::Target;
use crate::values::StepName;

/// What a line of a plan stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineRole {
    /// Needed so that the target is reached; whole numbers are rounded up.
    Needed,
    /// The target itself, rounded up.
    Aimed,
    /// Expected from the target onwards; whole numbers are rounded down, so that none is promised
    /// that is not there.
    Expected,
}

/// One step of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanLine {
    /// The step.
    pub step: StepName,
    /// Needed, aimed at, or expected.
    pub role: LineRole,
    /// The exact volume.
    pub exact: Fraction,
    /// The whole number, rounded as the role and the plan's [`Rounding`] say.
    pub whole: u128,
}

/// A funnel worked out for a target (逆算): a line for every step.
///
/// ```
/// use lead_lifecycle::planning::{Fraction, Funnel, Target};
/// use lead_lifecycle::{Currency, Money};
/// // A monthly target of 30 million yen at 3 million a deal (DOMAIN §10).
/// let yen = |amount| Money::from_units(amount, Currency::JPY);
/// let target = Target::revenue(yen(30_000_000)?, yen(3_000_000)?)?;
/// let plan = Funnel::standard().back(&target)?;
/// let whole: Vec<u128> = plan.lines().iter().map(|line| line.whole).collect();
/// assert_eq!(whole, [200, 50, 40, 10]); // MQL, SQL, opportunity, win
/// // Four members: 12.5 SQLs each.
/// let each = plan.line("sql").unwrap().exact.checked_div(&Fraction::from(4_u64))?;
/// assert_eq!(each.to_string(), "12.5");
/// // Two currencies are an error value.
/// let dollars = Money::from_units(3_000, Currency::USD)?;
/// assert!(Target::revenue(yen(30_000_000)?, dollars).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// These are expected values: 200 MQLs reach the 10 wins in about half of the months only. How often, and
/// how many are needed for a wanted confidence, is what [`Odds`](crate::planning::Odds) say.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[doc(alias = "逆算")]
#[doc(alias = "back-calculation")]
pub struct Plan {
    // INVARIANT: the lines follow from the other three.
    funnel: Funnel,
    target: Target,
    rounding: Rounding,
    lines: Vec<PlanLine>,
}

impl Funnel {
    /// From a target back to every step, each need rounded up on its own ([`Rounding::EachStep`]).
    ///
    /// With a target in the middle of the funnel, the steps after it are what it brings.
    ///
    /// # Errors
    /// [`PlanError::ZeroRate`] where nothing gets through to the target, [`PlanError::Unknown`] for the
    /// target's step, [`PlanError::Number`] for numbers too large.
    #[doc(alias = "逆算")]
    pub fn back(&self, target: &Target) -> Result<Plan, PlanError> {
        Plan::new(self, target, Rounding::EachStep)
    }

    /// Forwards from so many entries to what they bring at every step.
    ///
    /// # Errors
    /// [`PlanError::Number`] for numbers too large.
    pub fn forward(&self, entries: &Fraction) -> Result<Plan, PlanError> {
        let target = Target::Volume { step: self.entry().clone(), volume: entries.clone() };
        Plan::new(self, &target, Rounding::EachStep)
    }
}

impl Plan {
    /// Works out the funnel for a target.
    ///
    /// # Errors
    /// See [`Funnel::back`].
    pub fn new(funnel: &Funnel, target: &Target, rounding: Rounding) -> Result<Self, PlanError> {
        let aim = target.position(funnel)?;
        let mut whole = Vec::new();
        funnel.whole_needs(target, rounding, &mut whole)?;
        let mut exact = Vec::with_capacity(funnel.steps().len().saturating_add(1));
        let mut volume = target.aim()?;
        exact.push(volume.clone());
        for index in (0..aim).rev() {
            volume = funnel.divide(&volume, index)?;
            exact.push(volume.clone());
        }
        exact.reverse();
        let mut volume = target.aim()?;
        for rate in funnel.rates().skip(aim) {
            volume = volume.checked_mul(rate)?;
            whole.push(volume.floor()?);
            exact.push(volume.clone());
        }
        let role = |index: usize| match index.cmp(&aim) {
            core::cmp::Ordering::Less => LineRole::Needed,
            core::cmp::Ordering::Equal => LineRole::Aimed,
            core::cmp::Ordering::Greater => LineRole::Expected,
        };
        let numbers = exact.into_iter().zip(whole);
        let line = |((index, step), (exact, whole)): ((usize, &StepName), (Fraction, u128))| PlanLine {
            step: step.clone(),
            role: role(index),
            exact,
            whole,
        };
        let lines = funnel.names().enumerate().zip(numbers).map(line).collect();
        Ok(Self { funnel: funnel.clone(), target: target.clone(), rounding, lines })
    }

    /// The funnel that was worked out.
    #[must_use]
    pub const fn funnel(&self) -> &Funnel {
        &self.funnel
    }

    /// What it was worked out for.
    #[must_use]
    pub const fn target(&self) -> &Target {
        &self.target
    }

    /// How whole numbers were made.
    #[must_use]
    pub const fn rounding(&self) -> Rounding {
        self.rounding
    }

    /// The lines, the entry first.
    #[must_use]
    pub fn lines(&self) -> &[PlanLine] {
        &self.lines
    }

    /// The line of a step.
    #[must_use]
    pub fn line(&self, step: &str) -> Option<&PlanLine> {
        self.lines.iter().find(|line| line.step.as_str() == step)
    }

    /// The entries needed, exact.
    #[must_use]
    pub fn entries(&self) -> &Fraction {
        self.lines.first().map_or(&Fraction::ZERO, |line| &line.exact)
    }

    /// The wins at the last step, exact.
    #[must_use]
    pub fn wins(&self) -> &Fraction {
        self.lines.last().map_or(&Fraction::ZERO, |line| &line.exact)
    }

    /// The revenue that the plan's wins are expected to bring at a deal size, in whole currency units, exact.
    ///
    /// # Errors
    /// [`PlanError::Number`] when the product is too large.
    pub fn revenue_at(&self, deal_size: DealSize) -> Result<Fraction, PlanError> {
        Ok(self.wins().checked_mul(&deal_size.fraction())?)
    }

    /// How a line was worked out, in words: `200 = ⌈50 ÷ 25%⌉`.
    ///
    /// `None` for a step that the plan does not have.
    #[must_use]
    pub fn formula(&self, step: &str) -> Option<String> {
        let index = self.lines.iter().position(|line| line.step.as_str() == step)?;
        let line = self.lines.get(index)?;
        Some(match line.role {
            LineRole::Aimed => match &self.target {
                Target::Revenue(goal) => {
                    alloc::format!("{} = ⌈{} ÷ {}⌉", line.whole, goal.revenue(), goal.deal_size().money())
                }
                Target::Wins(volume) | Target::Volume { volume, .. } => {
                    alloc::format!("{} = ⌈{volume}⌉", line.whole)
                }
            },
            LineRole::Needed => {
                let next = self.lines.get(index.checked_add(1)?)?;
                let rate = &self.funnel.steps().get(index)?.rate;
                let from = match self.rounding {
                    Rounding::EachStep => alloc::format!("{}", next.exact),
                    Rounding::Cascade => alloc::format!("{}", next.whole),
                };
                alloc::format!("{} = ⌈{from} ÷ {rate}⌉", line.whole)
            }
            LineRole::Expected => {
                let before = index.checked_sub(1)?;
                let rate = &self.funnel.steps().get(before)?.rate;
                let from = &self.lines.get(before)?.exact;
                alloc::format!("{} = ⌊{from} × {rate}⌋", line.whole)
            }
        })
    }
}

impl<'de> Deserialize<'de> for Plan {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields, rename = "Plan")]
        struct Raw {
            funnel: Funnel,
            target: Target,
            rounding: Rounding,
            lines: Vec<PlanLine>,
        }
        let raw = Raw::deserialize(deserializer)?;
        let plan = Self::new(&raw.funnel, &raw.target, raw.rounding).map_err(serde::de::Error::custom)?;
        if plan.lines != raw.lines {
            return Err(serde::de::Error::custom(PlanError::Tampered));
        }
        Ok(plan)
    }
}
