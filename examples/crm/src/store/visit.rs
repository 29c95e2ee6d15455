//! What the store holds, one lead or one fact after another: memory stays flat, however many there are.

use lead_lifecycle::{Fact, Lead, LeadKey};

use crate::problem::Problem;
use crate::store::{Store, StoredRefusal, merged, revive};

impl Store {
    /// Everything that is read inside is of one state of the database, whoever writes meanwhile.
    pub(crate) fn at_once<T>(&self, read: impl FnOnce() -> Result<T, Problem>) -> Result<T, Problem> {
        let tx = self.connection.unchecked_transaction()?;
        let read = read()?;
        tx.commit()?;
        Ok(read)
    }

    /// Visits the history of every lead, by key: what counts of it is known only of the whole.
    pub(crate) fn each_history(&self, mut visit: impl FnMut(&[Fact]) -> Result<(), Problem>) -> Result<(), Problem> {
        let mut query = self.connection.prepare("SELECT json FROM facts ORDER BY lead, revision")?;
        let mut rows = query.query([])?;
        let mut history: Vec<Fact> = Vec::new();
        while let Some(row) = rows.next()? {
            let fact: Fact = serde_json::from_str(row.get_ref(0)?.as_str().unwrap_or_default())?;
            if history.first().is_some_and(|first| first.envelope.lead != fact.envelope.lead) {
                visit(&history)?;
                history.clear();
            }
            history.push(fact);
        }
        if history.is_empty() { Ok(()) } else { visit(&history) }
    }

    /// Visits every fact as it is stored, as JSON.
    pub(crate) fn each_stored(&self, mut visit: impl FnMut(&str) -> Result<(), Problem>) -> Result<(), Problem> {
        let mut query = self.connection.prepare("SELECT json FROM facts ORDER BY lead, revision")?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            visit(row.get_ref(0)?.as_str().unwrap_or_default())?;
        }
        Ok(())
    }

    /// Visits every lead that was not merged into another: whom somebody can still do something about.
    pub(crate) fn each_living(&self, visit: impl FnMut(&Lead) -> Result<(), Problem>) -> Result<(), Problem> {
        self.each_where("merged_into IS NULL", visit)
    }

    /// Visits every lead, merged ones too.
    pub(crate) fn each_lead(&self, visit: impl FnMut(&Lead) -> Result<(), Problem>) -> Result<(), Problem> {
        self.each_where("1", visit)
    }

    fn each_where(&self, which: &str, mut visit: impl FnMut(&Lead) -> Result<(), Problem>) -> Result<(), Problem> {
        let sql = format!("SELECT lead, snapshot FROM leads WHERE {which} ORDER BY lead");
        let mut query = self.connection.prepare(&sql)?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            let (key, snapshot) = (row.get_ref(0)?, row.get_ref(1)?);
            let (key, snapshot) = (key.as_str().unwrap_or_default(), snapshot.as_str().unwrap_or_default());
            visit(&revive(&self.connection, key, snapshot)?)?;
        }
        Ok(())
    }

    /// Visits every refusal, newest last.
    pub(crate) fn each_refusal(
        &self,
        mut visit: impl FnMut(StoredRefusal) -> Result<(), Problem>,
    ) -> Result<(), Problem> {
        let mut query = self
            .connection
            .prepare("SELECT source, line, lead, command, reasons FROM refusals ORDER BY at, source, line")?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            visit(StoredRefusal {
                source: row.get(0)?,
                line: row.get(1)?,
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
