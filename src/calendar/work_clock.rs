//! A clock that runs only while an office is open.

use alloc::vec::Vec;

use crate::calendar::day::DAY;
use crate::calendar::hours::Hours;
use crate::calendar::zone::Zone;
use crate::values::Instant;

/// A clock that shows how many seconds an office was open before a second, and the way back.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct WorkClock {
    zone: Zone,
    hours: Hours,
    /// Changes of clocks within opening hours. INVARIANT: rising in `at` and in `worked`.
    jumps: Vec<Jump>,
    repeats: Option<Repeats>,
}

/// A change of clocks within opening hours: from there on, readings stand for this much more work than without all such
/// changes so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Jump {
    at: i64,
    worked: i64,
    more: i64,
}

/// From a second on all is as it was four centuries before.
#[derive(Debug, PartialEq, Eq)]
struct Repeats {
    from: i64,
    /// What was worked before.
    worked: i64,
    /// What is worked in four centuries.
    each: i64,
}

/// Dates and weekdays repeat themselves after so many seconds, and with them every rule of a week and of a zone.
pub(super) const FOUR_CENTURIES: i64 = 146_097 * DAY;

impl WorkClock {
    pub(super) fn of(zone: Zone, hours: Hours) -> Self {
        let regular = regular_from(&zone, &hours);
        let repeats = regular.saturating_add(FOUR_CENTURIES);
        let mut clock = Self::without_repeats(zone, hours, repeats.saturating_add(DAY));
        let worked = clock.worked(repeats);
        let each = worked.saturating_sub(clock.worked(regular));
        clock.repeats = (repeats < Instant::MAX.seconds()).then_some(Repeats { from: repeats, worked, each });
        clock
    }

    /// Right up to a second.
    fn without_repeats(zone: Zone, hours: Hours, end: i64) -> Self {
        let jumps = jumps(&zone, &hours, end);
        Self { zone, hours, jumps, repeats: None }
    }

    pub(super) const fn zone(&self) -> &Zone {
        &self.zone
    }

    pub(super) const fn hours(&self) -> &Hours {
        &self.hours
    }

    /// From which second on everything repeats itself every four centuries.
    pub(super) fn regular_from(&self) -> i64 {
        regular_from(&self.zone, &self.hours)
    }

    /// Working seconds before a second; only differences mean something.
    pub(super) fn worked(&self, second: i64) -> i64 {
        if let Some(repeats) = self.repeats.as_ref().filter(|repeats| second >= repeats.from) {
            let times = second.saturating_sub(repeats.from).div_euclid(FOUR_CENTURIES).saturating_add(1);
            let like = self.worked_once(second.saturating_sub(times.saturating_mul(FOUR_CENTURIES)));
            return like.saturating_add(times.saturating_mul(repeats.each));
        }
        self.worked_once(second)
    }

    fn worked_once(&self, second: i64) -> i64 {
        let past = self.jumps.partition_point(|jump| jump.at <= second);
        let more = past.checked_sub(1).and_then(|place| self.jumps.get(place)).map_or(0, |jump| jump.more);
        self.hours.before(self.zone.reading(Instant::saturating(second))).saturating_add(more)
    }

    /// The first second before which this much was worked; the last of it ends there.
    pub(super) fn when_worked(&self, worked: i64) -> Option<i64> {
        if let Some(repeats) = self.repeats.as_ref().filter(|repeats| worked > repeats.worked) {
            let beyond = worked.saturating_sub(repeats.worked).saturating_sub(1);
            let times = beyond.checked_div_euclid(repeats.each)?.saturating_add(1);
            let like = self.when_worked_once(worked.saturating_sub(times.saturating_mul(repeats.each)))?;
            return Some(like.saturating_add(times.saturating_mul(FOUR_CENTURIES)));
        }
        self.when_worked_once(worked)
    }

    fn when_worked_once(&self, worked: i64) -> Option<i64> {
        let past = self.jumps.partition_point(|jump| jump.worked < worked);
        let last = past.checked_sub(1).and_then(|place| self.jumps.get(place));
        let (from, more) = last.map_or((i64::MIN, 0), |jump| (jump.at, jump.more));
        let until = self.jumps.get(past).map_or(i64::MAX, |jump| jump.at);
        let end = self.hours.end_of(worked.saturating_sub(more))?;
        // Between two changes within opening hours every open reading is shown once.
        let last = self.zone.exactly_at(end.saturating_sub(1), from, until)?;
        Some(last.saturating_add(1))
    }
}

fn regular_from(zone: &Zone, hours: &Hours) -> i64 {
    // Clocks stand less than a day from UTC.
    hours.regular_from().saturating_add(DAY).max(zone.regular_from())
}

