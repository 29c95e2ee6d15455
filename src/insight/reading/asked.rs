//! What a reading is asked with.

use alloc::boxed::Box;
use alloc::vec::Vec;

use crate::calendar::Zone;
use crate::insight::reading::periods::Periods;
use crate::insight::report::Dimension;
use crate::values::Instant;

/// What every reading is asked with: as of when, in which zone, split by what, of which slices, in which periods.
///
/// ```
/// use lead_lifecycle::calendar::Zone;
/// use lead_lifecycle::insight::{Asked, Dimension, Periods};
/// let asked = Asked::new("2026-06-30T23:59:59+09:00".parse()?, Zone::JST)
///     .by(vec![Dimension::Source])
///     .only(Dimension::Owner, Some("sato"))
///     .in_periods(Periods::months());
/// assert_eq!(asked.as_of().to_string(), "2026-06-30T14:59:59Z");
/// # Ok::<(), lead_lifecycle::values::TimeError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    as_of: Instant,
    zone: Zone,
    by: Vec<Dimension>,
    only: Vec<(Dimension, Option<Box<str>>)>,
    periods: Option<Periods>,
}

impl Asked {
    /// As of an instant: turns that took effect later are left aside, and so are activities and words about contracts. What was told again
    /// since, as the value of a deal or its expected close, counts as it was told last. Dates are read in a zone. One slice, one period.
    #[must_use]
    pub const fn new(as_of: Instant, zone: Zone) -> Self {
        Self { as_of, zone, by: Vec::new(), only: Vec::new(), periods: None }
    }

    /// The same, split by dimensions, which the plan of the report has to have.
    #[must_use]
    pub fn by(self, by: Vec<Dimension>) -> Self {
        Self { by, ..self }
    }

    /// The same, of slices that are this in a dimension; none: of which it is not known. Of two of one dimension either may hold.
    #[must_use]
    pub fn only(mut self, dimension: Dimension, value: Option<&str>) -> Self {
        self.only.push((dimension, value.map(Box::from)));
        self
    }

    /// The same, with a row for each period.
    #[must_use]
    pub fn in_periods(self, periods: Periods) -> Self {
        Self { periods: Some(periods), ..self }
    }

    /// The same, as of another instant. What had been recorded by then is another question: see
    /// [`LeadLine::known_at`](crate::insight::LeadLine::known_at).
    #[must_use]
    pub fn with_as_of(self, as_of: Instant) -> Self {
        Self { as_of, ..self }
    }

    /// As of when.
    #[must_use]
    pub const fn as_of(&self) -> Instant {
        self.as_of
    }

    /// In which zone dates are read.
    #[must_use]
    pub const fn zone(&self) -> &Zone {
        &self.zone
    }

    /// By what it is split.
    #[must_use]
    pub fn dimensions(&self) -> &[Dimension] {
        &self.by
    }

    /// The periods.
    #[must_use]
    pub const fn periods(&self) -> Option<Periods> {
        self.periods
    }

    pub(super) fn conditions(&self) -> &[(Dimension, Option<Box<str>>)] {
        &self.only
    }
}
