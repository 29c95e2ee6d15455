//! A team, and who must start when.

use alloc::vec::Vec;

use serde::{Deserialize, Deserializer, Serialize};

use crate::planning::bounds;
use crate::planning::exact::Fraction;
use crate::planning::month::Month;
use crate::planning::plan_error::PlanError;
use crate::planning::plan_error_parts::ZeroInput;
use crate::planning::share::Share;

/// A team (要員計画): members who are productive, what one of them handles in a month, and how a new one grows into it.
///
/// ```
/// use lead_lifecycle::planning::{Fraction, Share, Team};
/// // Four members at 50 a month; a new one handles nothing in the first month, half in the second, then all.
/// let team = Team::new(4, Fraction::from(50_u64), vec![Share::ZERO, Share::percent(50)])?;
/// let needs = [200_u64, 200, 200, 290].map(Fraction::from);
/// let plan = team.staff("2026-04".parse()?, &needs)?;
/// // July needs two more. They must start in May.
/// assert_eq!(plan.iter().map(|month| month.hires).collect::<Vec<_>>(), [0, 2, 0, 0]);
/// assert_eq!(plan[3].members, 6);
/// # Ok::<(), lead_lifecycle::planning::PlanError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Team {
    // INVARIANT: load above zero; members and ramp within their limits.
    members: u32,
    load: Fraction,
    ramp: Vec<Share>,
}

/// A month of a staffing plan.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct StaffMonth {
    /// The month.
    pub month: Month,
    /// The volume that is to be handled.
    pub need: Fraction,
    /// The volume that the team handles. New members count as far as they are productive.
    pub capacity: Fraction,
    /// How many members must start this month.
    #[doc(alias = "採用")]
    pub hires: u32,
    /// How many members there are, with the new ones.
    pub members: u32,
    /// The volume that nobody can handle: even who starts in the first month is not productive in time.
    pub short: Fraction,
}

impl Team {
    /// A team of so many productive members, each of whom handles `load` in a month. `ramp` is the share of that load
    /// which a new member handles in the first month, the second …; after it a member handles all of it.
    ///
    /// # Errors
    /// [`PlanError::Zero`] for a load of 0; [`PlanError::Limit`] beyond [`bounds::MEMBERS`] or [`bounds::RAMP_MONTHS`].
    pub fn new(members: u32, load: Fraction, ramp: Vec<Share>) -> Result<Self, PlanError> {
        if load.is_zero() {
            return Err(ZeroInput::Load.into());
        }
        if members > 0 {
            PlanError::check(bounds::MEMBERS, members)?;
        }
        PlanError::check_len(bounds::RAMP_MONTHS, ramp.len())?;
        Ok(Self { members, load, ramp })
    }

    /// How many members must start when, so that every month's need is handled.
    ///
    /// New members start as late as possible: so that they are fully productive in the month that needs them. Where
    /// that would be before the first month, they start in the first month, and what they cannot handle in time is
    /// [`short`](StaffMonth::short). See [`Team`] for an example.
    ///
    /// # Errors
    /// [`PlanError::Limit`] for no month, more than [`bounds::PLAN_MONTHS`], or more members than [`bounds::MEMBERS`];
    /// [`PlanError::Month`] beyond the year 9999.
    pub fn staff(&self, first: Month, needs: &[Fraction]) -> Result<Vec<StaffMonth>, PlanError> {
        PlanError::check_len(bounds::PLAN_MONTHS, needs.len())?;
        let mut hires = alloc::vec![0_u32; needs.len()];
        let mut plan = Vec::with_capacity(needs.len());
        for (index, need) in needs.iter().enumerate() {
            let missing = self.missing(&hires, index, need)?;
            let start = index.saturating_sub(self.ramp.len());
            // Nobody is more productive than who starts earliest, unless the ramp has a dip.
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

    /// The share of a full load that a member handles so many months after the start.
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

impl<'de> Deserialize<'de> for Team {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields, rename = "Team", expecting = "a table")]
        struct Raw {
            members: u32,
            load: Fraction,
            ramp: Vec<Share>,
        }
        let raw = Raw::deserialize(deserializer)?;
        Self::new(raw.members, raw.load, raw.ramp).map_err(serde::de::Error::custom)
    }
}
