//! One table of every bound: checks, messages and test generators all read it.

use serde::{Serialize, Serializer};

/// A named, inclusive bound. `Display` is the default wording: the two ends, and what is bounded, with its unit.
///
/// ```
/// use lead_lifecycle::values::limits;
/// assert!(limits::CYCLES.admits(5_u32) && !limits::CYCLES.admits(0_u32));
/// assert_eq!((limits::CYCLES.name, limits::CYCLES.to_string().as_str()), ("cycles", "1 to 1000 cycles of a lead"));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Limit {
    /// What is bounded, with its unit: a stable word. What it means in words says `Display`.
    pub name: &'static str,
    /// The smallest allowed value.
    #[serde(serialize_with = "in_64_bits")]
    pub min: i128,
    /// The largest allowed value.
    #[serde(serialize_with = "in_64_bits")]
    pub max: i128,
}

impl Limit {
    const fn new(name: &'static str, min: i128, max: i128) -> Self {
        Self { name, min, max }
    }

    /// Whether `value` lies within the bound, both ends included.
    #[must_use]
    pub fn admits(&self, value: impl Into<i128>) -> bool {
        let value = value.into();
        self.min <= value && value <= self.max
    }

    /// Whether a length lies within the bound.
    #[must_use]
    pub fn admits_len(&self, len: usize) -> bool {
        i128::try_from(len).is_ok_and(|n| self.admits(n))
    }

    /// The upper end as a length; saturates at the platform's largest.
    #[must_use]
    pub fn max_len(&self) -> usize {
        usize::try_from(self.max).unwrap_or(usize::MAX)
    }
}

/// Bounds are small beside what every format can hold, which is 64 bits.
fn in_64_bits<S: Serializer>(bound: &i128, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_i64(i64::try_from(*bound).unwrap_or(if *bound < 0 { i64::MIN } else { i64::MAX }))
}

/// Characters of a key (lead key, reason code, rule name …).
pub const KEY_CHARS: Limit = Limit::new("key_chars", 1, 128);
/// Characters of a free text (notes, evidence, memos).
pub const TEXT_CHARS: Limit = Limit::new("text_chars", 1, 4_000);
/// Seconds since 1970-01-01T00:00:00Z: 1900-01-01 to 9999-12-31T23:59:59Z.
pub const INSTANT_SECONDS: Limit = Limit::new("instant_seconds", -2_208_988_800, 253_402_300_799);
/// Seconds of a span: up to 200 years of 366 days.
pub const SPAN_SECONDS: Limit = Limit::new("span_seconds", 0, 200 * 366 * 86_400);
/// Years of a civil date.
pub const DATE_YEARS: Limit = Limit::new("date_years", 1900, 9999);
/// Seconds of a UTC offset.
pub const OFFSET_SECONDS: Limit = Limit::new("offset_seconds", -14 * 3_600, 14 * 3_600);
/// Named zones whose transitions a policy holds.
pub const ZONES: Limit = Limit::new("zones", 0, 16);
/// Transitions of one named zone, beside its closing rule.
pub const ZONE_TRANSITIONS: Limit = Limit::new("zone_transitions", 0, 1_024);
/// Working calendars of a policy.
pub const CALENDARS: Limit = Limit::new("calendars", 0, 16);
/// Lists of holidays of a policy.
pub const HOLIDAY_LISTS: Limit = Limit::new("holiday_lists", 0, 16);
/// Holidays of one list, and days with hours of their own of one calendar.
pub const SPECIAL_DAYS: Limit = Limit::new("special_days", 0, 4_096);
/// Opening intervals that begin on one day.
pub const SHIFTS: Limit = Limit::new("shifts", 0, 48);
/// Thousandths of a point.
pub const POINT_THOUSANDTHS: Limit = Limit::new("point_thousandths", -1_000_000_000_000, 1_000_000_000_000);
/// Whole currency units of an amount of money.
pub const MONEY_UNITS: Limit = Limit::new("money_units", -1_000_000_000_000_000, 1_000_000_000_000_000);
/// Decimal places of a rate.
pub const RATE_PLACES: Limit = Limit::new("rate_places", 0, 12);
/// Decimal places of a number field.
pub const NUMBER_PLACES: Limit = Limit::new("number_places", 0, 12);
/// Entries of a profile or of an activity's fields.
pub const FIELDS: Limit = Limit::new("fields", 0, 256);
/// Members of a set field.
pub const SET_MEMBERS: Limit = Limit::new("set_members", 0, 64);
/// Entries of a list inside a command or a handoff (topics, key people, deal lines …).
pub const LIST_ENTRIES: Limit = Limit::new("list_entries", 0, 64);
/// Activity ids that a lead remembers, newest first: of those that earn a tag, and of those that earn none.
pub const ACTIVITY_MEMORY: Limit = Limit::new("activity_memory", 1, 4_096);
/// Ids of hand-raises that a lead remembers, newest first, whatever else arrives.
pub const HAND_RAISE_MEMORY: Limit = Limit::new("hand_raise_memory", 0, 64);
/// Cycles of one lead.
pub const CYCLES: Limit = Limit::new("cycles", 1, 1_000);
/// The most cycles, as a count.
pub(crate) const CYCLES_MAX: u32 = 1_000;
/// Back-off of cooling per further cycle, in per cent.
pub const BACK_OFF_PERCENT: Limit = Limit::new("back_off_percent", 100, 1_000);
/// Open proposals of one lead.
pub const OPEN_PROPOSALS: Limit = Limit::new("open_proposals", 0, 64);
/// Contracts in force of one customer.
pub const CONTRACTS: Limit = Limit::new("contracts", 0, 64);
/// Deal keys that a lead remembers, so that none is opened twice. Of more, the oldest is forgotten without a fact, and could be
/// opened again: a host that never reuses a key keeps all of them itself, as it does across leads.
pub const DEAL_KEYS: Limit = Limit::new("deal_keys", 0, 64);
/// Criteria of a qualification scheme.
pub const CRITERIA: Limit = Limit::new("criteria", 1, 32);
/// Pipelines of a policy.
pub const PIPELINES: Limit = Limit::new("pipelines", 1, 16);
/// Stages of a deal pipeline.
pub const PIPELINE_STAGES: Limit = Limit::new("pipeline_stages", 1, 32);
/// Reasons of one list.
pub const REASONS: Limit = Limit::new("reasons", 1, 128);
/// Nesting of a bar or predicate.
pub const NESTING: Limit = Limit::new("nesting", 0, 8);
/// Months of a timeline bar.
pub const BAR_MONTHS: Limit = Limit::new("bar_months", 1, 120);
/// Quantity of a deal line.
pub const LINE_QUANTITY: Limit = Limit::new("line_quantity", 1, 1_000_000_000);
/// Versions of the policy in one book. One that every lead has left behind can be taken out from the front.
pub const POLICY_VERSIONS: Limit = Limit::new("policy_versions", 1, 64);
/// Service-level clocks of a policy, and runs of them that a lead keeps.
pub const CLOCKS: Limit = Limit::new("clocks", 0, 16);
/// What starts a clock, stops it, restarts it or holds it, and whom a step of it tells: entries of each list.
pub const CLOCK_EVENTS: Limit = Limit::new("clock_events", 0, 32);
/// Targets of one clock.
pub const CLOCK_TARGETS: Limit = Limit::new("clock_targets", 1, 32);
/// Steps of the escalation of one clock.
pub const CLOCK_STEPS: Limit = Limit::new("clock_steps", 0, 16);
/// Holds of one run that are kept apart. Of more, the oldest is kept as what it added to the target.
pub const CLOCK_HOLDS: Limit = Limit::new("clock_holds", 0, 16);
/// Business days of a target.
pub const BUSINESS_DAYS: Limit = Limit::new("business_days", 1, 3_660);

