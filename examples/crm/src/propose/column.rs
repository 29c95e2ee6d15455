//! The words of one column.

use std::collections::{BTreeMap, BTreeSet};

use crate::propose::empties::means_empty;

/// The words of one column.
#[derive(Debug)]
pub(crate) struct Column {
    pub(crate) name: String,
    /// Every word of the rows that were looked at, with how often it stands there; without what means empty.
    pub(crate) words: BTreeMap<String, usize>,
    /// Words that mean empty, with how often they stand there.
    pub(crate) empties: BTreeMap<String, usize>,
    /// Cells that are filled, and mean something.
    pub(crate) filled: usize,
    /// Every word of all rows that were read, to compare with other files.
    pub(crate) all: BTreeSet<String>,
    /// Whether no word of all rows stands there twice.
    pub(crate) unique: bool,
    /// Whether every row has one.
    pub(crate) complete: bool,
}

impl Column {
    #[expect(single_use_lifetimes, reason = "`impl Trait` cannot elide the lifetime")]
    pub(crate) fn of<'c>(name: &str, cells: impl Iterator<Item = &'c str>, looked: usize) -> Self {
        let (mut words, mut empties) = (BTreeMap::new(), BTreeMap::new());
        let (mut all, mut unique, mut complete, mut filled) = (BTreeSet::new(), true, true, 0_usize);
        for (row, cell) in cells.enumerate() {
            let none = cell.is_empty() || means_empty(cell);
            complete &= !none;
            if !none {
                unique &= all.insert(cell.to_owned());
            }
            if row >= looked || cell.is_empty() {
                continue;
            }
            let counts = if none { &mut empties } else { &mut words };
            let count: &mut usize = counts.entry(cell.to_owned()).or_default();
            *count = count.saturating_add(1);
            filled = filled.saturating_add(usize::from(!none));
        }
        let unique = unique && !all.is_empty();
        Self { name: name.to_owned(), words, empties, filled, all, unique, complete }
    }

    /// Whether every row has a word of its own.
    pub(crate) const fn is_key(&self) -> bool {
        self.unique && self.complete
    }

    /// Whether few words stand for many rows.
    pub(crate) fn is_coded(&self) -> bool {
        let distinct = self.words.len();
        (1..=40).contains(&distinct) && distinct < self.filled && !self.is_mail()
    }

    pub(crate) fn is_mail(&self) -> bool {
        let mails = self.words.keys().filter(|word| is_mail(word)).count();
        mails > 0 && mails.saturating_mul(5) >= self.words.len().saturating_mul(4)
    }

    /// The words, the most frequent first.
    pub(crate) fn by_count(&self) -> Vec<(&str, usize)> {
        let mut words: Vec<_> = self.words.iter().map(|(word, count)| (word.as_str(), *count)).collect();
        words.sort_by(|(left, many), (right, few)| few.cmp(many).then(left.cmp(right)));
        words
    }
}

fn is_mail(word: &str) -> bool {
    let Some((name, host)) = word.split_once('@') else { return false };
    !name.is_empty() && host.contains('.') && !word.contains(char::is_whitespace)
}
