//! The line of each lead, beside its facts: what it says for measuring. It is derived of the facts, and kept up with them in the
//! transaction that stores them: a day's facts cost a day's work.
//!
//! All lines are of one plan, that of the newest policy: its zone, and the profile fields of its catalogue that are not personal.
//! In `meta` stands the plan under which every lead has its line. After a policy with another plan, or in a database of before, the
//! next program that stores anything makes them anew. A line that is not there, not of the plan, or not what was stored is none:
//! whoever reads makes it of the facts, so that an answer never depends on whether lines are kept.

use lead_lifecycle::insight::{Absorbed, LeadLine, LinePlan};
use lead_lifecycle::{Fact, FactKind, Instant, LeadKey, Policy};
use rusqlite::{Connection, OptionalExtension as _, Row, TransactionBehavior, params};

use crate::problem::Problem;
use crate::store::visit::each_history;
use crate::store::{Store, number, print, read_history};

/// In `meta`, the plan under which every lead has its line.
const KEPT: &str = "lines";

/// What lines keep under a policy.
pub(crate) fn plan_of(policy: &Policy) -> LinePlan {
    let fields = policy.catalog().iter().filter(|(_, spec)| !spec.personal).map(|(name, _)| name.clone());
    LinePlan::new(policy.zone().clone()).with_fields(fields.collect())
}

/// The line of a whole history.
pub(super) fn line_of(plan: &LinePlan, history: &[Fact]) -> Result<LeadLine, Problem> {
    let lead = history.first().map_or_else(String::new, |fact| fact.envelope.lead.to_string());
    LeadLine::of(plan, history).map_err(|error| Problem::Data(format!("lead `{lead}`: {error}")))
}

/// A line as it is stored.
struct Stored {
    revision: i64,
    plan: String,
    body: Vec<u8>,
    print: String,
}

impl Stored {
    fn of(line: &LeadLine, plan: &LinePlan) -> Result<Self, Problem> {
        let body = postcard::to_allocvec(line).map_err(|error| Problem::Store(format!("a line: {error}")))?;
        let (revision, plan) = (number(line.revision()), plan.print().to_string());
        let print = print_of(line.lead().as_str(), revision, &plan, &body);
        Ok(Self { revision, plan, body, print })
    }

    fn put(&self, connection: &Connection, lead: &str) -> Result<(), Problem> {
        let sql = "INSERT OR REPLACE INTO lines (lead, revision, plan, body, print) VALUES (?1, ?2, ?3, ?4, ?5)";
        let row = params![lead, self.revision, self.plan, self.body, self.print];
        connection.prepare_cached(sql)?.execute(row)?;
        Ok(())
    }
}

/// The print of a row of `lines`. Each byte of the body is one letter of it.
fn print_of(lead: &str, revision: i64, plan: &str, body: &[u8]) -> String {
    let letters: String = body.iter().map(|byte| char::from(*byte)).collect();
    print::of(&format!("{lead}\n{revision}\n{plan}\n{letters}"))
}

/// The line of a row `revision, plan, body, print` from a column on; none if it is not there, of another plan, or not what was stored.
fn revive(row: &Row<'_>, from: usize, lead: &str, plan: &LinePlan) -> Option<LeadLine> {
    let column = |place: usize| row.get_ref(from.saturating_add(place)).ok();
    let revision = column(0)?.as_i64().ok()?;
    let (stored, body, print) = (column(1)?.as_str().ok()?, column(2)?.as_blob().ok()?, column(3)?.as_str().ok()?);
    if stored != plan.print().to_string() || print_of(lead, revision, stored, body) != print {
        return None;
    }
    let line: LeadLine = postcard::from_bytes(body).ok()?;
    let same = line.is_of_schema() && line.lead().as_str() == lead && number(line.revision()) == revision;
    same.then_some(line)
}

fn kept(connection: &Connection, plan: &LinePlan, lead: &LeadKey) -> Result<Option<LeadLine>, Problem> {
    let mut query = connection.prepare_cached("SELECT revision, plan, body, print FROM lines WHERE lead = ?1")?;
    let line = query.query_row([lead.as_str()], |row| Ok(revive(row, 0, lead.as_str(), plan))).optional()?;
    Ok(line.flatten())
}

/// Takes facts that were appended into the line of their lead, in the same transaction.
pub(super) fn take_in(connection: &Connection, plan: &LinePlan, facts: &[Fact]) -> Result<(), Problem> {
    let Some(first) = facts.first() else { return Ok(()) };
    let lead = &first.envelope.lead;
    let is_whole = first.envelope.revision == 1 && facts.iter().all(|fact| fact.kind() != FactKind::Redacted);
    let line = if is_whole { Some(line_of(plan, facts)?) } else { kept(connection, plan, lead)? };
    let line = line.and_then(|mut line| {
        let is_taken = facts.iter().all(|fact| line.absorb(plan, fact) == Absorbed::Taken);
        is_taken.then_some(line)
    });
    let line = match line {
        Some(line) => line,
        None => line_of(plan, &read_history(connection, lead.as_str())?)?,
    };
    Stored::of(&line, plan)?.put(connection, lead.as_str())
}

