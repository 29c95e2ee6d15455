//! Reasons and their rules, as people write them and as they decide.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use core::fmt;
use serde::{Deserialize, Serialize};

use crate::recycle::presets;
use crate::recycle::reason::{RESERVED, Reason};
use crate::values::{Carry, FaultCode, Faults, Path, ReasonCode, Span, Text, limits, suggest, vocabulary};

vocabulary! {
    /// The lists of reasons, one per backward move.
    ReasonList {
        /// Field sales rejects a hand-over.
        Reject = "reject",
        /// Back to nurturing.
        Recycle = "recycle",
        /// Discarded.
        Disqualify = "disqualify",
        /// A deal is lost.
        Lose = "lose",
        /// A discarded lead is taken back.
        Reopen = "reopen",
        /// A contract ends.
        EndContract = "end_contract",
    }
}

/// A reason after which nothing is left to decide.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ReasonDraft {
    /// The label people see.
    pub label: Option<Text>,
    /// Whether a note must say more.
    pub needs_note: bool,
}

/// A reason for recycling. What it leaves out follows the general rule.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RecycleReasonDraft {
    /// The label people see.
    pub label: Option<Text>,
    /// Whether a note must say more.
    pub needs_note: bool,
    /// How long the lead cools after its first cycle.
    pub cooling: Option<Span>,
    /// What happens to the engagement.
    pub engagement: Option<Carry>,
}

/// A reason that ends a deal or a contract.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct EndingReasonDraft {
    /// The label people see.
    pub label: Option<Text>,
    /// Whether a note must say more.
    pub needs_note: bool,
    /// What follows; none: the lead is recycled by the general rule.
    pub then: Option<Then>,
}

/// What follows from a reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Then {
    /// The lead is discarded.
    Disqualify,
    /// The lead is recycled.
    Recycle(RecycleTerms),
}

/// On which terms a lead is recycled. What is left out follows the general rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RecycleTerms {
    /// How long the lead cools after its first cycle.
    pub cooling: Option<Span>,
    /// What happens to the engagement.
    pub engagement: Option<Carry>,
}

/// All reasons. A list that is written replaces the standard one as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ReasonsDraft {
    /// Why field sales rejects a hand-over.
    pub reject: BTreeMap<ReasonCode, ReasonDraft>,
    /// Why a lead is recycled.
    pub recycle: BTreeMap<ReasonCode, RecycleReasonDraft>,
    /// Why a lead is discarded.
    pub disqualify: BTreeMap<ReasonCode, ReasonDraft>,
    /// Why a deal is lost.
    #[doc(alias = "失注理由")]
    pub lose: BTreeMap<ReasonCode, EndingReasonDraft>,
    /// Why a discarded lead is taken back.
    pub reopen: BTreeMap<ReasonCode, ReasonDraft>,
    /// Why a contract ends.
    pub end_contract: BTreeMap<ReasonCode, EndingReasonDraft>,
}

impl ReasonsDraft {
    /// The reasons that DOMAIN names (competitor, budget not fixed) and the usual ones around them, which are ours; in every
    /// list `other` needs a note.
    #[must_use]
    pub fn standard() -> Self {
        presets::reasons()
    }
}

impl Default for ReasonsDraft {
    fn default() -> Self {
        Self::standard()
    }
}

/// The general rule of recycling.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RecycleDraft {
    /// How long a lead cools after its first cycle.
    pub cooling: Span,
    /// How much longer after each further cycle, in whole per cent: 150 makes it half as long again each time.
    pub back_off: u32,
    /// The longest cooling.
    pub max_cooling: Span,
    /// How many cycles a lead may have; expansions do not count.
    pub max_cycles: u32,
    /// What happens to the engagement gathered so far.
    pub engagement: Carry,
}

impl RecycleDraft {
    /// Ours, not DOMAIN's: 30 days, half as long again each time, at most 180 days, five cycles, engagement halved.
    #[must_use]
    pub fn standard() -> Self {
        Self {
            cooling: Span::days(30),
            back_off: 150,
            max_cooling: Span::days(180),
            max_cycles: 5,
            engagement: Carry::Halve,
        }
    }

