//! Facts as JSON lines.

use std::io::{self, BufWriter, Write};

use lead_lifecycle::lead::{Contributions, Counted, counted};
use lead_lifecycle::{Fact, LeadKey};
use serde::Serialize;

use crate::problem::Problem;
use crate::store::Store;

/// A fact as it counts.
#[derive(Serialize)]
struct Line<'f> {
    #[serde(flatten)]
    fact: &'f Fact,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    hollow: bool,
    /// The lead that a merged one lives on in.
    #[serde(skip_serializing_if = "Option::is_none")]
    lives_on_in: Option<&'f LeadKey>,
}

/// Prints the facts that count, or everything that is stored, lead by lead as they are read.
///
/// Whoever counts facts shall not count mistakes: so what was taken back is left out unless it is asked for, cycles and
/// visits are those without it, and a promotion that is hollow says so. Facts of a merged lead stay its own, and name the
/// lead that it lives on in: so (lead, cycle) is counted once, and what belongs together can be put together.
pub(crate) fn facts(store: &Store, all: bool) -> Result<(), Problem> {
    let mut out = Out(BufWriter::new(io::stdout().lock()));
    let written = store.at_once(|| {
        if all {
            return store.each_stored(|fact| out.line(fact));
        }
        store.each_history(|history| counting(store, history, &mut out))
    });
    match written.and_then(|()| out.0.flush().map_err(Problem::Output)) {
        // A closed pipe (`crm export | head`) is no failure: nobody wants the rest.
        Err(Problem::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

/// The facts of one lead that count.
fn counting<W: Write>(store: &Store, history: &[Fact], out: &mut Out<W>) -> Result<(), Problem> {
    let Some(lead) = history.first().map(|fact| &fact.envelope.lead) else { return Ok(()) };
    let lives_on_in = store.lives_on_in(lead)?;
    let contributions = Contributions::of(history);
    for one in counted(history).map_err(|error| Problem::Replay { lead: lead.clone(), error })? {
        let (fact, hollow) = (as_counted(&one, &contributions), one.hollow);
        out.line(&serde_json::to_string(&Line { fact: &fact, hollow, lives_on_in: lives_on_in.as_ref() })?)?;
    }
    Ok(())
}

fn as_counted(one: &Counted<'_>, contributions: &Contributions) -> Fact {
    // A merge says what it brings now.
    let mut fact = contributions.said_anew(one.fact).unwrap_or_else(|| one.fact.clone());
    (fact.envelope.cycle, fact.envelope.visit) = (one.place.cycle, one.place.visit);
    fact
}

/// Lines one after another.
struct Out<W: Write>(BufWriter<W>);

impl<W: Write> Out<W> {
    fn line(&mut self, text: &str) -> Result<(), Problem> {
        self.0.write_all(text.as_bytes()).and_then(|()| self.0.write_all(b"\n")).map_err(Problem::Output)
    }
}
