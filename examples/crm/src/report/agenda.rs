//! What is due in the company: the most urgent first.

use std::collections::BTreeMap;

use lead_lifecycle::calendar::Zone;
use lead_lifecycle::lifecycle::{AgendaItem, AgendaKind, Severity, transition};
use lead_lifecycle::values::CommandKind;
use lead_lifecycle::{ActorId, Instant, Lead, LeadKey, Lifecycle, Role, StageKind};
use serde::Serialize;

use crate::args::Whose;
use crate::problem::Problem;
use crate::report::{company, or_empty};
use crate::screen::{Clock, Column, Page, Report, Table, counted, grouped, present_tense};
use crate::store::Store;

/// What is due.
#[derive(Debug, Serialize)]
pub(crate) struct Agenda {
    at: Instant,
    zone: Zone,
    whose: Whose,
    /// Leads with something due.
    leads: u64,
    items: u64,
    /// How many items of each kind, and of each severity.
    by_kind: BTreeMap<AgendaKind, u64>,
    by_severity: BTreeMap<Severity, u64>,
    /// As many as were asked for.
    rows: Vec<Row>,
}

#[derive(Debug, Serialize)]
struct Row {
    lead: LeadKey,
    stage: StageKind,
    company: Option<String>,
    kind: AgendaKind,
    what: String,
    owner: Option<ActorId>,
    role: Option<Role>,
    due: Option<Instant>,
    severity: Severity,
    /// Those that are possible where the lead stands.
    settle: Vec<CommandKind>,
}

/// An item, and what of its lead is shown.
struct Found {
    item: AgendaItem,
    settle: Vec<CommandKind>,
    stage: StageKind,
    company: Option<String>,
}

pub(crate) fn agenda(
    store: &Store,
    lifecycle: &Lifecycle,
    now: Instant,
    (whose, max): (&Whose, usize),
) -> Result<Agenda, Problem> {
    let zone = lifecycle.newest_policy().zone().clone();
    let (mut leads, mut items, mut by_kind, mut by_severity) = (0_u64, 0_u64, BTreeMap::new(), BTreeMap::new());
    let mut found: Vec<Found> = Vec::new();
    // One lead at a time is in memory, and of their items as many as are shown.
    store.each_living(|lead| {
        let of_lead: Vec<_> = lifecycle.agenda(lead, now)?.into_iter().filter(|item| takes(whose, item)).collect();
        leads = leads.saturating_add(u64::from(!of_lead.is_empty()));
        for item in of_lead {
            items = items.saturating_add(1);
            add(by_kind.entry(item.kind).or_default());
            add(by_severity.entry(item.severity).or_default());
            let settle = item.settle.iter().copied().filter(|command| is_possible(*command, lead)).collect();
            found.push(Found { item, settle, stage: lead.stage().kind(), company: company(lead) });
        }
        if found.len() > max.saturating_mul(2).max(1_000) {
            shorten(&mut found, max);
        }
        Ok(())
    })?;
    shorten(&mut found, max);
    let clock = Clock::of(&zone);
    let rows = found.into_iter().map(|Found { item, settle, stage, company }| Row {
        what: clock.words().of(&item).to_string(),
        lead: item.lead,
        stage,
        company,
        kind: item.kind,
        owner: item.owner,
        role: item.role,
        due: item.due,
        severity: item.severity,
        settle,
    });
    let rows = rows.collect();
    Ok(Agenda { at: now, zone, whose: whose.clone(), leads, items, by_kind, by_severity, rows })
}

/// Whether a command is possible where a lead stands, whoever issues it.
fn is_possible(command: CommandKind, lead: &Lead) -> bool {
    transition(command)
        .is_some_and(|row| row.possible_at(lead.stage().kind()) && (row.when_erased || lead.erased_at().is_none()))
}

fn takes(whose: &Whose, item: &AgendaItem) -> bool {
    let of_owner = whose.owner.as_ref().is_none_or(|owner| item.owner.as_ref() == Some(owner));
    let of_role = whose.role.is_none_or(|role| item.role == Some(role));
    of_owner && of_role && (!whose.unowned || item.is_unowned())
}

/// Whose it is, as the title says it.
fn named(whose: &Whose) -> String {
    let owner = whose.owner.as_ref().map(|owner| format!(" of {owner}"));
    let role = whose.role.map(|role| format!(" for {role}"));
    let unowned = whose.unowned.then(|| String::from(" of nobody"));
    [owner, role, unowned].into_iter().flatten().collect()
}

fn add(count: &mut u64) {
    *count = count.saturating_add(1);
}

/// The most urgent ones, in their order.
fn shorten(found: &mut Vec<Found>, max: usize) {
    found.sort_by(|one, other| one.item.by_urgency(&other.item));
    found.truncate(max);
}

/// Counts by word, the largest first.
fn counts<K: Ord + ToString>(counts: &BTreeMap<K, u64>) -> String {
    let mut counts: Vec<_> = counts.iter().collect();
    counts.sort_by_key(|(word, count)| (std::cmp::Reverse(**count), *word));
    let counts =
        counts.into_iter().map(|(word, count)| format!("{} {}", grouped(*count), word.to_string().replace('_', " ")));
    counts.collect::<Vec<_>>().join(", ")
}

impl Report for Agenda {
    const NAME: &'static str = "agenda";

    fn page(&self) -> Page {
        let clock = Clock::of(&self.zone);
        let (at, whose) = (clock.zoned(self.at), named(&self.whose));
        let (items, leads) = (counted(self.items, "item", "items"), counted(self.leads, "lead", "leads"));
        let page = Page::titled(format!("Agenda{whose} at {at}: {items} on {leads} {} due", present_tense(self.items)));
        if self.items == 0 {
            return page;
        }
        let [lead, what, owner, role, due, severity, settled] =
            ["lead", "what", "owner", "role", "due", "severity", "settled by"].map(Column::left);
        let mut table = Table::new(&[lead, what.yielding(), owner, role, due, severity, settled.within(22)]);
        for row in &self.rows {
            let due = row.due.map_or_else(String::new, |due| clock.at(due));
            let settle = row.settle.iter().map(|command| command.as_str()).collect::<Vec<_>>().join(", ");
            let (owner, role) = (or_empty(row.owner.as_ref()), or_empty(row.role.as_ref()));
            let severity = row.severity.to_string();
            table.row([row.lead.to_string(), row.what.clone(), owner, role, due, severity, settle]);
        }
        let page = page.line(format!("By severity: {}", counts(&self.by_severity)));
        page.line(format!("By kind: {}", counts(&self.by_kind))).with(table).cut(self.rows.len(), self.items)
    }
}
