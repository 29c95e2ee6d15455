//! A report: what lines say together.

use crate::insight::line::{LeadLine, Quality};
use crate::insight::report::dimension::Dimension;
use crate::insight::report::report_error::ReportError;
use crate::insight::report::report_plan::{PlanPrint, ReportPlan};
use crate::insight::report::rows_of_line::put;
use crate::insight::report::tables::Tables;

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
    pub(in crate::insight) tables: Tables,
}

impl Report {
    /// An empty report of a plan.
    #[must_use]
    pub fn new(plan: &ReportPlan) -> Self {
        Self {
            plan: PlanPrint { print: plan.print(), by: plan.by().to_vec() },
            leads: 0,
            quality: Quality::default(),
            tables: Tables::default(),
        }
    }

    /// Puts a line in. A line that is put in twice counts twice: the report does not know which lines it has.
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

    fn put(&mut self, plan: &ReportPlan, line: &LeadLine, times: i64) -> Result<(), ReportError> {
        if plan.print() != self.plan.print {
            return Err(ReportError::NotItsPlan);
        }
        if line.plan != plan.line().print() || !line.is_of_schema() {
            return Err(ReportError::OtherLine { lead: line.lead.clone() });
        }
        self.leads = self.leads.saturating_add(times);
        self.quality.add(&line.quality, times);
        put(&mut self.tables, plan, line, times);
        Ok(())
    }

    /// Puts in what another report says: together they say what one over the lines of both says.
    ///
    /// # Errors
    /// The reports are of two plans.
    pub fn merge(&mut self, other: &Self) -> Result<(), ReportError> {
        if self.plan != other.plan {
            return Err(ReportError::OtherPlan);
        }
        self.leads = self.leads.saturating_add(other.leads);
        self.quality.add(&other.quality, 1);
        self.tables.merge(&other.tables);
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
        self.tables.rows()
    }

    /// Brings it into order: what was put in and taken out again is forgotten. Readings are the same before and after.
    pub fn settle(&mut self) {
        self.tables.settle();
    }

    /// The same report in the one form that it is compared and stored in.
    pub(super) fn settled(&self) -> Self {
        Self { plan: self.plan.clone(), leads: self.leads, quality: self.quality, tables: self.tables.settled() }
    }

    /// Whether its rows are of slices and of kinds of time that it has.
    pub(super) fn is_sound(&self) -> bool {
        self.tables.is_sound(self.plan.by.len())
    }
}

/// Two reports are the same that say the same, however they came about.
impl PartialEq for Report {
    fn eq(&self, other: &Self) -> bool {
        (&self.plan, self.leads, self.quality) == (&other.plan, other.leads, other.quality)
            && self.tables.settled().is(&other.tables.settled())
    }
}

impl Eq for Report {}
