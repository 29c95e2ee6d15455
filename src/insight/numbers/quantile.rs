//! The nine definitions of a quantile that statistics programs use, as exact places in a sorted list.

use serde::{Deserialize, Serialize};

use crate::planning::{Fraction, FractionError, Share};

/// How a quantile (分位数) is read from a sorted list of `n` times, `x₁` to `xₙ`. If unsure, take the default.
///
/// R. J. Hyndman and Y. Fan, *Sample Quantiles in Statistical Packages*, The American Statistician 50 (1996), number
/// these nine; R, `NumPy` and others use their numbers. The first three answer with a time that occurred (the second
/// sometimes with the middle of two). The others read between two times: at the position `h`, counted from 1, lies
/// `x⌊h⌋ + (h − ⌊h⌋) (x⌊h⌋₊₁ − x⌊h⌋)`. A position below 1 is `x₁`, one above `n` is `xₙ`. `p` is the level, 0 to 1.
///
/// ```
/// use lead_lifecycle::insight::{QuantileKind, Tally, Times};
/// use lead_lifecycle::planning::Share;
/// let times = Times::from(&[(10, 1), (20, 1), (30, 1), (40, 1)].into_iter().collect::<Tally>());
/// let read = |kind| times.quantile(&Share::percent(25), kind).map(|seconds| seconds.to_string());
/// assert_eq!(read(QuantileKind::Linear), Some("17.5".into()));
/// assert_eq!(read(QuantileKind::Lowest), Some("10".into()));
/// assert_eq!(read(QuantileKind::Weibull), Some("12.5".into()));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[doc(alias = "分位数")]
pub enum QuantileKind {
    /// Type 1: the lowest time that a share `p` of all does not exceed. SQL's `percentile_disc`.
    Lowest,
    /// Type 2: as type 1, but the middle of two times where exactly a share `p` lies at or below the first. The default of
    /// SAS.
    Averaged,
    /// Type 3: the time whose rank is nearest to `n p`; of two equally near, that of even rank.
    Nearest,
    /// Type 4: `h = n p`.
    Stepwise,
    /// Type 5, Hazen's: `h = n p + ½`. Used in hydrology.
    Hazen,
    /// Type 6, Weibull's: `h = (n + 1) p`. `PERCENTILE.EXC` of spreadsheets, where that has an answer.
    Weibull,
    /// Type 7: `h = (n − 1) p + 1`. The default of R and `NumPy`, `PERCENTILE.INC` of spreadsheets, SQL's `percentile_cont`.
    #[default]
    Linear,
    /// Type 8: `h = (n + ⅓) p + ⅓`. About unbiased for the median of the quantile, whatever the distribution.
    MedianUnbiased,
    /// Type 9: `h = (n + ¼) p + ⅜`. About unbiased if times are normally distributed.
    NormalUnbiased,
}

impl QuantileKind {
    /// All nine, from type 1 to type 9.
    pub const ALL: [Self; 9] = [
        Self::Lowest,
        Self::Averaged,
        Self::Nearest,
        Self::Stepwise,
        Self::Hazen,
        Self::Weibull,
        Self::Linear,
        Self::MedianUnbiased,
        Self::NormalUnbiased,
    ];

    /// Where the quantile lies among `count` times. INVARIANT of the answer: rank 1 to `count`, and nothing behind the
    /// last rank.
    ///
    /// # Errors
    /// A level so long that the place needs more bits than a fraction has.
    pub(super) fn place(self, count: u64, level: &Share) -> Result<Place, FractionError> {
        let position = self.position(count, level)?;
        let rank = position.floor()?;
        let behind = position.checked_sub(&Fraction::from(rank))?;
        let rank = u64::try_from(rank).unwrap_or(u64::MAX);
        let (rank, behind) = match self {
            Self::Lowest => (up(rank, !behind.is_zero()), Fraction::ZERO),
            Self::Averaged if behind.is_zero() => (rank, Fraction::new(1, 2)?),
            Self::Averaged => (up(rank, true), Fraction::ZERO),
            // The position is that of the next rank already, see below.
            Self::Nearest => (up(rank, false), Fraction::ZERO),
            Self::Stepwise
            | Self::Hazen
            | Self::Weibull
            | Self::Linear
            | Self::MedianUnbiased
            | Self::NormalUnbiased => (rank, behind),
        };
        Ok(if rank < 1 {
            Place { rank: 1, behind: Fraction::ZERO }
        } else if rank >= count {
            Place { rank: count, behind: Fraction::ZERO }
        } else {
            Place { rank, behind }
        })
    }

    fn position(self, count: u64, level: &Share) -> Result<Fraction, FractionError> {
        let level = level.fraction();
        let times = Fraction::from(count);
        let (times, more) = match self {
            Self::Lowest | Self::Averaged | Self::Stepwise => (times, Fraction::ZERO),
            Self::Nearest => return nearest(&times.checked_mul(level)?),
            Self::Hazen => (times, Fraction::new(1, 2)?),
            Self::Weibull => (times.checked_add(&Fraction::ONE)?, Fraction::ZERO),
            Self::Linear => (Fraction::from(count.saturating_sub(1)), Fraction::ONE),
            Self::MedianUnbiased => (times.checked_add(&Fraction::new(1, 3)?)?, Fraction::new(1, 3)?),
            Self::NormalUnbiased => (times.checked_add(&Fraction::new(1, 4)?)?, Fraction::new(3, 8)?),
        };
        times.checked_mul(level)?.checked_add(&more)
    }
}

/// The whole number nearest to `position`; of two equally near, the even one.
fn nearest(position: &Fraction) -> Result<Fraction, FractionError> {
    let floor = position.floor()?;
    let behind = position.checked_sub(&Fraction::from(floor))?;
    let half = Fraction::new(1, 2)?;
    let rises = behind > half || (behind == half && floor & 1 == 1);
    Ok(Fraction::from(floor.saturating_add(u128::from(rises))))
}

fn up(rank: u64, rises: bool) -> u64 {
    rank.saturating_add(u64::from(rises))
}

/// A place in a sorted list: behind the time of a rank, counted from 1, a part of the way to the next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) rank: u64,
    pub(super) behind: Fraction,
}
