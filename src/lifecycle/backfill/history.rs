//! A stage history, one row per change, becomes rows of rounds.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

use crate::calendar::Zone;
use crate::lead::LeftOver;
use crate::lifecycle::backfill::legacy_end::LegacyEnd;
use crate::lifecycle::backfill::legacy_row::{LegacyMove, LegacyRow};
use crate::values::{DealStageName, Instant, Milestone, Moment};

/// One change of a stage history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct LegacyChange {
    /// When, if it is known; an undated change stays behind the one that is told before it.
    #[serde(default)]
    pub at: Option<Moment>,
    /// What the stage changed to.
    pub to: LegacyState,
}

/// What a stage of a legacy system means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LegacyState {
    /// A milestone.
    Reached(Milestone),
    /// A stage of the deal.
    DealStage(DealStageName),
    /// An end.
    End(LegacyEnd),
}

impl LegacyChange {
    /// To have reached `won` is to have won.
    fn of_win(self) -> Self {
        match self.to {
            LegacyState::Reached(Milestone::Won) => {
                Self { to: LegacyState::End(LegacyEnd::Won { at: None, value: None, contract: None }), ..self }
            }
            LegacyState::Reached(_) | LegacyState::DealStage(_) | LegacyState::End(_) => self,
        }
    }
}

