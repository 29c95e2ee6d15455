//! When to look at a lead again.

use serde::Serialize;

use crate::lead::{FactKind, Lead};
use crate::lifecycle::agenda::next_turn;
use crate::lifecycle::book::PolicyGap;
use crate::lifecycle::clock::next_event;
use crate::lifecycle::lifecycle::Lifecycle;
use crate::values::Instant;

/// When time alone next changes something of a lead, and what: a fact, the agenda, or both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Wake {
    /// When.
    pub at: Instant,
    /// The kind of the first fact that is true then; none: only the agenda changes.
    pub fact: Option<FactKind>,
    /// Whether the agenda changes by the instant itself: a meeting is over, a date has passed, what must be known before a meeting
    /// is not known any more. What a fact makes of the agenda is not looked at.
    pub agenda: bool,
}

impl Lifecycle {
    /// The next instant at which time alone makes a fact true or changes the [`agenda`](Self::agenda), from the newest fact on. Before
    /// it nothing changes, at it something does.
    ///
    /// `None`: never, by this book. A host sets its timer to it and issues `check_clock` then; checking later yields the same facts,
    /// but for what waits for a recount. If no fact came of it, only the agenda has changed, and the timer is set to
    /// [`next_wake_after`](Self::next_wake_after) that instant:
    ///
    /// ```text
    /// on wake: decide check_clock at now ─┬─ facts ──▶ store them, wake := next_wake(lead)
    ///                                     └─ none ───▶ show the agenda, wake := next_wake_after(lead, wake)
    /// ```
    ///
    /// A version that is added to the book comes into force at its own instant, so a stored wake then moves to the
    /// earlier of the two: one update of all leads.
    ///
    /// ```
    /// # use lead_lifecycle::{Actor, Capture, Context, Lead, Lifecycle, Origin, Policy, Role, Command, FactKind};
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
    /// // A standard MQL is stale after some days without a change of stage.
    /// let wake = lifecycle.next_wake(&lead)?.expect("an MQL becomes stale");
    /// assert_eq!((wake.fact, wake.agenda), (Some(FactKind::BecameStale), false));
    /// let check = Context::new(wake.at, Actor::new("timer".parse()?, Role::System));
    /// let decision = lifecycle.decide(&lead, &Command::CheckClock, &check)?;
    /// assert_eq!(decision.facts()[0].envelope.effective_at, wake.at);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// The book says nothing of the lead: no timer can be set.
    #[doc(alias = "timer")]
    pub fn next_wake(&self, lead: &Lead) -> Result<Option<Wake>, PolicyGap> {
        self.next_wake_after(lead, lead.recorded_at())
    }

    /// The same from an instant on: the next change after `after`, or a fact that is true already and not recorded, which comes
    /// first, at its own instant. An instant before the newest fact counts as that.
    ///
    /// ```
    /// # use lead_lifecycle::{Actor, Capture, Context, Lead, Lifecycle, Origin, Policy, Role, Command};
    /// # use lead_lifecycle::lead::{BookedBy, Meeting, MeetingKind};
    /// # use lead_lifecycle::lifecycle::AgendaKind;
    /// # use lead_lifecycle::values::Channel;
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let lifecycle = Lifecycle::new(Policy::standard());
    /// # let by = |role: Role, at: &str| -> Result<Context, Box<dyn std::error::Error>> {
    /// #     Ok(Context::new(at.parse()?, Actor::new("tanaka".parse()?, role)))
    /// # };
    /// # let capture = Capture::new("lead-1".parse()?, Origin::Inbound);
    /// # let first = lifecycle.capture(&capture, &by(Role::System, "2026-04-01T09:00:00+09:00")?)?;
    /// # let mut lead = Lead::replay(first.facts())?;
    /// // The lead books a meeting itself. When it should have begun, somebody has to say what came of it: no fact says so.
    /// let at = "2026-04-03T10:00:00+09:00".parse()?;
    /// # let meeting = Meeting { at, channel: Channel::WebMeeting, kind: Some(MeetingKind::First), booked_by: BookedBy::Lead, note: None };
    /// # let command = Command::ScheduleAppointment(meeting);
    /// # let decision = lifecycle.decide(&lead, &command, &by(Role::System, "2026-04-01T10:00:00+09:00")?)?;
    /// # lead.apply_all(decision.facts())?;
    /// let wake = lifecycle.next_wake(&lead)?.expect("the meeting begins");
    /// assert_eq!((wake.at.seconds(), wake.fact, wake.agenda), (at.seconds() + 1, None, true));
    /// assert_eq!(lifecycle.agenda(&lead, wake.at)?[0].kind, AgendaKind::Appointment);
    /// let next = lifecycle.next_wake_after(&lead, wake.at)?.expect("an MQL becomes stale");
    /// assert!(next.at > wake.at && next.fact.is_some());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// The book says nothing of the lead: no timer can be set.
    pub fn next_wake_after(&self, lead: &Lead, after: Instant) -> Result<Option<Wake>, PolicyGap> {
        let version = self.book().of_lead(lead)?;
        let floor = lead.recorded_at();
        let due = next_event(self.book(), lead, floor, None).map(|(_, due)| (due.at, due.body.kind()));
        let from = due.map_or(after, |(at, _)| after.min(at.second_before())).max(floor);
        let turn = next_turn(version.policy(), lead, from, due.map(|(at, _)| at));
        let Some(at) = turn.or(due.map(|(at, _)| at)) else {
            return Ok(None);
        };
        Ok(Some(Wake { at, fact: due.filter(|due| due.0 == at).map(|due| due.1), agenda: turn.is_some() }))
    }
}
