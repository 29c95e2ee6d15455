//! Keys of deals and contracts across leads: one deal key is one deal, and one contract key one contract, whoever is on it.
//! The crate decides on one lead and knows its keys only; that two leads would use one key, the store alone can see.
//!
//! | table | what it says |
//! |---|---|
//! | `keys` | which leads use a key, by their facts that count |
//! | `holders` | whose the key is: one lead, that lives. What a lead used that was merged is of the one that lives on |
//!
//! A batch holds the only write lock, so between the question whose a key is and the facts that use it, nobody comes.

use std::collections::BTreeSet;
use std::fmt;

use lead_lifecycle::lead::{ImportedStep, that_count};
use lead_lifecycle::{Fact, FactBody, Instant, Lead, LeadKey};
use rusqlite::{Connection, OptionalExtension as _, params};

use crate::problem::Problem;
use crate::store::merged::survivor;
use crate::store::{Batch, Store, instant, read_history};

/// What a key is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum KeyKind {
    Deal,
    Contract,
}

impl KeyKind {
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Deal => "deal",
            Self::Contract => "contract",
        }
    }
}

/// A key as one lead uses it.
#[derive(Debug)]
pub(crate) struct KeyUse {
    pub(crate) kind: String,
    pub(crate) key: String,
    pub(crate) lead: LeadKey,
    pub(crate) since: Instant,
}

/// A key of another lead.
#[derive(Debug)]
pub(crate) struct Taken {
    kind: String,
    key: String,
    /// The lead that uses it.
    lead: String,
    /// The lead whose it is: another one, if that which uses it was merged.
    holder: String,
}

impl fmt::Display for Taken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kind, key, lead, holder } = self;
        write!(f, "{kind} key `{key}` is of lead `{holder}`")?;
        if lead != holder {
            write!(f, " (was `{lead}`)")?;
        }
        write!(f, ": go on there, merge the two leads if they are one, or give another key")
    }
}

/// The key that a fact uses for the first time.
pub(super) fn key_of(fact: &Fact) -> Option<(KeyKind, &str)> {
    if let FactBody::BecameSql { deal, .. } | FactBody::StepImported { step: ImportedStep::Sql { deal }, .. } =
        &fact.body
    {
        return Some((KeyKind::Deal, deal.key().as_str()));
    }
    if let FactBody::Won { contract, .. }
    | FactBody::PurchaseRecorded { contract, .. }
    | FactBody::StepImported { step: ImportedStep::Won { contract }, .. } = &fact.body
    {
        return Some((KeyKind::Contract, contract.key().as_str()));
    }
    None
}

/// Whether facts make others count no longer, or again.
fn corrects(facts: &[Fact]) -> bool {
    facts.iter().any(|fact| fact.kind().corrects())
}

/// Notes the keys of facts that were appended to a lead, and whose they are now.
pub(super) fn note(connection: &Connection, lead: &Lead, facts: &[Fact]) -> Result<(), Problem> {
    for fact in facts {
        if let FactBody::MergedFrom(merged) = &fact.body {
            // What it used is of this lead from now on.
            let sql = "UPDATE holders SET lead = ?1 WHERE lead = ?2";
            connection.prepare_cached(sql)?.execute([lead.key().as_str(), merged.from.as_str()])?;
        } else if matches!(fact.body, FactBody::SplitFrom(_)) {
            // What it and the leads that came with it used is its own again.
            for own in group(lead) {
                let sql = "UPDATE holders SET lead = ?1
                           WHERE (kind, key) IN (SELECT kind, key FROM keys WHERE lead = ?2)";
                connection.prepare_cached(sql)?.execute([lead.key().as_str(), own.as_str()])?;
            }
        }
    }
    let holder = survivor(connection, lead.key())?;
    if facts.iter().any(|fact| matches!(&fact.body, FactBody::StepImported { step: ImportedStep::Merged { .. }, .. })) {
        // Another system had merged it: there is no fact of the other lead that would say so.
        let sql = "UPDATE holders SET lead = ?1 WHERE lead = ?2";
        connection.prepare_cached(sql)?.execute([holder.as_str(), lead.key().as_str()])?;
    }
    if corrects(facts) {
        // What those alone had used is used no longer, and what an undone correction had taken back is used again.
        connection.execute("DELETE FROM keys WHERE lead = ?1", [lead.key().as_str()])?;
        let history = read_history(connection, lead.key().as_str())?;
        that_count(&history).into_iter().try_for_each(|fact| insert(connection, fact, &holder))?;
        let unused = "DELETE FROM holders WHERE lead = ?1 AND NOT EXISTS
                      (SELECT 1 FROM keys WHERE keys.kind = holders.kind AND keys.key = holders.key)";
        connection.execute(unused, [holder.as_str()])?;
        return Ok(());
    }
    facts.iter().try_for_each(|fact| insert(connection, fact, &holder))
}