impl LegacyRow {
    /// The rounds of a stage history, with what this row says of the lead and its deal.
    ///
    /// - Changes are put in order of time; a stage that is told twice in a row is entered the first time.
    /// - What follows an end, a win excepted, begins the next round: a lost deal was opened again. The key of the deal goes with the last
    ///   round; the others keep it as left over.
    /// - What follows a win takes the win back, as does another end right behind one: it is kept as left over.
    /// - Going back to a milestone that was reached before is kept as left over; moves of the deal go back as they are told.
    /// - The dates of this row, its activities and what it has left over go with the first round, where they say what the history does
    ///   not; that of `won` goes with the last. Its end is that of the last round, and says what the history does not: reason, value,
    ///   contract; where the two contradict each other, the row counts, but of when it was, the history. The other is left over.
    /// - `won` as a milestone is an end.
    ///
    /// ```
    /// use lead_lifecycle::lifecycle::{LegacyChange, LegacyRow};
    /// use lead_lifecycle::Origin;
    /// use lead_lifecycle::calendar::Zone;
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let changes: Vec<LegacyChange> = serde_json::from_str(
    ///     r#"[{"at": "2025-01-10", "to": {"reached": "mql"}}, {"at": "2025-02-01", "to": {"end": {"lost": {"at": null}}}},
    ///         {"at": "2025-06-01", "to": {"reached": "mql"}}]"#,
    /// )?;
    /// let rounds = LegacyRow::new("a-1".parse()?, Origin::Inbound).with_history(changes, &Zone::UTC);
    /// assert_eq!(rounds.len(), 2);
    /// assert_eq!(rounds[0].end.as_ref().and_then(|end| end.at()), Some("2025-02-01".parse()?));
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn with_history(mut self, changes: Vec<LegacyChange>, zone: &Zone) -> Vec<Self> {
        let said = self.end.take();
        let wide = core::mem::take(&mut self.reached);
        let template = Self {
            reached: BTreeMap::new(),
            moves: Vec::new(),
            activities: Vec::new(),
            left_over: Vec::new(),
            ..self.clone()
        };
        let mut rounds: Vec<Self> = Vec::new();
        let mut round = self;
        for change in in_order(changes, zone) {
            let goes_on = !matches!(change.to, LegacyState::End(_));
            if goes_on && round.end.as_ref().is_some_and(|end| !end.is_won()) {
                rounds.push(core::mem::replace(&mut round, template.clone()));
            }
            round.take(change);
        }
        round.settle(said);
        let key = round.deal.clone();
        for earlier in &mut rounds {
            earlier.deal = None;
            earlier.deal_stage = None;
            (earlier.contract_starts, earlier.contract_ends, earlier.churned) = (None, None, None);
            earlier.left_over.extend(key.clone().map(LeftOver::Deal));
        }
        rounds.push(round);
        for (milestone, at) in wide {
            let of = if milestone == Milestone::Won { rounds.last_mut() } else { rounds.first_mut() };
            if let Some(round) = of {
                round.take_wide(milestone, at);
            }
        }
        rounds
    }

    /// What the row itself says of a milestone, beside what the history says of it: the history knows when.
    fn take_wide(&mut self, milestone: Milestone, at: Option<Moment>) {
        let known = self.reached.entry(milestone).or_insert(at);
        if known.is_none() {
            *known = at;
        }
        if at.is_some() && *known != at {
            self.left_over.push(LeftOver::Reached { milestone, at });
        }
    }

    fn take(&mut self, change: LegacyChange) {
        let LegacyChange { at, to } = change;
        match to {
            LegacyState::Reached(milestone) => {
                self.take_back_end();
                let highest = self.reached.keys().next_back();
                if highest.is_some_and(|highest| *highest >= milestone) {
                    let same_again = highest == Some(&milestone) && self.reached.get(&milestone) == Some(&at);
                    if !same_again {
                        self.left_over.push(LeftOver::Reached { milestone, at });
                    }
                } else {
                    self.reached.insert(milestone, at);
                }
            }
            LegacyState::DealStage(deal_stage) => {
                self.take_back_end();
                match self.moves.last() {
                    Some(last) if last.deal_stage == deal_stage => {
                        let again = at.is_some() && at != last.at;
                        self.left_over.extend(again.then_some(LeftOver::DealStage { stage: deal_stage, at }));
                    }
                    _ => self.moves.push(LegacyMove { deal_stage, at }),
                }
            }
            LegacyState::End(end) => {
                if at.is_some() && end.at().is_some_and(|said| Some(said) != at) {
                    self.left_over.push(LeftOver::Ended { won: end.is_won(), at });
                }
                let end = end.or_at(at);
                match self.end.take() {
                    Some(known) if known.is_same(&end) => self.end = Some(known.filled(end, &mut self.left_over)),
                    known => {
                        self.end = known;
                        self.take_back_end();
                        self.end = Some(end);
                    }
                }
            }
        }
    }

    /// An end that the system took back is no end, and is not forgotten.
    fn take_back_end(&mut self) {
        if let Some(end) = self.end.take() {
            end.leave(&mut self.left_over);
        }
    }

    /// What the row says of the end, beside what the history says of it.
    fn settle(&mut self, said: Option<LegacyEnd>) {
        let Some(said) = said else { return };
        self.end = Some(match self.end.take() {
            // The history knows when; of what else both say, the row counts.
            Some(known) if known.is_same(&said) => {
                let at = known.at();
                let said = match at {
                    Some(_) => {
                        let apart = said.at().filter(|said| Some(*said) != at);
                        let ended = |said| LeftOver::Ended { won: known.is_won(), at: Some(said) };
                        self.left_over.extend(apart.map(ended));
                        said.without_at().or_at(at)
                    }
                    None => said,
                };
                said.filled(known, &mut self.left_over)
            }
            Some(known) => {
                known.leave(&mut self.left_over);
                said
            }
            None => said,
        });
    }
}

/// In order of time; an undated change stays behind the one that is told before it.
fn in_order(changes: Vec<LegacyChange>, zone: &Zone) -> Vec<LegacyChange> {
    let mut known = Instant::MIN;
    let mut dated: Vec<(Instant, LegacyChange)> = Vec::with_capacity(changes.len());
    for change in changes {
        known = change.at.map_or(known, |at| at.start(zone));
        dated.push((known, change.of_win()));
    }
    dated.sort_by_key(|(at, _)| *at);
    dated.into_iter().map(|(_, change)| change).collect()
}
