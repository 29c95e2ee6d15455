//! What is due on every lead.

use lead_lifecycle::wording::Words;
use lead_lifecycle::{Instant, Lifecycle};

use crate::problem::Problem;
use crate::report::{Report, present, zoned};
use crate::store::Store;

pub(crate) fn agenda(
    store: &Store,
    lifecycle: &Lifecycle,
    now: Option<Instant>,
    max: usize,
) -> Result<String, Problem> {
    let now = present(store, now)?;
    let zone = lifecycle.newest_policy().zone();
    // The heading says the offset.
    let words = Words::in_zone(&zone).without_offset();
    let mut report = Report::new(&["lead", "stage", "owner", "due"]);
    let mut count = 0_usize;
    for lead in store.living()? {
        for item in lifecycle.agenda(&lead, now)? {
            count = count.saturating_add(1);
            if count <= max {
                let owner = lead.cycle().owner().map_or_else(String::new, ToString::to_string);
                let (key, stage) = (lead.key().to_string(), lead.stage().kind().to_string());
                report.row([key, stage, owner, words.of(&item).to_string()]);
            }
        }
    }
    let at = zoned(now, zone);
    let shown = count.min(max);
    Ok(report.finish(&format!("Agenda at {at}: {shown} of {count} items")))
}
