//! By when: a target from an instant on, without the time held.

use crate::calendar::{Calendar, Roll};
use crate::sla::hold::Hold;
use crate::sla::target::Target;
use crate::values::{Instant, Span};

/// When a target is reached; `None` while it is held and nobody knows until when. What lies beyond the year 9999 is its last
/// second.
///
/// A hold counts only where the clock would have run: closed hours that it covers would not have counted either.
pub(super) fn reach(
    target: Target,
    from: Instant,
    (lent, holds): (u32, &[Hold]),
    office: &Calendar,
) -> Option<Instant> {
    let mut held = u64::from(lent);
    let mut at = reach_with(target, held, from, office);
    for hold in holds {
        // At the deadline itself nothing is left to be held.
        if hold.from >= at {
            break;
        }
        held = held.saturating_add(lends(target, from, *hold, office)?);
        at = reach_with(target, held, from, office);
    }
    Some(at)
}

/// What a hold adds to a target, in its measure: seconds or business days; `None` while nobody knows.
pub(super) fn lends(target: Target, from: Instant, hold: Hold, office: &Calendar) -> Option<u64> {
    let (first, last) = (hold.from.max(from), hold.until?);
    let seconds = match target {
        Target::Elapsed(_) => last.saturating_since(first).seconds().try_into().unwrap_or(i64::MAX),
        Target::Working(_) => office.between(first, last),
        Target::BusinessDays(_) => office.business_days_between(first.date(office.zone()), last.date(office.zone())),
    };
    Some(u64::try_from(seconds).unwrap_or(0))
}

/// A target that is longer by what was held.
fn reach_with(target: Target, held: u64, from: Instant, office: &Calendar) -> Instant {
    let longer = |span: Span| span.saturating_add(Span::saturating(held));
    match target {
        Target::Elapsed(span) => from.saturating_add(longer(span)),
        Target::Working(span) => office.add(from, longer(span)).map_or(Instant::MAX, |due| due.at),
        Target::BusinessDays(days) => {
            let days = i32::try_from(u64::from(days).saturating_add(held)).unwrap_or(i32::MAX);
            let date = office.add_business_days(from.date(office.zone()), days, Roll::Backward);
            let closing = date.and_then(|date| office.end_of_business(date));
            closing.map_or(Instant::MAX, |due| due.at)
        }
    }
}

/// How long a clock ran from one instant to another, in the measure of its target, without what was held.
pub(super) fn worked(target: Target, (from, until): (Instant, Instant), holds: &[Hold], office: &Calendar) -> Span {
    let measure = |from: Instant, until: Instant| match target {
        Target::Elapsed(_) => until.saturating_since(from).seconds(),
        Target::Working(_) | Target::BusinessDays(_) => u64::try_from(office.between(from, until)).unwrap_or(0),
    };
    let held = holds.iter().map(|hold| {
        let (first, last) = (hold.from.max(from), hold.until.unwrap_or(until).min(until));
        if first < last { measure(first, last) } else { 0 }
    });
    let held = held.fold(0_u64, u64::saturating_add);
    Span::saturating(if from < until { measure(from, until).saturating_sub(held) } else { 0 })
}