/// Whether every lead is said to have its line under a plan.
pub(super) fn are_kept(connection: &Connection, plan: &LinePlan) -> Result<bool, Problem> {
    let mut query = connection.prepare_cached("SELECT value FROM meta WHERE key = ?1")?;
    let value: Option<String> = query.query_row([KEPT], |row| row.get(0)).optional()?;
    Ok(value.is_some_and(|value| value == plan.print().to_string()))
}

pub(super) fn say_kept(connection: &Connection, plan: &LinePlan) -> Result<(), Problem> {
    let sql = "INSERT OR REPLACE INTO meta (key, value) VALUES (?1, ?2)";
    connection.prepare_cached(sql)?.execute([KEPT, &plan.print().to_string()])?;
    Ok(())
}

/// What of the stored line of a lead is otherwise than its history says; where it is to be mended, it is.
pub(super) fn difference(
    connection: &Connection,
    plan: &LinePlan,
    history: &[Fact],
    mend: bool,
) -> Result<Option<&'static str>, Problem> {
    let Some(lead) = history.first().map(|fact| &fact.envelope.lead) else { return Ok(None) };
    let should = line_of(plan, history)?;
    if kept(connection, plan, lead)?.is_some_and(|line| line == should) {
        return Ok(None);
    }
    if mend {
        Stored::of(&should, plan)?.put(connection, lead.as_str())?;
    }
    Ok(Some("its line is not what its facts say"))
}

/// Lines of leads that are not there; where that is to be mended, they go.
pub(super) fn without_leads(connection: &Connection, mend: bool) -> Result<Vec<String>, Problem> {
    let of_none = "NOT EXISTS (SELECT 1 FROM facts WHERE facts.lead = lines.lead)";
    let mut query = connection.prepare(&format!("SELECT lead FROM lines WHERE {of_none} ORDER BY lead"))?;
    let leads = query.query_map([], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
    if mend && !leads.is_empty() {
        connection.execute(&format!("DELETE FROM lines WHERE {of_none}"), [])?;
    }
    Ok(leads)
}

impl Store {
    /// Makes the line of every lead anew, if they are not all there under the plan of the book; of how many leads. In one transaction:
    /// killed, nothing of it is done, and the next program that stores anything does it.
    pub(crate) fn keep_lines(&mut self) -> Result<u64, Problem> {
        let Some(plan) = &self.plan else { return Ok(0) };
        if are_kept(&self.connection, plan)? {
            return Ok(0);
        }
        let tx = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        if let Some(held) = &self.held {
            held.check(&tx)?;
        }
        let mut made = 0_u64;
        tx.execute("DELETE FROM lines", [])?;
        each_history(&tx, |history| {
            let line = line_of(plan, history)?;
            made = made.saturating_add(1);
            Stored::of(&line, plan)?.put(&tx, line.lead().as_str())
        })?;
        say_kept(&tx, plan)?;
        tx.commit()?;
        Ok(made)
    }

    /// Visits the line of every lead, by key; how many were made of the facts, because they are not kept.
    pub(crate) fn each_line(
        &self,
        plan: &LinePlan,
        mut visit: impl FnMut(&LeadLine) -> Result<(), Problem>,
    ) -> Result<u64, Problem> {
        let sql = "SELECT leads.lead, leads.revision, lines.revision, lines.plan, lines.body, lines.print
                   FROM leads LEFT JOIN lines ON lines.lead = leads.lead ORDER BY leads.lead";
        let mut query = self.connection.prepare(sql)?;
        let mut rows = query.query([])?;
        let (mut made, mut before) = (0_u64, String::new());
        while let Some(row) = rows.next()? {
            let lead = row.get_ref(0)?.as_str().map_err(print::damaged)?;
            if !before.is_empty() && before.as_str() >= lead {
                return Err(print::damaged(format!("lead `{lead}` stands behind lead `{before}`")));
            }
            before.clear();
            before.push_str(lead);
            let revision = row.get::<_, i64>(1).ok();
            let line = revive(row, 2, lead, plan).filter(|line| revision == Some(number(line.revision())));
            if let Some(line) = line {
                visit(&line)?;
            } else {
                made = made.saturating_add(1);
                visit(&line_of(plan, &read_history(&self.connection, lead)?)?)?;
            }
        }
        Ok(made)
    }

    /// Visits the line of every lead as it was said at an instant, by key. They are made of the facts.
    pub(crate) fn each_line_known_at(
        &self,
        plan: &LinePlan,
        at: Instant,
        mut visit: impl FnMut(&LeadLine) -> Result<(), Problem>,
    ) -> Result<(), Problem> {
        each_history(&self.connection, |history| {
            let known = history.iter().filter(|fact| fact.envelope.recorded_at <= at).count();
            // Nothing was known of it.
            let Some(known) = history.get(..known).filter(|known| !known.is_empty()) else { return Ok(()) };
            visit(&line_of(plan, known)?)
        })
    }
}
