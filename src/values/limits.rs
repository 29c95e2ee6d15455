//! One table of every bound: checks, messages and test generators all read it.

/// A named, inclusive bound. Units are in the name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// What is bounded, with its unit.
    pub name: &'static str,
    /// The smallest allowed value.
    pub min: i128,
    /// The largest allowed value.
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

impl core::fmt::Display for Limit {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{} to {} {}", self.min, self.max, self.name)
    }
}

/// Characters of a key (lead key, reason code, rule name …).
pub const KEY_CHARS: Limit = Limit::new("characters of a key", 1, 128);
/// Characters of a free text (notes, evidence, memos).
pub const TEXT_CHARS: Limit = Limit::new("characters of text", 1, 4_000);
/// Seconds since 1970-01-01T00:00:00Z: 1900-01-01 to 9999-12-31T23:59:59Z.
pub const INSTANT_SECONDS: Limit =
    Limit::new("seconds since 1970 (1900-01-01 to 9999-12-31)", -2_208_988_800, 253_402_300_799);
/// Seconds of a span: up to 200 years of 366 days.
pub const SPAN_SECONDS: Limit = Limit::new("seconds of a span", 0, 200 * 366 * 86_400);
/// Years of a civil date.
pub const DATE_YEARS: Limit = Limit::new("years of a date", 1900, 9999);
/// Minutes of a UTC offset.
pub const OFFSET_MINUTES: Limit = Limit::new("minutes of a UTC offset", -14 * 60, 14 * 60);
/// Thousandths of a point.
pub const POINT_THOUSANDTHS: Limit = Limit::new("thousandths of a point", -1_000_000_000_000, 1_000_000_000_000);
/// Whole currency units of an amount of money.
pub const MONEY_UNITS: Limit = Limit::new("whole currency units", -1_000_000_000_000_000, 1_000_000_000_000_000);
/// Decimal places of a rate.
pub const RATE_PLACES: Limit = Limit::new("decimal places of a rate", 0, 12);
/// Decimal places of a number field.
pub const NUMBER_PLACES: Limit = Limit::new("decimal places of a number", 0, 12);
/// Entries of a profile or of an activity's fields.
pub const FIELDS: Limit = Limit::new("fields", 0, 256);
/// Members of a set field.
pub const SET_MEMBERS: Limit = Limit::new("members of a set", 0, 64);
/// Entries of a list inside a command or a handoff (topics, key people, deal lines …).
pub const LIST_ENTRIES: Limit = Limit::new("list entries", 0, 64);
/// Activity ids that a lead remembers, newest first.
pub const ACTIVITY_MEMORY: Limit = Limit::new("remembered activity ids", 1, 4_096);
/// Cycles of one lead.
pub const CYCLES: Limit = Limit::new("cycles of a lead", 1, 1_000);
/// The most cycles, as a count.
pub(crate) const CYCLES_MAX: u32 = 1_000;
/// Back-off of cooling per further cycle, in per cent.
pub const BACK_OFF_PERCENT: Limit = Limit::new("per cent of back-off", 100, 1_000);
/// Open proposals of one lead.
pub const OPEN_PROPOSALS: Limit = Limit::new("open proposals", 0, 64);
/// Contracts in force of one customer.
pub const CONTRACTS: Limit = Limit::new("contracts in force", 0, 64);
/// Criteria of a qualification scheme.
pub const CRITERIA: Limit = Limit::new("qualification criteria", 1, 32);
/// Stages of a deal pipeline.
pub const PIPELINE_STAGES: Limit = Limit::new("open deal stages", 1, 32);
/// Reasons of one list.
pub const REASONS: Limit = Limit::new("reasons of a list", 1, 128);
/// Nesting of a bar or predicate.
pub const NESTING: Limit = Limit::new("levels of nesting", 0, 8);
/// Months of a timeline bar.
pub const BAR_MONTHS: Limit = Limit::new("months", 1, 120);
/// Quantity of a deal line.
pub const LINE_QUANTITY: Limit = Limit::new("pieces of a deal line", 1, 1_000_000_000);
/// Service-level clock marks remembered by a lead.
pub const CLOCK_MARKS: Limit = Limit::new("clock marks", 0, 64);

/// The whole table, for documentation and test generators.
pub const ALL: &[Limit] = &[
    KEY_CHARS,
    TEXT_CHARS,
    INSTANT_SECONDS,
    SPAN_SECONDS,
    DATE_YEARS,
    OFFSET_MINUTES,
    POINT_THOUSANDTHS,
    MONEY_UNITS,
    RATE_PLACES,
    NUMBER_PLACES,
    FIELDS,
    SET_MEMBERS,
    LIST_ENTRIES,
    ACTIVITY_MEMORY,
    CYCLES,
    BACK_OFF_PERCENT,
    OPEN_PROPOSALS,
    CONTRACTS,
    CRITERIA,
    PIPELINE_STAGES,
    REASONS,
    NESTING,
    BAR_MONTHS,
    LINE_QUANTITY,
    CLOCK_MARKS,
];
