//! Recycling (リサイクル): what drops out comes back later, solved as an absorbing chain.
//!
//! Rates are exact, so the solution is: elimination without fractions (Bareiss), on whole numbers only. The
//! matrix has no positive element off its diagonal, so that no step subtracts except on the diagonal.

use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Deserializer, Serialize};

use crate::planning::bounds;
use crate::planning::error::PlanError;
use crate::planning::fraction::{Fraction, FractionError};
use crate::planning::funnel::Funnel;
use crate::planning::natural::Natural;
use crate::planning::rates::Share;
use crate::values::StepName;

/// A share of those who drop out at a step comes back (差し戻し・再育成).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[doc(alias = "差し戻し")]
pub struct Return {
    /// Where they drop out: the step they had reached.
    pub from: StepName,
    /// The share of the drop-outs that comes back.
    pub share: Share,
    /// Where they come back to.
    pub to: StepName,
}

/// States that leads pass through, outcomes where they end, and the share that goes from each to each.
///
/// ```
/// use lead_lifecycle::planning::{Chain, Funnel, Return};
/// use lead_lifecycle::StepName;
/// let name = |text| StepName::new(text);
/// // A fifth of what drops out as SQL comes back as an MQL later.
/// let back = Return { from: name("sql")?, share: "20%".parse()?, to: name("mql")? };
/// let solution = Chain::recycling(&Funnel::standard(), &[back])?.solve()?;
/// let win = name("win")?;
/// // 5 % win in one pass; with recycling it is a little more, and fewer entries are needed.
/// assert_eq!(solution.outcome(&name("mql")?, &win)?.to_string(), "5/99");
/// let needed = solution.entries_for(&name("mql")?, &win, &10_u64.into())?;
/// assert_eq!((needed.to_string().as_str(), needed.ceil()?), ("198", 198));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[doc(alias = "リサイクル")]
pub struct Chain {
    // INVARIANT: names differ; a row per state over states and outcomes, adding up to one; an outcome can
    // be reached from every state.
    states: Vec<StepName>,
    outcomes: Vec<StepName>,
    rows: Vec<Vec<Fraction>>,
}

impl Chain {
    /// A chain from its rows: for each state, the share that goes on to every state and then to every outcome.
    ///
    /// # Errors
    /// [`PlanError::Shares`] for a row that does not add up to one or has the wrong length,
    /// [`PlanError::Endless`] with every state from which no outcome can be reached,
    /// [`PlanError::Limit`] and [`PlanError::Twice`].
    pub fn new(states: Vec<StepName>, outcomes: Vec<StepName>, rows: Vec<Vec<Fraction>>) -> Result<Self, PlanError> {
        PlanError::check_len(bounds::CHAIN_STATES, states.len())?;
        PlanError::check_len(bounds::CHAIN_OUTCOMES, outcomes.len())?;
        let names: Vec<&StepName> = states.iter().chain(&outcomes).collect();
        for (index, name) in names.iter().enumerate() {
            if names.iter().take(index).any(|before| before == name) {
                return Err(PlanError::Twice { name: name.as_str().into() });
            }
        }
        if rows.len() != states.len() {
            return Err(PlanError::Missing { what: "a row for every state, and no more" });
        }
        for (state, row) in states.iter().zip(&rows) {
            let what = || String::from(state.as_str());
            if row.len() != names.len() {
                return Err(PlanError::Missing { what: "a share for every state and outcome" });
            }
            let mut sum = Fraction::ZERO;
            for share in row {
                sum = sum.checked_add(share)?;
            }
            if sum != Fraction::ONE {
                return Err(PlanError::Shares { what: what(), got: sum });
            }
        }
        let chain = Self { states, outcomes, rows };
        let states = chain.endless();
        if states.is_empty() { Ok(chain) } else { Err(PlanError::Endless { states }) }
    }

