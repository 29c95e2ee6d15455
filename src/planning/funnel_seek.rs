//! Goal-seek (ゴールシーク): one number is unknown, and is solved for.
//!
//! `entries × rates = wins`, `wins × deal size = revenue`, `members × load = entries`.

use alloc::boxed::Box;

use crate::planning::exact::{Fraction, Meter};
use crate::planning::funnel::Funnel;
use crate::planning::goal::{Found, Goal, Known, Unknown};
use crate::planning::money_fraction::{money_fraction, same_currency, to_money};
use crate::planning::plan_error::PlanError;
use crate::planning::plan_error_parts::{ImpossibleRate, MissingInput, MoneyInput, ZeroInput};
use crate::planning::share::Share;
use crate::values::StepName;

impl Funnel {
    /// Solves for the one number that is unknown.
    ///
    /// ```
    /// use lead_lifecycle::planning::{Found, Fraction, Funnel, Goal, Known, PlanError, Unknown};
    /// use lead_lifecycle::values::StepName;
    /// // Which rate from MQL to SQL brings ten wins from 160 MQLs?
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
    /// [`PlanError::Missing`] names what the question needs; [`PlanError::Impossible`] says that the rate would be
    /// above 100 %, and what would make it possible; [`PlanError::ZeroRate`] and [`PlanError::Zero`] say what nothing
    /// gets through; [`PlanError::Unknown`] is a step that the funnel does not have, [`PlanError::Currencies`] are two
    /// currencies in one question; [`PlanError::Negative`] is revenue below 0.
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
            Unknown::Members => {
                let entries = match &known.entries {
                    Some(entries) => entries.clone(),
                    None => self.entries_for(&known.wins()?)?,
                };
                let load = known.load.as_ref().ok_or(MissingInput::Load)?;
                let exact = above_zero(ZeroInput::Load, load).and_then(|()| Ok(entries.checked_div(load)?))?;
                Ok(Found::Members { whole: exact.ceil()?, exact })
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
        let (mut need, mut meter) = (wins.clone(), Meter::new());
        for index in (0..self.steps().len()).rev() {
            need = self.divide(&need, index, &mut meter)?;
        }
        Ok(need)
    }

    fn seek_rate(&self, step: &StepName, known: &Known) -> Result<Found, PlanError> {
        let index = self.rate_index(step)?;
        let wins = known.wins()?;
        let entries = known.entries()?;
        above_zero(ZeroInput::Volume, &entries)?;
        // From both ends to the unknown step: what arrives before it, and what it must let through.
        let (mut arriving, mut meter) = (entries, Meter::new());
        for rate in self.rates().take(index) {
            arriving = meter.mul(&arriving, rate)?;
        }
        let mut enough = wins.clone();
        for later in (index.saturating_add(1)..self.steps().len()).rev() {
            enough = self.divide(&enough, later, &mut meter)?;
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
            return Err(MissingInput::Revenue.into());
        };
        let (mut wins, mut meter) = (known.entries()?, Meter::new());
        above_zero(ZeroInput::Volume, &wins)?;
        for (index, rate) in self.rates().enumerate() {
            if rate.is_zero() {
                let step = self.name_at(index.saturating_add(1)).clone();
                return Err(PlanError::ZeroRate { step });
            }
            wins = meter.mul(&wins, rate)?;
        }
        let exact = money_fraction(MoneyInput::Revenue, *revenue)?.checked_div(&wins)?;
        let rounded = to_money(&exact, revenue.currency(), Fraction::ceil)?;
        Ok(Found::DealSize { exact, rounded })
    }
}

fn above_zero(zero: ZeroInput, number: &Fraction) -> Result<(), PlanError> {
    if number.is_zero() {
        return Err(zero.into());
    }
    Ok(())
}
