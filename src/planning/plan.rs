//! Back-calculation and the way forward: one line for every step, exact and whole.

use alloc::vec::Vec;

use serde::{Deserialize, Deserializer, Serialize};

use crate::planning::deal_size::DealSize;
use crate::planning::exact::{Fraction, Meter};
use crate::planning::funnel::Funnel;
use crate::planning::line_formula::LineFormula;
use crate::planning::plan_error::PlanError;
use crate::planning::plan_line::{LineRole, PlanLine};
use crate::planning::rounding::Rounding;
use crate::planning::target::Target;
use crate::values::StepName;

/// A funnel worked out for a target (逆算): a line for every step.
///
/// ```
/// use lead_lifecycle::planning::{Fraction, Funnel, Target};
/// use lead_lifecycle::{Currency, Money};
/// // A monthly target of 30 million yen at 3 million a deal.
/// let yen = |amount| Money::from_units(amount, Currency::JPY);
/// let target = Target::revenue(yen(30_000_000)?, yen(3_000_000)?)?;
/// let plan = Funnel::standard().back(&target)?;
/// let whole: Vec<u128> = plan.lines().iter().map(|line| line.whole).collect();
/// assert_eq!(whole, [200, 50, 40, 10]); // MQL, SQL, opportunity, win
/// // Four members: 12.5 SQLs each.
/// let each = plan.line("sql").unwrap().exact.checked_div(&Fraction::from(4_u64))?;
/// assert_eq!(each.to_string(), "12.5");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// The numbers are [the guides' own](crate::practice::funnel), and they are expected values: 200 MQLs bring the 10 wins
/// in about half of the months only. How often, and how many are needed for a wanted confidence, is what
/// [`Odds`](crate::planning::Odds) say.
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
    /// With a target in the middle of the funnel, the steps after it are what it is expected to bring.
    ///
    /// ```
    /// use lead_lifecycle::planning::{Funnel, LineRole, Target};
    /// let plan = Funnel::standard().back(&Target::volume("sql".parse()?, 51))?;
    /// let lines: Vec<_> = plan.lines().iter().map(|line| (line.role, line.whole)).collect();
    /// use LineRole::{Aimed, Expected, Needed};
    /// assert_eq!(lines, [(Needed, 204), (Aimed, 51), (Expected, 40), (Expected, 10)]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`PlanError::ZeroRate`] for a step that nothing gets through to; [`PlanError::Unknown`] when the funnel does not
    /// have the target's step; [`PlanError::Number`] for numbers too large, or more than
    /// [`bounds::WORK_STEPS`](crate::planning::bounds::WORK_STEPS).
    #[doc(alias = "逆算")]
    pub fn back(&self, target: &Target) -> Result<Plan, PlanError> {
        Plan::new(self, target, Rounding::EachStep)
    }

    /// From so many entries forward to what they bring at every step, rounded down.
    ///
    /// ```
    /// use lead_lifecycle::planning::{Fraction, Funnel};
    /// let plan = Funnel::standard().forward(&Fraction::from(250_u64))?;
    /// assert_eq!((plan.wins().to_string().as_str(), plan.line("win").unwrap().whole), ("12.5", 12));
    /// # Ok::<(), lead_lifecycle::planning::PlanError>(())
    /// ```
    ///
    /// # Errors
    /// [`PlanError::Number`] for numbers too large.
    pub fn forward(&self, entries: &Fraction) -> Result<Plan, PlanError> {
        let target = Target::Volume { step: self.entry().clone(), volume: entries.clone() };
        Plan::new(self, &target, Rounding::EachStep)
    }
}

impl Plan {
    /// Works out a funnel for a target, with a [`Rounding`] of one's choice.
    ///
    /// ```
    /// use lead_lifecycle::planning::{Funnel, Plan, Rounding, Target};
    /// let plan = Plan::new(&Funnel::standard(), &Target::wins(3), Rounding::Cascade)?;
    /// let whole: Vec<u128> = plan.lines().iter().map(|line| line.whole).collect();
    /// assert_eq!(whole, [60, 15, 12, 3]);
    /// # Ok::<(), lead_lifecycle::planning::PlanError>(())
    /// ```
    ///
    /// # Errors
    /// See [`Funnel::back`].
    pub fn new(funnel: &Funnel, target: &Target, rounding: Rounding) -> Result<Self, PlanError> {
        Self::within(funnel, target, rounding, &mut Meter::new())
    }

