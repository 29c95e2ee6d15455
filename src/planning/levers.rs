//! Levers (改善レバー): what a little more of each thing is worth, what several changes do together, and
//! sales velocity.

use alloc::vec::Vec;

use serde::{Deserialize, Deserializer, Serialize};

use crate::planning::bounds;
use crate::planning::error::PlanError;
use crate::planning::fraction::Fraction;
use crate::planning::funnel::Funnel;
use crate::planning::rates::{DealSize, Share, StepRate, same_currency};
use crate::values::StepName;

/// Where a team stands: a funnel, its entries, what a win brings, and how long a deal takes.
///
/// ```
/// use lead_lifecycle::planning::{Change, DealSize, Fraction, Funnel, LeverKind, Situation};
/// use lead_lifecycle::{Currency, Money, StepName};
/// let deal = DealSize::new(Money::from_units(3_000_000, Currency::JPY)?)?;
/// let now = Situation::new(Funnel::standard(), Fraction::from(200_u64), deal, Some(Fraction::from(90_u64)))?;
/// // One point more at a rate of 25 % is worth 4 % of the revenue, more than one at 80 %.
/// let levers = now.levers()?;
/// assert_eq!(levers[0].kind, LeverKind::Rate(StepName::new("sql")?));
/// assert_eq!(levers[0].gain.to_string(), "1200000");
/// // Several changes together: rates multiply.
/// let change = |step: &str| StepName::new(step).map(|step| Change::Rate { step, to: "30%".parse().unwrap() });
/// let then = now.with(&[change("sql")?, change("win")?])?;
/// assert_eq!(then.outcome()?.revenue.to_string(), "43200000");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Situation {
    funnel: Funnel,
    entries: Fraction,
    deal_size: DealSize,
    // INVARIANT: above zero.
    cycle_days: Option<Fraction>,
}

/// What a situation brings, exact, in whole currency units.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// Wins.
    pub wins: Fraction,
    /// Revenue.
    pub revenue: Fraction,
    /// Sales velocity, the revenue of a day: entries × rates × deal size ÷ days of a cycle, if the cycle is
    /// known. With opportunities as the entry, this is the usual formula.
    #[doc(alias = "商談速度")]
    pub velocity: Option<Fraction>,
}

/// What is moved.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LeverKind {
    /// A rate, by one point (25 % to 26 %), at most to 100 %.
    Rate(StepName),
    /// The deal size, by one per cent.
    DealSize,
    /// The entries, by one per cent.
    Entries,
    /// The cycle, shorter by one per cent: as many deals in 99 % of the time.
    Cycle,
}

/// What one step of a lever is worth.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lever {
    /// What is moved.
    pub kind: LeverKind,
    /// The revenue that it adds in the same time, in whole currency units, exact.
    pub gain: Fraction,
    /// The entries that are no longer needed for the same revenue, exact.
    pub entries_saved: Fraction,
    /// What it adds to the revenue of a day, if the cycle is known.
    pub velocity_gain: Option<Fraction>,
}

/// A change of a what-if.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// Another rate at a step.
    Rate {
        /// The step.
        step: StepName,
        /// Its new rate.
        to: Share,
    },
    /// Another deal size, in the same currency.
    DealSize(DealSize),
    /// Other entries.
    Entries(Fraction),
    /// Another length of the cycle.
    CycleDays(Fraction),
}

impl Situation {
    /// A situation; the days of a cycle may be left out.
    ///
    /// # Errors
    /// [`PlanError::Zero`] for a cycle of no days.
    pub fn new(
        funnel: Funnel,
        entries: Fraction,
        deal_size: DealSize,
        cycle_days: Option<Fraction>,
    ) -> Result<Self, PlanError> {
        if cycle_days.as_ref().is_some_and(Fraction::is_zero) {
            return Err(PlanError::Zero { what: "the cycle's days" });
        }
        Ok(Self { funnel, entries, deal_size, cycle_days })
    }

    /// The funnel.
    #[must_use]
    pub const fn funnel(&self) -> &Funnel {
        &self.funnel
    }

    /// The entries.
    #[must_use]
    pub const fn entries(&self) -> &Fraction {
        &self.entries
    }

    /// What a win brings.
    #[must_use]
    pub const fn deal_size(&self) -> DealSize {
        self.deal_size
    }

