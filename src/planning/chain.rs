//! Recycling (リサイクル): a funnel out of which leads drop, and into which some of them come back later.

use alloc::vec::Vec;

use serde::{Deserialize, Deserializer, Serialize};

use crate::planning::bounds;
use crate::planning::column::Column;
use crate::planning::exact::{Fraction, FractionError, Meter};
use crate::planning::funnel::Funnel;
use crate::planning::plan_error::PlanError;
use crate::planning::plan_error_parts::{MissingInput, SharesError};
use crate::planning::share::Share;
use crate::values::{Literal as _, StepName};

/// A share of those who drop out after a step comes back later (差し戻し・再育成). See [`Chain::recycling`].
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
#[doc(alias = "差し戻し")]
pub struct Return {
    /// The step that they had reached when they dropped out.
    pub from: StepName,
    /// The share of those drop-outs that comes back.
    pub share: Share,
    /// The step that they come back to.
    pub to: StepName,
}

/// A funnel with ways back: states that leads pass through, outcomes where they end, and the share that goes from each
/// state to each other place.
///
/// ```
/// use lead_lifecycle::planning::{Chain, Funnel, Return};
/// use lead_lifecycle::values::StepName;
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
///
/// A lead that comes back is as likely to win as a new one.
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
    /// A chain from its rows. A state's row has the share that goes on to every state, in their order, and then to
    /// every outcome.
    ///
    /// ```
    /// use lead_lifecycle::planning::{Chain, Fraction};
    /// use lead_lifecycle::values::StepName;
    /// let names = |texts: &[&str]| texts.iter().map(|text| StepName::new(text)).collect::<Result<Vec<_>, _>>();
    /// let row = |texts: &[&str]| texts.iter().map(|text| text.parse()).collect::<Result<Vec<Fraction>, _>>();
    /// // Of those in nurturing 10 % stay, 30 % are won, and the rest is lost.
    /// let chain = Chain::new(names(&["nurturing"])?, names(&["won", "lost"])?, vec![row(&["10%", "30%", "60%"])?])?;
    /// let won = chain.solve()?.outcome(&"nurturing".parse()?, &"won".parse()?)?.to_string();
    /// assert_eq!(won, "1/3");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`PlanError::Missing`] for fewer or more rows than states, or shares in a row than places; [`PlanError::Shares`]
    /// for a row that does not add up to exactly 1; [`PlanError::Endless`] with every state from which no outcome can
    /// be reached; [`PlanError::Twice`] for a repeated name; [`PlanError::Limit`] for none or more than
    /// [`bounds::CHAIN_STATES`] and [`bounds::CHAIN_OUTCOMES`]; [`PlanError::Number`] for shares whose sums take more than
    /// [`bounds::WORK_STEPS`].
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
            return Err(MissingInput::RowPerState.into());
        }
        let mut meter = Meter::new();
        for (state, row) in states.iter().zip(&rows) {
            if row.len() != names.len() {
                return Err(MissingInput::SharePerPlace.into());
            }
            let sum = Column::of(row, &mut meter)?.total(&mut meter)?;
            if sum != Fraction::ONE {
                return Err(SharesError::Row { state: state.clone(), got: sum }.into());
            }
        }
        let chain = Self { states, outcomes, rows };
        let states = chain.endless();
        if states.is_empty() { Ok(chain) } else { Err(PlanError::Endless { states }) }
    }

    /// A funnel whose drop-outs partly come back. Its outcomes are the funnel's last step and `lost`. See [`Chain`] for
    /// an example.
    ///
    /// # Errors
    /// [`PlanError::Unknown`] for a step that the funnel does not have, or its last one; [`PlanError::Shares`] when
    /// more comes back from a step than drops out; [`PlanError::Endless`] when some leads are never won or lost;
    /// [`PlanError::Limit`] for more than [`bounds::CHAIN_STATES`] or [`bounds::RETURNS`]; [`PlanError::Number`] for
    /// numbers too large, or more than [`bounds::WORK_STEPS`].
    pub fn recycling(funnel: &Funnel, returns: &[Return]) -> Result<Self, PlanError> {
        PlanError::check_len(bounds::RETURNS, returns.len())?;
        let mut meter = Meter::new();
        let won = funnel.last().clone();
        let states: Vec<StepName> = funnel.names().filter(|name| **name != won).cloned().collect();
        let position = |name: &StepName| find(&states, name);
        let width = states.len().saturating_add(2);
        let mut rows = Vec::with_capacity(states.len());
        for (index, (state, rate)) in states.iter().zip(funnel.rates()).enumerate() {
            let mut row = alloc::vec![Fraction::ZERO; width];
            set(&mut row, index.saturating_add(1), rate.clone());
            let dropped = rate.complement()?;
            let mut rest = Fraction::ONE;
            for back in returns.iter().filter(|back| back.from == *state) {
                let share = back.share.fraction();
                let left = meter.sub(&rest, share);
                rest = match left {
                    Ok(left) => left,
                    Err(FractionError::BelowZero) => {
                        let got = Fraction::ONE.checked_sub(&rest)?.checked_add(share)?;
                        return Err(SharesError::Returns { from: state.clone(), got }.into());
                    }
                    Err(other) => return Err(other.into()),
                };
                let to = position(&back.to)?;
                let so_far = row.get(to).cloned().unwrap_or(Fraction::ZERO);
                let back = meter.mul(&dropped, share)?;
                set(&mut row, to, meter.add(&so_far, &back)?);
            }
            set(&mut row, width.saturating_sub(1), meter.mul(&dropped, &rest)?);
            rows.push(row);
        }
        for back in returns {
            position(&back.from)?;
        }
        let lost = StepName::literal("lost");
        Self::new(states, alloc::vec![won, lost], rows)
    }

    /// The states, in the order of the rows.
    #[must_use]
    pub fn states(&self) -> &[StepName] {
        &self.states
    }

    /// The outcomes, in the order of the rows.
    #[must_use]
    pub fn outcomes(&self) -> &[StepName] {
        &self.outcomes
    }

    /// The rows, in the order of the states.
    pub(super) fn rows(&self) -> &[Vec<Fraction>] {
        &self.rows
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
}

impl<'de> Deserialize<'de> for Chain {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields, rename = "Chain", expecting = "a table")]
        struct Raw {
            states: Vec<StepName>,
            outcomes: Vec<StepName>,
            rows: Vec<Vec<Fraction>>,
        }
        let raw = Raw::deserialize(deserializer)?;
        Self::new(raw.states, raw.outcomes, raw.rows).map_err(serde::de::Error::custom)
    }
}

fn set(row: &mut [Fraction], index: usize, value: Fraction) {
    if let Some(cell) = row.get_mut(index) {
        *cell = value;
    }
}

/// Where a name stands among names.
pub(super) fn find(names: &[StepName], name: &StepName) -> Result<usize, PlanError> {
    let found = names.iter().position(|known| known == name);
    found.ok_or_else(|| PlanError::unknown(name.as_str(), names.iter().map(StepName::as_str)))
}
