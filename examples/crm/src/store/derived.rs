//! What is derived of the facts: the row of each lead, keys and whose they are, and columns by which facts are found. One walk
//! over the facts says what it should be; `crm verify` tells every difference, and `crm rebuild` mends them.
//!
//! The walk holds one history at a time; what it needs of all leads lies in temporary tables on the disk.

use lead_lifecycle::insight::LinePlan;
use lead_lifecycle::lead::{ImportedStep, Stage, counted};
use lead_lifecycle::values::CommandId;
use lead_lifecycle::{Fact, FactBody, Instant, Lead, Lifecycle};
use rusqlite::{Connection, Transaction, TransactionBehavior, params};

use crate::problem::Problem;
use crate::store::timers::timer;
use crate::store::visit::each_history;
use crate::store::{Store, expected, lines, number, plan_of, print};

/// How many differences are told; the rest is counted.
const TOLD: usize = 20;
/// How many facts are looked at before any is rewritten.
const AT_ONCE: i64 = 500;

/// The row of a lead.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct LeadRow {
    lead: String,
    revision: i64,
    stage: &'static str,
    merged_into: Option<String>,
    wake: Option<i64>,
    snapshot: String,
    print: String,
}

impl LeadRow {
    pub(super) fn of(lead: &Lead, wake: Option<Instant>) -> Result<Self, Problem> {
        let (revision, stage) = (number(lead.revision()), lead.stage().kind().as_str());
        let into = if let Stage::Merged { into } = lead.stage() { Some(into.as_str()) } else { None };
        let snapshot = serde_json::to_string(lead)?;
        Ok(Self {
            lead: lead.key().as_str().to_owned(),
            revision,
            stage,
            merged_into: into.map(str::to_owned),
            wake: wake.map(Instant::seconds),
            print: print::of_lead(revision, stage, into, &snapshot),
            snapshot,
        })
    }

    /// Stores it in the place of the one at a revision, which is 0 if there is none; whether that is the one that is there.
    pub(super) fn store(&self, connection: &Connection, expected: u64) -> Result<bool, Problem> {
        let Self { lead, revision, stage, merged_into, wake, snapshot, print } = self;
        if expected == 0 {
            let sql = "INSERT INTO leads (lead, revision, stage, merged_into, wake, snapshot, print)
                       VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (lead) DO NOTHING";
            let row = params![lead, revision, stage, merged_into, wake, snapshot, print];
            return Ok(connection.prepare_cached(sql)?.execute(row)? > 0);
        }
        let sql = "UPDATE leads SET revision = ?2, stage = ?3, merged_into = ?4, wake = ?5, snapshot = ?6, print = ?7
                   WHERE lead = ?1 AND revision = ?8";
        let row = params![lead, revision, stage, merged_into, wake, snapshot, print, number(expected)];
        Ok(connection.prepare_cached(sql)?.execute(row)? > 0)
    }

    /// Stores it, whatever is there.
    fn put(&self, connection: &Connection) -> Result<(), Problem> {
        connection.prepare_cached("DELETE FROM leads WHERE lead = ?1")?.execute([&self.lead])?;
        self.store(connection, 0)?;
        Ok(())
    }

