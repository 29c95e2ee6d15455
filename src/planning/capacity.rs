//! Who works on how many days, and what each has to reach.

use serde::{Deserialize, Deserializer, Serialize};

use crate::planning::bounds;
use crate::planning::exact::Fraction;
use crate::planning::plan_error::PlanError;

/// How many members work, and on how many days. The caller counts the days, because the caller knows the calendar.
///
/// ```
/// use lead_lifecycle::planning::{Capacity, Fraction};
/// // 50 SQLs a month for four members, 20 working days a month and 5 a week.
/// let quotas = Capacity::new(4, 20, 5)?.quotas(&Fraction::from(50_u64))?;
/// assert_eq!(quotas.member_month.to_string(), "12.5");
/// assert_eq!(quotas.member_week.to_string(), "3.125");
/// assert_eq!(quotas.member_day.to_string(), "0.625");
/// assert!(Capacity::new(0, 20, 5).is_err());
/// # Ok::<(), lead_lifecycle::planning::PlanError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub struct Capacity {
    // INVARIANT: all within their limits.
    members: u32,
    working_days: u32,
    days_a_week: u32,
}

/// A volume as quotas (個人目標): of the team and of each member, for a month, a week and a working day; exact.
///
/// [The guides' example](crate::practice::funnel) is 12.5 SQLs a month for each of four members.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
#[doc(alias = "個人目標")]
pub struct Quotas {
    /// What the team has to reach in a month.
    pub month: Fraction,
    /// What the team has to reach in a week.
    pub week: Fraction,
    /// What the team has to reach in a working day.
    pub day: Fraction,
    /// What each member has to reach in a month.
    pub member_month: Fraction,
    /// What each member has to reach in a week.
    pub member_week: Fraction,
    /// What each member has to reach in a working day.
    pub member_day: Fraction,
}

impl Capacity {
    /// So many members, working days of the month, and working days of a week.
    ///
    /// # Errors
    /// [`PlanError::Limit`] for 0 of any of them, or more than [`bounds::MEMBERS`], [`bounds::WORKING_DAYS`] or
    /// [`bounds::WEEK_DAYS`].
    pub fn new(members: u32, working_days: u32, days_a_week: u32) -> Result<Self, PlanError> {
        PlanError::check(bounds::MEMBERS, members)?;
        PlanError::check(bounds::WORKING_DAYS, working_days)?;
        PlanError::check(bounds::WEEK_DAYS, days_a_week)?;
        Ok(Self { members, working_days, days_a_week })
    }

    /// How many members work.
    #[must_use]
    pub const fn members(&self) -> u32 {
        self.members
    }

    /// A month's volume as quotas. A day's is the month's ÷ working days, a week's is a day's × working days of a week.
    /// See [`Capacity`] for an example.
    ///
    /// # Errors
    /// [`PlanError::Number`] for numbers too large.
    pub fn quotas(&self, month: &Fraction) -> Result<Quotas, PlanError> {
        let by = |count: u32| Fraction::from(u64::from(count));
        let day = month.checked_div(&by(self.working_days))?;
        let week = day.checked_mul(&by(self.days_a_week))?;
        let members = by(self.members);
        Ok(Quotas {
            member_month: month.checked_div(&members)?,
            member_week: week.checked_div(&members)?,
            member_day: day.checked_div(&members)?,
            month: month.clone(),
            week,
            day,
        })
    }
}

impl<'de> Deserialize<'de> for Capacity {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields, rename = "Capacity", expecting = "a table")]
        struct Raw {
            members: u32,
            working_days: u32,
            days_a_week: u32,
        }
        let raw = Raw::deserialize(deserializer)?;
        Self::new(raw.members, raw.working_days, raw.days_a_week).map_err(serde::de::Error::custom)
    }
}
