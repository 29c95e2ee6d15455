//! The calendars of a policy, by their names.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::ToString as _;
use alloc::vec::Vec;

use crate::calendar::calendar::Calendar;
use crate::calendar::calendar_draft::{CalendarDraft, HolidayListDraft};
use crate::calendar::day::day_number;
use crate::calendar::holidays::Holidays;
use crate::calendar::hours::{Hours, SpecialDays, Week};
use crate::calendar::shift::Shift;
use crate::calendar::weekdays::Weekdays;
use crate::calendar::zone::Zone;
use crate::calendar::zones::Zones;
use crate::values::{
    CalendarName, Counted, Declared, FaultCode, Faults, Got, HolidayListName, Literal as _, Path, ProcessDemand,
    TeamKey,
    limits::{self, Limit},
};

/// The checked calendars of a policy: at least one, which of them is the default, and which team works by which.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendars {
    all: BTreeMap<CalendarName, Calendar>,
    standard: Calendar,
    standard_name: CalendarName,
    teams: BTreeMap<TeamKey, CalendarName>,
}

/// The calendars of a policy as they are written, and what they refer to.
#[derive(Debug, Clone, Copy)]
pub struct CalendarsDraft<'p> {
    /// The calendars. None at all is the standard office alone.
    pub calendars: &'p BTreeMap<CalendarName, CalendarDraft>,
    /// Which is the default. One alone needs no word.
    pub default: Option<&'p CalendarName>,
    /// The lists of holidays.
    pub holidays: &'p BTreeMap<HolidayListName, HolidayListDraft>,
    /// The zone of the policy.
    pub zone: &'p Zone,
}

impl Calendars {
    /// The calendar of whoever has no team, or one without a calendar of its own.
    #[must_use]
    pub const fn standard(&self) -> &Calendar {
        &self.standard
    }

    /// The calendar that a team works by.
    #[must_use]
    pub fn of_team(&self, team: Option<&TeamKey>) -> &Calendar {
        let own = team.and_then(|team| self.teams.get(team)).and_then(|name| self.all.get(name));
        own.unwrap_or(&self.standard)
    }

    /// The name of the calendar that a team works by.
    #[must_use]
    pub fn name_of_team(&self, team: Option<&TeamKey>) -> &CalendarName {
        team.and_then(|team| self.teams.get(team)).unwrap_or(&self.standard_name)
    }

    /// A calendar by its name.
    #[must_use]
    pub fn get(&self, name: &CalendarName) -> Option<&Calendar> {
        self.all.get(name)
    }

    /// All calendars by name.
    pub fn iter(&self) -> impl Iterator<Item = (&CalendarName, &Calendar)> {
        self.all.iter()
    }
}

impl CalendarsDraft<'_> {
    /// Checks the calendars and lists written below a path; every fault is added, and they come back only if there is none.
    pub fn check(&self, zones: &mut Zones<'_>, root: &Path, faults: &mut Faults) -> Option<Calendars> {
        let before = faults.len();
        self.check_lists(&root.key("holidays"), faults);
        let at = root.key("calendars");
        if !limits::CALENDARS.admits_len(self.calendars.len()) {
            too_many(self.calendars.len(), limits::CALENDARS, &at, faults);
        }
        let office = [(CalendarName::literal("standard"), CalendarDraft::office())].into();
        let written = if self.calendars.is_empty() { &office } else { self.calendars };
        let mut check = Check { drafts: written, lists: self.holidays, zone: self.zone, zones, at: &at };
        let mut all = BTreeMap::new();
        // Of too many only the first are looked at: what they take over from each other grows with the square of their number.
        for (name, draft) in written.iter().take(limits::CALENDARS.max_len()) {
            all.extend(check.calendar(name, draft, faults).map(|calendar| (name.clone(), calendar)));
        }
        let teams = teams(written, &at, faults);
        let default = default(written, self.default, &root.key("default_calendar"), faults);
        let standard = default.and_then(|name| all.get_key_value(name));
        let (standard_name, standard) = standard.map(|(name, calendar)| (name.clone(), calendar.clone())).unzip();
        (faults.len() == before).then_some(Calendars { standard: standard?, standard_name: standard_name?, all, teams })
    }

    fn check_lists(&self, at: &Path, faults: &mut Faults) {
        if !limits::HOLIDAY_LISTS.admits_len(self.holidays.len()) {
            too_many(self.holidays.len(), limits::HOLIDAY_LISTS, at, faults);
        }
        for (name, list) in self.holidays {
            if !limits::SPECIAL_DAYS.admits_len(list.days.len()) {
                too_many(list.days.len(), limits::SPECIAL_DAYS, &at.key(name.as_str()).key("days"), faults);
            }
        }
    }
}