/// The changes of clocks that fall into opening hours, from the first up to a second.
fn jumps(zone: &Zone, hours: &Hours, end: i64) -> Vec<Jump> {
    let mut jumps = Vec::new();
    let mut more = 0_i64;
    let mut before = zone.stretch(Instant::MIN.seconds());
    while before.until <= end.min(Instant::MAX.seconds()) {
        let at = before.until;
        let next = zone.stretch(at);
        let (old, new) = (hours.before(at.saturating_add(before.offset)), hours.before(at.saturating_add(next.offset)));
        if old != new {
            let worked = old.saturating_add(more);
            more = more.saturating_add(old.saturating_sub(new));
            jumps.push(Jump { at, worked, more });
        }
        before = next;
    }
    jumps
}

#[cfg(test)]
mod tests {
    use alloc::collections::BTreeMap;
    use alloc::vec;
    use alloc::vec::Vec;

    use crate::calendar::hours::Hours;
    use crate::calendar::shift::Shift;
    use crate::calendar::work_clock::{FOUR_CENTURIES, WorkClock};
    use crate::calendar::zone::Zone;
    use crate::calendar::zone_table::{ZoneTable, ZoneTransition};
    use crate::values::Instant;

    fn zone(first: &str, step: Option<(&str, &str)>, rule: &str) -> Zone {
        let steps = step.map(|(at, offset)| ZoneTransition(at.parse().unwrap(), offset.parse().unwrap()));
        let table = ZoneTable::new(first.parse().unwrap(), steps.into_iter().collect(), Some(rule.parse().unwrap()));
        Zone::named("Test/Zone".parse().unwrap(), table.unwrap())
    }

    fn zones() -> Vec<Zone> {
        vec![
            Zone::JST,
            zone("+09:00", None, "JST-9"),
            zone("-05:00", Some(("2007-03-11T07:00:00Z", "-04:00")), "EST5EDT,M3.2.0,M11.1.0"),
            // The table ends with a step that no rule makes.
            zone("+10:00", Some(("2015-06-10T15:30:00Z", "+10:30")), "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0"),
            // Clocks change within office hours.
            zone("+00:00", None, "AAA0BBB,M3.2.3/10:15,M10.5.4/17:40"),
            zone("+00:00", None, "AAA0BBB-3,J60/-30,300/166"),
        ]
    }

    fn offices() -> Vec<Hours> {
        let shifts = |texts: &[&str]| -> Vec<Shift> { texts.iter().map(|text| text.parse().unwrap()).collect() };
        let week = |texts: &[&str]| core::array::from_fn(|_| shifts(texts));
        let mut office = week(&["09:00-12:00", "13:00-18:00"]);
        office[5].clear();
        office[6].clear();
        let special: BTreeMap<i64, Vec<Shift>> =
            [(20_000, vec![]), (20_520, shifts(&["10:00-11:00"])), (23_000, vec![])].into();
        vec![
            Hours::of(office, special.clone(), &[]),
            Hours::of(week(&["00:00-24:00"]), special, &[]),
            Hours::of(week(&["22:00-02:30"]), BTreeMap::new(), &[]),
            // Spring takes of it, autumn gives nothing back.
            Hours::of(week(&["02:00-02:30"]), BTreeMap::new(), &[]),
            // So late a special day that nothing repeats itself before time ends.
            Hours::of(week(&["01:00-03:00"]), [(2_900_000, vec![])].into(), &[]),
        ]
    }

    /// Beside a clock that knows every change of clocks to the end of time.
    #[test]
    fn repeated_centuries_are_as_if_walked() {
        let end = Instant::MAX.seconds();
        for zone in zones() {
            for hours in offices() {
                let quick = WorkClock::of(zone.clone(), hours.clone());
                let slow = WorkClock::without_repeats(zone.clone(), hours, end);
                let mut second = Instant::MIN.seconds();
                let mut asked = vec![end];
                let bounds = quick.repeats.iter().flat_map(|repeats| [repeats.from, repeats.from + FOUR_CENTURIES]);
                asked.extend(bounds.flat_map(|bound| [-86_400, -1, 0, 1, 86_400].map(|by| bound + by)));
                // Prime to days, weeks and years.
                while second < end {
                    asked.push(second);
                    second += 50_000_017;
                }
                let jumps = slow.jumps.iter().flat_map(|jump| [-1, 0, 1].map(|by| jump.at + by));
                asked.extend(jumps.step_by(31));
                for second in asked {
                    let worked = quick.worked(second);
                    assert_eq!(worked, slow.worked(second), "{second} {zone}");
                    for worked in [worked, worked + 1] {
                        assert_eq!(quick.when_worked(worked), slow.when_worked(worked), "{worked} {zone}");
                    }
                }
            }
        }
    }
}