    /// The same, paid out of a purse that others share.
    pub(super) fn within(
        funnel: &Funnel,
        target: &Target,
        rounding: Rounding,
        meter: &mut Meter,
    ) -> Result<Self, PlanError> {
        let aim = target.position(funnel)?;
        let aimed = target.aim()?;
        let (mut whole, mut exact) = (alloc::vec![meter.ceil(&aimed)?], alloc::vec![aimed.clone()]);
        let (mut volume, mut needed) = (aimed.clone(), whole.first().copied().unwrap_or(0));
        for index in (0..aim).rev() {
            // Exact whatever the rounding; only the whole numbers of a cascade come from one another.
            volume = funnel.divide(&volume, index, meter)?;
            needed = match rounding {
                Rounding::EachStep => meter.ceil(&volume)?,
                Rounding::Cascade => funnel.divide(&Fraction::from(needed), index, meter)?.ceil()?,
            };
            exact.push(volume.clone());
            whole.push(needed);
        }
        exact.reverse();
        whole.reverse();
        let mut volume = aimed;
        for rate in funnel.rates().skip(aim) {
            volume = meter.mul(&volume, rate)?;
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

    /// The target that it was worked out for.
    #[must_use]
    pub const fn target(&self) -> &Target {
        &self.target
    }

    /// How its needs became whole numbers.
    #[must_use]
    pub const fn rounding(&self) -> Rounding {
        self.rounding
    }

    /// A line for the entry and for every step, in the order of the funnel.
    #[must_use]
    pub fn lines(&self) -> &[PlanLine] {
        &self.lines
    }

    /// The line of a step; `None` for a name that the funnel does not have.
    #[must_use]
    pub fn line(&self, step: &str) -> Option<&PlanLine> {
        self.lines.iter().find(|line| line.step.as_str() == step)
    }

    /// The entries that it takes, exact.
    #[must_use]
    pub fn entries(&self) -> &Fraction {
        self.lines.first().map_or(&Fraction::ZERO, |line| &line.exact)
    }

    /// How many reach the last step, exact.
    #[must_use]
    pub fn wins(&self) -> &Fraction {
        self.lines.last().map_or(&Fraction::ZERO, |line| &line.exact)
    }

    /// The revenue that the plan's wins are expected to bring at a deal size: in whole units of its currency, exact.
    ///
    /// ```
    /// use lead_lifecycle::planning::{DealSize, Funnel, Target};
    /// use lead_lifecycle::{Currency, Money};
    /// let deal = DealSize::new(Money::from_units(3_000_000, Currency::JPY)?)?;
    /// let plan = Funnel::standard().back(&Target::wins(10))?;
    /// assert_eq!(plan.revenue_at(deal)?.to_string(), "30000000");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`PlanError::Number`] when the product is too large.
    pub fn revenue_at(&self, deal_size: DealSize) -> Result<Fraction, PlanError> {
        Ok(self.wins().checked_mul(&deal_size.fraction())?)
    }

    /// How the whole number of a step's line came about; `None` for a name that the funnel does not have.
    ///
    /// ```
    /// use lead_lifecycle::planning::{Funnel, Target};
    /// let plan = Funnel::standard().back(&Target::volume("sql".parse()?, 51))?;
    /// assert_eq!(plan.formula("mql").unwrap().to_string(), "204 = ⌈51 ÷ 25%⌉");
    /// assert_eq!(plan.formula("win").unwrap().to_string(), "10 = ⌊40.8 × 25%⌋");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn formula(&self, step: &str) -> Option<LineFormula> {
        let index = self.lines.iter().position(|line| line.step.as_str() == step)?;
        let line = self.lines.get(index)?;
        let whole = line.whole;
        Some(match line.role {
            LineRole::Aimed => match &self.target {
                Target::Revenue(goal) => {
                    LineFormula::Revenue { whole, revenue: goal.revenue(), deal_size: goal.deal_size() }
                }
                Target::Wins(volume) | Target::Volume { volume, .. } => {
                    LineFormula::Aimed { whole, volume: volume.clone() }
                }
            },
            LineRole::Needed => {
                let next = self.lines.get(index.checked_add(1)?)?;
                let rate = self.funnel.steps().get(index)?.rate.clone();
                let after = match self.rounding {
                    Rounding::EachStep => next.exact.clone(),
                    Rounding::Cascade => Fraction::from(next.whole),
                };
                LineFormula::Needed { whole, after, rate }
            }
            LineRole::Expected => {
                let before = index.checked_sub(1)?;
                let rate = self.funnel.steps().get(before)?.rate.clone();
                LineFormula::Expected { whole, before: self.lines.get(before)?.exact.clone(), rate }
            }
        })
    }
}

impl<'de> Deserialize<'de> for Plan {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields, rename = "Plan", expecting = "a table")]
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
