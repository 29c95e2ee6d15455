//! Where a team stands, what it brings, and what would bring more: outcome, what-if and levers.

use serde::{Deserialize, Deserializer, Serialize};

use crate::planning::bounds;
use crate::planning::deal_size::DealSize;
use crate::planning::exact::Fraction;
use crate::planning::funnel::Funnel;
use crate::planning::money_fraction::same_currency;
use crate::planning::plan_error::PlanError;
use crate::planning::plan_error_parts::ZeroInput;
use crate::planning::share::Share;
use crate::planning::step_rate::StepRate;
use crate::values::StepName;

/// Where a team stands: a funnel, its entries, what a win brings, and how long a deal takes.
///
/// ```
/// use lead_lifecycle::planning::{DealSize, Fraction, Funnel, LeverKind, Situation, WhatIf};
/// use lead_lifecycle::values::StepName;
/// use lead_lifecycle::{Currency, Money};
/// let deal = DealSize::new(Money::from_units(3_000_000, Currency::JPY)?)?;
/// let now = Situation::new(Funnel::standard(), Fraction::from(200_u64), deal);
/// // One point more at a rate of 25 % is worth 4 % of the revenue, and more than one point at 80 %.
/// let levers = now.levers()?; // each by one per cent or point; `levers_by` moves all of them alike
/// assert_eq!(levers[0].kind, LeverKind::Rate(StepName::new("sql")?));
/// assert_eq!(levers[0].gain.to_string(), "1200000");
/// // Several changes together: rates multiply.
/// let to_30 = |step: &str| StepName::new(step).map(|step| WhatIf::Rate { step, to: "30%".parse().unwrap() });
/// let then = now.with(&[to_30("sql")?, to_30("win")?])?;
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

/// What a situation brings, exact.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct SituationOutcome {
    /// How many wins.
    pub wins: Fraction,
    /// The revenue, in whole units of the currency.
    pub revenue: Fraction,
    /// The sales velocity, if the days of a cycle are known: entries × rates × deal size ÷ days of a cycle. It is the
    /// revenue of a day, in whole units of the currency. The usual formula has opportunities as the entries.
    #[doc(alias = "商談速度")]
    pub velocity: Option<Fraction>,
}

impl SituationOutcome {
    /// The revenue of so many days at the sales velocity: in whole units of the currency, exact. `None` if the days of a
    /// cycle are not known.
    ///
    /// ```
    /// use lead_lifecycle::planning::{DealSize, Fraction, Funnel, Situation};
    /// use lead_lifecycle::{Currency, Money};
    /// let deal = DealSize::new(Money::from_units(3_000_000, Currency::JPY)?)?;
    /// let now = Situation::new(Funnel::standard(), Fraction::from(200_u64), deal);
    /// let outcome = now.with_cycle_days(Fraction::from(70_u64))?.outcome()?;
    /// // A quarter of 90 days, to the yen.
    /// let quarter = outcome.revenue_of_days(&Fraction::from(90_u64))?.unwrap();
    /// assert_eq!(quarter.to_money(Currency::JPY)?, Money::from_units(38_571_429, Currency::JPY)?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`PlanError::Number`] when the product is too large.
    pub fn revenue_of_days(&self, days: &Fraction) -> Result<Option<Fraction>, PlanError> {
        let velocity = self.velocity.as_ref();
        Ok(velocity.map(|velocity| velocity.checked_mul(days)).transpose()?)
    }
}

/// One change of a [`Situation`], to see what it would bring.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhatIf {
    /// Another rate at a step.
    Rate {
        /// The step.
        step: StepName,
        /// Its new rate.
        to: Share,
    },
    /// Another deal size, in the same currency.
    DealSize(DealSize),
    /// Another number of entries.
    Entries(Fraction),
    /// Another number of days of a cycle, above 0.
    CycleDays(Fraction),
}

impl Situation {
    /// A situation in which the days of a cycle are not known.
    #[must_use]
    pub const fn new(funnel: Funnel, entries: Fraction, deal_size: DealSize) -> Self {
        Self { funnel, entries, deal_size, cycle_days: None }
    }

