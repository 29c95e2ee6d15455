//! Floor 1: zones and working time. Everything that says *when* asks here.
//!
//! | question | type |
//! |---|---|
//! | where are clocks read? | [`Zone`]: a fixed offset, or a named zone with its transitions ([`ZoneTable`], [`ZoneRule`]) |
//! | which date is it, when does a date begin? | [`Instant::date`], [`Date::start`], [`Date::end`], [`Moment::bounds`] |
//! | when is an office open? | [`Calendar`], written as [`CalendarDraft`] of [`Shift`]s by [`Weekdays`] and date |
//! | by when, and how long did it take? | [`Calendar::add`], [`Calendar::between`]; business days: [`Calendar::add_business_days`] |
//! | why? | [`Calendar::segments`]: what was open and what was closed, with names |
//!
//! Two teams, a lunch break and holidays. Where the feature `tz` is on, `[zones]` may be left out: it is filled in.
//!
//! ```
//! use lead_lifecycle::calendar::Roll;
//! use lead_lifecycle::wording::Words;
//! use lead_lifecycle::{Date, Instant, Policy, Span};
//! let text = r#"
//!     zone = "+09:00" # keys of the policy itself stand before the first table
//!     default_calendar = "tokyo"
//!
//!     [holidays.japan] # all of them are in `examples/data/holidays/japan.toml`: paste them in
//!     known_until = "2026-05-31"
//!     days = { "2026-05-04" = "みどりの日", "2026-05-05" = "こどもの日", "2026-05-06" = "憲法記念日 振替休日" }
//!
//!     [calendars.tokyo]
//!     week = { mon-fri = ["09:00-12:00", "13:00-18:00"] }
//!     holidays = ["japan"]
//!
//!     [calendars.new-york]
//!     zone = "America/New_York"
//!     week = { mon-fri = ["09:00-17:00"] }
//!     teams = ["us"]
//!
//!     [zones."America/New_York"]
//!     first = "-05:00"
//!     after = "EST5EDT,M3.2.0,M11.1.0"
//! "#;
//! let policy = Policy::from_document(toml::Deserializer::parse(text)?)?;
//! let tokyo = policy.calendars().of_team(None);
//! let new_york = policy.calendars().of_team(Some(&"us".parse()?));
//!
//! // Eight working hours from Friday, 17:00, over Golden Week.
//! let friday: Instant = "2026-05-01T17:00:00+09:00".parse()?;
//! let due = tokyo.add(friday, Span::hours(8)).expect("the office opens again");
//! assert_eq!(due.at, "2026-05-07T17:00:00+09:00".parse()?);
//! // Why? What was open and what was closed, in words of the office's own clocks.
//! let words = Words::in_zone(tokyo.zone()).without_offset();
//! let why: Vec<String> = tokyo.segments(friday, due.at).map(|segment| words.of(&segment).to_string()).collect();
//! assert_eq!(why[0], "2026-05-01 17:00 to 2026-05-01 18:00: open");
//! assert_eq!(why[3], "2026-05-04 00:00 to 2026-05-05 00:00: closed: みどりの日, 2026-05-04");
//! assert_eq!(why.last().unwrap(), "2026-05-07 13:00 to 2026-05-07 17:00: open");
//!
//! // Ninety business days later; and when the office closes on that day, as far as holidays are known.
//! let day: Date = tokyo.add_business_days(friday.date(tokyo.zone()), 90, Roll::Forward).expect("before 9999");
//! let closes = tokyo.end_of_business(day).expect("a business day");
//! assert_eq!(words.of(&closes).to_string(), "2026-09-09 18:00 (holidays are known until 2026-05-31 only)");
//!
//! // The other team has been asleep: 17:00 in Tokyo is 4:00 in New York.
//! let due = new_york.add(friday, Span::hours(8)).expect("the office opens again");
//! assert_eq!(due.at, "2026-05-01T17:00:00-04:00".parse()?);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! A calendar is part of a policy, and nothing of it is kept in a lead: it has no state and no fact. Late news and what is taken back
//! have nothing to judge again here. Other hours, holidays or transitions of a zone are another policy, with another fingerprint, and
//! come into force as a version does. Its size is bounded by [`limits`](crate::values::limits): calendars, lists, special days, shifts, zones
//! and their transitions.
//!
//! The room knows values only. It does not know what the time is for: service levels and cadences do.
//!
//! [`Instant::date`]: crate::Instant::date
//! [`Date::start`]: crate::Date::start
//! [`Date::end`]: crate::Date::end
//! [`Moment::bounds`]: crate::values::Moment::bounds

mod calendar;
mod calendar_draft;
mod calendar_error;
mod calendars;
mod civil;
mod day;
mod day_count;
mod day_pattern;
mod holidays;
mod hours;
mod roll;
mod segment;
mod shift;
mod text_form;
mod turns;
#[cfg(feature = "tz")]
mod tz;
mod weekdays;
mod work_clock;
mod zone;
mod zone_choice;
mod zone_error;
mod zone_rule;
mod zone_table;
mod zones;

pub use calendar::{Calendar, Due};
pub use calendar_draft::{CalendarDraft, HolidayListDraft};
pub use calendar_error::CalendarError;
pub use calendars::{Calendars, CalendarsDraft};
pub use roll::Roll;
pub use segment::{OfficeState, Segment, Segments};
pub use shift::Shift;
pub use weekdays::Weekdays;
pub use zone::Zone;
pub use zone_choice::ZoneChoice;
pub use zone_error::ZoneError;
pub use zone_rule::ZoneRule;
pub use zone_table::{ZoneTable, ZoneTableDraft, ZoneTransition};
pub use zones::Zones;
