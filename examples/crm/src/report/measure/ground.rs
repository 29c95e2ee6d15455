//! What was asked, made ready: the report over the lines of all leads.

use std::collections::BTreeSet;

use lead_lifecycle::calendar::Zone;
use lead_lifecycle::insight::{Asked, Dimension, FunnelTable, LeadLine, PeriodKey, Report, ReportPlan, Slice, Table};
use lead_lifecycle::values::Moment;
use lead_lifecycle::{Instant, Lifecycle, Origin};

use crate::args::{Measuring, What};
use crate::problem::Problem;
use crate::report::measure::told::{Only, Told};
use crate::store::{Store, plan_of};

/// What a measurement stands on.
#[derive(Debug)]
pub(super) struct Ground {
    pub(super) plan: ReportPlan,
    pub(super) asked: Asked,
    pub(super) told: Told,
    /// As it was known then, or as it is known today.
    pub(super) report: Report,
    /// As it is known today, if something else was asked for.
    pub(super) today: Option<Report>,
}

/// What a reading fails with is a wrong question.
pub(super) fn wrong(error: impl std::fmt::Display) -> Problem {
    Problem::Usage(error.to_string())
}

/// An instant, or the end of a day.
fn end_of(moment: Moment, zone: &Zone) -> Instant {
    match moment {
        Moment::At(at) => at,
        Moment::Day(day) => day.end(zone),
    }
}

impl Ground {
    pub(super) fn of(store: &Store, lifecycle: &Lifecycle, now: Instant, asked: &Measuring) -> Result<Self, Problem> {
        let mut by: Vec<Dimension> = asked.by.clone();
        by.extend(asked.only.iter().map(|(dimension, _)| dimension.clone()));
        if asked.is_overview() {
            by.extend([Dimension::Origin, Dimension::Source]);
        }
        let policy = lifecycle.newest_policy();
        let plan = ReportPlan::new(plan_of(policy), by).split_by(asked.split);
        answerable(&plan, &asked.what)?;
        let zone = policy.zone().clone();
        let known_at = asked.known_at.map(|moment| end_of(moment, &zone));
        let as_of = asked.as_of.map(|moment| end_of(moment, &zone)).or(known_at).unwrap_or(now);
        let today = whole(&plan, |visit| store.each_line(plan.line(), visit).map(|_made| ()))?;
        let then = known_at.map(|at| whole(&plan, |visit| store.each_line_known_at(plan.line(), at, visit)));
        let (report, today) = match then.transpose()? {
            Some(then) => (then, Some(today)),
            None => (today, None),
        };
        let only = asked.only.iter();
        let only = only.map(|(dimension, value)| Only { dimension: dimension.clone(), value: value.clone() });
        let told = Told {
            as_of,
            known_at,
            zone: zone.clone(),
            by: asked.by.clone(),
            only: only.collect(),
            split: asked.split,
            per: asked.periods,
            leads: report.leads(),
            quality: *report.quality(),
        };
        let mut question = Asked::new(as_of, zone).by(asked.by.clone());
        for (dimension, value) in &asked.only {
            question = question.only(dimension.clone(), value.as_deref());
        }
        if let Some(periods) = asked.periods {
            question = question.in_periods(periods);
        }
        let ground = Self { plan, asked: question, told, report, today };
        asked.only.iter().try_for_each(|(dimension, value)| ground.is_known(dimension, value.as_deref()))?;
        Ok(ground)
    }

