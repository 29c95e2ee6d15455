//! `crm policies`: the versions of the policy that the database decides by.

mod advice;
mod former;
mod list;
mod preview;
mod version;

use std::path::Path;

use lead_lifecycle::lifecycle::{PolicyBook, Version};
use lead_lifecycle::wording::Words;
use lead_lifecycle::{Instant, Lifecycle};

use crate::args::{Args, Policies, Terms};
use crate::policies::preview::{Asked, preview};
use crate::policies::version::{added, named};
use crate::problem::Problem;
use crate::rules;
use crate::screen::{counted, printed};
use crate::store::Store;

/// Does what was asked of the policies.
pub(crate) fn policies(
    store: &mut Store,
    lifecycle: &Lifecycle,
    args: &Args,
    asked: &Policies,
) -> Result<String, Problem> {
    let book = lifecycle.book();
    match asked {
        Policies::List => printed(&list::list(store, book, now(store, args)?)?, args.shape),
        Policies::Preview { file, terms, names } => {
            let version = from_file(book, file, terms)?;
            let book = added(book, &version)?;
            not_decided_yet(store.newest()?, &version)?;
            preview(store, &book, &version, &Asked { now: now(store, args)?, names: *names })
        }
        Policies::Add { file, terms } => add(store, book, &from_file(book, file, terms)?, now(store, args)?),
        Policies::RollBack { to, terms } => add(store, book, &former::roll_back(book, *to, terms)?, now(store, args)?),
    }
}

/// The present, if anything says what it is.
fn now(store: &Store, args: &Args) -> Result<Option<Instant>, Problem> {
    args.now.map_or_else(|| store.newest(), |now| Ok(Some(now)))
}

fn from_file(book: &PolicyBook, file: &Path, terms: &Terms) -> Result<Version, Problem> {
    version::version(rules::policy(file)?, book, terms)
}

/// Puts a version into the book of the database. One that is there already is there already: whoever was killed before it was
/// told may ask again.
fn add(store: &mut Store, book: &PolicyBook, version: &Version, now: Option<Instant>) -> Result<String, Problem> {
    let place = book.versions().position(|known| version::is_same(known, version));
    if let Some(place) = place {
        return Ok(format!("already so: version {}, {}\n", place.saturating_add(1), named(version)));
    }
    let with = added(book, version)?;
    // Told before it is stored: while the store is being written nobody else can be.
    let told = preview(store, &with, version, &Asked { now, names: false })?;
    let batch = store.begin()?;
    not_decided_yet(batch.newest()?, version)?;
    batch.add_version(version)?;
    batch.commit()?;
    // Under the new policy lines may keep something else. Whoever is killed before leaves it to the next that stores anything.
    store.book()?;
    let lines = match store.keep_lines()? {
        0 => String::new(),
        many => format!("the lines of {} are made anew for its zone and fields\n", counted(many, "lead", "leads")),
    };
    let number = with.versions().position(|known| known == version).unwrap_or_default().saturating_add(1);
    Ok(format!("version {number} added: {}\n{lines}{told}", named(version)))
}

/// What is decided stays decided: a version begins after everything that is stored.
fn not_decided_yet(newest: Option<Instant>, version: &Version) -> Result<(), Problem> {
    let Some(newest) = newest.filter(|newest| version.from() <= *newest) else { return Ok(()) };
    let zone = version.policy().zone();
    let words = Words::in_zone(zone);
    Err(Problem::Data(format!(
        "`--from` is {}, and facts are stored up to {}, which stay as they were decided: let it begin later",
        words.at(version.from()),
        words.at(newest)
    )))
}
