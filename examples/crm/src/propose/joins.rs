//! Further files, by the key that they share with the first.

use crate::propose::column::Column;
use crate::propose::look::Looked;
use crate::propose::meanings::{Meant, meant};
use crate::propose::names::{Role, by_name};
use crate::propose::roles::{Found, Told};

/// What a further file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// One row for a key.
    Join,
    /// Several rows for a key: stages with their dates.
    History,
    /// Several rows for a key: activities with their dates.
    Activities,
    /// Several rows for a key, and neither.
    Several,
}

/// A further file with the key that it shares with the main one.
#[derive(Debug)]
pub(crate) struct Joined<'l> {
    pub(crate) found: Found<'l>,
    /// The column of the main file, that of this file, words that both have, words that this has.
    pub(crate) shared: Option<(&'l str, &'l str, usize, usize)>,
    pub(crate) kind: Kind,
}

/// Every further file.
pub(crate) fn joins<'l>(main: &'l Looked, others: &'l [Looked]) -> Vec<Joined<'l>> {
    others.iter().map(|other| joined(main, other)).collect()
}

fn joined<'l>(main: &'l Looked, other: &'l Looked) -> Joined<'l> {
    let found = Found::of(other);
    let pairs = main.columns.iter().flat_map(|ours| other.columns.iter().map(move |theirs| (ours, theirs)));
    let shared = pairs.filter_map(|(ours, theirs)| Some((overlap(ours, theirs)?, ours, theirs)));
    // A key that has one row wins over one that has several; then the one that fits most.
    let best = shared.max_by_key(|(both, ours, theirs)| (usize::from(ours.unique), *both, usize::from(theirs.unique)));
    let Some((both, ours, theirs)) = best else {
        return Joined { found, shared: None, kind: Kind::Several };
    };
    let dated = |told: &Told<'_>| told.dated.is_some();
    let kind = if theirs.unique {
        Kind::Join
    } else if found.stage_of_history().is_none()
        && found.columns.iter().any(|told| told.role == Some(Role::ActivityKind))
    {
        Kind::Activities
    } else if found.columns.iter().any(dated) && found.stage_of_history().is_some() {
        Kind::History
    } else {
        Kind::Several
    };
    Joined { found, shared: Some((&ours.name, &theirs.name, both, theirs.all.len())), kind }
}

/// How many words two columns share, if they are keys of the same things.
fn overlap(ours: &Column, theirs: &Column) -> Option<usize> {
    let fewer = ours.all.len().min(theirs.all.len());
    if fewer == 0 || theirs.is_mail() || !(ours.unique || theirs.unique) {
        return None;
    }
    let both = theirs.all.iter().filter(|word| ours.all.contains(*word) && is_key(word)).count();
    let is_named = matches!(by_name(&theirs.name), Some((Role::Key | Role::Person, _)));
    let enough = both >= 2 || is_named && both == 1;
    (enough && both.saturating_mul(2) >= fewer).then_some(both)
}

/// Dates, amounts and short codes are no keys, even if two files share them.
fn is_key(word: &str) -> bool {
    let long = word.chars().count() >= 3;
    long && !word.contains(':')
        && !word.contains('/')
        && !word.eq_ignore_ascii_case("true")
        && !word.eq_ignore_ascii_case("false")
}

impl<'l> Found<'l> {
    /// The column of a history that says what it changed to.
    pub(crate) fn stage_of_history(&self) -> Option<&Told<'l>> {
        let known =
            |told: &&Told<'l>| told.column.words.keys().filter(|word| matches!(meant(word), Meant::Sure(_))).count();
        let named = |told: &Told<'l>| told.role == Some(Role::Stage) && told.sure;
        let open = self.columns.iter().filter(|told| told.dated.is_none());
        let best = open.max_by_key(|told| (known(told), named(told)))?;
        (known(&best) >= 2 || named(best)).then_some(best)
    }

    /// The column of a history or of activities that says when.
    pub(crate) fn when(&self) -> Option<&Told<'l>> {
        let by_name = self.sure(Role::HappenedAt).or_else(|| self.sure(Role::CreatedAt));
        by_name.or_else(|| self.columns.iter().find(|told| told.dated.is_some()))
    }
}