    /// A funnel whose drop-outs partly come back. Outcomes are the last step and `lost`.
    ///
    /// # Errors
    /// [`PlanError::Unknown`] for a step that is not in the funnel or is its last; [`PlanError::Shares`] when
    /// more comes back than drops out; [`PlanError::Endless`] when nothing is ever won or lost.
    pub fn recycling(funnel: &Funnel, returns: &[Return]) -> Result<Self, PlanError> {
        let won = funnel.last().clone();
        let states: Vec<StepName> = funnel.names().filter(|name| **name != won).cloned().collect();
        let position = |name: &StepName| {
            let known = || states.iter().map(StepName::as_str);
            let nearest = || crate::values::suggest(name.as_str(), known());
            let found = states.iter().position(|state| state == name);
            found.ok_or_else(|| PlanError::unknown(name.as_str(), nearest()))
        };
        let width = states.len().saturating_add(2);
        let mut rows = Vec::with_capacity(states.len());
        for (index, (state, rate)) in states.iter().zip(funnel.rates()).enumerate() {
            let mut row = alloc::vec![Fraction::ZERO; width];
            set(&mut row, index.saturating_add(1), rate.clone());
            let dropped = rate.complement()?;
            let mut rest = Fraction::ONE;
            for back in returns.iter().filter(|back| back.from == *state) {
                let share = back.share.fraction();
                let left = rest.checked_sub(share);
                rest = left.map_err(|_more| PlanError::Shares {
                    what: alloc::format!("what comes back from {state}"),
                    got: Fraction::ONE.checked_sub(&rest).and_then(|s| s.checked_add(share)).unwrap_or(Fraction::ONE),
                })?;
                let to = position(&back.to)?;
                let so_far = row.get(to).cloned().unwrap_or(Fraction::ZERO);
                set(&mut row, to, so_far.checked_add(&dropped.checked_mul(share)?)?);
            }
            set(&mut row, width.saturating_sub(1), dropped.checked_mul(&rest)?);
            rows.push(row);
        }
        for back in returns {
            position(&back.from)?;
        }
        let lost = StepName::new("lost").map_err(|_text| PlanError::Missing { what: "lost" })?;
        Self::new(states, alloc::vec![won, lost], rows)
    }

    /// The states.
    #[must_use]
    pub fn states(&self) -> &[StepName] {
        &self.states
    }

    /// The outcomes.
    #[must_use]
    pub fn outcomes(&self) -> &[StepName] {
        &self.outcomes
    }

    /// Solves the chain exactly.
    ///
    /// # Errors
    /// [`PlanError::Number`] when the rates have denominators too large to be solved exactly.
    pub fn solve(&self) -> Result<Solution, PlanError> {
        let (matrix, scales) = self.scaled()?;
        let (inverse, determinant) =
            invert(matrix, scales).ok_or_else(|| PlanError::Endless { states: self.states.clone() })?;
        let fraction = |value: &Natural| Fraction::from_naturals(value, &determinant);
        let mut visits = Vec::with_capacity(inverse.len());
        for row in &inverse {
            let row: Result<Vec<Fraction>, FractionError> = row.iter().map(fraction).collect();
            visits.push(row?);
        }
        let mut ends = Vec::with_capacity(visits.len());
        for row in &visits {
            let mut into = Vec::with_capacity(self.outcomes.len());
            for outcome in 0..self.outcomes.len() {
                let column = self.states.len().saturating_add(outcome);
                let exits = self.rows.iter().map(|row| row.get(column));
                into.push(dot(row.iter(), exits.map(|cell| cell.unwrap_or(&Fraction::ZERO)))?);
            }
            ends.push(into);
        }
        let steps = visits.iter().map(|row| total(row)).collect::<Result<_, _>>()?;
        Ok(Solution { chain: self.clone(), visits, ends, steps })
    }

    /// States from which no outcome can be reached.
    fn endless(&self) -> Vec<StepName> {
        let count = self.states.len();
        let mut ending = alloc::vec![false; count];
        // Each round settles at least one more state, or none is left to settle.
        for _ in 0..count {
            let settled = ending.clone();
            for (row, ends) in self.rows.iter().zip(ending.iter_mut()) {
                let leads_out =
                    |(to, share): (usize, &Fraction)| !share.is_zero() && settled.get(to).copied().unwrap_or(true);
                *ends = *ends || row.iter().enumerate().any(leads_out);
            }
        }
        let stuck = self.states.iter().zip(ending).filter(|(_, ends)| !ends);
        stuck.map(|(state, _)| state.clone()).collect()
    }