    /// What of the stored row is otherwise, and whether facts are lost that it has known.
    fn differences(&self, connection: &Connection, replayed: &Lead) -> Result<(Vec<&'static str>, bool), Problem> {
        let sql = "SELECT revision, stage, merged_into, wake, snapshot, print FROM leads WHERE lead = ?1";
        let mut query = connection.prepare_cached(sql)?;
        let mut rows = query.query([&self.lead])?;
        let Some(row) = rows.next()? else {
            return Ok((vec!["it has facts, and no row among the leads"], false));
        };
        let same_text = |column: usize, should: Option<&str>| {
            Ok::<_, rusqlite::Error>(row.get_ref(column)?.as_str_or_null().is_ok_and(|text| text == should))
        };
        let same_number = |column: usize, should: Option<i64>| {
            Ok::<_, rusqlite::Error>(row.get_ref(column)?.as_i64_or_null().is_ok_and(|number| number == should))
        };
        let snapshot = row.get_ref(4)?.as_str().unwrap_or_default();
        let is_fold = serde_json::from_str::<Lead>(snapshot).is_ok_and(|stored| stored == *replayed);
        let stored = print::of_lead(self.revision, self.stage, self.merged_into.as_deref(), snapshot);
        // A row that is as it was stored knows how many facts there were.
        let (stage, into) = (row.get_ref(1)?.as_str().unwrap_or_default(), row.get_ref(2)?.as_str_or_null());
        let known = row.get::<_, i64>(0).ok().filter(|known| *known > self.revision);
        let is_lost = known.is_some_and(|known| {
            let print = print::of_lead(known, stage, into.unwrap_or_default(), snapshot);
            row.get_ref(5).is_ok_and(|kept| kept.as_str() == Ok(&print))
        });
        let compared = [
            (is_fold, "the snapshot is not the fold of its facts"),
            (same_number(0, Some(self.revision))?, "the revision is not that of its facts"),
            (same_text(1, Some(self.stage))?, "the stage is not that of its facts"),
            (same_text(2, self.merged_into.as_deref())?, "where it was merged into is not kept as its facts say"),
            (same_number(3, self.wake)?, "the timer is not that of its facts"),
            (same_text(5, Some(&stored))?, "the print is not that of its row"),
        ];
        Ok((compared.into_iter().filter(|(same, _)| !same).map(|(_, what)| what).collect(), is_lost))
    }
}

/// What a walk over all facts has found.
#[derive(Debug, Default)]
pub(crate) struct Derived {
    pub(crate) facts: u64,
    pub(crate) leads: u64,
    /// Corrections, and facts that they have taken back.
    pub(crate) not_counted: u64,
    pub(crate) merged: u64,
    pub(crate) keys: u64,
    /// How many differences there are, and the first of them.
    pub(crate) wrong: u64,
    pub(crate) told: Vec<String>,
    /// Whether facts or outcomes of commands contradict each other, which nothing can mend.
    pub(crate) is_beyond: bool,
}

impl Derived {
    /// A difference between what is derived and the facts.
    pub(super) fn differs(&mut self, what: String) {
        self.wrong = self.wrong.saturating_add(1);
        if self.told.len() < TOLD {
            self.told.push(what);
        }
    }

    /// A contradiction within what is not derived.
    pub(super) fn contradicts(&mut self, what: String) {
        self.is_beyond = true;
        self.differs(what);
    }
}

impl Store {
    /// Compares everything that is derived with what the facts say, and the outcomes of commands with their facts.
    pub(crate) fn verified(&self, lifecycle: &Lifecycle) -> Result<Derived, Problem> {
        self.connection.pragma_update(None, "temp_store", "FILE")?;
        let tx = self.connection.unchecked_transaction()?;
        check_file(&tx)?;
        walk(&tx, lifecycle, false)
    }

    /// Makes everything that is derived anew where it is not what the facts say, in one transaction: killed, nothing of it is
    /// done. What it mended.
    ///
    /// # Errors
    /// The facts cannot be read or contradict each other: then nothing is changed.
    pub(crate) fn rebuilt(&mut self, lifecycle: &Lifecycle) -> Result<Derived, Problem> {
        self.connection.pragma_update(None, "temp_store", "FILE")?;
        let tx = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        if let Some(held) = &self.held {
            held.check(&tx)?;
        }
        tx.execute_batch("REINDEX")?;
        let mended = walk(&tx, lifecycle, true)?;
        lines::say_kept(&tx, &plan_of(lifecycle.newest_policy()))?;
        check_file(&tx)?;
        let mut after = walk(&tx, lifecycle, false)?;
        if after.wrong > 0 {
            after.is_beyond = true;
            return Ok(after);
        }
        tx.commit()?;
        Ok(mended)
    }
}

/// That the pages of the file and its indexes hold together.
fn check_file(connection: &Connection) -> Result<(), Problem> {
    let mut query = connection.prepare(&format!("PRAGMA integrity_check({TOLD})"))?;
    let said = query.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
    if said.iter().any(|line| line == "ok") {
        return Ok(());
    }
    Err(Problem::Store(format!(
        "the file is damaged; `crm rebuild` makes indexes anew, for the rest restore it from a copy:\n  {}",
        said.join("\n  ")
    )))
}

