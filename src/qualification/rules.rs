//! The scheme of criteria and bars, as people write it and as it decides.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::vec;
use serde::{Deserialize, Serialize};

use crate::qualification::answer::{Answer, Answers, Verdict};
use crate::qualification::bar::{Bar, BarKind};
use crate::qualification::report::{BarReport, Cause, Group, Leaf};
use crate::values::{CriterionName, FaultCode, Faults, Instant, Literal as _, Path, Span, Text, UtcOffset, limits};

/// One criterion of a scheme.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Criterion {
    /// The label people see.
    pub label: Option<Text>,
    /// How long an answer counts; none: for ever.
    pub valid_for: Option<Span>,
    /// Whether a confirmed or denied answer must come with evidence.
    pub needs_evidence: bool,
}

/// A qualification scheme as people write it. A table of criteria replaces the standard one as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct QualificationDraft {
    /// The criteria.
    pub criteria: BTreeMap<CriterionName, Criterion>,
    /// What must hold before a lead is handed over.
    pub bar: Bar,
    /// What must hold before a meeting is offered; an empty `all_of` asks nothing.
    pub before_appointment: Bar,
    /// Whether the lead must have agreed to a meeting before it is handed over.
    pub require_consent: bool,
}

impl QualificationDraft {
    /// BANT. The bar is the usual one, need and timeline confirmed; before a meeting is offered problem, timing and decision
    /// process must be known (DOMAIN §4). That answers count for 90 days is ours, not DOMAIN's.
    #[must_use]
    #[doc(alias = "予算")]
    #[doc(alias = "決裁権")]
    #[doc(alias = "必要性")]
    #[doc(alias = "導入時期")]
    pub fn standard() -> Self {
        let names = ["budget", "authority", "need", "timeline"];
        let criterion = Criterion { label: None, valid_for: Some(Span::days(90)), needs_evidence: false };
        let [budget, authority, need, timeline] = names.map(CriterionName::literal);
        Self {
            criteria: [&budget, &authority, &need, &timeline].map(|name| (name.clone(), criterion.clone())).into(),
            bar: Bar::AllOf(vec![Bar::Confirmed(need.clone()), Bar::Confirmed(timeline.clone())]),
            before_appointment: Bar::AllOf(vec![Bar::Known(need), Bar::Known(timeline), Bar::Known(authority)]),
            require_consent: true,
        }
    }

    /// Checks the scheme; every fault is added. The scheme that comes back is only good if none was.
    pub fn check(&self, path: &Path, faults: &mut Faults) -> Qualification {
        let at = path.key("criteria");
        if !limits::CRITERIA.admits_len(self.criteria.len()) {
            let got = format!("{} criteria", self.criteria.len());
            faults.add(FaultCode::OutOfRange, &at, limits::CRITERIA, got);
        }
        for (name, criterion) in &self.criteria {
            if criterion.valid_for == Some(Span::ZERO) {
                let at = at.key(name.as_str()).key("valid_for");
                faults.add(FaultCode::OutOfRange, &at, "a span longer than zero", "`0s`");
            }
        }
        self.bar.check(&self.criteria, &path.key("bar"), faults);
        let before = path.key("before_appointment");
        self.before_appointment.check(&self.criteria, &before, faults);
        Qualification(self.clone())
    }
}

impl Default for QualificationDraft {
    fn default() -> Self {
        Self::standard()
    }
}

/// A checked qualification scheme: every name in its bars is declared, and every bar can be met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Qualification(QualificationDraft);

impl Qualification {
    /// A declared criterion.
    #[must_use]
    pub fn criterion(&self, name: &CriterionName) -> Option<&Criterion> {
        self.0.criteria.get(name)
    }

