//! A report: what lines say together.

use alloc::vec::Vec;

use crate::insight::line::{LeadLine, Quality};
use crate::insight::report::cycle_row::CycleRow;
use crate::insight::report::deal_row::{ContractRow, DealRow, LeadRow, ReasonRow};
use crate::insight::report::dimension::Dimension;
use crate::insight::report::groups::Groups;
use crate::insight::report::named::Lasting;
use crate::insight::report::report_error::ReportError;
use crate::insight::report::report_plan::{PlanPrint, ReportPlan};
use crate::insight::report::rows::Rows;
use crate::insight::report::rows_of_line::put;
use crate::insight::report::time_row::TimeRow;

/// What lines say together: a signed table over them.
///
/// Lines go in and out, and reports of different leads are merged: an abelian group, exactly. A line that was corrected, or has grown,
/// is replaced: the old one is taken out, the new one put in. Nothing of a report depends on when it is read: what is open, mature or
/// present is asked with an instant.
///
/// ```
/// use lead_lifecycle::calendar::Zone;
/// use lead_lifecycle::insight::{LeadLine, LinePlan, Report, ReportPlan};
/// # use lead_lifecycle::{Actor, Capture, Context, Lifecycle, Origin, Policy, Role};
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let lifecycle = Lifecycle::new(Policy::standard());
/// # let system = Context::new("2026-04-01T09:00:00+09:00".parse()?, Actor::new("web-form".parse()?, Role::System));
/// # let of = |lead: &str| -> Result<Vec<lead_lifecycle::Fact>, Box<dyn std::error::Error>> {
/// #     Ok(lifecycle.capture(&Capture::new(lead.parse()?, Origin::Inbound), &system)?.into_facts())
/// # };
/// let plan = ReportPlan::new(LinePlan::new(Zone::JST), vec![]);
/// let (one, other) = (LeadLine::of(plan.line(), &of("lead-1")?)?, LeadLine::of(plan.line(), &of("lead-2")?)?);
/// let mut whole = Report::new(&plan);
/// whole.add(&plan, &one)?;
/// whole.add(&plan, &other)?;
/// assert_eq!(whole.leads(), 2);
/// let mut half = Report::new(&plan);
/// half.add(&plan, &one)?;
/// whole.remove(&plan, &other)?;
/// assert_eq!(whole, half);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
#[doc(alias = "レポート")]
pub struct Report {
    pub(in crate::insight) plan: PlanPrint,
    pub(in crate::insight) leads: i64,
    pub(in crate::insight) quality: Quality,
    pub(in crate::insight) groups: Groups,
    pub(in crate::insight) lasting: Vec<Lasting>,
    pub(in crate::insight) cycles: Rows<CycleRow>,
    pub(in crate::insight) times: Rows<TimeRow>,
    pub(in crate::insight) deals: Rows<DealRow>,
    pub(in crate::insight) contracts: Rows<ContractRow>,
    pub(in crate::insight) reasons: Rows<ReasonRow>,
    pub(in crate::insight) persons: Rows<LeadRow>,
}

impl Report {
    /// An empty report of a plan.
    #[must_use]
    pub fn new(plan: &ReportPlan) -> Self {
        Self {
            plan: PlanPrint { print: plan.print(), by: plan.by().to_vec() },
            leads: 0,
            quality: Quality::default(),
            groups: Groups::default(),
            lasting: Vec::new(),
            cycles: Rows::default(),
            times: Rows::default(),
            deals: Rows::default(),
            contracts: Rows::default(),
            reasons: Rows::default(),
            persons: Rows::default(),
        }
    }

    /// Puts a line in.
    ///
    /// # Errors
    /// The line, or the plan, is not that of the report.
    pub fn add(&mut self, plan: &ReportPlan, line: &LeadLine) -> Result<(), ReportError> {
        self.put(plan, line, 1)
    }

    /// Takes a line out that was put in as it is. One that was not is owed: the report is as if it would come.
    ///
    /// # Errors
    /// The line, or the plan, is not that of the report.
    pub fn remove(&mut self, plan: &ReportPlan, line: &LeadLine) -> Result<(), ReportError> {
        self.put(plan, line, -1)
    }

