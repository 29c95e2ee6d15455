//! Whom somebody has to come back to: leads that raised a hand, and leads that were put off.

use std::cmp::Ordering;

use lead_lifecycle::calendar::Zone;
use lead_lifecycle::lead::{Postponement, PutOffBy};
use lead_lifecycle::{Instant, Lead, Lifecycle};
use serde::Serialize;

use crate::problem::Problem;
use crate::report::{company, or_empty};
use crate::screen::{Clock, Column, Ink, Page, Report, Table, counted, grouped, span};
use crate::store::Store;

/// Who a lead is, and whose.
#[derive(Debug, Serialize, PartialEq, Eq, PartialOrd, Ord)]
struct Whom {
    lead: String,
    stage: String,
    owner: Option<String>,
    company: Option<String>,
}

impl Whom {
    fn of(lead: &Lead) -> Self {
        Self {
            lead: lead.key().to_string(),
            stage: lead.stage().kind().to_string(),
            owner: lead.cycle().owner().map(ToString::to_string),
            company: company(lead),
        }
    }
}

/// Hand-raises that wait for an answer.
#[derive(Debug, Serialize)]
pub(crate) struct HandRaises {
    at: Instant,
    zone: Zone,
    leads: u64,
    /// The oldest first; as many as were asked for.
    rows: Vec<Raised>,
}

#[derive(Debug, Serialize)]
struct Raised {
    since: Instant,
    #[serde(flatten)]
    whom: Whom,
}

/// Leads whose hand-raise waits for an answer, the oldest first.
pub(super) fn hand_raises(
    store: &Store,
    lifecycle: &Lifecycle,
    now: Instant,
    max: usize,
) -> Result<HandRaises, Problem> {
    let (mut rows, mut leads): (Vec<Raised>, u64) = (Vec::new(), 0);
    let order = |one: &Raised, other: &Raised| (one.since, &one.whom).cmp(&(other.since, &other.whom));
    store.each_living(|lead| {
        if let Some(since) = lead.hand_raise().since() {
            leads = leads.saturating_add(1);
            rows.push(Raised { since, whom: Whom::of(lead) });
            keep(&mut rows, max.saturating_mul(2).max(1_000), max, order);
        }
        Ok(())
    })?;
    keep(&mut rows, 0, max, order);
    Ok(HandRaises { at: now, zone: lifecycle.newest_policy().zone().clone(), leads, rows })
}

impl Report for HandRaises {
    const NAME: &'static str = "hand-raises";

    fn page(&self) -> Page {
        if self.leads == 0 {
            return Page::titled("No hand-raise waits for an answer.");
        }
        let clock = Clock::of(&self.zone);
        let mut table = Table::new(&["since", "waits for", "lead", "stage", "owner", "company"].map(Column::left));
        for Raised { since, whom } in &self.rows {
            let Whom { lead, stage, owner, company } = whom;
            table.row([
                clock.at(*since),
                span(self.at.saturating_since(*since)),
                lead.clone(),
                stage.clone(),
                or_empty(owner.as_ref()),
                or_empty(company.as_ref()),
            ]);
        }
        let leads = counted(self.leads, "lead waits", "leads wait");
        let at = clock.zoned(self.at);
        Page::titled(format!("{leads} for an answer to their hand-raise at {at}"))
            .with(table)
            .cut(self.rows.len(), self.leads)
    }
}

/// Once there are so many rows, keeps the first ones of an order: no more are held than are shown, or twice that.
fn keep<T>(rows: &mut Vec<T>, once: usize, max: usize, order: impl Fn(&T, &T) -> Ordering) {
    if rows.len() >= once {
        rows.sort_by(order);
        rows.truncate(max);
    }
}

/// Leads that are put off.
#[derive(Debug, Serialize)]
pub(crate) struct PutOff {
    at: Instant,
    zone: Zone,
    leads: u64,
    /// Of these the ones whose instant has come, and whom nobody has tried since.
    come: u64,
    /// Those whose instant has come first; as many as were asked for.
    rows: Vec<Row>,
}

#[derive(Debug, Serialize)]
struct Row {
    until: Instant,
    has_come: bool,
    put_off_by: PutOffBy,
    #[serde(flatten)]
    whom: Whom,
}

/// Leads that are put off: first those whose instant has come and whom nobody has tried since.
pub(super) fn put_off(store: &Store, lifecycle: &Lifecycle, now: Instant, max: usize) -> Result<PutOff, Problem> {
    // What the clock has not been asked about yet has come all the same.
    let has_come = |put_off: &Postponement| put_off.is_due() || (put_off.is_running() && put_off.until <= now);
    let (mut rows, mut leads, mut come): (Vec<Row>, u64, u64) = (Vec::new(), 0, 0);
    let order = |one: &Row, other: &Row| {
        (!one.has_come, one.until, &one.whom).cmp(&(!other.has_come, other.until, &other.whom))
    };
    store.each_living(|lead| {
        let put_off = lead.cycle().postponement().filter(|put_off| put_off.is_running() || put_off.is_due());
        if let Some(put_off) = put_off {
            let has_come = has_come(put_off);
            (leads, come) = (leads.saturating_add(1), come.saturating_add(u64::from(has_come)));
            rows.push(Row { until: put_off.until, has_come, put_off_by: put_off.by, whom: Whom::of(lead) });
            keep(&mut rows, max.saturating_mul(2).max(1_000), max, order);
        }
        Ok(())
    })?;
    keep(&mut rows, 0, max, order);
    Ok(PutOff { at: now, zone: lifecycle.newest_policy().zone().clone(), leads, come, rows })
}

impl Report for PutOff {
    const NAME: &'static str = "put-off";

    fn page(&self) -> Page {
        if self.leads == 0 {
            return Page::titled("No lead is put off.");
        }
        let clock = Clock::of(&self.zone);
        let columns = ["until", "state", "lead", "stage", "owner", "put off by", "company"];
        let mut table = Table::new(&columns.map(Column::left));
        for Row { until, has_come, put_off_by, whom } in &self.rows {
            let by = match put_off_by {
                PutOffBy::Postponement => "postponement",
                PutOffBy::Ending => "end of a cycle",
            };
            let (ink, state) = if *has_come { (Ink::Strong, "has come") } else { (Ink::Plain, "waits") };
            table.inked(
                ink,
                [
                    clock.at(*until),
                    String::from(state),
                    whom.lead.clone(),
                    whom.stage.clone(),
                    or_empty(whom.owner.as_ref()),
                    String::from(by),
                    or_empty(whom.company.as_ref()),
                ],
            );
        }
        let (at, leads, come) = (clock.zoned(self.at), counted(self.leads, "lead", "leads"), grouped(self.come));
        let title = format!("Put off at {at}: {leads}, of {come} the instant has come");
        Page::titled(title).with(table).cut(self.rows.len(), self.leads)
    }
}
