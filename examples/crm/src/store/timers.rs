//! When to look at which lead again: the column `wake`, and up to when was looked.
//!
//! After an append it is the next wake of the lead. Where only the agenda changes, nothing is appended, and it goes on to the one
//! after. So it is derived of the facts, of the book, and of the instant up to which the clock has looked, which is kept in `meta`.

use lead_lifecycle::{Instant, Lead, LeadKey, Lifecycle};
use rusqlite::{Connection, OptionalExtension as _, params};

use crate::problem::Problem;
use crate::store::Batch;

/// In `meta`, the instant up to which the clock has looked, in seconds.
const LOOKED: &str = "looked";

impl Batch<'_> {
    /// The leads whose timer has run out at an instant, and when it did: the one that waits longest first.
    pub(crate) fn due(&self, now: Instant, max: usize) -> Result<Vec<(LeadKey, Instant)>, Problem> {
        let max = i64::try_from(max).unwrap_or(i64::MAX);
        let mut query =
            self.tx.prepare_cached("SELECT lead, wake FROM leads WHERE wake <= ?1 ORDER BY wake, lead LIMIT ?2")?;
        let due = query.query_map(params![now.seconds(), max], |row| Ok((row.get::<_, String>(0)?, row.get(1)?)))?;
        due.map(|due| {
            let (key, wake) = due?;
            // What is no instant is no wake of any lead either.
            Ok((LeadKey::new(&key)?, Instant::from_seconds(wake).unwrap_or(Instant::MIN)))
        })
        .collect()
    }

    /// Sets the timer of a lead on which only the agenda has changed.
    pub(crate) fn look_again(&self, lead: &LeadKey, wake: Option<Instant>, now: Instant) -> Result<(), Problem> {
        let looked = looked(&self.tx)?.map_or(now, |before| before.max(now));
        let sql = "INSERT OR REPLACE INTO meta (key, value) VALUES (?1, ?2)";
        self.tx.prepare_cached(sql)?.execute(params![LOOKED, looked.seconds().to_string()])?;
        let wake = wake.map(Instant::seconds);
        self.tx.prepare_cached("UPDATE leads SET wake = ?2 WHERE lead = ?1")?.execute(params![lead.as_str(), wake])?;
        Ok(())
    }
}

/// Up to when the clock has looked; none: it has set no timer on. What cannot be read is none, so that timers are looked at anew.
fn looked(connection: &Connection) -> Result<Option<Instant>, Problem> {
    let mut query = connection.prepare_cached("SELECT value FROM meta WHERE key = ?1")?;
    let value: Option<String> = query.query_row([LOOKED], |row| row.get(0)).optional()?;
    let seconds = value.and_then(|value| value.parse().ok());
    Ok(seconds.and_then(|seconds| Instant::from_seconds(seconds).ok()))
}

/// What the timer of a lead should be: the stored one if it is a wake of the lead and none before it is left to be looked at, otherwise
/// the first after what the clock has looked at. A fact that is due is never passed over.
pub(super) fn timer(connection: &Connection, lifecycle: &Lifecycle, lead: &Lead) -> Result<Option<Instant>, Problem> {
    let looked = looked(connection)?.unwrap_or(Instant::MIN);
    let open = lifecycle.next_wake_after(lead, looked)?.map(|wake| wake.at);
    let mut query = connection.prepare_cached("SELECT wake FROM leads WHERE lead = ?1")?;
    let mut rows = query.query([lead.key().as_str()])?;
    let Some(row) = rows.next()? else { return Ok(open) };
    // A clock that was killed has left some whose turn has not come yet: theirs lie before.
    let stored = row.get_ref(0)?.as_i64().ok().and_then(|seconds| Instant::from_seconds(seconds).ok());
    match stored.filter(|at| open.is_none_or(|open| *at < open)) {
        Some(at) if is_wake(lifecycle, lead, at)? => Ok(Some(at)),
        Some(_) | None => Ok(open),
    }
}

/// Whether something of the lead changes at an instant, and no fact is due before.
pub(crate) fn is_wake(lifecycle: &Lifecycle, lead: &Lead, at: Instant) -> Result<bool, Problem> {
    let before = Instant::from_seconds(at.seconds().saturating_sub(1)).unwrap_or(at);
    Ok(lifecycle.next_wake_after(lead, before)?.is_some_and(|wake| wake.at == at))
}