fn walk(tx: &Transaction<'_>, lifecycle: &Lifecycle, mend: bool) -> Result<Derived, Problem> {
    let mut derived = Derived::default();
    columns_of_facts(tx, mend, &mut derived)?;
    if derived.wrong > 0 && !mend {
        // By these columns histories are found: what else there is to tell is known once they are mended.
        return Ok(derived);
    }
    expected::begin(tx)?;
    // Lines of another plan are made anew by the next program that stores anything: until then they are none.
    let plan = plan_of(lifecycle.newest_policy());
    let plan = if mend || lines::are_kept(tx, &plan)? { Some(&plan) } else { None };
    each_history(tx, |history| {
        lead(tx, lifecycle, history, (mend, &mut derived))?;
        plan.map_or(Ok(()), |plan| line(tx, plan, history, (mend, &mut derived)))
    })?;
    without_facts(tx, &mut derived)?;
    for lead in lines::without_leads(tx, mend)? {
        derived.differs(format!("lead `{lead}`: it has a line, and no facts"));
    }
    expected::compare(tx, mend, &mut derived)?;
    outcomes(tx, &mut derived)?;
    expected::end(tx)?;
    Ok(derived)
}

/// The columns by which facts are found are those of the facts.
fn columns_of_facts(tx: &Transaction<'_>, mend: bool, derived: &mut Derived) -> Result<(), Problem> {
    let sql = "SELECT json, print, rowid, fact_id, lead, revision, command_id, kind, recorded_at FROM facts
               WHERE rowid > ?1 ORDER BY rowid LIMIT ?2";
    let mut query = tx.prepare(sql)?;
    let mut after = i64::MIN;
    loop {
        let (mut wrong, mut seen) = (Vec::new(), 0_i64);
        let mut rows = query.query([after, AT_ONCE])?;
        while let Some(row) = rows.next()? {
            let fact = print::fact(row)?;
            (after, seen) = (row.get(2)?, seen.saturating_add(1));
            let envelope = &fact.envelope;
            let (id, command) = (envelope.fact.to_string(), envelope.command.as_ref().map(CommandId::as_str));
            let texts = [
                (3, Some(id.as_str())),
                (4, Some(envelope.lead.as_str())),
                (6, command),
                (7, Some(fact.kind().as_str())),
            ];
            let numbers = [(5, number(envelope.revision)), (8, envelope.recorded_at.seconds())];
            let mut same = true;
            for (column, should) in texts {
                same &= row.get_ref(column)?.as_str_or_null().is_ok_and(|text| text == should);
            }
            for (column, should) in numbers {
                same &= row.get_ref(column)?.as_i64().is_ok_and(|number| number == should);
            }
            if !same {
                let (lead, revision) = (&envelope.lead, envelope.revision);
                derived.differs(format!("lead `{lead}`: the columns of its fact {revision} are not those of the fact"));
                wrong.push((after, fact));
            }
        }
        drop(rows);
        if mend {
            wrong.iter().try_for_each(|(row, fact)| put_columns(tx, *row, fact))?;
        }
        if seen < AT_ONCE {
            return Ok(());
        }
    }
}

fn put_columns(tx: &Transaction<'_>, row: i64, fact: &Fact) -> Result<(), Problem> {
    let sql = "UPDATE facts SET fact_id = ?2, lead = ?3, revision = ?4, command_id = ?5, kind = ?6, recorded_at = ?7
               WHERE rowid = ?1";
    let envelope = &fact.envelope;
    tx.prepare_cached(sql)?.execute(params![
        row,
        envelope.fact.to_string(),
        envelope.lead.as_str(),
        number(envelope.revision),
        envelope.command.as_ref().map(CommandId::as_str),
        fact.kind().as_str(),
        envelope.recorded_at.seconds(),
    ])?;
    Ok(())
}

