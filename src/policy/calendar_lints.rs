//! Advice on zones, calendars and holidays.

use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use crate::calendar::ZoneChoice;
use crate::policy::advice::Advice;
use crate::policy::lint::Lint;
use crate::policy::policy::Policy;
use crate::values::{HolidayListName, Instant, Path, ZoneName};

/// How long before a list of holidays ends it is told: a quarter is time enough to add the next year.
const AHEAD_DAYS: u32 = 90;

/// Lists of holidays and tables of zones that nothing uses.
pub(super) fn of_calendars(policy: &Policy) -> Vec<Lint> {
    let (draft, root) = (policy.draft(), Path::root());
    let used = used_lists(policy);
    let lists =
        draft.holidays.keys().filter(|list| !used.contains(list)).map(|list| {
            Lint::new(root.key("holidays").key(list.as_str()), Advice::UnusedHolidays { list: list.clone() })
        });
    let choices = draft.calendars.values().filter_map(|calendar| calendar.zone.as_ref()).chain([&draft.zone]);
    let read_in: BTreeSet<&ZoneName> = choices.filter_map(ZoneChoice::name).collect();
    let zones = draft.zones.keys().filter(|zone| !read_in.contains(zone));
    let zones =
        zones.map(|zone| Lint::new(root.key("zones").key(zone.as_str()), Advice::UnusedZone { zone: zone.clone() }));
    lists.chain(zones).collect()
}

/// Lists that a calendar uses, and that end within 90 days; and those that say no end, of which all days have passed.
pub(super) fn ending_holidays(policy: &Policy, now: Instant) -> Vec<Lint> {
    let today = now.date(policy.zone());
    let horizon = today.add_days(AHEAD_DAYS);
    let used = used_lists(policy);
    let lists = policy.draft().holidays.iter().filter(|(list, _)| used.contains(list));
    let advised = lists.filter_map(|(list, draft)| {
        let at = Path::root().key("holidays").key(list.as_str()).key("known_until");
        let list = list.clone();
        let last_day = draft.days.keys().next_back().copied();
        let advice = match (draft.known_until, last_day) {
            (Some(known_until), _) if known_until < horizon => Advice::HolidaysEnd { list, known_until },
            (None, Some(day)) if day < today => Advice::HolidaysPassed { list, last: day },
            (Some(_) | None, _) => return None,
        };
        Some(Lint::new(at, advice))
    });
    advised.collect()
}

fn used_lists(policy: &Policy) -> BTreeSet<&HolidayListName> {
    policy.draft().calendars.values().filter_map(|calendar| calendar.holidays.as_ref()).flatten().collect()
}