    /// The names of all criteria, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.criteria.keys().map(CriterionName::as_str)
    }

    /// Whether the lead must have agreed to a meeting before it is handed over.
    #[must_use]
    pub const fn requires_consent(&self) -> bool {
        self.0.require_consent
    }

    /// A bar.
    #[must_use]
    pub const fn bar(&self, which: BarKind) -> &Bar {
        match which {
            BarKind::Handover => &self.0.bar,
            BarKind::Appointment => &self.0.before_appointment,
        }
    }

    /// The first instant at which an answer no longer counts; none if it always will.
    #[must_use]
    pub fn stale_at(&self, name: &CriterionName, answer: &Answer) -> Option<Instant> {
        answer.at.checked_add(self.criterion(name)?.valid_for?)
    }

    /// Whether a bar is met at an instant. Civil dates are read at `offset`. Allocates nothing.
    #[must_use]
    pub fn is_met(&self, which: BarKind, answers: &Answers, at: Instant, offset: UtcOffset) -> bool {
        self.meets(self.bar(which), (answers, at, offset))
    }

    /// The same judgement as a tree that says for every test whether it is met, and if not, why.
    #[must_use]
    pub fn judge(&self, which: BarKind, answers: &Answers, at: Instant, offset: UtcOffset) -> BarReport {
        self.report(self.bar(which), (answers, at, offset))
    }

    fn meets(&self, bar: &Bar, heard: (&Answers, Instant, UtcOffset)) -> bool {
        match bar {
            Bar::Confirmed(_) | Bar::Known(_) | Bar::Within { .. } => self.against(bar, heard).is_none(),
            Bar::AllOf(parts) => parts.iter().all(|part| self.meets(part, heard)),
            Bar::AnyOf(parts) => parts.iter().any(|part| self.meets(part, heard)),
            Bar::AtLeast { count, of } => {
                let met = of.iter().filter(|part| self.meets(part, heard));
                reaches(met.count(), *count)
            }
        }
    }

    fn report(&self, bar: &Bar, heard: (&Answers, Instant, UtcOffset)) -> BarReport {
        let group = |rule, parts: &[Bar]| {
            let parts = parts.iter().map(|part| self.report(part, heard)).collect();
            BarReport::Group(Group::new(rule, parts))
        };
        match bar {
            Bar::Confirmed(name) | Bar::Known(name) | Bar::Within { criterion: name, .. } => {
                BarReport::Leaf(Leaf { criterion: name.clone(), test: bar.test(), against: self.against(bar, heard) })
            }
            Bar::AllOf(parts) => group(None, parts),
            Bar::AnyOf(parts) => group(Some(1), parts),
            Bar::AtLeast { count, of } => group(Some(*count), of),
        }
    }

    /// What stands against a single test; groups have nothing of their own.
    fn against(&self, bar: &Bar, heard: (&Answers, Instant, UtcOffset)) -> Option<Cause> {
        let (Bar::Confirmed(name) | Bar::Known(name) | Bar::Within { criterion: name, .. }) = bar else {
            return None;
        };
        let (answers, at, offset) = heard;
        let Some(answer) = answers.get(name.as_str()) else {
            return Some(Cause::Missing);
        };
        if let Some(since) = self.stale_at(name, answer).filter(|since| *since <= at) {
            return Some(Cause::Stale { since });
        }
        match (answer.verdict, bar) {
            (Verdict::Unknown, _) => Some(Cause::Unknown),
            (Verdict::Denied, Bar::Known(_)) => None,
            (Verdict::Denied, _) => Some(Cause::Denied),
            (Verdict::Confirmed, Bar::Within { months, .. }) => {
                let today = at.date(offset);
                let latest = today.add_months(*months);
                match answer.by {
                    None => Some(Cause::NoDate),
                    Some(by) if by > latest => Some(Cause::TooLate { by, latest }),
                    Some(by) if by < today => Some(Cause::Passed { by }),
                    Some(_) => None,
                }
            }
            (Verdict::Confirmed, _) => None,
        }
    }
}

/// Whether a number of met parts reaches a count.
fn reaches(met: usize, count: u32) -> bool {
    u32::try_from(met).is_ok_and(|met| met >= count)
}
