//! Where the life of a merged lead goes on.

use std::collections::BTreeMap;

use lead_lifecycle::LeadKey;
use lead_lifecycle::lead::Stage;
use lead_lifecycle::values::limits;
use rusqlite::{Connection, OptionalExtension as _};

use crate::problem::Problem;
use crate::store::{Batch, Store};

/// The leads that a lead was merged into, the nearest first; none if it lives by itself.
pub(super) fn way(connection: &Connection, lead: &LeadKey) -> Result<Vec<LeadKey>, Problem> {
    let mut query = connection.prepare_cached("SELECT merged_into FROM leads WHERE lead = ?1")?;
    let mut way: Vec<LeadKey> = Vec::new();
    // The crate merges in no circle, and of a way that is longer the last lead would hold too many.
    for _ in 0..=limits::ABSORBED.max_len() {
        let at = way.last().unwrap_or(lead);
        let into: Option<Option<String>> = query.query_row([at.as_str()], |row| row.get(0)).optional()?;
        match into.flatten() {
            None => return Ok(way),
            Some(into) => way.push(LeadKey::new(&into)?),
        }
    }
    Err(Problem::Store(format!("lead `{lead}` was merged in a circle")))
}

/// The lead in which a lead lives on: mostly itself.
pub(super) fn survivor(connection: &Connection, lead: &LeadKey) -> Result<LeadKey, Problem> {
    Ok(way(connection, lead)?.pop().unwrap_or_else(|| lead.clone()))
}

/// Every lead that is one with another, that one and the lead itself among them: the one that lives on first.
pub(super) fn family(connection: &Connection, lead: &LeadKey) -> Result<Vec<LeadKey>, Problem> {
    let mut family = vec![survivor(connection, lead)?];
    let mut query = connection.prepare_cached("SELECT lead FROM leads WHERE merged_into = ?1 ORDER BY lead")?;
    let mut at = 0_usize;
    while let Some(into) = family.get(at) {
        let merged = query.query_map([into.as_str()], |row| row.get::<_, String>(0))?;
        let merged = merged.map(|key| Ok(LeadKey::new(&key?)?)).collect::<Result<Vec<_>, Problem>>()?;
        family.extend(merged);
        at = at.saturating_add(1);
    }
    Ok(family)
}

/// All merged leads, by key, with the lead that each was merged into.
#[derive(Debug, Default)]
pub(crate) struct Merged(BTreeMap<String, String>);

impl Merged {
    /// The leads that a lead was merged into, the nearest first.
    fn way(&self, lead: &str) -> Vec<&str> {
        let mut way: Vec<&str> = Vec::new();
        while let Some(into) = self.0.get(way.last().copied().unwrap_or(lead)) {
            if way.len() > limits::ABSORBED.max_len() {
                break;
            }
            way.push(into);
        }
        way
    }

    /// The lead in which a merged lead lives on.
    pub(crate) fn survivor(&self, lead: &str) -> Option<&str> {
        self.way(lead).pop()
    }

    /// The key of a lead as reports name it: of a merged lead the one that lives on, `C (was B)`.
    pub(crate) fn shown(&self, lead: &str) -> String {
        self.survivor(lead).map_or_else(|| lead.to_owned(), |survivor| format!("{survivor} (was {lead})"))
    }

    /// The sentence about a merged lead; none if it lives by itself.
    pub(crate) fn sentence(&self, lead: &str) -> Option<String> {
        let way = self.way(lead);
        let (into, survivor) = (way.first()?, way.last()?);
        let beyond = if way.len() > 1 { format!(", which lives on in `{survivor}`") } else { String::new() };
        Some(format!("`{lead}` was merged into `{into}`{beyond}"))
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }
}

impl Store {
    /// Which leads were merged into which.
    pub(crate) fn merged(&self) -> Result<Merged, Problem> {
        let mut merged = Merged::default();
        self.each_lead_where("merged_into IS NOT NULL", |lead| {
            if let Stage::Merged { into } = lead.stage() {
                merged.0.insert(lead.key().to_string(), into.to_string());
            }
            Ok(())
        })?;
        Ok(merged)
    }

    /// The key of a lead that is written nearly so, for whoever mistyped it.
    pub(crate) fn nearly(&self, lead: &LeadKey) -> Result<Option<LeadKey>, Problem> {
        nearly(&self.connection, lead)
    }
}

impl Batch<'_> {
    /// The leads that a lead was merged into, the nearest first.
    pub(crate) fn way(&self, lead: &LeadKey) -> Result<Vec<LeadKey>, Problem> {
        way(&self.tx, lead)
    }

    /// Every lead that is one with another, itself among them.
    pub(crate) fn family(&self, lead: &LeadKey) -> Result<Vec<LeadKey>, Problem> {
        family(&self.tx, lead)
    }

    /// The key of a lead that is written nearly so.
    pub(crate) fn nearly(&self, lead: &LeadKey) -> Result<Option<LeadKey>, Problem> {
        nearly(&self.tx, lead)
    }
}

fn nearly(connection: &Connection, lead: &LeadKey) -> Result<Option<LeadKey>, Problem> {
    let mut query = connection.prepare_cached("SELECT lead FROM leads ORDER BY lead")?;
    let keys = query.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
    let near = lead_lifecycle::values::suggest(lead.as_str(), keys.iter().map(String::as_str));
    Ok(near.map(LeadKey::new).transpose()?)
}
