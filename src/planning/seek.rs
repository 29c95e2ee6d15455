//! Goal-seek (ゴールシーク): leave one thing unknown and solve for it.
//!
//! `entries × rates = wins`, `wins × deal size = revenue`, `members × load = entries`.

use alloc::boxed::Box;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::planning::error::{ImpossibleRate, PlanError};
use crate::planning::fraction::Fraction;
use crate::planning::funnel::Funnel;
use crate::planning::rates::{DealSize, Share, money_fraction, same_currency};
use crate::values::{Currency, Money, StepName};

/// What is to be reached.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Goal {
    /// Revenue; needs the deal size, unless that is what is looked for.
    Revenue(Money),
    /// Wins at the last step.
    Wins(Fraction),
}

/// What is known. What a question does not need may be left out.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Known {
    /// What is to be reached.
    pub goal: Option<Goal>,
    /// What a win brings.
    pub deal_size: Option<DealSize>,
    /// Entries; where they are not given, members times load.
    pub entries: Option<Fraction>,
    /// Members of the team.
    pub members: Option<u32>,
    /// Entries that a member handles.
    pub load: Option<Fraction>,
}

/// What is looked for.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unknown {
    /// The rate of a step; what the funnel says there is not looked at.
    Rate(StepName),
    /// What a win must bring.
    DealSize,
    /// The entries.
    Entries,
    /// The members.
    Headcount,
    /// What is reached.
    Goal,
}

/// What was found. Exact, beside the rounding that keeps the goal reached.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Found {
    /// The rate that reaches the goal.
    Rate(Share),
    /// The deal size that reaches the goal.
    DealSize {
        /// In whole currency units, exact.
        exact: Fraction,
        /// Rounded up to the minor unit.
        rounded: Money,
    },
    /// The entries that reach the goal.
    Entries {
        /// Exact.
        exact: Fraction,
        /// Rounded up.
        whole: u128,
    },
    /// The members who handle the entries.
    Headcount {
        /// Exact.
        exact: Fraction,
        /// Rounded up.
        whole: u128,
    },
    /// What is reached.
    Goal {
        /// Wins, exact.
        wins: Fraction,
        /// Revenue rounded down to the minor unit, if the deal size is known.
        revenue: Option<Money>,
    },
}

impl Funnel {
    /// Solves for the one thing that is unknown.
    ///
    /// ```
    /// use lead_lifecycle::planning::{Found, Fraction, Funnel, Goal, Known, PlanError, Unknown};
    /// use lead_lifecycle::StepName;
    /// let known = Known {
    ///     goal: Some(Goal::Wins(Fraction::from(10_u64))),
    ///     entries: Some(Fraction::from(160_u64)),
    ///     ..Known::default()
    /// };
    /// let sql = Unknown::Rate(StepName::new("sql")?);
    /// let Found::Rate(rate) = Funnel::standard().seek(&sql, &known)? else { unreachable!() };
    /// assert_eq!(rate.to_string(), "31.25%");
    /// // With 20 entries not even 100 % would do: the error says how many would.
    /// let few = Known { entries: Some(Fraction::from(20_u64)), ..known };
    /// let Err(PlanError::Impossible(why)) = Funnel::standard().seek(&sql, &few) else { unreachable!() };
    /// assert_eq!(why.enough.to_string(), "50");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`PlanError::Missing`] names what the question needs; [`PlanError::Impossible`] a rate above 100 % and
    /// what would make it possible; [`PlanError::ZeroRate`] and [`PlanError::Zero`] what nothing gets
    /// through; [`PlanError::Currencies`] two currencies.
    pub fn seek(&self, unknown: &Unknown, known: &Known) -> Result<Found, PlanError> {
        if let (Some(Goal::Revenue(revenue)), Some(deal_size)) = (&known.goal, &known.deal_size) {
            same_currency(*revenue, deal_size.money())?;
        }
        match unknown {
            Unknown::Rate(step) => self.seek_rate(step, known),
            Unknown::DealSize => self.seek_deal_size(known),
            Unknown::Entries => {
                let exact = self.entries_for(&known.wins()?)?;
                Ok(Found::Entries { whole: exact.ceil()?, exact })
            }
            Unknown::Headcount => {
                let entries = match &known.entries {
                    Some(entries) => entries.clone(),
                    None => self.entries_for(&known.wins()?)?,
                };
                let load = known.load.as_ref().ok_or(PlanError::Missing { what: "load" })?;
                let exact = above_zero("load", load).and_then(|()| Ok(entries.checked_div(load)?))?;
                Ok(Found::Headcount { whole: exact.ceil()?, exact })
            }
            Unknown::Goal => {
                let wins = known.entries()?.checked_mul(&self.overall()?)?;
                let revenue = known.deal_size.map(|deal_size| {
                    let exact = wins.checked_mul(&deal_size.fraction())?;
                    to_money(&exact, deal_size.money().currency(), Fraction::floor)
                });
                Ok(Found::Goal { revenue: revenue.transpose()?, wins })
            }
        }
    }

