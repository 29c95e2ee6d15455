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
mod day_count;
mod day_pattern;
mod holidays;
mod hours;
mod roll;
mod segment;
mod shift;
mod text_form;
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