    /// `L (I − Q)` in whole numbers, with magnitudes off the diagonal, and the row factors `L`.
    fn scaled(&self) -> Result<(Vec<Vec<Natural>>, Vec<Natural>), PlanError> {
        let mut matrix = Vec::with_capacity(self.states.len());
        let mut scales = Vec::with_capacity(self.states.len());
        let mut bits = 0_u32;
        for (index, row) in self.rows.iter().enumerate() {
            let mut scale = Natural::ONE;
            for share in row.iter().take(self.states.len()) {
                let (_, denominator) = share.naturals();
                let common = scale.common_divisor(denominator);
                let (factor, _) = denominator.divided_by(&common).unwrap_or((Natural::ONE, Natural::ZERO));
                scale = scale.times(&factor);
            }
            bits = bits.saturating_add(scale.bits());
            if bits > bounds::FRACTION_BITS {
                return Err(FractionError::TooLarge { bits, max: bounds::FRACTION_BITS }.into());
            }
            let whole = |share: &Fraction| {
                let (numerator, denominator) = share.naturals();
                let (factor, _) = scale.divided_by(denominator).unwrap_or((Natural::ONE, Natural::ZERO));
                numerator.times(&factor)
            };
            let mut wholes: Vec<Natural> = row.iter().take(self.states.len()).map(whole).collect();
            if let Some(diagonal) = wholes.get_mut(index) {
                // INVARIANT: a share is at most one, so its scaled form is at most the scale.
                *diagonal = scale.minus(diagonal).unwrap_or(Natural::ZERO);
            }
            matrix.push(wholes);
            scales.push(scale);
        }
        Ok((matrix, scales))
    }
}

/// A solved chain: how often states are visited and where leads end. All exact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Solution {
    chain: Chain,
    visits: Vec<Vec<Fraction>>,
    ends: Vec<Vec<Fraction>>,
    steps: Vec<Fraction>,
}

impl Solution {
    /// The chain that was solved.
    #[must_use]
    pub const fn chain(&self) -> &Chain {
        &self.chain
    }

    /// How often a lead that starts in one state is expected in another; the start counts.
    ///
    /// # Errors
    /// [`PlanError::Unknown`].
    pub fn visits(&self, start: &StepName, state: &StepName) -> Result<&Fraction, PlanError> {
        let (row, column) = (self.state(start)?, self.state(state)?);
        Ok(cell(&self.visits, row, column))
    }

    /// The share of leads starting in a state that end in an outcome.
    ///
    /// # Errors
    /// [`PlanError::Unknown`].
    pub fn outcome(&self, start: &StepName, outcome: &StepName) -> Result<&Fraction, PlanError> {
        let column = find(&self.chain.outcomes, outcome)?;
        Ok(cell(&self.ends, self.state(start)?, column))
    }

    /// The expected number of states passed through until an outcome, with the start.
    ///
    /// # Errors
    /// [`PlanError::Unknown`].
    pub fn steps(&self, start: &StepName) -> Result<&Fraction, PlanError> {
        let row = self.state(start)?;
        Ok(self.steps.get(row).unwrap_or(&Fraction::ZERO))
    }

    /// The variance of the number of states passed through.
    ///
    /// # Errors
    /// [`PlanError::Unknown`]; [`PlanError::Number`].
    pub fn steps_variance(&self, start: &StepName) -> Result<Fraction, PlanError> {
        let row = self.state(start)?;
        let steps = self.steps(start)?;
        let visits = self.visits.get(row).map(Vec::as_slice).unwrap_or_default();
        // (2 N − I) t − t², rearranged so that nothing goes below zero on the way.
        let twice = dot(visits.iter(), self.steps.iter())?.checked_mul(&Fraction::from(2_u64))?;
        Ok(twice.checked_sub(&steps.checked_add(&steps.checked_mul(steps)?)?)?)
    }

