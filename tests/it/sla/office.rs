//! A little office apart from the crate's calendars, and what a clock comes to in it, minute by minute.

use lead_lifecycle::lead::Command;
use lead_lifecycle::values::{Channel, ContactOutcome, Direction, Moment};
use lead_lifecycle::{Context, Instant, Role};
use proptest::prelude::*;

use crate::common::{START, actor, at, k};
use crate::sla::desk::attempt;

/// How the policy writes this office.
pub(super) const WEEK: &str = r#"
    [calendars.office.week]
    mon-thu = ["09:00-12:00", "13:00-17:00"]
    fri = ["09:00-12:00"]
"#;

/// Whether a minute, counted from 1970 on, is a working one: Monday to Thursday 9 to 12 and 13 to 17, Friday 9 to 12, at +09:00.
fn is_open(minute: i64) -> bool {
    let local = minute + 9 * 60;
    let (day, of_day) = (local.div_euclid(1_440), local.rem_euclid(1_440));
    let (morning, afternoon) = ((540..720).contains(&of_day), (780..1_020).contains(&of_day));
    // 1970-01-01 was a Thursday.
    match (day + 3).rem_euclid(7) {
        0..=3 => morning || afternoon,
        4 => morning,
        _ => false,
    }
}

/// When so many working seconds have passed, from an instant on.
pub(super) fn after_working(start: Instant, seconds: i64) -> Instant {
    let (mut now, mut left) = (start.seconds(), seconds);
    loop {
        // Shifts begin and end with minutes.
        let minute = now.div_euclid(60);
        let rest = (minute + 1) * 60 - now;
        if is_open(minute) {
            if left <= rest {
                return at(now + left);
            }
            left -= rest;
        }
        now += rest;
    }
}

/// What people do with a lead that waits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Deed {
    /// It is put off for so many minutes.
    PutOff(i64),
    /// It is given to somebody, or to nobody.
    Owned(bool),
    /// A mail that asks for an answer.
    Mail,
    /// The customer writes.
    Reply,
    /// The customer is reached.
    Talk,
    /// The customer's machine writes.
    Absent,
    /// Nothing but a look at the clock.
    Look,
}

/// A deed, so many minutes after the one before, told so many minutes late.
#[derive(Debug, Clone, Copy)]
pub(super) struct Done {
    gap: i64,
    late: i64,
    pub(super) deed: Deed,
}

pub(super) fn deeds(longest: usize) -> impl Strategy<Value = Vec<Done>> {
    let deed = prop_oneof![
        3 => (1..6_000_i64).prop_map(Deed::PutOff),
        2 => any::<bool>().prop_map(Deed::Owned),
        2 => Just(Deed::Mail),
        2 => Just(Deed::Reply),
        1 => Just(Deed::Talk),
        1 => Just(Deed::Absent),
        1 => Just(Deed::Look),
    ];
    let late = prop_oneof![2 => Just(0_i64), 1 => 0..900_i64];
    let gap = prop_oneof![1 => 1..60_i64, 2 => 1..2_000_i64];
    let done = (gap, late, deed).prop_map(|(gap, late, deed)| Done { gap, late, deed });
    prop::collection::vec(done, 0..longest)
}

impl Deed {
    pub(super) fn command(self, happened: i64) -> Command {
        match self {
            Self::PutOff(minutes) => Command::Postpone { until: Moment::At(at((happened + minutes) * 60)), note: None },
            Self::Owned(somebody) => Command::Assign {
                owner: somebody.then(|| k("m-1")),
                team: lead_lifecycle::lead::TeamChange::Keep,
                deal: lead_lifecycle::lead::DealOwner::Keep,
            },
            Self::Mail => attempt(Direction::Outbound, Channel::Mail, ContactOutcome::Sent),
            Self::Reply => attempt(Direction::Inbound, Channel::Mail, ContactOutcome::Replied),
            Self::Talk => attempt(Direction::Outbound, Channel::Phone, ContactOutcome::Conversation),
            Self::Absent => attempt(Direction::Inbound, Channel::Mail, ContactOutcome::AutoReply),
            Self::Look => Command::CheckClock,
        }
    }

    pub(super) fn context(self, told: i64, happened: i64) -> Context {
        let role = match self {
            Self::Owned(_) => Role::Manager,
            Self::Look => Role::System,
            Self::PutOff(_) | Self::Mail | Self::Reply | Self::Talk | Self::Absent => Role::Sdr,
        };
        let context = Context::new(at(told * 60), actor(role, 0));
        if told == happened { context } else { context.with_effective_at(at(happened * 60)) }
    }
}

/// What a plain reader of the diary knows: everything in the order in which it happened, which is that of telling.
#[derive(Debug, Clone)]
pub(super) struct Diary {
    /// When the lead became MQL, in minutes.
    start: i64,
    now: i64,
    newest: i64,
    put_off: Option<(i64, i64)>,
    unowned: Option<i64>,
    waits: Option<i64>,
    /// Stretches that are over.
    held: Vec<(i64, i64)>,
}

impl Diary {
    pub(super) fn begun(start: i64) -> Self {
        let held = vec![];
        Self { start, now: start, newest: start, put_off: None, unowned: Some(START / 60), waits: None, held }
    }

    /// When the next deed is told and when it happened: after what is known already.
    pub(super) fn next(&mut self, done: Done) -> (i64, i64) {
        self.now += done.gap;
        if let Some((from, until)) = self.put_off.filter(|(_, until)| *until <= self.now) {
            self.held.push((from, until));
            self.put_off = None;
            self.newest = self.newest.max(until);
        }
        (self.now, self.now.saturating_sub(done.late).max(self.newest))
    }

    pub(super) fn notes(&mut self, deed: Deed, at: i64) {
        self.newest = at;
        let (held, put_off, waits) = (&mut self.held, &mut self.put_off, &mut self.waits);
        match deed {
            Deed::PutOff(minutes) => {
                held.extend(put_off.map(|(from, _)| (from, at)));
                *put_off = Some((at, at + minutes));
            }
            Deed::Owned(true) => held.extend(self.unowned.take().map(|from| (from, at))),
            Deed::Owned(false) => self.unowned = self.unowned.or(Some(at)),
            Deed::Mail => *waits = waits.or(Some(at)),
            Deed::Reply => {
                held.extend(waits.take().map(|from| (from, at)));
                held.extend(put_off.take().map(|(from, _)| (from, at)));
            }
            Deed::Talk => held.extend(waits.take().map(|from| (from, at))),
            Deed::Absent | Deed::Look => {}
        }
    }

    fn is_held(&self, minute: i64) -> bool {
        let over = self.held.iter().chain(&self.put_off).any(|(from, until)| (*from..*until).contains(&minute));
        over || [self.unowned, self.waits].into_iter().flatten().any(|from| from <= minute)
    }

    /// The end of the minute in which the target is reached; none while nobody knows.
    pub(super) fn due(&self, minutes: i64, working: bool) -> Option<Instant> {
        let mut left = minutes;
        for minute in self.start..self.start + 400_000 {
            if !self.is_held(minute) && (!working || is_open(minute)) {
                left -= 1;
            }
            if left == 0 {
                return Some(at((minute + 1) * 60));
            }
        }
        assert!(self.unowned.is_some() || self.waits.is_some(), "the walk is long enough: {self:?}");
        None
    }
}
