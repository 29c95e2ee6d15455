//! Checked reasons, and what follows from them: where a lead's cooling is decided.

use alloc::collections::BTreeMap;
use alloc::string::String;

use crate::recycle::list::ReasonList;
use crate::recycle::problem::ReasonProblem;
use crate::recycle::reason::{RESERVED, Reason};
use crate::recycle::reason_draft::{EndingReasonDraft, RecycleTerms, Then};
use crate::recycle::reason_outcome::ReasonOutcome;
use crate::recycle::reasons_draft::ReasonsDraft;
use crate::recycle::recycle_draft::RecycleDraft;
use crate::values::{
    Counted, Expected, FaultCode, Faults, Got, Path, ProcessDemand, ReasonCode, Span, Text, limits, suggest,
};

/// Checked reasons with the general rule of recycling.
///
/// ```
/// use lead_lifecycle::recycle::{Reason, ReasonList};
/// use lead_lifecycle::values::ReasonCode;
/// use lead_lifecycle::{Policy, Span};
/// let policy = Policy::standard();
/// let timing = ReasonCode::new("timing")?;
/// // 60 days, then half as long again, and again, but never longer than 180.
/// let days = [1, 2, 3, 4].map(|cycle| policy.reasons().cooling(ReasonList::Recycle, &timing, cycle));
/// assert_eq!(days, [60, 90, 135, 180].map(Span::days));
///
/// let slip = Reason::new(ReasonCode::new("timming")?, None);
/// let problem = policy.reasons().check_reason(ReasonList::Recycle, &slip).unwrap_err();
/// assert_eq!(problem.to_string(), "reason `timming` is not declared for `recycle`: did you mean `timing`?");
/// # Ok::<(), lead_lifecycle::values::TextError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReasonRules {
    reasons: ReasonsDraft,
    general: RecycleDraft,
}

impl ReasonRules {
    /// Checks that a list declares the reason, and that it has the note that it needs.
    ///
    /// # Errors
    /// A code that the list does not declare (the reserved ones `max_cycles`, `imported_unknown` and `erased` never
    /// are), or a missing note.
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
        self.reasons.needs_note(list, code)
    }

    /// The codes of a list in order, each with its label.
    pub fn codes(&self, list: ReasonList) -> impl Iterator<Item = (&ReasonCode, Option<&Text>)> {
        self.reasons.codes(list)
    }

    /// What becomes of a lead after a reason. A code that the list does not declare follows the general rule.
    #[must_use]
    pub fn after(&self, list: ReasonList, code: &ReasonCode) -> ReasonOutcome {
        match self.then(list, code) {
            Then::Disqualify => ReasonOutcome::Disqualify,
            Then::Recycle(terms) => {
                ReasonOutcome::Recycle { engagement: terms.engagement.unwrap_or(self.general.engagement) }
            }
        }
    }

    /// How long a lead cools when the `cycle`-th counted cycle ends (counted from 1).
    ///
    /// The base is the reason's cooling, or the general one. For each further cycle it is multiplied by the back-off,
    /// rounded down to whole seconds each time, and never longer than the longest cooling.
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
            ReasonList::Reject | ReasonList::Reopen | ReasonList::CloseHandRaise | ReasonList::TakeBack => general,
        }
    }
}

impl RecycleDraft {
    /// Checks the general rule together with the reasons; every fault is added, and the rules come back only if there
    /// is none.
    ///
    /// `path` is that of the general rule, `reasons_path` that of the reasons.
    pub fn check(
        &self,
        reasons: &ReasonsDraft,
        path: &Path,
        reasons_path: &Path,
        faults: &mut Faults,
    ) -> Option<ReasonRules> {
        let before = faults.len();
        self.check_general(path, faults);
        self.check_coolings(reasons, path, reasons_path, faults);
        check_codes(reasons, reasons_path, faults);
        (faults.len() == before).then(|| ReasonRules { reasons: reasons.clone(), general: self.clone() })
    }

    fn check_general(&self, path: &Path, faults: &mut Faults) {
        let checks =
            [(limits::BACK_OFF_PERCENT, "back_off", self.back_off), (limits::CYCLES, "max_cycles", self.max_cycles)];
        for (limit, key, got) in checks {
            if !limit.admits(got) {
                faults.add(FaultCode::OutOfRange, &path.key(key), limit, got);
            }
        }
    }

    /// No cooling is longer than the longest.
    fn check_coolings(&self, reasons: &ReasonsDraft, path: &Path, reasons_path: &Path, faults: &mut Faults) {
        let mut cooling = |path: &Path, span: Option<Span>| {
            if let Some(span) = span.filter(|span| *span > self.max_cooling) {
                faults.add(FaultCode::Conflict, path, Expected::UpToLongestCooling(self.max_cooling), span);
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
    }
}

fn check_codes(reasons: &ReasonsDraft, path: &Path, faults: &mut Faults) {
    for list in ReasonList::ALL {
        let at = path.key(list.as_str());
        let count = reasons.codes(*list).count();
        // Where none is declared, any reason to take back is accepted.
        let any = *list == ReasonList::TakeBack && count == 0;
        if !any && !limits::REASONS.admits_len(count) {
            let got = Got::Count { count, of: Counted::Reasons };
            faults.add(FaultCode::OutOfRange, &at, limits::REASONS, got);
        }
        for (code, _) in reasons.codes(*list) {
            if RESERVED.contains(&code.as_str()) {
                let at = at.key(code.as_str());
                faults.add(FaultCode::NotAllowed, &at, ProcessDemand::UnreservedReason, Got::name(code.as_str()));
            }
        }
    }
}