    /// The same situation with the days of a cycle: from entry to win, on average.
    ///
    /// ```
    /// use lead_lifecycle::planning::{DealSize, Fraction, Funnel, Situation};
    /// use lead_lifecycle::{Currency, Money};
    /// let deal = DealSize::new(Money::from_units(3_000_000, Currency::JPY)?)?;
    /// let now = Situation::new(Funnel::standard(), Fraction::from(200_u64), deal);
    /// let velocity = now.with_cycle_days(Fraction::from(60_u64))?.outcome()?.velocity.unwrap();
    /// assert_eq!(velocity.to_string(), "500000");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`PlanError::Zero`] for a cycle of no days.
    pub fn with_cycle_days(self, days: Fraction) -> Result<Self, PlanError> {
        if days.is_zero() {
            return Err(ZeroInput::CycleDays.into());
        }
        Ok(Self { cycle_days: Some(days), ..self })
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

    /// What a win brings on average.
    #[must_use]
    pub const fn deal_size(&self) -> DealSize {
        self.deal_size
    }

    /// The days of a cycle, if known.
    #[must_use]
    pub const fn cycle_days(&self) -> Option<&Fraction> {
        self.cycle_days.as_ref()
    }

    /// What the situation brings: entries × rates, and that × deal size.
    ///
    /// ```
    /// use lead_lifecycle::planning::{DealSize, Fraction, Funnel, Situation};
    /// use lead_lifecycle::{Currency, Money};
    /// let deal = DealSize::new(Money::from_units(3_000_000, Currency::JPY)?)?;
    /// let outcome = Situation::new(Funnel::standard(), Fraction::from(200_u64), deal).outcome()?;
    /// assert_eq!((outcome.wins.to_string().as_str(), outcome.revenue.to_string().as_str()), ("10", "30000000"));
    /// assert_eq!(outcome.velocity, None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`PlanError::Number`] for numbers too large.
    pub fn outcome(&self) -> Result<SituationOutcome, PlanError> {
        let wins = self.entries.checked_mul(&self.funnel.overall()?)?;
        let revenue = wins.checked_mul(&self.deal_size.fraction())?;
        let velocity = self.cycle_days.as_ref().map(|days| revenue.checked_div(days)).transpose()?;
        Ok(SituationOutcome { wins, revenue, velocity })
    }

    /// The same situation with several changes, made in order.
    ///
    /// ```
    /// use lead_lifecycle::planning::{DealSize, Fraction, Funnel, Situation, WhatIf};
    /// use lead_lifecycle::{Currency, Money};
    /// let deal = DealSize::new(Money::from_units(3_000_000, Currency::JPY)?)?;
    /// let now = Situation::new(Funnel::standard(), Fraction::from(200_u64), deal);
    /// let more = now.with(&[WhatIf::Entries(Fraction::from(300_u64))])?;
    /// assert_eq!(more.outcome()?.wins.to_string(), "15");
    /// assert!(now.with(&[]).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`PlanError::Unknown`] for a step that the funnel does not have; [`PlanError::Currencies`] for a deal size in
    /// another currency; [`PlanError::Zero`] for a cycle of no days; [`PlanError::Limit`] for no change or more than
    /// [`bounds::CHANGES`].
    pub fn with(&self, what_ifs: &[WhatIf]) -> Result<Self, PlanError> {
        PlanError::check_len(bounds::CHANGES, what_ifs.len())?;
        let mut after = self.clone();
        for what_if in what_ifs {
            match what_if {
                WhatIf::Rate { step, to } => {
                    after.funnel = after.funnel.with_rate(step, StepRate::Stated(to.clone()))?;
                }
                WhatIf::DealSize(deal_size) => {
                    same_currency(self.deal_size.money(), deal_size.money())?;
                    after.deal_size = *deal_size;
                }
                WhatIf::Entries(entries) => after.entries = entries.clone(),
                WhatIf::CycleDays(days) => after.cycle_days = Some(days.clone()),
            }
        }
        match after.cycle_days.take() {
            Some(days) => after.with_cycle_days(days),
            None => Ok(after),
        }
    }
}

impl<'de> Deserialize<'de> for Situation {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields, rename = "Situation", expecting = "a table")]
        struct Raw {
            funnel: Funnel,
            entries: Fraction,
            deal_size: DealSize,
            cycle_days: Option<Fraction>,
        }
        let raw = Raw::deserialize(deserializer)?;
        let situation = Self::new(raw.funnel, raw.entries, raw.deal_size);
        match raw.cycle_days {
            Some(days) => situation.with_cycle_days(days).map_err(serde::de::Error::custom),
            None => Ok(situation),
        }
    }
}
