//! What is due on one lead, and on many.

use alloc::vec::Vec;
use serde::Serialize;

use crate::lead::Lead;
use crate::lifecycle::agenda::agenda_item::AgendaItem;
use crate::lifecycle::agenda::agenda_reason::AgendaReason;
use crate::lifecycle::agenda::waiting::Waiting;
use crate::lifecycle::book::PolicyGap;
use crate::lifecycle::clock::next_event;
use crate::lifecycle::lifecycle::Lifecycle;
use crate::values::{Instant, LeadKey};

/// What is due on many leads.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[non_exhaustive]
pub struct Agenda {
    /// The items, the most urgent first: [`AgendaItem::by_urgency`].
    pub items: Vec<AgendaItem>,
    /// The leads of which the book says nothing, in the order of their keys, and why: what waits on them is not known.
    pub gaps: Vec<(LeadKey, PolicyGap)>,
}

impl Agenda {
    /// The items that nobody owns, the most urgent first: the list that somebody has to look at, whoever else is told.
    pub fn unowned(&self) -> impl Iterator<Item = &AgendaItem> {
        self.items.iter().filter(|item| item.is_unowned())
    }
}

impl Lifecycle {
    /// What is due on a lead at `now`, the most urgent first. What the items say, and in which order they stand, is at
    /// [`AgendaItem`].
    ///
    /// Empty is normal: nobody has to do anything at once, as with a lead that is nurtured, cooling or put off, or whose
    /// meeting is yet to come. What **may** be done then, and what each command lacks, says [`outlook`](Self::outlook).
    ///
    /// An item has no last day: it stays until it is settled, by one of the commands that it names. A call that reached
    /// nobody settles a first contact and what was put off, but answers no hand-raise. Of a lead that is put off, nothing of its
    /// stage waits. [`next_wake`](Self::next_wake) says until when all this stays as it is.
    ///
    /// ```
    /// # use lead_lifecycle::{Actor, Capture, Context, Lead, Lifecycle, Origin, Policy, Role, Command};
    /// # use lead_lifecycle::lifecycle::{AgendaKind, Severity};
    /// # use lead_lifecycle::values::CommandKind;
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let lifecycle = Lifecycle::new(Policy::standard());
    /// # let by = |role: Role, at: &str| -> Result<Context, Box<dyn std::error::Error>> {
    /// #     Ok(Context::new(at.parse()?, Actor::new("tanaka".parse()?, role)))
    /// # };
    /// # let capture = Capture::new("lead-1".parse()?, Origin::Inbound);
    /// # let first = lifecycle.capture(&capture, &by(Role::System, "2026-04-01T09:00:00+09:00")?)?;
    /// # let mut lead = Lead::replay(first.facts())?;
    /// let promote = Command::Promote { note: None };
    /// let decision = lifecycle.decide(&lead, &promote, &by(Role::Mk, "2026-04-02T09:00:00+09:00")?)?;
    /// lead.apply_all(decision.facts())?;
    /// let agenda = lifecycle.agenda(&lead, "2026-04-02T12:00:00+09:00".parse()?)?;
    /// let item = &agenda[0];
    /// assert_eq!(item.to_string(), "first contact, MQL since 2026-04-02T00:00:00Z");
    /// assert_eq!((item.kind, item.severity), (AgendaKind::FirstContact, Severity::Due));
    /// assert_eq!((item.role, item.due), (Some(Role::Sdr), Some("2026-04-02T09:00:00+09:00".parse()?)));
    /// assert_eq!(item.settle, [CommandKind::RecordAttempt]);
    /// assert!(item.is_unowned());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// The book says nothing of the lead.
    pub fn agenda(&self, lead: &Lead, now: Instant) -> Result<Vec<AgendaItem>, PolicyGap> {
        let due = next_event(self.book(), lead, lead.recorded_at(), Some(now));
        let due = due.map(|(_, due)| AgendaReason::ClockDue { fact: due.body.kind(), since: due.at });
        self.virtually(lead, now, |lead, version| {
            let policy = version.policy();
            let reasons = due.into_iter().chain(Waiting { policy, lead, now }.reasons());
            let possible = reasons.filter(|reason| reason.kind().can_be_settled(lead));
            let mut items: Vec<_> = possible.map(|reason| AgendaItem::of(lead, policy.zone(), reason)).collect();
            items.sort_by(AgendaItem::by_urgency);
            items
        })
    }

    /// What is due on many leads at `now`, each given once: the [`agenda`](Self::agenda) of each, in one order.
    ///
    /// A lead of which the book says nothing hides none of the others: it is told in [`Agenda::gaps`].
    ///
    /// ```
    /// # use lead_lifecycle::{Actor, Capture, Context, Lead, Lifecycle, Origin, Policy, Role, Command};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let lifecycle = Lifecycle::new(Policy::standard());
    /// # let by = |role: Role, at: &str| -> Result<Context, Box<dyn std::error::Error>> {
    /// #     Ok(Context::new(at.parse()?, Actor::new("tanaka".parse()?, role)))
    /// # };
    /// let mut leads = Vec::new();
    /// for (key, at) in [("lead-1", "2026-04-02T10:00:00+09:00"), ("lead-2", "2026-04-02T09:00:00+09:00")] {
    ///     let capture = Capture::new(key.parse()?, Origin::Inbound);
    ///     let first = lifecycle.capture(&capture, &by(Role::System, at)?)?;
    ///     let mut lead = Lead::replay(first.facts())?;
    ///     lead.apply_all(lifecycle.decide(&lead, &Command::Promote { note: None }, &by(Role::Mk, at)?)?.facts())?;
    ///     leads.push(lead);
    /// }
    /// let agenda = lifecycle.agenda_of(&leads, "2026-04-02T12:00:00+09:00".parse()?);
    /// let waiting: Vec<_> = agenda.unowned().map(|item| item.lead.as_str()).collect();
    /// assert_eq!(waiting, ["lead-2", "lead-1"]);
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    #[expect(single_use_lifetimes, reason = "`impl Trait` cannot elide the lifetime")]
    pub fn agenda_of<'a>(&self, leads: impl IntoIterator<Item = &'a Lead>, now: Instant) -> Agenda {
        let mut agenda = Agenda::default();
        for lead in leads {
            match self.agenda(lead, now) {
                Ok(items) => agenda.items.extend(items),
                Err(gap) => agenda.gaps.push((lead.key().clone(), gap)),
            }
        }
        agenda.items.sort_by(AgendaItem::by_urgency);
        agenda.gaps.sort_by(|(one, _), (other, _)| one.cmp(other));
        agenda
    }
}
