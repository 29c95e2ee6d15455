//! A team, and who must start when.

use alloc::vec::Vec;

use serde::{Deserialize, Deserializer, Serialize};

use crate::planning::bounds;
use crate::planning::column::Column;
use crate::planning::exact::{Fraction, FractionError, Meter, Natural};
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
    /// [`PlanError::Month`] beyond the year 9999; [`PlanError::Number`] for numbers too large, or more than
    /// [`bounds::WORK_STEPS`].
    pub fn staff(&self, first: Month, needs: &[Fraction]) -> Result<Vec<StaffMonth>, PlanError> {
        PlanError::check_len(bounds::PLAN_MONTHS, needs.len())?;
        let mut meter = Meter::new();
        let growth = Growth::of(self, &mut meter)?;
        let mut hires = alloc::vec![0_u32; needs.len()];
        let mut plan = Vec::with_capacity(needs.len());
        for (index, need) in needs.iter().enumerate() {
            let missing = missing(need, &growth.capacity(&hires, index, &mut meter)?, &mut meter)?;
            let start = index.saturating_sub(self.ramp.len());
            // Nobody is more productive than who starts earliest, unless the ramp has a dip.
            let productive = self.productive(index.saturating_sub(start));
            if !missing.is_zero() && !productive.is_zero() {
                let each = meter.mul(&self.load, &productive)?;
                let more = meter.div(&missing, &each)?.ceil()?;
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
            let capacity = growth.capacity(&hires, index, &mut meter)?;
            plan.push(StaffMonth {
                month: first.later(u32::try_from(index).unwrap_or(u32::MAX))?,
                need: need.clone(),
                short: missing(need, &capacity, &mut meter)?,
                capacity,
                hires: *new,
                members,
            });
        }
        Ok(plan)
    }

    /// The share of a full load that a member handles so many months after the start.
    fn productive(&self, months: usize) -> Fraction {
        self.ramp.get(months).map_or(Fraction::ONE, |share| share.fraction().clone())
    }
}

/// A team whose ramp is in whole numbers, so that a month's capacity is one fraction and not one for every month before.
struct Growth<'a> {
    team: &'a Team,
    ramp: Column,
}

impl<'a> Growth<'a> {
    fn of(team: &'a Team, meter: &mut Meter) -> Result<Self, PlanError> {
        let shares: Vec<Fraction> = team.ramp.iter().map(|share| share.fraction().clone()).collect();
        Ok(Self { team, ramp: Column::of(&shares, meter)? })
    }

    /// What all members handle in a month, with those who have started until then.
    fn capacity(&self, hires: &[u32], month: usize, meter: &mut Meter) -> Result<Fraction, PlanError> {
        let (ramp, whole) = self.ramp.parts();
        let mut full = u64::from(self.team.members);
        let mut growing = Natural::ZERO;
        for (start, new) in hires.iter().enumerate().take(month.saturating_add(1)).filter(|(_, new)| **new > 0) {
            match ramp.get(month.saturating_sub(start)) {
                Some(share) => {
                    let part = meter.times(share, &Natural::Small(u128::from(*new)))?;
                    growing = meter.plus(&growing, &part)?;
                }
                None => full = full.saturating_add(u64::from(*new)),
            }
        }
        let full = meter.times(whole, &Natural::Small(u128::from(full)))?;
        let all = meter.plus(&full, &growing)?;
        let all = meter.fraction(&all, whole)?;
        Ok(meter.mul(&all, &self.team.load)?)
    }
}

/// What of a need is beyond a capacity.
fn missing(need: &Fraction, capacity: &Fraction, meter: &mut Meter) -> Result<Fraction, PlanError> {
    match meter.sub(need, capacity) {
        Err(FractionError::BelowZero) => Ok(Fraction::ZERO),
        other => Ok(other?),
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
