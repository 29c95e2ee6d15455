//! People (要員計画): members for a volume, hires in time to be productive, and each member's targets.

use alloc::vec::Vec;

use serde::{Deserialize, Deserializer, Serialize};

use crate::planning::bounds;
use crate::planning::error::PlanError;
use crate::planning::fraction::Fraction;
use crate::planning::month::Month;
use crate::planning::rates::Share;

/// How much a member handles in a month: between the fewest and the most.
///
/// ```
/// use lead_lifecycle::planning::{Fraction, Workload};
/// // DOMAIN §8: a member handles 50 to 80 MQLs a month.
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

/// How many members a volume takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MembersNeeded {
    /// With every member at the upper end of the workload.
    pub fewest: u128,
    /// With every member at the lower end.
    pub most: u128,
}

impl Workload {
    /// From the fewest to the most a member handles in a month.
    ///
    /// # Errors
    /// [`PlanError::Zero`]; [`PlanError::Number`] when the fewest are more than the most.
    pub fn new(least: Fraction, most: Fraction) -> Result<Self, PlanError> {
        if least.is_zero() {
            return Err(PlanError::Zero { what: "workload" });
        }
        most.checked_sub(&least)?;
        Ok(Self { least, most })
    }

    /// 50 to 80 MQLs a month (DOMAIN §8).
    #[must_use]
    pub fn standard() -> Self {
        Self { least: Fraction::from(50_u64), most: Fraction::from(80_u64) }
    }

    /// The members for a monthly volume, rounded up.
    ///
    /// # Errors
    /// [`PlanError::Number`].
    pub fn members_for(&self, volume: &Fraction) -> Result<MembersNeeded, PlanError> {
        Ok(MembersNeeded {
            fewest: volume.checked_div(&self.most)?.ceil()?,
            most: volume.checked_div(&self.least)?.ceil()?,
        })
    }
}

/// A team: members who are productive, what one handles in a month, and how a new one grows into it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Team {
    // INVARIANT: load above zero; members and ramp within their limits.
    members: u32,
    load: Fraction,
    ramp: Vec<Share>,
}

/// A month of a staffing plan.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StaffMonth {
    /// The month.
    pub month: Month,
    /// What is to be handled.
    pub need: Fraction,
    /// What the team handles, new members as far as they are productive.
    pub capacity: Fraction,
    /// Members who must start this month.
    #[doc(alias = "採用")]
    pub hires: u32,
    /// Members there are, with the new ones.
    pub members: u32,
    /// What nobody can handle, because nobody hired since the first month is productive in time.
    pub short: Fraction,
}

impl Team {
    /// A team; `ramp` is the share of a full load that a new member handles in the first month, the second …,
    /// until full.
    ///
    /// # Errors
    /// [`PlanError::Zero`] for no load; [`PlanError::Limit`].
    pub fn new(members: u32, load: Fraction, ramp: Vec<Share>) -> Result<Self, PlanError> {
        if load.is_zero() {
            return Err(PlanError::Zero { what: "load" });
        }
        if members > 0 {
            PlanError::check(bounds::MEMBERS, members)?;
        }
        PlanError::check_len(bounds::RAMP_MONTHS, ramp.len())?;
        Ok(Self { members, load, ramp })
    }

    /// Who must start when, so that every month's need is handled: as late as full productivity allows, and in the
    /// first month if that is already too late for it.
    ///
    /// ```
    /// use lead_lifecycle::planning::{Fraction, Share, Team};
    /// // Four members at 50 a month; a new one handles nothing in the first month, half in the second.
    /// let team = Team::new(4, Fraction::from(50_u64), vec![Share::ZERO, Share::percent(50)])?;
    /// let needs = [200_u64, 200, 200, 290].map(Fraction::from);
    /// let plan = team.staff("2026-04".parse()?, &needs)?;
    /// // Two more for July must start in May.
    /// assert_eq!(plan.iter().map(|month| month.hires).collect::<Vec<_>>(), [0, 2, 0, 0]);
    /// assert_eq!(plan[3].members, 6);
    /// # Ok::<(), lead_lifecycle::planning::PlanError>(())
    /// ```
    ///
    /// # Errors
    /// [`PlanError::Limit`] for no month, too many, or more members than a team may have.
    pub fn staff(&self, first: Month, needs: &[Fraction]) -> Result<Vec<StaffMonth>, PlanError> {
        PlanError::check_len(bounds::PLAN_MONTHS, needs.len())?;
        let mut hires = alloc::vec![0_u32; needs.len()];
        let mut plan = Vec::with_capacity(needs.len());
        for (index, need) in needs.iter().enumerate() {
            let missing = self.missing(&hires, index, need)?;
            let start = index.saturating_sub(self.ramp.len());
            // The earliest start is the most productive one, unless the ramp has a dip: then it says so.
            let productive = self.productive(index.saturating_sub(start));
            if !missing.is_zero() && !productive.is_zero() {
                let more = missing.checked_div(&self.load.checked_mul(&productive)?)?.ceil()?;
                PlanError::check(bounds::MEMBERS, more)?;
                if let Some(slot) = hires.get_mut(start) {
                    *slot = slot.saturating_add(u32::try_from(more).unwrap_or(u32::MAX));
                }
            }
        }
        let mut members = self.members;
        for ((index, need), new) in needs.iter().enumerate().zip(&hires) {
            members = members.saturating_add(*new);
            PlanError::check(bounds::MEMBERS, members.max(1))?;
            plan.push(StaffMonth {
                month: first.later(u32::try_from(index).unwrap_or(u32::MAX))?,
                need: need.clone(),
                capacity: self.capacity(&hires, index)?,
                hires: *new,
                members,
                short: self.missing(&hires, index, need)?,
            });
        }
        Ok(plan)
    }

