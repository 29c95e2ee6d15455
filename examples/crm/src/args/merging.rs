//! The words after `crm merge` and `crm split`, and after `crm erase`, which may concern all leads that are one.

use lead_lifecycle::LeadKey;

use crate::args::actor;
use crate::args::words::{Words, read};
use crate::erasing::Erasing;
use crate::merging::Merging;
use crate::problem::Problem;

/// `merge LOSER WINNER`.
pub(super) fn merge(words: &Words, (loser, winner): (Option<&str>, Option<&str>)) -> Result<Merging, Problem> {
    match (loser, winner) {
        (Some(loser), Some(winner)) => asked(words, loser, Some(winner)),
        _ => Err(Problem::Usage(String::from(
            "`merge` needs two lead keys: the one that ends, and the one that lives on",
        ))),
    }
}

/// `split LEAD`.
pub(super) fn split(words: &Words, lead: Option<&str>) -> Result<Merging, Problem> {
    let lead = lead.ok_or_else(|| Problem::Usage(String::from("`split` needs the key of the lead that was merged")))?;
    asked(words, lead, None)
}

/// `erase LEAD`.
pub(super) fn erase(words: &Words, lead: LeadKey) -> Result<Erasing, Problem> {
    Ok(Erasing {
        lead,
        all: words.flag("--all"),
        actor: actor(words.value("--as"))?,
        at: words.read("--at")?,
        id: words.read("--id")?,
    })
}

fn asked(words: &Words, lead: &str, into: Option<&str>) -> Result<Merging, Problem> {
    Ok(Merging {
        lead: read::<LeadKey>("lead", lead)?,
        into: into.map(|into| read::<LeadKey>("lead", into)).transpose()?,
        actor: actor(words.value("--as"))?,
        at: words.read("--at")?,
        id: words.read("--id")?,
        dry_run: words.flag("--dry-run"),
    })
}
