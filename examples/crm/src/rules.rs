//! The policy file, read and checked as a whole with every fault's path; and the lifecycle under the policies of a database.

use std::path::{Path, PathBuf};

use lead_lifecycle::lifecycle::PolicyBook;
use lead_lifecycle::{Lifecycle, Policy};

use crate::args::{self, Args};
use crate::problem::{Problem, listed};
use crate::store::Store;

/// The policy of a file.
pub(crate) fn policy(file: &Path) -> Result<Policy, Problem> {
    let text = std::fs::read_to_string(file).map_err(|error| Problem::file(file, error))?;
    let document = toml::Deserializer::parse(&text).map_err(|error| match error.span() {
        Some(span) => Problem::line(file, line_of(&text, span.start), error.message()),
        None => Problem::file(file, error.message()),
    })?;
    Policy::from_document(document)
        .map_err(|faults| Problem::file(file, listed("this policy does not hold together", &faults)))
}

/// The lifecycle under the policy of `--policy` alone, for what needs no database.
pub(crate) fn of_file(args: &Args) -> Result<Lifecycle, Problem> {
    Ok(Lifecycle::new(policy(&policy_file(args))?))
}

/// The policy that `--policy` gives, with its file. It is read before a database is opened: one with faults begins none.
pub(crate) fn given(args: &Args) -> Result<Option<(&Path, Policy)>, Problem> {
    args.policy.as_deref().map(|file| Ok((file, policy(file)?))).transpose()
}

/// The lifecycle under the policies of the database. A new one begins with the policy that is given, or the shipped one; later
/// that is not looked at, and if one is given all the same, its rules must be among them: nobody shall think to decide by
/// what is not decided by.
pub(crate) fn of_store(store: &mut Store, given: Option<(&Path, Policy)>) -> Result<Lifecycle, Problem> {
    let book = match store.book()? {
        Some(book) => book,
        None => store.begin_book(first(given.as_ref())?)?,
    };
    let lifecycle = by(book, given)?;
    store.keep_lines()?;
    Ok(lifecycle)
}

/// The same, for a report: it stores nothing.
pub(crate) fn of_reported(store: &mut Store, given: Option<(&Path, Policy)>) -> Result<Lifecycle, Problem> {
    let book = match store.book()? {
        Some(book) => book,
        None => PolicyBook::of(first(given.as_ref())?),
    };
    by(book, given)
}

/// The policy that a database begins with.
fn first(given: Option<&(&Path, Policy)>) -> Result<Policy, Problem> {
    given.map_or_else(|| policy(&args::shipped_policy()), |(_, policy)| Ok(policy.clone()))
}

fn by(book: PolicyBook, given: Option<(&Path, Policy)>) -> Result<Lifecycle, Problem> {
    if let Some((file, policy)) = given {
        let (label, fingerprint) = (policy.label(), policy.fingerprint());
        if !book.versions().any(|version| version.stamp().fingerprint == fingerprint) {
            return Err(Problem::file(
                file,
                format!(
                    "policy `{label}` ({fingerprint}) is none of those of the database: leave out `--policy` to go on by \
                     them, or run `crm policies add {} --from DATE` to put it in force",
                    file.display()
                ),
            ));
        }
    }
    Ok(Lifecycle::with_book(book))
}

/// The file of `--policy`, or the shipped one.
pub(crate) fn policy_file(args: &Args) -> PathBuf {
    args.policy.clone().unwrap_or_else(args::shipped_policy)
}

fn line_of(text: &str, offset: usize) -> u64 {
    let before = text.bytes().take(offset).filter(|byte| *byte == b'\n').count();
    u64::try_from(before).unwrap_or(u64::MAX).saturating_add(1)
}