    /// The days of a cycle, if known.
    #[must_use]
    pub const fn cycle_days(&self) -> Option<&Fraction> {
        self.cycle_days.as_ref()
    }

    /// What it brings.
    ///
    /// # Errors
    /// [`PlanError::Number`].
    pub fn outcome(&self) -> Result<Outcome, PlanError> {
        let wins = self.entries.checked_mul(&self.funnel.overall()?)?;
        let revenue = wins.checked_mul(&self.deal_size.fraction())?;
        let velocity = self.cycle_days.as_ref().map(|days| revenue.checked_div(days)).transpose()?;
        Ok(Outcome { wins, revenue, velocity })
    }

    /// The same with several changes together, in order.
    ///
    /// # Errors
    /// [`PlanError::Unknown`] for a step; [`PlanError::Currencies`]; [`PlanError::Zero`] for a cycle of no days;
    /// [`PlanError::Limit`] for no change or too many.
    pub fn with(&self, changes: &[Change]) -> Result<Self, PlanError> {
        PlanError::check_len(bounds::CHANGES, changes.len())?;
        let mut after = self.clone();
        for change in changes {
            match change {
                Change::Rate { step, to } => {
                    after.funnel = after.funnel.with_rate(step, StepRate::Stated(to.clone()))?;
                }
                Change::DealSize(deal_size) => {
                    same_currency(self.deal_size.money(), deal_size.money())?;
                    after.deal_size = *deal_size;
                }
                Change::Entries(entries) => after.entries = entries.clone(),
                Change::CycleDays(days) => after.cycle_days = Some(days.clone()),
            }
        }
        Self::new(after.funnel, after.entries, after.deal_size, after.cycle_days)
    }

    /// Every lever, the one that adds most first; of equal ones, in the order of the funnel, then deal size,
    /// entries and cycle.
    ///
    /// # Errors
    /// [`PlanError::Number`].
    pub fn levers(&self) -> Result<Vec<Lever>, PlanError> {
        let revenue = self.outcome()?.revenue;
        let point = Fraction::in_lowest_terms(1, 100);
        let mut levers = Vec::new();
        for step in self.funnel.steps() {
            let better = step.rate.fraction().checked_add(&point)?.min(Fraction::ONE);
            let to = Share::new(better)?;
            let funnel = self.funnel.with_rate(&step.name, StepRate::Stated(to))?;
            let after = Self { funnel, ..self.clone() }.outcome()?.revenue;
            levers.push(self.lever(LeverKind::Rate(step.name.clone()), &revenue, &after)?);
        }
        let more = revenue.checked_mul(&Fraction::in_lowest_terms(101, 100))?;
        levers.push(self.lever(LeverKind::DealSize, &revenue, &more)?);
        let entries = self.lever(LeverKind::Entries, &revenue, &more)?;
        levers.push(Lever { entries_saved: Fraction::ZERO, ..entries });
        if self.cycle_days.is_some() {
            let faster = revenue.checked_mul(&Fraction::in_lowest_terms(100, 99))?;
            levers.push(self.lever(LeverKind::Cycle, &revenue, &faster)?);
        }
        levers.sort_by(|left, right| right.gain.cmp(&left.gain));
        Ok(levers)
    }

    /// INVARIANT: a lever never lowers revenue, so that no difference is below zero.
    fn lever(&self, kind: LeverKind, before: &Fraction, after: &Fraction) -> Result<Lever, PlanError> {
        let gain = after.checked_sub(before)?;
        let entries_saved =
            if after.is_zero() { Fraction::ZERO } else { self.entries.checked_mul(&gain)?.checked_div(after)? };
        let velocity_gain = self.cycle_days.as_ref().map(|days| gain.checked_div(days)).transpose()?;
        Ok(Lever { kind, gain, entries_saved, velocity_gain })
    }
}

impl<'de> Deserialize<'de> for Situation {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields, rename = "Situation")]
        struct Raw {
            funnel: Funnel,
            entries: Fraction,
            deal_size: DealSize,
            cycle_days: Option<Fraction>,
        }
        let raw = Raw::deserialize(deserializer)?;
        Self::new(raw.funnel, raw.entries, raw.deal_size, raw.cycle_days).map_err(serde::de::Error::custom)
    }
}