fn insert(connection: &Connection, fact: &Fact, holder: &LeadKey) -> Result<(), Problem> {
    let Some((kind, key)) = key_of(fact) else { return Ok(()) };
    let sql = "INSERT INTO keys (kind, key, lead, since) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING";
    let (lead, since) = (fact.envelope.lead.as_str(), fact.envelope.recorded_at.seconds());
    connection.prepare_cached(sql)?.execute(params![kind.word(), key, lead, since])?;
    let sql = "INSERT INTO holders (kind, key, lead) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
    connection.prepare_cached(sql)?.execute([kind.word(), key, holder.as_str()])?;
    match held(connection, (kind, key))? {
        // Whoever appends asks `Batch::taken` first, so this is a fault of the program.
        Some(other) if other != holder.as_str() => {
            Err(Problem::Store(format!("{} key `{key}` of lead `{holder}` is of lead `{other}`", kind.word())))
        }
        Some(_) | None => Ok(()),
    }
}

/// A lead and the leads that became one with it.
fn group(lead: &Lead) -> Vec<&LeadKey> {
    let absorbed = lead.absorbed().map_or(&[][..], |absorbed| absorbed.leads());
    std::iter::once(lead.key()).chain(absorbed.iter().map(|known| &known.lead)).collect()
}

/// Whose a key is.
fn held(connection: &Connection, (kind, key): (KeyKind, &str)) -> Result<Option<String>, Problem> {
    let mut query = connection.prepare_cached("SELECT lead FROM holders WHERE kind = ?1 AND key = ?2")?;
    Ok(query.query_row([kind.word(), key], |row| row.get(0)).optional()?)
}

impl Batch<'_> {
    /// Keys of other leads that a lead would use with these facts, which are not appended yet.
    pub(crate) fn taken(&self, lead: &LeadKey, facts: &[Fact]) -> Result<Vec<Taken>, Problem> {
        let mut all = if corrects(facts) { read_history(&self.tx, lead.as_str())? } else { Vec::new() };
        all.extend(facts.iter().cloned());
        let used: BTreeSet<(KeyKind, &str)> = that_count(&all).into_iter().filter_map(key_of).collect();
        if used.is_empty() {
            return Ok(Vec::new());
        }
        let own = survivor(&self.tx, lead)?;
        let mut taken = Vec::new();
        for (kind, key) in used {
            let Some(holder) = held(&self.tx, (kind, key))?.filter(|holder| holder != own.as_str()) else { continue };
            let sql = "SELECT lead FROM keys WHERE kind = ?1 AND key = ?2 ORDER BY since, lead LIMIT 1";
            let first = self.tx.prepare_cached(sql)?.query_row([kind.word(), key], |row| row.get(0)).optional()?;
            let lead = first.unwrap_or_else(|| holder.clone());
            taken.push(Taken { kind: kind.word().into(), key: key.into(), lead, holder });
        }
        Ok(taken)
    }

    /// Keys that would be of two leads if one of them parted from the other.
    pub(crate) fn parted(&self, freed: &Lead) -> Result<Vec<Taken>, Problem> {
        let group = group(freed);
        let sql = "SELECT other.kind, other.key, other.lead FROM keys AS own JOIN keys AS other
                   ON own.kind = other.kind AND own.key = other.key WHERE own.lead = ?1 ORDER BY 1, 2, 3";
        let mut query = self.tx.prepare_cached(sql)?;
        let mut taken = Vec::new();
        for lead in &group {
            let rows = query.query_map([lead.as_str()], |row| {
                let lead: String = row.get(2)?;
                Ok(Taken { kind: row.get(0)?, key: row.get(1)?, holder: lead.clone(), lead })
            })?;
            for row in rows {
                let row = row?;
                if !group.iter().any(|own| own.as_str() == row.lead) {
                    taken.push(row);
                }
            }
        }
        Ok(taken)
    }

    /// The keys that a lead holds, each after what it is of.
    pub(crate) fn held_by(&self, lead: &LeadKey) -> Result<Vec<String>, Problem> {
        let sql = "SELECT kind, key FROM holders WHERE lead = ?1 ORDER BY kind DESC, key";
        let mut query = self.tx.prepare_cached(sql)?;
        let rows = query.query_map([lead.as_str()], |row| {
            Ok(format!("{} `{}`", row.get_ref(0)?.as_str()?, row.get_ref(1)?.as_str()?))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

impl Store {
    /// Visits every use of every key, or of one: keys in order, the first use first.
    pub(crate) fn each_key_use(
        &self,
        only: Option<&str>,
        mut visit: impl FnMut(KeyUse) -> Result<(), Problem>,
    ) -> Result<(), Problem> {
        let sql = "SELECT kind, key, lead, since FROM keys WHERE ?1 IS NULL OR key = ?1
                   ORDER BY kind DESC, key, since, lead";
        let mut query = self.connection.prepare(sql)?;
        let mut rows = query.query([only])?;
        while let Some(row) = rows.next()? {
            visit(KeyUse {
                kind: row.get(0)?,
                key: row.get(1)?,
                lead: LeadKey::new(row.get_ref(2)?.as_str().unwrap_or_default())?,
                since: instant(row.get(3)?)?,
            })?;
        }
        Ok(())
    }
}
