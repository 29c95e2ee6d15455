//! How much one member handles, and how many members a volume takes.

use serde::{Deserialize, Deserializer, Serialize};

use crate::planning::exact::Fraction;
use crate::planning::plan_error::PlanError;
use crate::planning::plan_error_parts::ZeroInput;

/// How much one member handles in a month: from the least to the most.
///
/// ```
/// use lead_lifecycle::planning::{Fraction, Workload};
/// // A member handles 50 to 80 MQLs a month.
/// let members = Workload::standard().members_for(&Fraction::from(200_u64))?;
/// assert_eq!((members.fewest, members.most), (3, 4));
/// assert!(Workload::new(Fraction::from(80_u64), Fraction::from(50_u64)).is_err());
/// # Ok::<(), lead_lifecycle::planning::PlanError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Workload {
    // INVARIANT: above zero, `least` at most `most`.
    least: Fraction,
    most: Fraction,
}

/// How many members a volume takes, rounded up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct MembersNeeded {
    /// With every member at the most that one handles.
    pub fewest: u128,
    /// With every member at the least that one handles.
    pub most: u128,
}

impl Workload {
    /// From the least to the most that one member handles in a month.
    ///
    /// # Errors
    /// [`PlanError::Zero`] when the least is 0; [`PlanError::Number`] when it is above the most.
    pub fn new(least: Fraction, most: Fraction) -> Result<Self, PlanError> {
        if least.is_zero() {
            return Err(ZeroInput::Workload.into());
        }
        most.checked_sub(&least)?;
        Ok(Self { least, most })
    }

    /// 50 to 80 MQLs a month: [the load of the guides](crate::practice::assignment).
    #[must_use]
    pub fn standard() -> Self {
        Self { least: Fraction::from(50_u64), most: Fraction::from(80_u64) }
    }

    /// The members that a month's volume takes, rounded up. See [`Workload`] for an example.
    ///
    /// # Errors
    /// [`PlanError::Number`] for numbers too large.
    pub fn members_for(&self, volume: &Fraction) -> Result<MembersNeeded, PlanError> {
        Ok(MembersNeeded {
            fewest: volume.checked_div(&self.most)?.ceil()?,
            most: volume.checked_div(&self.least)?.ceil()?,
        })
    }
}

impl<'de> Deserialize<'de> for Workload {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields, rename = "Workload", expecting = "a table")]
        struct Raw {
            least: Fraction,
            most: Fraction,
        }
        let raw = Raw::deserialize(deserializer)?;
        Self::new(raw.least, raw.most).map_err(serde::de::Error::custom)
    }
}
