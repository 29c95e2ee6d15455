//! What is due on every lead.

use std::collections::BTreeMap;

use lead_lifecycle::calendar::Zone;
use lead_lifecycle::lifecycle::AgendaItem;
use lead_lifecycle::{Instant, Lead, Lifecycle};
use serde::Serialize;

use crate::problem::Problem;
use crate::report::{company, or_empty};
use crate::screen::{Clock, Column, Page, Report, Table, counted, grouped, present_tense};
use crate::store::Store;

/// What is due.
#[derive(Debug, Serialize)]
pub(crate) struct Agenda {
    at: Instant,
    zone: Zone,
    /// Leads with something due.
    leads: u64,
    items: u64,
    /// How many items of each kind.
    by_kind: BTreeMap<String, u64>,
    /// As many as were asked for.
    rows: Vec<Row>,
}

#[derive(Debug, Serialize)]
struct Row {
    lead: String,
    stage: String,
    owner: Option<String>,
    company: Option<String>,
    kind: String,
    due: String,
}

pub(super) fn agenda(store: &Store, lifecycle: &Lifecycle, now: Instant, max: usize) -> Result<Agenda, Problem> {
    let zone = lifecycle.newest_policy().zone().clone();
    let mut agenda = Agenda { at: now, zone, leads: 0, items: 0, by_kind: BTreeMap::new(), rows: Vec::new() };
    store.each_living(|lead| {
        let items = lifecycle.agenda(lead, now)?;
        agenda.leads = agenda.leads.saturating_add(u64::from(!items.is_empty()));
        for item in &items {
            agenda.take(lead, item, max)?;
        }
        Ok(())
    })?;
    Ok(agenda)
}

impl Agenda {
    fn take(&mut self, lead: &Lead, item: &AgendaItem, max: usize) -> Result<(), Problem> {
        let kind = kind(item)?;
        self.items = self.items.saturating_add(1);
        let of_kind = self.by_kind.entry(kind.clone()).or_default();
        *of_kind = of_kind.saturating_add(1);
        if self.rows.len() < max {
            self.rows.push(Row {
                lead: lead.key().to_string(),
                stage: lead.stage().kind().to_string(),
                owner: lead.cycle().owner().map(ToString::to_string),
                company: company(lead),
                kind,
                due: Clock::of(&self.zone).words().of(item).to_string(),
            });
        }
        Ok(())
    }
}

/// The stored word of an item: the name of its variant.
fn kind(item: &AgendaItem) -> Result<String, Problem> {
    let stored = serde_json::to_value(item)?;
    let named = stored.as_object().and_then(|members| members.keys().next().cloned());
    Ok(named.or_else(|| stored.as_str().map(String::from)).unwrap_or_default())
}

impl Report for Agenda {
    const NAME: &'static str = "agenda";

    fn page(&self) -> Page {
        let clock = Clock::of(&self.zone);
        let at = clock.zoned(self.at);
        let (items, leads) = (counted(self.items, "item", "items"), counted(self.leads, "lead", "leads"));
        let page = Page::titled(format!("Agenda at {at}: {items} on {leads} {} due", present_tense(self.items)));
        if self.items == 0 {
            return page;
        }
        let mut kinds: Vec<_> = self.by_kind.iter().collect();
        kinds.sort_by_key(|(kind, count)| (std::cmp::Reverse(**count), *kind));
        let kinds: Vec<_> =
            kinds.iter().map(|(kind, count)| format!("{} {}", grouped(**count), kind.replace('_', " "))).collect();
        let mut table = Table::new(&["lead", "stage", "owner", "due", "company"].map(Column::left));
        for row in &self.rows {
            let (owner, company) = (or_empty(row.owner.as_ref()), or_empty(row.company.as_ref()));
            table.row([row.lead.clone(), row.stage.clone(), owner, row.due.clone(), company]);
        }
        page.line(format!("By kind: {}", kinds.join(", "))).with(table).cut(self.rows.len(), self.items)
    }
}
