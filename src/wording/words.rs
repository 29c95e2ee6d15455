//! How instants are told: in the zone of whoever reads.

use core::fmt;

use crate::calendar::Zone;
use crate::values::{Instant, Moment};

/// How to tell what holds instants: at the clocks of a zone.
///
/// Without it, `Display` of a refusal, a fact or an item of the agenda knows no zone and tells instants in UTC.
///
/// ```
/// use lead_lifecycle::lifecycle::LeadUnmet;
/// use lead_lifecycle::wording::Words;
/// use lead_lifecycle::{Instant, Policy, Unmet};
///
/// let until: Instant = "2026-04-30T15:00:00Z".parse()?;
/// let unmet = Unmet::Lead(LeadUnmet::Cooling { until });
/// assert_eq!(unmet.to_string(), "cooling until 2026-04-30T15:00:00Z: only a hand-raise promotes before");
///
/// let policy = Policy::standard();
/// let words = Words::in_zone(policy.zone());
/// assert_eq!(words.of(&unmet).to_string(), "cooling until 2026-05-01 00:00 +09:00: only a hand-raise promotes before");
/// // Below a heading that says the zone once.
/// let words = words.without_offset();
/// assert_eq!(words.of(&unmet).to_string(), "cooling until 2026-05-01 00:00: only a hand-raise promotes before");
/// assert_eq!(words.at(until).to_string(), "2026-05-01 00:00");
/// # Ok::<(), lead_lifecycle::values::TimeError>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Words<'z> {
    zone: Option<&'z Zone>,
    offset: bool,
}

impl<'z> Words<'z> {
    /// In UTC, as values are written: what `Display` says by itself.
    pub const UTC: Self = Self { zone: None, offset: true };

    /// At the clocks of a zone, with the offset behind every instant.
    #[must_use]
    pub const fn in_zone(zone: &'z Zone) -> Self {
        Self { zone: Some(zone), offset: true }
    }

    /// The same without the offset: for columns and sentences below a heading that says it.
    #[must_use]
    pub const fn without_offset(self) -> Self {
        Self { offset: false, ..self }
    }

    /// An instant: to the minute, or to the second where there is more to tell.
    #[must_use]
    pub const fn at(self, at: Instant) -> At<'z> {
        At { at, words: self }
    }

    /// An instant, or the day when no more is known.
    pub(super) const fn moment(self, moment: Moment) -> Either<'z> {
        Either { moment, words: self }
    }

    /// What holds instants.
    #[must_use]
    pub const fn of<'a, T: Told + ?Sized>(self, told: &'a T) -> InWords<'a, 'z, T> {
        InWords { told, words: self }
    }
}

/// What can be told in the zone of whoever reads: refusals, facts, items of the agenda, and all that they are made of.
pub trait Told {
    /// Writes it, with instants as `words` has them.
    ///
    /// # Errors
    /// Whatever the formatter reports.
    fn tell(&self, words: Words<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result;
}

/// Something in words: [`Words::of`].
#[derive(Debug, Clone, Copy)]
pub struct InWords<'a, 'z, T: ?Sized> {
    told: &'a T,
    words: Words<'z>,
}

impl<T: Told + ?Sized> fmt::Display for InWords<'_, '_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.told.tell(self.words, f)
    }
}

/// An instant in words: [`Words::at`].
#[derive(Debug, Clone, Copy)]
pub struct At<'z> {
    at: Instant,
    words: Words<'z>,
}

impl fmt::Display for At<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(zone) = self.words.zone else {
            return fmt::Display::fmt(&self.at, f);
        };
        let offset = zone.offset_at(self.at);
        let local = self.at.to_utc().with_timezone(&offset.to_chrono());
        // Nothing is told that is not so: seconds are left out where there are none.
        let form = if self.at.seconds().rem_euclid(60) == 0 { "%Y-%m-%d %H:%M" } else { "%Y-%m-%d %H:%M:%S" };
        write!(f, "{}", local.format(form))?;
        if self.words.offset { write!(f, " {offset}") } else { Ok(()) }
    }
}

/// An instant or a day in words.
#[derive(Clone, Copy)]
pub(super) struct Either<'z> {
    moment: Moment,
    words: Words<'z>,
}

impl fmt::Display for Either<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.moment {
            Moment::At(at) => fmt::Display::fmt(&self.words.at(at), f),
            Moment::Day(day) => fmt::Display::fmt(&day, f),
        }
    }
}

/// `Display` of what can be told: in UTC.
macro_rules! displayed {
    ($($type:ty),* $(,)?) => {
        $(
            impl core::fmt::Display for $type {
                fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                    $crate::wording::words::Told::tell(self, $crate::wording::words::Words::UTC, f)
                }
            }
        )*
    };
}

pub(super) use displayed;