/// Facts named in one order to take back.
pub const TAKEN_BACK: Limit = Limit::new("taken_back", 0, 10_000);
/// What is told instead, in one order to take back.
pub const INSTEAD: Limit = Limit::new("instead", 0, 64);
/// Ids of activities that were taken back, beside all others.
pub const TAKEN_BACK_IDS: Limit = Limit::new("taken_back_ids", 0, 512);
/// Kinds of activities that are told apart among those taken back.
pub const TAKEN_BACK_KINDS: Limit = Limit::new("taken_back_kinds", 0, 64);

/// Leads that were merged into one.
pub const ABSORBED: Limit = Limit::new("absorbed", 0, 64);

/// Moves of a deal, or words left over, in one row of a legacy system.
pub const LEGACY_MOVES: Limit = Limit::new("legacy_moves", 0, 1_024);
/// Rows of one lead of a legacy system that are told apart at once.
pub const LEGACY_ROWS: Limit = Limit::new("legacy_rows", 0, 1_024);
/// Activities in one row of a legacy system; the rest comes with further rows.
pub const LEGACY_ACTIVITIES: Limit = Limit::new("legacy_activities", 0, 4_096);

/// The whole table, for documentation and test generators.
pub const ALL: &[Limit] = &[
    KEY_CHARS,
    TEXT_CHARS,
    INSTANT_SECONDS,
    SPAN_SECONDS,
    DATE_YEARS,
    OFFSET_SECONDS,
    ZONES,
    ZONE_TRANSITIONS,
    CALENDARS,
    HOLIDAY_LISTS,
    SPECIAL_DAYS,
    SHIFTS,
    POINT_THOUSANDTHS,
    MONEY_UNITS,
    RATE_PLACES,
    NUMBER_PLACES,
    FIELDS,
    SET_MEMBERS,
    LIST_ENTRIES,
    ACTIVITY_MEMORY,
    HAND_RAISE_MEMORY,
    CYCLES,
    BACK_OFF_PERCENT,
    OPEN_PROPOSALS,
    CONTRACTS,
    DEAL_KEYS,
    CRITERIA,
    PIPELINES,
    PIPELINE_STAGES,
    REASONS,
    NESTING,
    BAR_MONTHS,
    LINE_QUANTITY,
    POLICY_VERSIONS,
    CLOCKS,
    CLOCK_EVENTS,
    CLOCK_TARGETS,
    CLOCK_STEPS,
    CLOCK_HOLDS,
    BUSINESS_DAYS,
    TAKEN_BACK,
    INSTEAD,
    TAKEN_BACK_IDS,
    TAKEN_BACK_KINDS,
    ABSORBED,
    LEGACY_MOVES,
    LEGACY_ROWS,
    LEGACY_ACTIVITIES,
];
