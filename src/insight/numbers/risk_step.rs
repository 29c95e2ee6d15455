//! The steps of a risk table: each time at which somebody left it.

use alloc::vec::Vec;

use serde::Serialize;

use crate::insight::numbers::risk_table::{RiskError, RiskTable};

/// A time at which a wait ended or ceased to be watched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RiskStep {
    /// The time since the start.
    pub time: i64,
    /// How many were at risk at that time: they had entered, and had not left before.
    pub at_risk: u64,
    /// Events, by cause: causes ascending, none with 0.
    pub events: Vec<(u8, u64)>,
    /// How many were censored at that time.
    pub censored: u64,
}

impl RiskStep {
    /// Events of all causes together.
    #[must_use]
    pub fn all_events(&self) -> u64 {
        self.events.iter().fold(0, |all, (_, events)| all.saturating_add(*events))
    }
}

impl RiskTable {
    /// Every time with an event or a censored observation, ascending.
    ///
    /// # Errors
    /// [`RiskError::NotWhole`] when counts are below zero, or more leave than are at risk: something was removed that had
    /// not been added.
    pub fn steps(&self) -> Result<Vec<RiskStep>, RiskError> {
        let mut ends: Vec<(i64, Option<u8>, i64)> = Vec::new();
        for (cause, tally) in self.ends() {
            ends.extend(tally.entries().iter().map(|(time, count)| (*time, cause, *count)));
        }
        // Each cause is sorted already, which a stable sort makes use of; its causes stay in their order.
        ends.sort_by_key(|(time, _, _)| *time);
        let entered = self.entered().entries();
        let mut entering = entered.iter().copied().peekable();
        let mut at_risk = i128::from(self.len()).saturating_sub(i128::from(self.entered().len()));
        let mut steps: Vec<RiskStep> = Vec::new();
        for (time, cause, count) in ends {
            let whole = || RiskError::NotWhole { time };
            let count = u64::try_from(count).map_err(|_negative| whole())?;
            if steps.last().is_none_or(|step| step.time != time) {
                while let Some((_, more)) = entering.next_if(|(entry, _)| *entry < time) {
                    if more < 0 {
                        return Err(whole());
                    }
                    at_risk = at_risk.saturating_add(i128::from(more));
                }
                let at_risk = u64::try_from(at_risk).map_err(|_negative| whole())?;
                steps.push(RiskStep { time, at_risk, events: Vec::new(), censored: 0 });
            }
            at_risk = at_risk.saturating_sub(i128::from(count));
            if at_risk < 0 {
                return Err(whole());
            }
            if let Some(step) = steps.last_mut() {
                match cause {
                    Some(cause) => step.events.push((cause, count)),
                    None => step.censored = count,
                }
            }
        }
        match entering.next() {
            Some((time, _)) => Err(RiskError::NotWhole { time }),
            None => Ok(steps),
        }
    }
}
