//! Keys, whose they are, and merges, as the facts of all leads say: in temporary tables, compared with what is kept.

use lead_lifecycle::lead::Stage;
use lead_lifecycle::lead::that_count;
use lead_lifecycle::{Fact, Lead, LeadKey};
use rusqlite::{Connection, params};

use crate::problem::Problem;
use crate::store::derived::Derived;
use crate::store::keys::key_of;
use crate::store::merged::{survivor, way};
use crate::store::print::damaged;

const BEGIN: &str = "
CREATE TEMP TABLE told_keys (kind TEXT, key TEXT, lead TEXT, since INTEGER, PRIMARY KEY (kind, key, lead)) WITHOUT ROWID;
CREATE TEMP TABLE told_holders (kind TEXT, key TEXT, lead TEXT, PRIMARY KEY (kind, key)) WITHOUT ROWID;
CREATE TEMP TABLE told_merged (lead TEXT PRIMARY KEY, into_lead TEXT, elsewhere INTEGER) WITHOUT ROWID;
CREATE TEMP TABLE told_absorbed (lead TEXT, known TEXT, PRIMARY KEY (lead, known)) WITHOUT ROWID;
";
const END: &str = "
DROP TABLE temp.told_keys; DROP TABLE temp.told_holders; DROP TABLE temp.told_merged; DROP TABLE temp.told_absorbed;
";

pub(super) fn begin(connection: &Connection) -> Result<(), Problem> {
    Ok(connection.execute_batch(BEGIN)?)
}

pub(super) fn end(connection: &Connection) -> Result<(), Problem> {
    Ok(connection.execute_batch(END)?)
}

/// Keeps what one lead says.
pub(super) fn keep(connection: &Connection, lead: &Lead, history: &[Fact], elsewhere: bool) -> Result<(), Problem> {
    let own = lead.key().as_str();
    let sql = "INSERT OR IGNORE INTO temp.told_keys VALUES (?1, ?2, ?3, ?4)";
    for fact in that_count(history) {
        if let Some((kind, key)) = key_of(fact) {
            let since = fact.envelope.recorded_at.seconds();
            connection.prepare_cached(sql)?.execute(params![kind.word(), key, own, since])?;
        }
    }
    if let Stage::Merged { into } = lead.stage() {
        let sql = "INSERT INTO temp.told_merged VALUES (?1, ?2, ?3)";
        connection.prepare_cached(sql)?.execute(params![own, into.as_str(), elsewhere])?;
    }
    for known in lead.absorbed().map_or(&[][..], |absorbed| absorbed.leads()) {
        let sql = "INSERT OR IGNORE INTO temp.told_absorbed VALUES (?1, ?2)";
        connection.prepare_cached(sql)?.execute([own, known.lead.as_str()])?;
    }
    Ok(())
}

/// Compares it with what is kept, and mends that.
pub(super) fn compare(connection: &Connection, mend: bool, derived: &mut Derived) -> Result<(), Problem> {
    merges(connection, derived)?;
    holders(connection, derived)?;
    let before = derived.wrong;
    each(
        connection,
        "SELECT kind, key, lead FROM (SELECT kind, key, lead, since FROM temp.told_keys
             EXCEPT SELECT kind, key, lead, since FROM main.keys)
         UNION SELECT kind, key, lead FROM (SELECT kind, key, lead, since FROM main.keys
             EXCEPT SELECT kind, key, lead, since FROM temp.told_keys)",
        |[kind, key, lead]| derived.differs(format!("lead `{lead}`: {kind} key `{key}` is not kept as its facts say")),
    )?;
    each(
        connection,
        "SELECT kind, key, lead FROM temp.told_holders EXCEPT SELECT kind, key, lead FROM main.holders",
        |[kind, key, lead]| {
            derived.differs(format!("{kind} key `{key}` is not of lead `{lead}`, whose facts use it"));
        },
    )?;
    each(
        connection,
        "SELECT kind, key, lead FROM main.holders WHERE (kind, key) NOT IN (SELECT kind, key FROM temp.told_keys)",
        |[kind, key, _]| derived.differs(format!("{kind} key `{key}` is held, and no fact uses it")),
    )?;
    if mend && derived.wrong > before {
        let put = "DELETE FROM main.keys; INSERT INTO main.keys (kind, key, lead, since)
                       SELECT kind, key, lead, since FROM temp.told_keys;
                   DELETE FROM main.holders; INSERT INTO main.holders (kind, key, lead)
                       SELECT kind, key, lead FROM temp.told_holders;";
        connection.execute_batch(put)?;
    }
    let sql = "SELECT (SELECT count(*) FROM temp.told_keys), (SELECT count(*) FROM temp.told_merged)";
    (derived.keys, derived.merged) = connection.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(())
}

/// Every merge is known to both leads.
fn merges(connection: &Connection, derived: &mut Derived) -> Result<(), Problem> {
    each(
        connection,
        "SELECT lead, into_lead, '' FROM temp.told_merged WHERE NOT elsewhere AND NOT EXISTS
             (SELECT 1 FROM temp.told_absorbed WHERE told_absorbed.lead = into_lead AND known = told_merged.lead)",
        |[lead, into, _]| {
            derived.contradicts(format!("lead `{lead}` was merged into `{into}`, which does not know it"));
        },
    )?;
    let mut query = connection.prepare("SELECT lead, known FROM temp.told_absorbed")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let (lead, known): (String, String) = (row.get(0)?, row.get(1)?);
        if !way(connection, &LeadKey::new(&known)?)?.iter().any(|passed| passed.as_str() == lead) {
            derived.contradicts(format!("lead `{lead}` has taken in `{known}`, which was not merged into it"));
        }
    }
    Ok(())
}

/// Each key is of the one lead in which those that use it live on.
fn holders(connection: &Connection, derived: &mut Derived) -> Result<(), Problem> {
    let mut query = connection.prepare("SELECT kind, key, lead FROM temp.told_keys ORDER BY kind, key, lead")?;
    let mut rows = query.query([])?;
    let sql = "INSERT INTO temp.told_holders VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET lead = lead RETURNING lead";
    while let Some(row) = rows.next()? {
        let (kind, key, lead): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let own = survivor(connection, &LeadKey::new(&lead)?)?;
        let holder: String =
            connection.prepare_cached(sql)?.query_row([&kind, &key, own.as_str()], |row| row.get(0))?;
        if holder != own.as_str() {
            derived.contradicts(format!("{kind} key `{key}` is used by lead `{own}` and by lead `{holder}`"));
        }
    }
    Ok(())
}

fn each(connection: &Connection, sql: &str, mut tell: impl FnMut([&str; 3])) -> Result<(), Problem> {
    let mut query = connection.prepare(sql)?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let text = |column: usize| row.get_ref(column).map_err(Problem::from)?.as_str().map_err(damaged);
        tell([text(0)?, text(1)?, text(2)?]);
    }
    Ok(())
}
