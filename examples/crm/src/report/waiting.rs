//! Whom somebody has to come back to: leads that raised a hand, and leads that were put off.

use lead_lifecycle::lead::{Postponement, PutOffBy};
use lead_lifecycle::{Instant, Lead, Lifecycle};

use crate::problem::Problem;
use crate::report::{Report, local, present, zoned};
use crate::store::Store;

fn owner(lead: &Lead) -> String {
    lead.cycle().owner().map_or_else(String::new, ToString::to_string)
}

fn company(lead: &Lead) -> String {
    lead.profile().get("company").map_or_else(String::new, ToString::to_string)
}

/// Leads whose hand-raise waits for an answer, the oldest first.
pub(crate) fn hand_raises(store: &Store, lifecycle: &Lifecycle) -> Result<String, Problem> {
    let offset = lifecycle.newest_policy().zone();
    let raised = store.living()?.into_iter().filter_map(|lead| lead.hand_raise().since().map(|since| (since, lead)));
    let mut raised: Vec<_> = raised.collect();
    if raised.is_empty() {
        return Ok(String::from("\nNo hand-raise waits for an answer.\n"));
    }
    raised.sort_by(|(one, a), (other, b)| one.cmp(other).then_with(|| a.key().cmp(b.key())));
    let mut report = Report::new(&["since", "lead", "stage", "owner", "company"]);
    for (since, lead) in &raised {
        let (key, stage) = (lead.key().to_string(), lead.stage().kind().to_string());
        report.row([local(*since, offset), key, stage, owner(lead), company(lead)]);
    }
    Ok(report.finish(&format!("{} leads wait for an answer to their hand-raise (times at {offset})", raised.len())))
}

/// Leads that are put off: first those whose instant has come and whom nobody has tried since.
pub(crate) fn put_off(store: &Store, lifecycle: &Lifecycle, now: Option<Instant>) -> Result<String, Problem> {
    let (now, offset) = (present(store, now)?, lifecycle.newest_policy().zone());
    // What the clock has not been asked about yet has come all the same.
    let has_come = |put_off: &Postponement| put_off.is_due() || (put_off.is_running() && put_off.until <= now);
    let mut waiting: Vec<_> = Vec::new();
    for lead in store.living()? {
        let put_off = lead.cycle().postponement().copied();
        if let Some(put_off) = put_off.filter(|put_off| put_off.is_running() || put_off.is_due()) {
            waiting.push((!has_come(&put_off), put_off, lead));
        }
    }
    if waiting.is_empty() {
        return Ok(String::from("\nNo lead is put off.\n"));
    }
    waiting.sort_by(|(waits, one, a), (other_waits, other, b)| {
        (waits, one.until, a.key()).cmp(&(other_waits, other.until, b.key()))
    });
    let come = waiting.iter().filter(|(waits, ..)| !waits).count();
    let mut report = Report::new(&["until", "state", "lead", "stage", "owner", "put off by", "company"]);
    for (waits, put_off, lead) in &waiting {
        let by = match put_off.by {
            PutOffBy::Postponement => "postponement",
            PutOffBy::Ending => "end of a cycle",
        };
        report.row([
            local(put_off.until, offset),
            String::from(if *waits { "waits" } else { "has come" }),
            lead.key().to_string(),
            lead.stage().kind().to_string(),
            owner(lead),
            String::from(by),
            company(lead),
        ]);
    }
    let at = zoned(now, offset);
    Ok(report.finish(&format!("Put off at {at}: {} leads, of {come} the instant has come", waiting.len())))
}