    /// The chance that a lead starting in one state is ever in another afterwards.
    ///
    /// # Errors
    /// [`PlanError::Unknown`]; [`PlanError::Number`].
    pub fn ever(&self, start: &StepName, state: &StepName) -> Result<Fraction, PlanError> {
        let visits = self.visits(start, state)?;
        let own = self.visits(state, state)?;
        let later = if start == state { visits.checked_sub(&Fraction::ONE)? } else { visits.clone() };
        Ok(later.checked_div(own)?)
    }

    /// The exact entries at a state for so many of an outcome.
    ///
    /// # Errors
    /// [`PlanError::Unknown`]; [`PlanError::ZeroRate`] when the outcome is never reached from there.
    pub fn entries_for(&self, start: &StepName, outcome: &StepName, wanted: &Fraction) -> Result<Fraction, PlanError> {
        let share = self.outcome(start, outcome)?;
        if share.is_zero() {
            return Err(PlanError::ZeroRate { step: outcome.clone() });
        }
        Ok(wanted.checked_div(share)?)
    }

    fn state(&self, name: &StepName) -> Result<usize, PlanError> {
        find(&self.chain.states, name)
    }
}

impl<'de> Deserialize<'de> for Chain {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields, rename = "Chain")]
        struct Raw {
            states: Vec<StepName>,
            outcomes: Vec<StepName>,
            rows: Vec<Vec<Fraction>>,
        }
        let raw = Raw::deserialize(deserializer)?;
        Self::new(raw.states, raw.outcomes, raw.rows).map_err(serde::de::Error::custom)
    }
}

/// Solves `A X = diag(scales)`: the columns of `X`, times the determinant, and the determinant.
fn invert(mut matrix: Vec<Vec<Natural>>, scales: Vec<Natural>) -> Option<(Vec<Vec<Natural>>, Natural)> {
    let count = scales.len();
    for (index, (row, scale)) in matrix.iter_mut().zip(scales).enumerate() {
        let identity = (0..count).map(|column| column == index);
        row.extend(identity.map(|here| if here { scale.clone() } else { Natural::ZERO }));
    }
    let mut previous = Natural::ONE;
    for pivot in 0..count {
        let pivot_row = matrix.get(pivot)?.clone();
        let head = pivot_row.get(pivot)?.clone();
        if head.is_zero() {
            return None;
        }
        for (index, row) in matrix.iter_mut().enumerate() {
            if index == pivot {
                continue;
            }
            let factor = row.get(pivot)?.clone();
            for (column, (cell, below)) in row.iter_mut().zip(&pivot_row).enumerate() {
                let (kept, moved) = (head.times(cell), factor.times(below));
                // Off the diagonal and to the right, both are magnitudes of one sign.
                let sum = if column == index {
                    kept.minus(&moved)?
                } else if column == pivot {
                    Natural::ZERO
                } else {
                    kept.plus(&moved)
                };
                *cell = sum.divided_by(&previous)?.0;
            }
        }
        previous = head;
    }
    let inverse = matrix.into_iter().map(|row| row.into_iter().skip(count).collect());
    Some((inverse.collect(), previous))
}

fn dot<'a>(
    left: impl Iterator<Item = &'a Fraction>,
    right: impl Iterator<Item = &'a Fraction>,
) -> Result<Fraction, FractionError> {
    let mut sum = Fraction::ZERO;
    for (left, right) in left.zip(right) {
        sum = sum.checked_add(&left.checked_mul(right)?)?;
    }
    Ok(sum)
}

fn total(row: &[Fraction]) -> Result<Fraction, FractionError> {
    row.iter().try_fold(Fraction::ZERO, |sum, value| sum.checked_add(value))
}

fn set(row: &mut [Fraction], index: usize, value: Fraction) {
    if let Some(cell) = row.get_mut(index) {
        *cell = value;
    }
}

fn cell(rows: &[Vec<Fraction>], row: usize, column: usize) -> &Fraction {
    rows.get(row).and_then(|row| row.get(column)).unwrap_or(&Fraction::ZERO)
}

fn find(names: &[StepName], name: &StepName) -> Result<usize, PlanError> {
    let nearest = || crate::values::suggest(name.as_str(), names.iter().map(StepName::as_str));
    let found = names.iter().position(|known| known == name);
    found.ok_or_else(|| PlanError::unknown(name.as_str(), nearest()))
}