    /// Puts in what another report says: together they say what one over the lines of both says.
    ///
    /// # Errors
    /// The reports are of two plans.
    pub fn merge(&mut self, other: &Self) -> Result<(), ReportError> {
        if self.plan != other.plan {
            return Err(ReportError::OtherPlan);
        }
        let groups = self.groups.take_in(&other.groups);
        let kinds: Vec<u32> = other.lasting.iter().map(|what| self.number(what)).collect();
        self.leads = self.leads.saturating_add(other.leads);
        self.quality.add(&other.quality, 1);
        let anew = Renumbered { groups: &groups, kinds: &kinds };
        self.cycles.merge(&other.cycles, |row| anew.cycle(row));
        self.times.merge(&other.times, |row| anew.time(row));
        self.deals.merge(&other.deals, |row| anew.deal(row));
        self.contracts.merge(&other.contracts, |row| anew.contract(row));
        self.reasons.merge(&other.reasons, |row| anew.reason(row));
        self.persons.merge(&other.persons, Clone::clone);
        Ok(())
    }

    /// How many leads are in it.
    #[must_use]
    pub const fn leads(&self) -> i64 {
        self.leads
    }

    /// What is missing in the data behind it, or was made up for.
    #[must_use]
    pub const fn quality(&self) -> &Quality {
        &self.quality
    }

    /// By what it can be split, in order.
    #[must_use]
    pub fn by(&self) -> &[Dimension] {
        &self.plan.by
    }

    /// How many rows are kept: what its memory grows with.
    #[must_use]
    pub fn rows(&self) -> usize {
        let leads = self.cycles.len().saturating_add(self.times.len()).saturating_add(self.persons.len());
        leads.saturating_add(self.deals.len()).saturating_add(self.contracts.len()).saturating_add(self.reasons.len())
    }

    fn put(&mut self, plan: &ReportPlan, line: &LeadLine, times: i64) -> Result<(), ReportError> {
        if plan.print() != self.plan.print {
            return Err(ReportError::NotItsPlan);
        }
        if line.plan != plan.line().print() {
            return Err(ReportError::OtherLine { lead: line.lead.clone() });
        }
        self.leads = self.leads.saturating_add(times);
        self.quality.add(&line.quality, times);
        put(self, plan, line, times);
        Ok(())
    }

    /// The number of what lasted.
    pub(super) fn number(&mut self, what: &Lasting) -> u32 {
        // A handful, and mostly the same.
        let place = self.lasting.iter().position(|known| known == what).unwrap_or_else(|| {
            self.lasting.push(what.clone());
            self.lasting.len().saturating_sub(1)
        });
        u32::try_from(place).unwrap_or(u32::MAX)
    }

    /// The same report in the one form that it is compared and stored in.
    pub(super) fn settled(&self) -> Self {
        let mut settled = self.clone();
        settled.settle();
        let used = settled.used();
        let (groups, numbers) = settled.groups.in_order(&used);
        let mut kinds: Vec<Lasting> = Vec::new();
        for (place, what) in settled.lasting.iter().enumerate() {
            let number = u32::try_from(place).unwrap_or(u32::MAX);
            if settled.times.iter().any(|(row, _)| row.what == number) {
                kinds.push(what.clone());
            }
        }
        kinds.sort_unstable();
        let place = |what: &Lasting| kinds.binary_search(what).ok().and_then(|place| u32::try_from(place).ok());
        let renamed: Vec<u32> = settled.lasting.iter().map(|what| place(what).unwrap_or(u32::MAX)).collect();
        let anew = Renumbered { groups: &numbers, kinds: &renamed };
        Self {
            plan: settled.plan.clone(),
            leads: settled.leads,
            quality: settled.quality,
            groups,
            cycles: settled.cycles.map(|row| anew.cycle(row)),
            times: settled.times.map(|row| anew.time(row)),
            deals: settled.deals.map(|row| anew.deal(row)),
            contracts: settled.contracts.map(|row| anew.contract(row)),
            reasons: settled.reasons.map(|row| anew.reason(row)),
            persons: settled.persons,
            lasting: kinds,
        }
    }

