//! What a chain leads to. The shares are exact, so the solution is: elimination without fractions (Bareiss), on whole
//! numbers only. The matrix has no positive element off its diagonal, so nothing is subtracted except on the diagonal.

use alloc::vec::Vec;

use serde::Serialize;

use crate::planning::bounds;
use crate::planning::chain::{Chain, find};
use crate::planning::exact::{Fraction, FractionError, Meter, Natural};
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
        let (mut sum, mut meter) = (Fraction::ZERO, Meter::new());
        for (visits, length) in visits.iter().zip(&self.path_lengths) {
            let part = meter.mul(visits, length)?;
            sum = meter.add(&sum, &part)?;
        }
        let twice = sum.checked_mul(&Fraction::from(2_u64))?;
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
    /// The steps grow with the third power of the states, and with the square of the digits of all rows together: 32
    /// states with counted rates, or 16 whose shares have 30 digits each, take a few per cent of
    /// [`bounds::WORK_STEPS`].
    ///
    /// # Errors
    /// [`PlanError::Number`] when the shares have denominators too large to be solved exactly, or it takes more than
    /// [`bounds::WORK_STEPS`].
    pub fn solve(&self) -> Result<ChainSolution, PlanError> {
        let mut meter = Meter::new();
        let Scaled { matrix, exits, scales } = self.scaled(&mut meter)?;
        let inverse = inverted(matrix, &mut meter)?;
        let Inverse { rows: inverse, determinant } =
            inverse.ok_or_else(|| PlanError::Endless { states: self.states().to_vec() })?;
        let mut solution = ChainSolution {
            chain: self.clone(),
            visits: Vec::with_capacity(inverse.len()),
            outcomes: Vec::with_capacity(inverse.len()),
            path_lengths: Vec::with_capacity(inverse.len()),
        };
        for row in &inverse {
            let mut visits = Vec::with_capacity(row.len());
            let mut length = Natural::ZERO;
            for (cell, scale) in row.iter().zip(&scales) {
                let visit = meter.times(cell, scale)?;
                length = meter.plus(&length, &visit)?;
                visits.push(meter.fraction(&visit, &determinant)?);
            }
            let mut ends = Vec::with_capacity(self.outcomes().len());
            for outcome in 0..self.outcomes().len() {
                let mut end = Natural::ZERO;
                for (cell, exit) in row.iter().zip(exits.iter().filter_map(|exit| exit.get(outcome))) {
                    let part = meter.times(cell, exit)?;
                    end = meter.plus(&end, &part)?;
                }
                ends.push(meter.fraction(&end, &determinant)?);
            }
            solution.visits.push(visits);
            solution.outcomes.push(ends);
            solution.path_lengths.push(meter.fraction(&length, &determinant)?);
        }
        Ok(solution)
    }

    /// The rows in whole numbers: each times the smallest number that makes them whole.
    fn scaled(&self, meter: &mut Meter) -> Result<Scaled, PlanError> {
        let states = self.states().len();
        let mut scaled = Scaled { matrix: Vec::new(), exits: Vec::new(), scales: Vec::new() };
        let mut bits = 0_u32;
        for (index, row) in self.rows().iter().enumerate() {
            let mut scale = Natural::ONE;
            for share in row {
                scale = meter.common_multiple(&scale, share.naturals().1)?;
            }
            bits = bits.saturating_add(scale.bits());
            if bits > bounds::FRACTION_BITS {
                return Err(FractionError::TooLarge { bits, max: bounds::FRACTION_BITS }.into());
            }
            let mut wholes = Vec::with_capacity(row.len());
            for share in row {
                let (numerator, denominator) = share.naturals();
                let factor = meter.over(&scale, denominator)?;
                wholes.push(meter.times(numerator, &factor)?);
            }
            let exits = wholes.split_off(states.min(wholes.len()));
            if let Some(diagonal) = wholes.get_mut(index) {
                // INVARIANT: a share is at most one, so its scaled form is at most the scale.
                *diagonal = scale.minus(diagonal).unwrap_or(Natural::ZERO);
            }
            scaled.matrix.push(wholes);
            scaled.exits.push(exits);
            scaled.scales.push(scale);
        }
        Ok(scaled)
    }
}

/// A chain in whole numbers, with one factor `L` for every row.
struct Scaled {
    /// `L (I − Q)`, with magnitudes off the diagonal.
    matrix: Vec<Vec<Natural>>,
    /// `L R`: what goes to the outcomes.
    exits: Vec<Vec<Natural>>,
    /// `L`.
    scales: Vec<Natural>,
}

/// The inverse of a matrix times its determinant, and the determinant.
struct Inverse {
    rows: Vec<Vec<Natural>>,
    determinant: Natural,
}

/// The inverse; `None` if there is none.
///
/// Elimination without fractions: every number on the way is a minor of the matrix, so none is longer than the
/// determinant may be, and every division is exact.
fn inverted(mut matrix: Vec<Vec<Natural>>, meter: &mut Meter) -> Result<Option<Inverse>, PlanError> {
    let count = matrix.len();
    for (index, row) in matrix.iter_mut().enumerate() {
        row.extend((0..count).map(|column| if column == index { Natural::ONE } else { Natural::ZERO }));
    }
    let mut previous = Natural::ONE;
    for pivot in 0..count {
        let pivot_row = matrix.get(pivot).cloned().unwrap_or_default();
        let Some(head) = pivot_row.get(pivot).filter(|head| !head.is_zero()).cloned() else {
            return Ok(None);
        };
        for (index, row) in matrix.iter_mut().enumerate().filter(|(index, _)| *index != pivot) {
            let factor = row.get(pivot).cloned().unwrap_or(Natural::ZERO);
            for (column, (cell, below)) in row.iter_mut().zip(&pivot_row).enumerate() {
                if column == pivot {
                    *cell = Natural::ZERO;
                    continue;
                }
                // Most of the right half is zero until its turn comes.
                let still = factor.is_zero() || below.is_zero();
                if still && cell.is_zero() {
                    continue;
                }
                let mut sum = meter.times(&head, cell)?;
                if !still {
                    let moved = meter.times(&factor, below)?;
                    // Off the diagonal and to the right, both are magnitudes of one sign.
                    sum = if column == index {
                        match sum.minus(&moved) {
                            Some(difference) => difference,
                            None => return Ok(None),
                        }
                    } else {
                        meter.plus(&sum, &moved)?
                    };
                }
                *cell = meter.over(&sum, &previous)?;
            }
        }
        previous = head;
    }
    let rows = matrix.into_iter().map(|row| row.into_iter().skip(count).collect()).collect();
    Ok(Some(Inverse { rows, determinant: previous }))
}

fn cell(rows: &[Vec<Fraction>], row: usize, column: usize) -> &Fraction {
    rows.get(row).and_then(|row| row.get(column)).unwrap_or(&Fraction::ZERO)
}
