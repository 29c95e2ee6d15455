//! Keys of deals and contracts across leads. The crate decides on one lead and knows its keys only; that two leads use one
//! key, the store alone can see. It is no reason to refuse a fact, and somebody should know.

use std::collections::BTreeSet;
use std::fmt;

use lead_lifecycle::lead::{ImportedStep, that_count};
use lead_lifecycle::{Fact, FactBody, Instant, LeadKey};
use rusqlite::{Connection, params};

use crate::problem::Problem;
use crate::store::{Store, instant, read_history};

/// What a key is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum KeyKind {
    Deal,
    Contract,
}

impl KeyKind {
    const fn word(self) -> &'static str {
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

/// A key that a lead uses and another one had before.
#[derive(Debug)]
pub(crate) struct Shared {
    kind: KeyKind,
    key: String,
    lead: LeadKey,
    others: Vec<String>,
}

impl fmt::Display for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kind, key, lead, others } = self;
        write!(f, "{} key `{key}` of lead `{lead}` is used by lead `{}` too", kind.word(), others.join("`, `"))
    }
}

/// The key that a fact uses for the first time.
fn key_of(fact: &Fact) -> Option<(KeyKind, &str)> {
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

/// The keys that facts use, as far as they count.
#[derive(Debug, Default)]
pub(crate) struct KeysOf(BTreeSet<(String, String, LeadKey)>);

impl KeysOf {
    pub(crate) fn add(&mut self, facts: &[Fact]) {
        let used = that_count(facts).into_iter().filter_map(|fact| key_of(fact).map(|key| (key, &fact.envelope.lead)));
        self.0.extend(used.map(|((kind, key), lead)| (kind.word().into(), key.into(), lead.clone())));
    }
}

/// Notes the keys that facts use; those that another lead has too.
pub(super) fn note(connection: &Connection, facts: &[Fact]) -> Result<Vec<Shared>, Problem> {
    let mut shared = Vec::new();
    for fact in facts {
        let Some((kind, key)) = key_of(fact) else { continue };
        let lead = &fact.envelope.lead;
        insert(connection, (kind, key), fact)?;
        let sql = "SELECT lead FROM keys WHERE kind = ?1 AND key = ?2 AND lead <> ?3 ORDER BY since, rowid";
        let mut query = connection.prepare_cached(sql)?;
        let others = query.query_map(params![kind.word(), key, lead.as_str()], |row| row.get(0))?;
        let others = others.collect::<Result<Vec<String>, _>>()?;
        if !others.is_empty() {
            shared.push(Shared { kind, key: key.to_string(), lead: lead.clone(), others });
        }
    }
    Ok(shared)
}

/// Notes the keys of a lead anew after facts of it were taken back: what those alone had used is used no longer, and what an
/// undone correction had taken back is used again.
pub(super) fn note_anew(connection: &Connection, lead: &LeadKey) -> Result<(), Problem> {
    connection.execute("DELETE FROM keys WHERE lead = ?1", [lead.as_str()])?;
    let history = read_history(connection, lead.as_str())?;
    for fact in that_count(&history) {
        let Some((kind, key)) = key_of(fact) else { continue };
        insert(connection, (kind, key), fact)?;
    }
    Ok(())
}

fn insert(connection: &Connection, (kind, key): (KeyKind, &str), fact: &Fact) -> Result<(), Problem> {
    let sql = "INSERT INTO keys (kind, key, lead, since) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING";
    let (lead, since) = (fact.envelope.lead.as_str(), fact.envelope.recorded_at.seconds());
    connection.prepare_cached(sql)?.execute(params![kind.word(), key, lead, since])?;
    Ok(())
}

impl Store {
    /// Every use of every key, or of one: keys in order, the first use first.
    pub(crate) fn keys(&self, only: Option<&str>) -> Result<Vec<KeyUse>, Problem> {
        let sql = "SELECT kind, key, lead, since FROM keys WHERE ?1 IS NULL OR key = ?1
                   ORDER BY kind DESC, key, since, rowid";
        let mut query = self.connection.prepare(sql)?;
        let mut rows = query.query([only])?;
        let mut uses = Vec::new();
        while let Some(row) = rows.next()? {
            uses.push(KeyUse {
                kind: row.get(0)?,
                key: row.get(1)?,
                lead: LeadKey::new(row.get_ref(2)?.as_str().unwrap_or_default())?,
                since: instant(row.get(3)?)?,
            });
        }
        Ok(uses)
    }

    /// The keys are those of the facts; how many.
    pub(crate) fn check_keys(&self, facts: &KeysOf) -> Result<usize, Problem> {
        let kept: BTreeSet<_> = self.keys(None)?.into_iter().map(|key| (key.kind, key.key, key.lead)).collect();
        match facts.0.symmetric_difference(&kept).next() {
            Some((kind, key, lead)) => {
                Err(Problem::Data(format!("lead `{lead}`: {kind} key `{key}` is not kept as its facts say")))
            }
            None => Ok(kept.len()),
        }
    }
}