fn too_many(count: usize, limit: Limit, at: &Path, faults: &mut Faults) {
    faults.add(FaultCode::OutOfRange, at, limit, Got::Count { count, of: Counted::Entries });
}

/// Which team works by which calendar.
fn teams(
    written: &BTreeMap<CalendarName, CalendarDraft>,
    at: &Path,
    faults: &mut Faults,
) -> BTreeMap<TeamKey, CalendarName> {
    let mut teams = BTreeMap::new();
    for (name, draft) in written {
        for team in &draft.teams {
            if teams.insert(team.clone(), name.clone()).is_some() {
                let at = at.key(name.as_str()).key("teams");
                faults.add(
                    FaultCode::Duplicate,
                    &at,
                    ProcessDemand::OneCalendarPerTeam,
                    Got::Again(team.as_str().into()),
                );
            }
        }
    }
    teams
}

fn default<'p>(
    written: &'p BTreeMap<CalendarName, CalendarDraft>,
    named: Option<&CalendarName>,
    at: &Path,
    faults: &mut Faults,
) -> Option<&'p CalendarName> {
    let known = || written.keys().map(CalendarName::as_str);
    match named {
        Some(name) => {
            let found = written.get_key_value(name).map(|(name, _)| name);
            if found.is_none() {
                faults.unknown(at, Declared::Calendar, name.as_str(), known());
            }
            found
        }
        None if written.len() == 1 => written.keys().next(),
        None => {
            faults.missing(at, Declared::Calendar, known());
            None
        }
    }
}

/// One policy's calendars, as they are checked.
struct Check<'c, 'z, 'p> {
    drafts: &'c BTreeMap<CalendarName, CalendarDraft>,
    lists: &'c BTreeMap<HolidayListName, HolidayListDraft>,
    zone: &'c Zone,
    zones: &'z mut Zones<'p>,
    at: &'c Path,
}

impl<'c> Check<'c, '_, '_> {
    fn calendar(&mut self, name: &CalendarName, draft: &'c CalendarDraft, faults: &mut Faults) -> Option<Calendar> {
        let before = faults.len();
        let at = self.at.key(name.as_str());
        let chain = self.chain(name, draft, &at, faults)?;
        let zone = draft.zone.as_ref().map(|choice| self.zones.resolve(choice, &at.key("zone"), faults));
        check_shifts(draft, &at, faults);
        let week = week(&chain, &at, faults);
        let mut holidays = Holidays::default();
        for list in chain.iter().find_map(|draft| draft.holidays.as_ref()).into_iter().flatten() {
            let Some(found) = self.lists.get(list) else {
                if draft.holidays.as_ref().is_some_and(|own| own.contains(list)) {
                    let known = self.lists.keys().map(HolidayListName::as_str);
                    faults.unknown(&at.key("holidays"), Declared::HolidayList, list.as_str(), known);
                }
                continue;
            };
            let days = found.days.iter().map(|(date, name)| (day_number(*date), name.clone()));
            holidays.add(days, found.known_until);
        }
        let mut special: SpecialDays = holidays.days().map(|day| (day, Vec::new())).collect();
        for draft in chain.iter().rev() {
            special.extend(draft.days.iter().map(|(date, shifts)| (day_number(*date), shifts.clone())));
        }
        if week.iter().all(Vec::is_empty) {
            faults.add(FaultCode::Missing, &at.key("week"), ProcessDemand::OpenSomeTime, Got::Nothing);
        }
        if faults.len() > before {
            return None;
        }
        // The zone of a calendar that is extended was resolved, or found faulty, where it is written.
        let inherited = || chain.iter().skip(1).find_map(|draft| draft.zone.as_ref());
        let zone = match zone {
            Some(own) => own?,
            None => match inherited() {
                Some(choice) => self.zones.resolve(choice, &at.key("zone"), &mut Faults::default())?,
                None => self.zone.clone(),
            },
        };
        let hours = Hours::of(week, special, &zone.left_out());
        Some(Calendar::of(zone, hours, holidays))
    }