    /// The exact entries for so many at the last step.
    pub(super) fn entries_for(&self, wins: &Fraction) -> Result<Fraction, PlanError> {
        let mut need = wins.clone();
        for index in (0..self.steps().len()).rev() {
            need = self.divide(&need, index)?;
        }
        Ok(need)
    }

    fn seek_rate(&self, step: &StepName, known: &Known) -> Result<Found, PlanError> {
        let index = self.rate_index(step)?;
        let wins = known.wins()?;
        let entries = known.entries()?;
        above_zero("volume", &entries)?;
        // From both ends to the unknown step: what arrives before it, and what it must let through.
        let mut arriving = entries;
        for rate in self.rates().take(index) {
            arriving = arriving.checked_mul(rate)?;
        }
        let mut enough = wins.clone();
        for later in (index.saturating_add(1)..self.steps().len()).rev() {
            enough = self.divide(&enough, later)?;
        }
        if arriving.is_zero() {
            let zero = self.rates().position(Fraction::is_zero).unwrap_or(0);
            let step = self.name_at(zero.saturating_add(1)).clone();
            return Err(PlanError::ZeroRate { step });
        }
        let needed = enough.checked_div(&arriving)?;
        if needed <= Fraction::ONE {
            return Ok(Found::Rate(Share::new(needed)?));
        }
        let at_most = wins.checked_div(&needed)?;
        Err(PlanError::Impossible(Box::new(ImpossibleRate {
            step: step.clone(),
            needed,
            at_most,
            wanted: wins,
            before: self.name_at(index).clone(),
            enough,
        })))
    }

    fn seek_deal_size(&self, known: &Known) -> Result<Found, PlanError> {
        let Some(Goal::Revenue(revenue)) = &known.goal else {
            return Err(PlanError::Missing { what: "revenue" });
        };
        let mut wins = known.entries()?;
        above_zero("volume", &wins)?;
        for (index, rate) in self.rates().enumerate() {
            if rate.is_zero() {
                let step = self.name_at(index.saturating_add(1)).clone();
                return Err(PlanError::ZeroRate { step });
            }
            wins = wins.checked_mul(rate)?;
        }
        let exact = money_fraction("revenue", *revenue)?.checked_div(&wins)?;
        let rounded = to_money(&exact, revenue.currency(), Fraction::ceil)?;
        Ok(Found::DealSize { exact, rounded })
    }
}

impl Known {
    fn wins(&self) -> Result<Fraction, PlanError> {
        match self.goal.as_ref().ok_or(PlanError::Missing { what: "goal" })? {
            Goal::Wins(wins) => Ok(wins.clone()),
            Goal::Revenue(revenue) => {
                let deal_size = self.deal_size.ok_or(PlanError::Missing { what: "deal size" })?;
                let revenue = money_fraction("revenue", *revenue)?;
                Ok(revenue.checked_div(&deal_size.fraction())?)
            }
        }
    }

    fn entries(&self) -> Result<Fraction, PlanError> {
        match (&self.entries, self.members, &self.load) {
            (Some(entries), _, _) => Ok(entries.clone()),
            (None, Some(members), Some(load)) => Ok(load.checked_mul(&Fraction::from(u64::from(members)))?),
            (None, _, _) => Err(PlanError::Missing { what: "entries, or members and their load" }),
        }
    }
}

fn above_zero(what: &'static str, number: &Fraction) -> Result<(), PlanError> {
    if number.is_zero() {
        return Err(PlanError::Zero { what });
    }
    Ok(())
}

/// An exact amount as money, rounded to the minor unit in the named way.
pub(super) fn to_money(
    exact: &Fraction,
    currency: Currency,
    round: fn(&Fraction) -> Result<u128, crate::planning::fraction::FractionError>,
) -> Result<Money, PlanError> {
    let places = u32::from(currency.minor_units());
    let scale = 10_u64.checked_pow(places).unwrap_or(1);
    let minor = round(&exact.checked_mul(&Fraction::from(scale))?)?;
    let amount = i128::try_from(minor).ok().and_then(|minor| Decimal::try_from_i128_with_scale(minor, places).ok());
    // Beyond what a decimal holds is far beyond what money may be.
    Ok(Money::new(amount.unwrap_or(Decimal::MAX), currency)?)
}