    /// Brings it into order: what was put in and taken out again is forgotten. Readings are the same before and after.
    pub fn settle(&mut self) {
        self.cycles.settle();
        self.times.settle();
        self.deals.settle();
        self.contracts.settle();
        self.reasons.settle();
        self.persons.settle();
    }

    /// Whether every row is of a slice and of a kind of time that are here.
    pub(super) fn is_sound(&self) -> bool {
        let (groups, kinds) = (self.groups.len(), self.lasting.len());
        let mut sound = self.groups.is_sound(self.plan.by.len());
        self.each_group(|group| sound &= usize::try_from(group).is_ok_and(|group| group < groups));
        sound && self.times.iter().all(|(row, _)| usize::try_from(row.what).is_ok_and(|what| what < kinds))
    }

    /// Which slices any row is in.
    fn used(&self) -> Vec<bool> {
        let mut used = alloc::vec![false; self.groups.len()];
        self.each_group(|group| {
            if let Some(slot) = usize::try_from(group).ok().and_then(|place| used.get_mut(place)) {
                *slot = true;
            }
        });
        used
    }

    fn each_group(&self, mut note: impl FnMut(u32)) {
        for (row, _) in self.cycles.iter() {
            (0..6).filter_map(|place| row.mark(place)).for_each(|(_, _, group)| note(group));
        }
        self.times.iter().for_each(|(row, _)| note(row.group));
        for (row, _) in self.deals.iter() {
            note(row.group);
            row.end.iter().for_each(|end| note(end.group));
        }
        self.contracts.iter().for_each(|(row, _)| note(row.group));
        self.reasons.iter().for_each(|(row, _)| note(row.group));
    }
}

/// Other numbers of slices and of what lasted.
struct Renumbered<'a> {
    groups: &'a [u32],
    kinds: &'a [u32],
}

impl Renumbered<'_> {
    fn group(&self, group: u32) -> u32 {
        usize::try_from(group).ok().and_then(|place| self.groups.get(place)).copied().unwrap_or(group)
    }

    fn cycle(&self, row: &CycleRow) -> CycleRow {
        let mut groups = row.groups;
        for (group, column) in groups.iter_mut().zip(&row.columns) {
            *group = if column.is_some() { self.group(*group) } else { 0 };
        }
        CycleRow { groups, ..*row }
    }

    fn time(&self, row: &TimeRow) -> TimeRow {
        let what = usize::try_from(row.what).ok().and_then(|place| self.kinds.get(place)).copied();
        TimeRow { group: self.group(row.group), what: what.unwrap_or(row.what), ..*row }
    }

    fn deal(&self, row: &DealRow) -> DealRow {
        let mut row = DealRow { group: self.group(row.group), ..row.clone() };
        if let Some(end) = &mut row.end {
            end.group = self.group(end.group);
        }
        row
    }

    fn contract(&self, row: &ContractRow) -> ContractRow {
        ContractRow { group: self.group(row.group), ..row.clone() }
    }

    fn reason(&self, row: &ReasonRow) -> ReasonRow {
        ReasonRow { group: self.group(row.group), ..row.clone() }
    }
}

/// Two reports are the same that say the same, however they came about.
impl PartialEq for Report {
    fn eq(&self, other: &Self) -> bool {
        if (&self.plan, self.leads, self.quality) != (&other.plan, other.leads, other.quality) {
            return false;
        }
        let (one, other) = (self.settled(), other.settled());
        one.groups.is(&other.groups)
            && one.lasting == other.lasting
            && one.cycles.is(&other.cycles)
            && one.times.is(&other.times)
            && one.deals.is(&other.deals)
            && one.contracts.is(&other.contracts)
            && one.reasons.is(&other.reasons)
            && one.persons.is(&other.persons)
    }
}

impl Eq for Report {}
