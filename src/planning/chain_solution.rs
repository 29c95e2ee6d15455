//! What a chain leads to. The shares are exact, so the solution is: elimination without fractions (Bareiss), on whole
//! numbers only. The matrix has no positive element off its diagonal, so nothing is subtracted except on the diagonal.

use alloc::vec::Vec;

use serde::Serialize;

use crate::planning::bounds;
use crate::planning::chain::{Chain, find};
use crate::planning::exact::{Fraction, FractionError, Natural};
use crate::planning::plan_error::PlanError;
use crate::values::StepName;

/// A solved chain: how often leads come to every state, and where they end. All numbers are exact.
///
/// ```
/// use lead_lifecycle::planning::{Chain, Funnel, Return};
/// use lead_lifecycle::values::StepName;
/// let (mql, sql) = (StepName::new("mql")?, StepName::new("sql")?);
/// // Half of what drops out as SQL comes back as MQL.
/// let back = Return { from: sql.clone(), share: "50%".parse()?, to: mql.clone() };
/// let solution = Chain::recycling(&Funnel::standard(), &[back])?.solve()?;
/// // Of 100 MQLs, a few pass the state more than once.
/// assert_eq!(solution.visits(&mql, &mql)?.to_decimal_text(3), "1.026");
/// // A quarter of every pass becomes SQL.
/// assert_eq!(solution.visits(&mql, &sql)?.to_decimal_text(3), "0.256");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChainSolution {
    chain: Chain,
    visits: Vec<Vec<Fraction>>,
    outcomes: Vec<Vec<Fraction>>,
    path_lengths: Vec<Fraction>,
}

impl ChainSolution {
    /// The chain that was solved.
    #[must_use]
    pub const fn chain(&self) -> &Chain {
        &self.chain
    }

    /// How often a lead that begins in `start` is expected in `state`. The beginning counts: 1 and above if both are
    /// the same.
    ///
    /// # Errors
    /// [`PlanError::Unknown`] for a name that is no state of the chain.
    pub fn visits(&self, start: &StepName, state: &StepName) -> Result<&Fraction, PlanError> {
        let (row, column) = (self.state(start)?, self.state(state)?);
        Ok(cell(&self.visits, row, column))
    }

    /// The share of the leads beginning in `start` that ends in `outcome`, as a fraction of one.
    ///
    /// # Errors
    /// [`PlanError::Unknown`] for a name that is no state, or no outcome, of the chain.
    pub fn outcome(&self, start: &StepName, outcome: &StepName) -> Result<&Fraction, PlanError> {
        let column = find(self.chain.outcomes(), outcome)?;
        Ok(cell(&self.outcomes, self.state(start)?, column))
    }

    /// How many states a lead that begins in `start` is expected to pass through until its outcome. The beginning
    /// counts.
    ///
    /// ```
    /// use lead_lifecycle::planning::{Chain, Funnel};
    /// let solution = Chain::recycling(&Funnel::standard(), &[])?.solve()?;
    /// // Every lead is MQL, a quarter SQL, and 80 % of those an opportunity: 1 + 0.25 + 0.2.
    /// assert_eq!(solution.path_length(&"mql".parse()?)?.to_string(), "1.45");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`PlanError::Unknown`] for a name that is no state of the chain.
    pub fn path_length(&self, start: &StepName) -> Result<&Fraction, PlanError> {
        let row = self.state(start)?;
        Ok(self.path_lengths.get(row).unwrap_or(&Fraction::ZERO))
    }

    /// The variance of the number of states that a lead passes through.
    ///
    /// # Errors
    /// [`PlanError::Unknown`] for a name that is no state of the chain; [`PlanError::Number`] for numbers too large.
    pub fn path_length_variance(&self, start: &StepName) -> Result<Fraction, PlanError> {
        let row = self.state(start)?;
        let length = self.path_length(start)?;
        let visits = self.visits.get(row).map(Vec::as_slice).unwrap_or_default();
        // (2 N − I) t − t², rearranged so that nothing goes below zero on the way.
        let twice = dot(visits.iter(), self.path_lengths.iter())?.checked_mul(&Fraction::from(2_u64))?;
        Ok(twice.checked_sub(&length.checked_add(&length.checked_mul(length)?)?)?)
    }

