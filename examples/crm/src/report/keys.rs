//! Keys of deals and contracts, and which lead has each.

use std::collections::BTreeSet;

use lead_lifecycle::calendar::Zone;
use lead_lifecycle::{Instant, LeadKey, Lifecycle};
use serde::Serialize;

use crate::problem::Problem;
use crate::screen::{Clock, Column, Page, Report, Table, counted};
use crate::store::{KeyUse, Store};

/// Keys, and who uses them.
#[derive(Debug, Serialize)]
pub(crate) struct KeysReport {
    zone: Zone,
    /// How many there are.
    keys: u64,
    /// As many as were asked for.
    rows: Vec<Row>,
}

#[derive(Debug, Serialize)]
struct Row {
    kind: String,
    key: String,
    uses: Vec<Use>,
    /// Where the lead stands that has it.
    stage: Option<String>,
}

#[derive(Debug, Serialize)]
struct Use {
    lead: String,
    /// The lead in which that lives on, if it was merged.
    lives_on_in: Option<String>,
    since: Instant,
}

/// Every key, or one of them. A merged lead that used a key is named with the one that it lives on in.
pub(crate) fn keys(store: &Store, lifecycle: &Lifecycle, key: Option<&str>, max: usize) -> Result<KeysReport, Problem> {
    let mut keys = KeysReport { zone: lifecycle.newest_policy().zone().clone(), keys: 0, rows: Vec::new() };
    let mut uses: Vec<KeyUse> = Vec::new();
    store.each_key_use(key, |used| {
        if uses.last().is_some_and(|last| (&last.kind, &last.key) != (&used.kind, &used.key)) {
            keys.take(store, &uses, max)?;
            uses.clear();
        }
        uses.push(used);
        Ok(())
    })?;
    keys.take(store, &uses, max)?;
    match key {
        Some(key) if keys.keys == 0 => Err(no_key(store, key)?),
        _ => Ok(keys),
    }
}

/// That there is no such key, with one that is written nearly so.
fn no_key(store: &Store, key: &str) -> Result<Problem, Problem> {
    let mut known = BTreeSet::new();
    store.each_key_use(None, |used| {
        known.insert(used.key);
        Ok(())
    })?;
    let near = lead_lifecycle::values::suggest(key, known.iter().map(String::as_str));
    let near = near.map_or_else(String::new, |near| format!(": did you mean `{near}`?"));
    Ok(Problem::Data(format!("no deal and no contract has the key `{key}`{near}")))
}

impl KeysReport {
    /// The uses of one key: none if there is none.
    fn take(&mut self, store: &Store, uses: &[KeyUse], max: usize) -> Result<(), Problem> {
        self.keys = self.keys.saturating_add(u64::from(!uses.is_empty()));
        if self.rows.len() < max {
            self.rows.extend(row(store, uses)?);
        }
        Ok(())
    }
}

fn row(store: &Store, uses: &[KeyUse]) -> Result<Option<Row>, Problem> {
    let Some(first) = uses.first() else { return Ok(None) };
    let holder: Option<LeadKey> = store.lives_on_in(&first.lead)?;
    let stage = store.lead(holder.as_ref().unwrap_or(&first.lead))?;
    let told = uses.iter().map(|one| {
        let lives_on_in = store.lives_on_in(&one.lead)?.map(|lead| lead.to_string());
        Ok(Use { lead: one.lead.to_string(), lives_on_in, since: one.since })
    });
    Ok(Some(Row {
        kind: first.kind.clone(),
        key: first.key.clone(),
        uses: told.collect::<Result<_, Problem>>()?,
        stage: stage.map(|lead| lead.stage().kind().to_string()),
    }))
}

impl Use {
    /// Of a merged lead the one that lives on, `C (was B)`.
    fn shown(&self) -> String {
        let Self { lead, lives_on_in, .. } = self;
        lives_on_in.as_ref().map_or_else(|| lead.clone(), |survivor| format!("{survivor} (was {lead})"))
    }
}

impl Report for KeysReport {
    const NAME: &'static str = "keys";

    fn page(&self) -> Page {
        let clock = Clock::of(&self.zone);
        let keys = counted(self.keys, "deal or contract key", "deal and contract keys");
        let mut table = Table::new(&["kind", "key", "lead", "since", "stage now"].map(Column::left));
        for row in &self.rows {
            let each = |text: &dyn Fn(&Use) -> String| row.uses.iter().map(text).collect::<Vec<_>>().join("\n");
            let stage = row.stage.clone().unwrap_or_default();
            let since = each(&|used| clock.at(used.since));
            table.row([row.kind.clone(), row.key.clone(), each(&Use::shown), since, stage]);
        }
        let page = Page::titled(format!("Keys: {keys} ({})", clock.label()));
        if table.is_empty() { page } else { page.with(table).cut(self.rows.len(), self.keys) }
    }
}
