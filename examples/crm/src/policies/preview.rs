//! What a version will make of the stored leads, before it does.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use lead_lifecycle::lifecycle::{PolicyBook, PolicyPreview, Version, preview_counted};
use lead_lifecycle::{Instant, LeadKey};

use crate::policies::advice::advice;
use crate::policies::version::named;
use crate::problem::Problem;
use crate::store::Store;

/// Columns of a line.
const WIDTH: usize = 100;

/// What is wanted of a preview.
pub(super) struct Asked {
    /// When advice is asked for, if anything says when now is.
    pub(super) now: Option<Instant>,
    /// Which leads are meant.
    pub(super) names: bool,
}

/// Reads every history and changes nothing. What has to be counted again is counted, so that nobody is missing whom the
/// recount promotes or demotes.
pub(super) fn preview(store: &Store, book: &PolicyBook, version: &Version, asked: &Asked) -> Result<String, Problem> {
    let mut sum = if asked.names { PolicyPreview::with_names() } else { PolicyPreview::new() };
    store.each_history(|history| {
        let Some(first) = history.first() else { return Ok(()) };
        let told = preview_counted(history, book, version.from());
        let told = told.map_err(|error| Problem::Recount { lead: first.envelope.lead.clone(), error })?;
        sum.add(&told);
        Ok(())
    })?;
    let advised = advice(version, asked.now);
    Ok(advised.iter().fold(text(&sum, version), |text, advised| text + "advice: " + advised.text() + "\n"))
}

fn text(sum: &PolicyPreview, version: &Version) -> String {
    let mut text = format!("what it does to the {} leads that are there, if nothing else happens:\n", sum.leads);
    let mut told = |count: u64, what: &str, names: Option<&BTreeSet<LeadKey>>| {
        let _infallible = writeln!(text, "{count:>6} {what}");
        if let Some(names) = names.filter(|names| !names.is_empty()) {
            text.push_str(&in_lines(names));
        }
    };
    let names = sum.names.as_ref();
    told(sum.adopted, &format!("come under {}", named(version)), None);
    told(sum.promoted, "promoted", names.map(|names| &names.promoted));
    told(sum.first_contacts, "of them wait for a first contact", names.map(|names| &names.first_contacts));
    told(sum.held_back, "at the threshold, and held back as stock", names.map(|names| &names.held_back));
    told(sum.demoted, "demoted", names.map(|names| &names.demoted));
    told(sum.stale, "stale", names.map(|names| &names.stale));
    told(sum.deals_moved, "with a deal that moves", names.map(|names| &names.deals_moved));
    told(sum.recount_due, "score counted again", names.map(|names| &names.recount_due));
    text
}

/// Keys in lines of at most 100 columns.
fn in_lines(names: &BTreeSet<LeadKey>) -> String {
    let (mut text, mut width) = (String::new(), WIDTH);
    for name in names {
        let more = name.as_str().chars().count().saturating_add(1);
        width = width.saturating_add(more);
        if width > WIDTH {
            text.push_str(if text.is_empty() { "      " } else { "\n      " });
            width = more.saturating_add(6);
        }
        text.push(' ');
        text.push_str(name.as_str());
    }
    text + "\n"
}