    /// Checks the general rule together with the reasons; every fault is added.
    ///
    /// `path` is that of the general rule, `reasons_path` that of the reasons.
    pub fn check(&self, reasons: &ReasonsDraft, path: &Path, reasons_path: &Path, faults: &mut Faults) -> ReasonRules {
        let checks =
            [(limits::BACK_OFF_PERCENT, "back_off", self.back_off), (limits::CYCLES, "max_cycles", self.max_cycles)];
        for (limit, key, got) in checks {
            if !limit.admits(got) {
                faults.add(FaultCode::OutOfRange, &path.key(key), limit, got);
            }
        }
        let mut cooling = |path: &Path, span: Option<Span>| {
            if let Some(span) = span.filter(|span| *span > self.max_cooling) {
                let expected = format!("at most the longest cooling, `{}`", self.max_cooling);
                faults.add(FaultCode::Conflict, path, expected, format!("`{span}`"));
            }
        };
        cooling(&path.key("cooling"), Some(self.cooling));
        for (code, reason) in &reasons.recycle {
            let at = reasons_path.key("recycle").key(code.as_str());
            cooling(&at.key("cooling"), reason.cooling);
        }
        let endings = [("lose", &reasons.lose), ("end_contract", &reasons.end_contract)];
        for (list, reasons) in endings {
            for (code, reason) in reasons {
                if let Some(Then::Recycle(terms)) = reason.then {
                    let at = reasons_path.key(list).key(code.as_str());
                    cooling(&at.key("then").key("recycle").key("cooling"), terms.cooling);
                }
            }
        }
        let rules = ReasonRules { reasons: reasons.clone(), general: self.clone() };
        rules.check_codes(reasons_path, faults);
        rules
    }
}

impl Default for RecycleDraft {
    fn default() -> Self {
        Self::standard()
    }
}

/// What becomes of a lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// It is discarded.
    Disqualify,
    /// It is recycled; how long it cools depends on the cycle too.
    Recycle {
        /// What happens to the engagement.
        engagement: Carry,
    },
}

/// Why a reason is not accepted.
#[derive(Debug, Clone, Serialize, PartialEq, Eq, thiserror::Error)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ReasonProblem {
    /// The list does not declare it.
    #[error("reason `{code}` is not declared for `{list}`{}", hint(.suggestion.as_deref()))]
    Unknown {
        /// The code.
        code: ReasonCode,
        /// The list.
        list: ReasonList,
        /// A declared code close to it.
        suggestion: Option<String>,
    },
    /// It says too little without a note.
    #[error("reason `{code}` needs a note")]
    NoteNeeded {
        /// The code.
        code: ReasonCode,
    },
}

/// Checked reasons with the general rule of recycling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReasonRules {
    reasons: ReasonsDraft,
    general: RecycleDraft,
}

impl ReasonRules {
    /// Checks that a list declares the reason, and that it has the note that it needs.
    ///
    /// # Errors
    /// A code that the list does not declare (the reserved ones `max_cycles`, `imported_unknown` and `erased` never are), or a
    /// missing note.
    pub fn check_reason(&self, list: ReasonList, reason: &Reason) -> Result<(), ReasonProblem> {
        match self.needs_note(list, reason.code()) {
            None => Err(ReasonProblem::Unknown {
                code: reason.code().clone(),
                list,
                suggestion: suggest(reason.code().as_str(), self.codes(list).map(|(code, _)| code.as_str()))
                    .map(String::from),
            }),
            Some(true) if reason.note().is_none() => Err(ReasonProblem::NoteNeeded { code: reason.code().clone() }),
            Some(_) => Ok(()),
        }
    }

    /// Whether a reason needs a note; none if the list does not declare it.
    #[must_use]
    pub fn needs_note(&self, list: ReasonList, code: &ReasonCode) -> Option<bool> {
        let reasons = &self.reasons;
        match list {
            ReasonList::Reject => reasons.reject.get(code).map(|r| r.needs_note),
            ReasonList::Recycle => reasons.recycle.get(code).map(|r| r.needs_note),
            ReasonList::Disqualify => reasons.disqualify.get(code).map(|r| r.needs_note),
            ReasonList::Lose => reasons.lose.get(code).map(|r| r.needs_note),
            ReasonList::Reopen => reasons.reopen.get(code).map(|r| r.needs_note),
            ReasonList::EndContract => reasons.end_contract.get(code).map(|r| r.needs_note),
        }
    }