    /// The share of a load that a member handles so many months after the start.
    fn productive(&self, months: usize) -> Fraction {
        self.ramp.get(months).map_or(Fraction::ONE, |share| share.fraction().clone())
    }

    fn capacity(&self, hires: &[u32], month: usize) -> Result<Fraction, PlanError> {
        let mut full = Fraction::from(u64::from(self.members));
        for (start, new) in hires.iter().enumerate().take(month.saturating_add(1)) {
            if *new > 0 {
                let each = self.productive(month.saturating_sub(start));
                full = full.checked_add(&Fraction::from(u64::from(*new)).checked_mul(&each)?)?;
            }
        }
        Ok(full.checked_mul(&self.load)?)
    }

    fn missing(&self, hires: &[u32], month: usize, need: &Fraction) -> Result<Fraction, PlanError> {
        let capacity = self.capacity(hires, month)?;
        Ok(need.checked_sub(&capacity).unwrap_or(Fraction::ZERO))
    }
}

/// Who works, and how many days: given by the caller, who knows the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub struct Capacity {
    // INVARIANT: all within their limits.
    members: u32,
    working_days: u32,
    days_a_week: u32,
}

/// A volume broken down: for the team and each member, by month, week and working day, exact.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[doc(alias = "個人目標")]
pub struct Breakdown {
    /// The team's month.
    pub month: Fraction,
    /// The team's week.
    pub week: Fraction,
    /// The team's working day.
    pub day: Fraction,
    /// A member's month.
    pub member_month: Fraction,
    /// A member's week.
    pub member_week: Fraction,
    /// A member's working day.
    pub member_day: Fraction,
}

impl Capacity {
    /// Members, working days of the month, working days of a week.
    ///
    /// # Errors
    /// [`PlanError::Limit`] for none of either, more than 31 days a month or 7 a week.
    pub fn new(members: u32, working_days: u32, days_a_week: u32) -> Result<Self, PlanError> {
        PlanError::check(bounds::MEMBERS, members)?;
        PlanError::check(bounds::WORKING_DAYS, working_days)?;
        PlanError::check(bounds::WEEK_DAYS, days_a_week)?;
        Ok(Self { members, working_days, days_a_week })
    }

    /// The members.
    #[must_use]
    pub const fn members(&self) -> u32 {
        self.members
    }

    /// Breaks a monthly volume down.
    ///
    /// ```
    /// use lead_lifecycle::planning::{Capacity, Fraction};
    /// let each = Capacity::new(4, 20, 5)?.breakdown(&Fraction::from(50_u64))?;
    /// assert_eq!(each.member_month.to_string(), "12.5"); // DOMAIN §10
    /// assert_eq!(each.member_week.to_string(), "3.125");
    /// assert_eq!(each.member_day.to_string(), "0.625");
    /// # Ok::<(), lead_lifecycle::planning::PlanError>(())
    /// ```
    ///
    /// # Errors
    /// [`PlanError::Number`].
    pub fn breakdown(&self, month: &Fraction) -> Result<Breakdown, PlanError> {
        let by = |count: u32| Fraction::from(u64::from(count));
        let day = month.checked_div(&by(self.working_days))?;
        let week = day.checked_mul(&by(self.days_a_week))?;
        let members = by(self.members);
        Ok(Breakdown {
            member_month: month.checked_div(&members)?,
            member_week: week.checked_div(&members)?,
            member_day: day.checked_div(&members)?,
            month: month.clone(),
            week,
            day,
        })
    }
}

impl<'de> Deserialize<'de> for Workload {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields, rename = "Workload")]
        struct Raw {
            least: Fraction,
            most: Fraction,
        }
        let raw = Raw::deserialize(deserializer)?;
        Self::new(raw.least, raw.most).map_err(serde::de::Error::custom)
    }
}

impl<'de> Deserialize<'de> for Team {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields, rename = "Team")]
        struct Raw {
            members: u32,
            load: Fraction,
            ramp: Vec<Share>,
        }
        let raw = Raw::deserialize(deserializer)?;
        Self::new(raw.members, raw.load, raw.ramp).map_err(serde::de::Error::custom)
    }
}

impl<'de> Deserialize<'de> for Capacity {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields, rename = "Capacity")]
        struct Raw {
            members: u32,
            working_days: u32,
            days_a_week: u32,
        }
        let raw = Raw::deserialize(deserializer)?;
        Self::new(raw.members, raw.working_days, raw.days_a_week).map_err(serde::de::Error::custom)
    }
}