    /// A calendar and those that it extends, itself first.
    fn chain(
        &self,
        name: &'c CalendarName,
        draft: &'c CalendarDraft,
        at: &Path,
        faults: &mut Faults,
    ) -> Option<Vec<&'c CalendarDraft>> {
        let mut names = BTreeSet::from([name]);
        let mut chain = Vec::from([draft]);
        let mut last = draft;
        while let Some(next) = &last.extends {
            let at = at.key("extends");
            let Some(found) = self.drafts.get(next) else {
                // Told where it is written.
                if chain.len() == 1 {
                    faults.unknown(
                        &at,
                        Declared::Calendar,
                        next.as_str(),
                        self.drafts.keys().map(CalendarName::as_str),
                    );
                }
                return None;
            };
            if !names.insert(next) {
                faults.add(FaultCode::Conflict, &at, ProcessDemand::NoCircle, Got::name(next.as_str()));
                return None;
            }
            chain.push(found);
            last = found;
        }
        Some(chain)
    }
}

/// The shifts of each weekday: the calendar's own, else those of the nearest that it extends.
fn week(chain: &[&CalendarDraft], at: &Path, faults: &mut Faults) -> Week {
    let mut week: [Option<&Vec<Shift>>; 7] = [None; 7];
    for (distance, draft) in chain.iter().enumerate() {
        let mut own = [false; 7];
        for (days, shifts) in &draft.week {
            for number in days.numbers() {
                let seen = own.get_mut(number).is_some_and(|seen| core::mem::replace(seen, true));
                if seen && distance == 0 {
                    let at = at.key("week");
                    let day = Weekdays::one(number);
                    let got = Got::Again(day.to_string());
                    faults.add(FaultCode::Duplicate, &at, ProcessDemand::OneEntryPerWeekday, got);
                }
                if let Some(place) = week.get_mut(number) {
                    place.get_or_insert(shifts);
                }
            }
        }
    }
    week.map(|shifts| shifts.cloned().unwrap_or_default())
}

/// Too many shifts of a day, and shifts that overlap.
fn check_shifts(draft: &CalendarDraft, at: &Path, faults: &mut Faults) {
    let weekly = draft.week.iter().map(|(days, shifts)| (at.key("week").key(&days.to_string()), shifts));
    let dated = draft.days.iter().map(|(date, shifts)| (at.key("days").key(&date.to_string()), shifts));
    if !limits::SPECIAL_DAYS.admits_len(draft.days.len()) {
        too_many(draft.days.len(), limits::SPECIAL_DAYS, &at.key("days"), faults);
    }
    for (at, shifts) in weekly.chain(dated) {
        if !limits::SHIFTS.admits_len(shifts.len()) {
            too_many(shifts.len(), limits::SHIFTS, &at, faults);
        }
        let mut sorted = shifts.clone();
        sorted.sort_unstable();
        let pairs = sorted.iter().zip(sorted.iter().skip(1));
        if let Some((_, late)) = pairs.into_iter().find(|(one, next)| one.overlaps(**next)) {
            let got = Got::Again(late.to_string());
            faults.add(FaultCode::Conflict, &at, ProcessDemand::ShiftsApart, got);
        }
    }
}
