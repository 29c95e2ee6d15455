//! What the store holds, one lead or one fact after another: memory stays flat, however many there are.

use lead_lifecycle::{Fact, Lead, LeadKey};
use rusqlite::Connection;
use serde::Deserialize;

use crate::problem::Problem;
use crate::store::{Store, StoredRefusal, merged, print, revive};

impl Store {
    /// Everything that is read inside is of one state of the database, whoever writes meanwhile.
    pub(crate) fn at_once<T>(&self, read: impl FnOnce() -> Result<T, Problem>) -> Result<T, Problem> {
        let tx = self.connection.unchecked_transaction()?;
        let read = read()?;
        tx.commit()?;
        Ok(read)
    }

    /// Visits the history of every lead, by key: what counts of it is known only of the whole.
    pub(crate) fn each_history(&self, visit: impl FnMut(&[Fact]) -> Result<(), Problem>) -> Result<(), Problem> {
        each_history(&self.connection, visit)
    }

    /// Visits every fact as it is stored, as JSON.
    pub(crate) fn each_stored(&self, mut visit: impl FnMut(&str) -> Result<(), Problem>) -> Result<(), Problem> {
        let mut query = self.connection.prepare(IN_ORDER)?;
        let mut rows = query.query([])?;
        let mut last: Option<(LeadKey, u64)> = None;
        while let Some(row) = rows.next()? {
            let text = print::text_of_fact(row)?;
            // The columns may be those of the index, which is no witness for itself.
            let Placed { envelope: Place { lead, revision } } = serde_json::from_str(text)?;
            let begins = follows(last.as_ref().map(|(lead, revision)| (lead, *revision)), (&lead, revision))?;
            last = begins.or_else(|| last.map(|(lead, _)| (lead, revision)));
            visit(text)?;
        }
        Ok(())
    }

    /// Visits every lead that was not merged into another: whom somebody can still do something about.
    pub(crate) fn each_living(&self, mut visit: impl FnMut(&Lead) -> Result<(), Problem>) -> Result<(), Problem> {
        self.each_lead_where("merged_into IS NULL", |lead| visit(&lead))
    }

    /// Visits every lead, merged ones too.
    pub(crate) fn each_lead(&self, mut visit: impl FnMut(&Lead) -> Result<(), Problem>) -> Result<(), Problem> {
        self.each_lead_where("1", |lead| visit(&lead))
    }

    pub(super) fn each_lead_where(
        &self,
        which: &str,
        mut visit: impl FnMut(Lead) -> Result<(), Problem>,
    ) -> Result<(), Problem> {
        let columns = "lead, revision, stage, merged_into, snapshot, print";
        let sql = format!("SELECT {columns} FROM leads WHERE {which} ORDER BY lead");
        let mut query = self.connection.prepare(&sql)?;
        let mut rows = query.query([])?;
        let mut before: Option<LeadKey> = None;
        while let Some(row) = rows.next()? {
            let lead = revive(&self.connection, row)?;
            let key = lead.key().clone();
            in_order(before.replace(key).as_ref(), lead.key())?;
            visit(lead)?;
        }
        Ok(())
    }

    /// Visits every refusal, newest last.
    pub(crate) fn each_refusal(
        &self,
        mut visit: impl FnMut(StoredRefusal) -> Result<(), Problem>,
    ) -> Result<(), Problem> {
        let mut query = self.connection.prepare(
            "SELECT source, CAST(line AS TEXT), lead, command, reasons, text, print, line FROM refusals
                      ORDER BY at, source, line",
        )?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            print::check_refusal(row)?;
            visit(StoredRefusal {
                source: row.get(0)?,
                line: row.get(7)?,
                lead: row.get(2)?,
                command: row.get(3)?,
                reasons: serde_json::from_str(row.get_ref(4)?.as_str().unwrap_or_default())?,
            })?;
        }
        Ok(())
    }

    /// The lead in which a lead lives on; none if it lives by itself.
    pub(crate) fn lives_on_in(&self, lead: &LeadKey) -> Result<Option<LeadKey>, Problem> {
        Ok(merged::way(&self.connection, lead)?.pop())
    }
}

const IN_ORDER: &str = "SELECT json, print FROM facts ORDER BY lead, revision";

/// Of a stored fact only where it stands.
#[derive(Deserialize)]
struct Placed {
    envelope: Place,
}

#[derive(Deserialize)]
struct Place {
    lead: String,
    revision: u64,
}

/// Visits the history of every lead, by key.
pub(super) fn each_history(
    connection: &Connection,
    mut visit: impl FnMut(&[Fact]) -> Result<(), Problem>,
) -> Result<(), Problem> {
    let mut query = connection.prepare(IN_ORDER)?;
    let mut rows = query.query([])?;
    let mut history: Vec<Fact> = Vec::new();
    while let Some(row) = rows.next()? {
        let fact = print::fact(row)?;
        let last = history.last().map(|last| (&last.envelope.lead, last.envelope.revision));
        let begins = follows(last, (fact.envelope.lead.as_str(), fact.envelope.revision))?.is_some();
        if begins && !history.is_empty() {
            visit(&history)?;
            history.clear();
        }
        history.push(fact);
    }
    if history.is_empty() { Ok(()) } else { visit(&history) }
}

/// That a fact comes right after another, or is the first of a later lead, which it then gives.
pub(super) fn follows(
    last: Option<(&LeadKey, u64)>,
    (lead, revision): (&str, u64),
) -> Result<Option<(LeadKey, u64)>, Problem> {
    let same = last.filter(|(before, _)| before.as_str() == lead);
    let next = same.map_or(0, |(_, before)| before).saturating_add(1);
    if revision != next {
        return Err(print::damaged(format!("lead `{lead}` has no fact {next} before its fact {revision}")));
    }
    if same.is_some() {
        return Ok(None);
    }
    let lead = LeadKey::new(lead)?;
    in_order(last.map(|(before, _)| before), &lead)?;
    Ok(Some((lead, revision)))
}

/// That an index has neither doubled a lead nor led astray.
fn in_order(before: Option<&LeadKey>, lead: &LeadKey) -> Result<(), Problem> {
    match before {
        Some(before) if before.as_str() >= lead.as_str() => {
            Err(print::damaged(format!("lead `{lead}` stands behind lead `{before}`")))
        }
        Some(_) | None => Ok(()),
    }
}
