//! How long something may take.

use serde::{Deserialize, Serialize};

use crate::values::{Expected, FaultCode, Faults, Got, Path, Span, limits};

/// How long something may take, in one of three measures.
///
/// ```
/// use lead_lifecycle::sla::Target;
/// #[derive(serde::Deserialize)]
/// struct Written { target: Target }
/// let written: Written = toml::from_str(r#"target = { working = "5m" }"#)?;
/// assert_eq!(written.target, Target::Working("5m".parse()?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// Time as it passes, day and night.
    Elapsed(Span),
    /// Time in which the office is open.
    Working(Span),
    /// To the closing of the n-th business day after the day on which it begins. What begins on a day that is none
    /// counts from the next one: from Saturday, one business day is until Monday evening.
    BusinessDays(u16),
}

impl Target {
    /// Checks that it is not empty.
    pub(super) fn check(self, path: &Path, faults: &mut Faults) {
        match self {
            Self::Elapsed(span) | Self::Working(span) => {
                if span == Span::ZERO {
                    let key = if matches!(self, Self::Elapsed(_)) { "elapsed" } else { "working" };
                    faults.add(FaultCode::OutOfRange, &path.key(key), Expected::PositiveSpan, span);
                }
            }
            Self::BusinessDays(days) => {
                if !limits::BUSINESS_DAYS.admits(days) {
                    let at = path.key("business_days");
                    faults.add(FaultCode::OutOfRange, &at, limits::BUSINESS_DAYS, Got::Number(days.into()));
                }
            }
        }
    }

    /// Whether both count in one measure.
    pub(super) fn is_measured_as(self, other: Self) -> bool {
        core::mem::discriminant(&self) == core::mem::discriminant(&other)
    }

    /// Whether it is shorter than another; none where the two are of different measures.
    pub(super) fn is_shorter_than(self, other: Self) -> Option<bool> {
        match (self, other) {
            (Self::Elapsed(one), Self::Elapsed(other)) | (Self::Working(one), Self::Working(other)) => {
                Some(one < other)
            }
            (Self::BusinessDays(one), Self::BusinessDays(other)) => Some(one < other),
            (Self::Elapsed(_) | Self::Working(_) | Self::BusinessDays(_), _) => None,
        }
    }
}