    /// That a slice that is asked for is there: what is mistyped would be answered with nothing.
    fn is_known(&self, dimension: &Dimension, value: Option<&str>) -> Result<(), Problem> {
        let Some(value) = value else { return Ok(()) };
        let is_of_deals = matches!(dimension, Dimension::Pipeline | Dimension::Product);
        // An origin that nobody has is an origin all the same: there are none.
        if is_of_deals || (*dimension == Dimension::Origin && value.parse::<Origin>().is_ok()) {
            return Ok(());
        }
        let all = Asked::new(Instant::MAX, self.told.zone.clone()).by(vec![dimension.clone()]);
        let mut known: BTreeSet<String> = BTreeSet::new();
        for report in self.today.iter().chain([&self.report]) {
            let table = FunnelTable::read(report, &all, &()).map_err(wrong)?;
            known.extend(table.rows.iter().flat_map(|row| row.slice.parts().flatten()).map(String::from));
        }
        if known.contains(value) {
            return Ok(());
        }
        let near = lead_lifecycle::values::suggest(value, known.iter().map(String::as_str));
        let near = near.map_or_else(String::new, |near| format!(" (did you mean `{near}`?)"));
        Err(Problem::Usage(format!(
            "no cycle has the {dimension} `{value}`{near}: `crm funnel --by {dimension}` names those that there are"
        )))
    }

    /// The table of then or of today, and where it is that of then, the one of today beside it.
    pub(super) fn read<T: Table>(&self, asked: &Asked, more: &T::More) -> Result<(T, Option<T>), Problem> {
        let then = T::read(&self.report, asked, more).map_err(wrong)?;
        let today = self.today.as_ref().map(|today| T::read(today, asked, more).map_err(wrong));
        Ok((then, today.transpose()?))
    }

    /// Visits the line of every lead, as it was known then or is known today.
    pub(super) fn each_line(
        &self,
        store: &Store,
        visit: impl FnMut(&LeadLine) -> Result<(), Problem>,
    ) -> Result<(), Problem> {
        match self.told.known_at {
            Some(at) => store.each_line_known_at(self.plan.line(), at, visit),
            None => store.each_line(self.plan.line(), visit).map(|_made| ()),
        }
    }

    /// What stands before the numbers of a row: what it is of in each dimension, and the period.
    pub(super) fn labels(&self, slice: &Slice, period: PeriodKey) -> Vec<Option<String>> {
        let mut labels: Vec<Option<String>> = slice.parts().map(|part| part.map(String::from)).collect();
        labels.extend(self.told.per.map(|_| Some(period.to_string())));
        labels
    }

    /// The names of what stands there.
    pub(super) fn label_names(&self) -> Vec<String> {
        let names = self.told.by.iter().map(ToString::to_string);
        names.chain(self.told.per.map(|_| String::from("period"))).collect()
    }
}

/// A report over all lines that are visited.
fn whole(
    plan: &ReportPlan,
    each: impl FnOnce(&mut dyn FnMut(&LeadLine) -> Result<(), Problem>) -> Result<(), Problem>,
) -> Result<Report, Problem> {
    let mut report = Report::new(plan);
    each(&mut |line| report.add(plan, line).map_err(wrong))?;
    Ok(report)
}

/// That leads can be split so.
fn answerable(plan: &ReportPlan, what: &What) -> Result<(), Problem> {
    if let Some(field) = plan.unkept().next() {
        let known = plan.line().fields().iter().map(lead_lifecycle::values::FieldName::as_str);
        let near = lead_lifecycle::values::suggest(field.as_str(), known);
        let near = near.map_or_else(String::new, |near| format!(" (did you mean `field:{near}`?)"));
        return Err(Problem::Usage(format!(
            "the policy has no field `{field}` that reports may show{near}: personal fields are in no report"
        )));
    }
    if plan.by().contains(&Dimension::Segment) {
        return Err(Problem::Usage(String::from(
            "no segments are set up here: split by a field, like `--by field:industry`",
        )));
    }
    let of_deals = plan.by().iter().find(|by| matches!(by, Dimension::Pipeline | Dimension::Product));
    match (of_deals, what) {
        (Some(dimension), What::Funnel | What::Cohort(_) | What::Flow | What::Times(_) | What::Reasons(_)) => {
            Err(Problem::Usage(format!(
                "only deals have a {dimension}, and this counts what leads do: ask `crm forecast` or `crm sources`"
            )))
        }
        (Some(_), What::Forecast { .. } | What::Sources(_)) | (None, _) => Ok(()),
    }
}