/// The row of a lead is that of its facts; what all leads are needed for is kept.
fn lead(
    tx: &Transaction<'_>,
    lifecycle: &Lifecycle,
    history: &[Fact],
    (mend, derived): (bool, &mut Derived),
) -> Result<(), Problem> {
    let Some(key) = history.first().map(|fact| &fact.envelope.lead) else { return Ok(()) };
    let wrong = |error| Problem::Replay { lead: key.clone(), error };
    let replayed = Lead::replay(history).map_err(wrong)?;
    let counts = counted(history).map_err(wrong)?;
    if counts.last().map(|last| last.place) != Some(replayed.place()) {
        derived.contradicts(format!("lead `{key}`: what counts of its facts ends elsewhere"));
    }
    let row = LeadRow::of(&replayed, timer(tx, lifecycle, &replayed)?)?;
    let (differences, is_lost) = row.differences(tx, &replayed)?;
    if is_lost {
        derived.contradicts(format!("lead `{key}`: facts after its fact {} are lost", replayed.revision()));
    } else if mend && !differences.is_empty() {
        row.put(tx)?;
    }
    for what in differences {
        derived.differs(format!("lead `{key}`: {what}"));
    }
    let length = |many: usize| u64::try_from(many).unwrap_or(u64::MAX);
    derived.leads = derived.leads.saturating_add(1);
    derived.facts = derived.facts.saturating_add(length(history.len()));
    derived.not_counted = derived.not_counted.saturating_add(length(history.len().saturating_sub(counts.len())));
    let elsewhere = counts.iter().any(|one| is_merge_elsewhere(&one.fact.body));
    expected::keep(tx, &replayed, history, elsewhere)
}

/// The line of a lead is that of its facts.
fn line(
    tx: &Transaction<'_>,
    plan: &LinePlan,
    history: &[Fact],
    (mend, derived): (bool, &mut Derived),
) -> Result<(), Problem> {
    let Some(key) = history.first().map(|fact| &fact.envelope.lead) else { return Ok(()) };
    if let Some(what) = lines::difference(tx, plan, history, mend)? {
        derived.differs(format!("lead `{key}`: {what}"));
    }
    Ok(())
}

/// Whether another system had merged the lead, and the other has its data already: that one knows nothing of it here.
const fn is_merge_elsewhere(body: &FactBody) -> bool {
    matches!(body, FactBody::StepImported { step: ImportedStep::Merged { .. }, .. })
}

/// Rows of leads that no fact tells of: no program stores one, so its facts are lost.
fn without_facts(tx: &Transaction<'_>, derived: &mut Derived) -> Result<(), Problem> {
    let sql =
        "SELECT lead FROM leads WHERE NOT EXISTS (SELECT 1 FROM facts WHERE facts.lead = leads.lead) ORDER BY lead";
    let mut query = tx.prepare(sql)?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let lead = row.get_ref(0)?.as_str().map_err(print::damaged)?;
        derived.contradicts(format!("lead `{lead}`: its facts are lost"));
    }
    Ok(())
}

/// Every command has the facts that it was accepted with, every fact the command that it names, and every refusal its reasons.
fn outcomes(tx: &Transaction<'_>, derived: &mut Derived) -> Result<(), Problem> {
    let contradictions: [(&str, &str); 4] = [
        (
            // What time had made true before it is stored with it, and does not name it.
            "SELECT command_id FROM commands WHERE facts <
                (SELECT count(*) FROM facts WHERE facts.command_id = commands.command_id) ORDER BY 1",
            "has more facts than were stored with it",
        ),
        (
            "SELECT DISTINCT command_id FROM facts WHERE command_id IS NOT NULL AND NOT EXISTS
                (SELECT 1 FROM commands WHERE commands.command_id = facts.command_id) ORDER BY 1",
            "has facts, and is not known as done",
        ),
        (
            "SELECT command_id FROM commands WHERE outcome = 'refused' AND NOT EXISTS
                (SELECT 1 FROM refusals WHERE refusals.command_id = commands.command_id) ORDER BY 1",
            "was refused, and the reasons are not there",
        ),
        (
            "SELECT command_id FROM refusals WHERE NOT EXISTS (SELECT 1 FROM commands
                WHERE commands.command_id = refusals.command_id AND outcome = 'refused') ORDER BY 1",
            "has a refusal, and was not refused",
        ),
    ];
    for (sql, what) in contradictions {
        let mut query = tx.prepare(sql)?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            let id = row.get_ref(0)?.as_str().map_err(print::damaged)?;
            derived.contradicts(format!("command `{id}` {what}"));
        }
    }
    let sql = "SELECT source, CAST(line AS TEXT), lead, command, reasons, text, print FROM refusals";
    let mut query = tx.prepare(sql)?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        print::check_refusal(row)?;
    }
    Ok(())
}