    /// The codes of a list in order, each with its label.
    pub fn codes(&self, list: ReasonList) -> impl Iterator<Item = (&ReasonCode, Option<&Text>)> {
        let reasons = &self.reasons;
        let plain = match list {
            ReasonList::Reject => Some(&reasons.reject),
            ReasonList::Disqualify => Some(&reasons.disqualify),
            ReasonList::Reopen => Some(&reasons.reopen),
            ReasonList::Recycle | ReasonList::Lose | ReasonList::EndContract => None,
        };
        let ending = match list {
            ReasonList::Lose => Some(&reasons.lose),
            ReasonList::EndContract => Some(&reasons.end_contract),
            ReasonList::Reject | ReasonList::Disqualify | ReasonList::Reopen | ReasonList::Recycle => None,
        };
        let recycle = (list == ReasonList::Recycle).then_some(&reasons.recycle);
        let plain = plain.into_iter().flatten().map(|(c, r)| (c, r.label.as_ref()));
        let ending = ending.into_iter().flatten().map(|(c, r)| (c, r.label.as_ref()));
        let recycle = recycle.into_iter().flatten().map(|(c, r)| (c, r.label.as_ref()));
        plain.chain(ending).chain(recycle)
    }

    /// What becomes of a lead after a reason. A code that the list does not declare follows the general rule.
    #[must_use]
    pub fn after(&self, list: ReasonList, code: &ReasonCode) -> Outcome {
        match self.then(list, code) {
            Then::Disqualify => Outcome::Disqualify,
            Then::Recycle(terms) => {
                Outcome::Recycle { engagement: terms.engagement.unwrap_or(self.general.engagement) }
            }
        }
    }

    /// How long a lead cools when the `cycle`-th counted cycle ends (counted from 1).
    ///
    /// The base is the reason's cooling, or the general one. For each further cycle it is multiplied by the back-off, rounded
    /// down to whole seconds each time, and never longer than the longest cooling.
    #[must_use]
    pub fn cooling(&self, list: ReasonList, code: &ReasonCode, cycle: u32) -> Span {
        let base = match self.then(list, code) {
            Then::Disqualify => return Span::ZERO,
            Then::Recycle(terms) => terms.cooling.unwrap_or(self.general.cooling),
        };
        let longest = self.general.max_cooling.seconds();
        let mut seconds = base.seconds().min(longest);
        for _ in 1..cycle.min(limits::CYCLES_MAX) {
            let longer = seconds.saturating_mul(u64::from(self.general.back_off)).div_euclid(100).min(longest);
            // Once nothing changes, nothing ever will.
            if longer == seconds {
                break;
            }
            seconds = longer;
        }
        Span::saturating(seconds)
    }

    /// How many cycles a lead may have; expansions do not count.
    #[must_use]
    pub const fn max_cycles(&self) -> u32 {
        self.general.max_cycles
    }

    /// The reasons as written.
    #[must_use]
    pub const fn reasons(&self) -> &ReasonsDraft {
        &self.reasons
    }

    /// The general rule as written.
    #[must_use]
    pub const fn general(&self) -> &RecycleDraft {
        &self.general
    }

    fn then(&self, list: ReasonList, code: &ReasonCode) -> Then {
        let general = Then::Recycle(RecycleTerms::default());
        let ending = |reasons: &BTreeMap<ReasonCode, EndingReasonDraft>| {
            let reason = reasons.get(code);
            reason.and_then(|reason| reason.then).unwrap_or(general)
        };
        match list {
            ReasonList::Disqualify => Then::Disqualify,
            ReasonList::Recycle => {
                let reason = self.reasons.recycle.get(code);
                reason.map_or(general, |reason| {
                    Then::Recycle(RecycleTerms { cooling: reason.cooling, engagement: reason.engagement })
                })
            }
            ReasonList::Lose => ending(&self.reasons.lose),
            ReasonList::EndContract => ending(&self.reasons.end_contract),
            ReasonList::Reject | ReasonList::Reopen => general,
        }
    }

    fn check_codes(&self, path: &Path, faults: &mut Faults) {
        for list in ReasonList::ALL {
            let at = path.key(list.as_str());
            let count = self.codes(*list).count();
            if !limits::REASONS.admits_len(count) {
                let got = format!("{count} reasons");
                faults.add(FaultCode::OutOfRange, &at, limits::REASONS, got);
            }
            for (code, _) in self.codes(*list) {
                if RESERVED.contains(&code.as_str()) {
                    let at = at.key(code.as_str());
                    let expected = "a code that is not reserved for the crate itself";
                    faults.add(FaultCode::NotAllowed, &at, expected, format!("`{code}`"));
                }
            }
        }
    }
}

fn hint(suggestion: Option<&str>) -> String {
    suggestion.map_or_else(String::new, |word| format!(": did you mean `{word}`?"))
}
