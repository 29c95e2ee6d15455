//! To which business day a date is rolled.

/// To which business day a date that is none is rolled before business days are counted. The names are those of
/// `numpy.busday_offset`; pandas' `CustomBusinessDay` rolls backward when days are added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Roll {
    /// To the next one: the first day is a whole one.
    Forward,
    /// To the one before: the next business day is the first.
    Backward,
}
