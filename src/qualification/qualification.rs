//! The checked scheme of criteria and bars, and how it judges.

use crate::calendar::Zone;
use crate::qualification::answer::{Answer, Answers, Verdict};
use crate::qualification::bar::{Bar, BarKind};
use crate::qualification::criterion::Criterion;
use crate::qualification::draft::QualificationDraft;
use crate::qualification::report::{BarReport, Cause, Group, Leaf};
use crate::values::{Counted, CriterionName, Expected, FaultCode, Faults, Got, Instant, Path, Span, limits};

/// A checked qualification scheme: every name in its bars is declared, and every bar can be met.
///
/// ```
/// use lead_lifecycle::qualification::{Answers, BarKind};
/// use lead_lifecycle::calendar::Zone;
/// use lead_lifecycle::{Instant, Policy};
/// let (policy, heard) = (Policy::standard(), Answers::new());
/// let now: Instant = "2026-04-01T09:00:00+09:00".parse()?;
/// let report = policy.qualification().judge(BarKind::Handover, &heard, now, &Zone::JST);
/// assert!(!report.is_met());
/// assert_eq!(report.to_string(), "`need` was not asked, `timeline` was not asked");
/// # Ok::<(), lead_lifecycle::values::TimeError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Qualification(QualificationDraft);

impl QualificationDraft {
    /// Checks the scheme; every fault is added, and the scheme comes back only if there is none.
    pub fn check(&self, path: &Path, faults: &mut Faults) -> Option<Qualification> {
        let before = faults.len();
        let at = path.key("criteria");
        if !limits::CRITERIA.admits_len(self.criteria.len()) {
            let got = Got::Count { count: self.criteria.len(), of: Counted::Criteria };
            faults.add(FaultCode::OutOfRange, &at, limits::CRITERIA, got);
        }
        for (name, criterion) in &self.criteria {
            if criterion.valid_for == Some(Span::ZERO) {
                let at = at.key(name.as_str()).key("valid_for");
                faults.add(FaultCode::OutOfRange, &at, Expected::PositiveSpan, Span::ZERO);
            }
        }
        self.bar.check(&self.criteria, &path.key("bar"), faults);
        self.before_appointment.check(&self.criteria, &path.key("before_appointment"), faults);
        (faults.len() == before).then(|| Qualification(self.clone()))
    }
}

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
    pub fn stale_at(&self, name: &CriterionName, answer: &Answer, zone: &Zone) -> Option<Instant> {
        zone.later(answer.at, self.criterion(name)?.valid_for?)
    }

    /// Whether a bar is met at an instant. Civil dates are read in `zone`. Allocates nothing.
    #[must_use]
    pub fn is_met(&self, which: BarKind, answers: &Answers, at: Instant, zone: &Zone) -> bool {
        self.meets(self.bar(which), (answers, at, zone))
    }

    /// The same judgement as a tree that says for every test whether it is met, and if not, why.
    #[must_use]
    pub fn judge(&self, which: BarKind, answers: &Answers, at: Instant, zone: &Zone) -> BarReport {
        self.report(self.bar(which), (answers, at, zone))
    }

    fn meets(&self, bar: &Bar, heard: (&Answers, Instant, &Zone)) -> bool {
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

    fn report(&self, bar: &Bar, heard: (&Answers, Instant, &Zone)) -> BarReport {
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
    fn against(&self, bar: &Bar, heard: (&Answers, Instant, &Zone)) -> Option<Cause> {
        let (Bar::Confirmed(name) | Bar::Known(name) | Bar::Within { criterion: name, .. }) = bar else {
            return None;
        };
        let (answers, at, zone) = heard;
        let Some(answer) = answers.get(name.as_str()) else {
            return Some(Cause::Missing);
        };
        if let Some(since) = self.stale_at(name, answer, zone).filter(|since| *since <= at) {
            return Some(Cause::Stale { since });
        }
        match (answer.verdict, bar) {
            (Verdict::Unknown, _) => Some(Cause::Unknown),
            (Verdict::Denied, Bar::Known(_)) => None,
            (Verdict::Denied, _) => Some(Cause::Denied),
            (Verdict::Confirmed, Bar::Within { months, .. }) => {
                let today = at.date(zone);
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