    /// The chance, as a fraction of one, that a lead which begins in `start` comes to `state` later; if both are the
    /// same, that it comes back.
    ///
    /// # Errors
    /// [`PlanError::Unknown`] for a name that is no state of the chain; [`PlanError::Number`] for numbers too large.
    pub fn ever(&self, start: &StepName, state: &StepName) -> Result<Fraction, PlanError> {
        let visits = self.visits(start, state)?;
        let own = self.visits(state, state)?;
        let later = if start == state { visits.checked_sub(&Fraction::ONE)? } else { visits.clone() };
        Ok(later.checked_div(own)?)
    }

    /// How many leads must begin in `start` so that so many end in `outcome`, exact. See [`Chain`] for an example.
    ///
    /// # Errors
    /// [`PlanError::Unknown`] for a name that is no state, or no outcome, of the chain; [`PlanError::ZeroRate`] when
    /// none of them gets there; [`PlanError::Number`] for numbers too large.
    pub fn entries_for(&self, start: &StepName, outcome: &StepName, wanted: &Fraction) -> Result<Fraction, PlanError> {
        let share = self.outcome(start, outcome)?;
        if share.is_zero() {
            return Err(PlanError::ZeroRate { step: outcome.clone() });
        }
        Ok(wanted.checked_div(share)?)
    }

    fn state(&self, name: &StepName) -> Result<usize, PlanError> {
        find(self.chain.states(), name)
    }
}

impl Chain {
    /// Solves the chain exactly. See [`Chain`] for an example.
    ///
    /// # Errors
    /// [`PlanError::Number`] when the shares have denominators too large to be solved exactly.
    pub fn solve(&self) -> Result<ChainSolution, PlanError> {
        let (matrix, scales) = self.scaled()?;
        let (inverse, determinant) =
            solved(matrix, scales).ok_or_else(|| PlanError::Endless { states: self.states().to_vec() })?;
        let fraction = |value: &Natural| Fraction::from_naturals(value, &determinant);
        let mut visits = Vec::with_capacity(inverse.len());
        for row in &inverse {
            let row: Result<Vec<Fraction>, FractionError> = row.iter().map(fraction).collect();
            visits.push(row?);
        }
        let mut ends = Vec::with_capacity(visits.len());
        for row in &visits {
            let mut into = Vec::with_capacity(self.outcomes().len());
            for outcome in 0..self.outcomes().len() {
                let column = self.states().len().saturating_add(outcome);
                let exits = self.rows().iter().map(|row| row.get(column));
                into.push(dot(row.iter(), exits.map(|cell| cell.unwrap_or(&Fraction::ZERO)))?);
            }
            ends.push(into);
        }
        let path_lengths = visits.iter().map(|row| total(row)).collect::<Result<_, _>>()?;
        Ok(ChainSolution { chain: self.clone(), visits, outcomes: ends, path_lengths })
    }

    /// `L (I − Q)` in whole numbers, with magnitudes off the diagonal, and the row factors `L`.
    fn scaled(&self) -> Result<(Vec<Vec<Natural>>, Vec<Natural>), PlanError> {
        let mut matrix = Vec::with_capacity(self.states().len());
        let mut scales = Vec::with_capacity(self.states().len());
        let mut bits = 0_u32;
        for (index, row) in self.rows().iter().enumerate() {
            let mut scale = Natural::ONE;
            for share in row.iter().take(self.states().len()) {
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
            let mut wholes: Vec<Natural> = row.iter().take(self.states().len()).map(whole).collect();
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

/// Solves `A X = diag(scales)`: the columns of `X`, times the determinant, and the determinant.
fn solved(mut matrix: Vec<Vec<Natural>>, scales: Vec<Natural>) -> Option<(Vec<Vec<Natural>>, Natural)> {
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

fn cell(rows: &[Vec<Fraction>], row: usize, column: usize) -> &Fraction {
    rows.get(row).and_then(|row| row.get(column)).unwrap_or(&Fraction::ZERO)
}
