//! A calendar and a list of holidays as people write them.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

use crate::calendar::shift::Shift;
use crate::calendar::weekdays::Weekdays;
use crate::calendar::zone_choice::ZoneChoice;
use crate::values::{CalendarName, Date, HolidayListName, Literal as _, TeamKey, Text};

/// When an office is open, as people write it.
///
/// ```
/// use lead_lifecycle::{Policy, Span};
/// let text = r#"
///     zone = "+09:00"
///     [holidays.company]
///     days = { "2026-12-30" = "year's end" }
///     [calendars.office]
///     week = { mon-fri = ["09:00-12:00", "13:00-18:00"] }
///     days = { "2026-12-29" = ["09:00-12:00"] }
///     holidays = ["company"]
/// "#;
/// let policy = Policy::from_document(toml::Deserializer::parse(text)?)?;
/// let office = policy.calendars().standard();
/// let due = office.add("2026-12-29T11:00:00+09:00".parse()?, Span::hours(2)).map(|due| due.at);
/// assert_eq!(due, Some("2026-12-31T10:00:00+09:00".parse()?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
pub struct CalendarDraft {
    /// What people call it.
    pub label: Option<Text>,
    /// Another calendar of the policy: what is left out here is as there. Weekdays and dates are replaced one by one, the
    /// lists of holidays as a whole. Teams are never taken over.
    pub extends: Option<CalendarName>,
    /// The zone of its clocks; without it that of the calendar it extends, else the policy's.
    pub zone: Option<ZoneChoice>,
    /// The shifts that begin on each weekday. No shift: closed. Those of one day do not overlap; where one of the day before goes
    /// on past midnight into one of the day, what both cover counts once.
    #[serde(deserialize_with = "crate::values::unique::map")]
    pub week: BTreeMap<Weekdays, Vec<Shift>>,
    /// Dates with shifts of their own in the place of those of the weekday; they go before holidays. No shift: closed from
    /// its first second to its last, also for what is left of a shift of the evening before.
    #[serde(deserialize_with = "crate::values::unique::map")]
    pub days: BTreeMap<Date, Vec<Shift>>,
    /// The lists of holidays on which it is closed.
    #[serde(deserialize_with = "crate::values::unique::optional_set")]
    pub holidays: Option<BTreeSet<HolidayListName>>,
    /// The teams that work by it. A team works by one calendar; who has none works by the default.
    #[serde(deserialize_with = "crate::values::unique::set")]
    pub teams: BTreeSet<TeamKey>,
}

impl CalendarDraft {
    /// Ours, not the practice's: Monday to Friday, 9:00 to 12:00 and 13:00 to 18:00, without holidays. Public holidays are
    /// data of the host's: `examples/data/holidays` has Japan's.
    #[must_use]
    #[doc(alias = "営業時間")]
    pub fn office() -> Self {
        let shifts = [Shift::hours(9, 12), Shift::hours(13, 18)].into_iter().flatten().collect();
        Self { week: [(Weekdays::MON_FRI, shifts)].into(), ..Self::default() }
    }
}

impl CalendarDraft {
    /// The same hours in one form: each weekday with an entry of its own, shifts in order. The fingerprint of a policy is of
    /// this form.
    pub fn write_days_apart(&mut self) {
        let written = core::mem::take(&mut self.week);
        for (days, mut shifts) in written {
            shifts.sort_unstable();
            for number in days.numbers() {
                self.week.insert(Weekdays::one(number), shifts.clone());
            }
        }
        self.days.values_mut().for_each(|shifts| shifts.sort_unstable());
    }
}

impl HolidayListDraft {
    /// Calls every holiday `holiday`: names are words for people, and no part of the fingerprint of a policy.
    pub fn forget_names(&mut self) {
        self.days.values_mut().for_each(|name| *name = Text::literal("holiday"));
    }
}

/// A list of holidays, as people write it. A list that ends some day says up to which date it is complete.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
pub struct HolidayListDraft {
    /// The last date of which all holidays are known: a deadline after it says so. None: there will be no others.
    pub known_until: Option<Date>,
    /// The holidays with their names.
    #[serde(deserialize_with = "crate::values::unique::map")]
    pub days: BTreeMap<Date, Text>,
}
