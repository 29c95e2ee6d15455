//! A type of value: the words by which it is known, and what may be read instead of a value that it refuses.

use alloc::string::{String, ToString as _};
use serde::de::DeserializeOwned;

use crate::document::cursor::decode;
use crate::document::node::Node;
use crate::document::question::words_of_type;
use crate::document::trouble::Trouble;
use crate::values::{Keyword, limits};

/// What a blank name is read as.
pub(super) const BLANK: &str = "(blank)";

/// Which of the two stand-ins of a kind is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Which {
    First,
    Second,
}

impl Which {
    fn of<T>(self, first: T, second: T) -> T {
        match self {
            Self::First => first,
            Self::Second => second,
        }
    }
}

/// What a value means, and its two stand-ins: as far apart as the rules of its type allow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Means {
    /// A name. What is legal of it stands in, so that whatever refers to it still finds it.
    Name,
    /// One of a closed list of words.
    Word(&'static str, &'static str),
    /// A quantity, or anything else that is not looked up, written as text.
    Text(String, String),
    /// A whole number.
    Number(u64, u64),
}

/// A type of value that documents hold.
#[derive(Debug)]
pub(crate) struct Kind {
    /// What the type says that it expects; by this a visitor is known.
    words: String,
    means: Means,
    read: fn(&Node) -> Option<Trouble>,
}

impl Kind {
    /// The kind of a type.
    pub(crate) fn of<T: DeserializeOwned>(means: Means) -> Self {
        Self { words: words_of_type::<T>(), means, read: |node| decode::<T>(node, None).err() }
    }

    /// The words by which it is known.
    pub(super) fn words(&self) -> &str {
        &self.words
    }

    /// What it means.
    pub(super) const fn means(&self) -> &Means {
        &self.means
    }

    /// What its type has against a node; none: it takes it.
    pub(super) fn against(&self, node: &Node) -> Option<Trouble> {
        (self.read)(node)
    }

    /// What is read instead of what is written.
    pub(super) fn stand_in(&self, which: Which, written: &Node) -> Node {
        match (&self.means, written) {
            (Means::Name, Node::Text(text)) => Node::Text(legal_part(text)),
            (Means::Name, _) => Node::Text(BLANK.to_string()),
            (Means::Word(first, second), _) => Node::Text(String::from(which.of(*first, *second))),
            (Means::Text(first, second), _) => Node::Text(which.of(first, second).clone()),
            (Means::Number(first, second), _) => Node::Unsigned(which.of(*first, *second)),
        }
    }
}

/// The name as it would be without what makes it illegal.
fn legal_part(text: &str) -> String {
    let alone = |char: char| Keyword::new(char.encode_utf8(&mut [0; 4])).is_ok();
    let legal = text.chars().filter(|char| *char == ' ' || alone(*char));
    let cut: String = legal.take(limits::KEY_CHARS.max_len()).collect();
    match cut.trim() {
        "" => BLANK.to_string(),
        name => name.to_string(),
    }
}

/// For the tests of those who list kinds: that each is known by words of its own, and takes its own stand-ins.
#[cfg(test)]
pub(crate) fn assert_sound(kinds: &[Kind]) {
    let mut words = alloc::collections::BTreeSet::new();
    for kind in kinds {
        assert!(words.insert(kind.words()), "{}", kind.words());
        for which in [Which::First, Which::Second] {
            let stand_in = kind.stand_in(which, &Node::Text("a b".into()));
            assert!(kind.against(&stand_in).is_none(), "{}", kind.words());
        }
        for name in ["", " ", " x", "\u{200b}", "a\u{0}b", &"あ ".repeat(4_001)] {
            let node = Node::Text(name.into());
            if kind.means == Means::Name && kind.against(&node).is_some() {
                assert!(kind.against(&kind.stand_in(Which::First, &node)).is_none(), "{}: {name:?}", kind.words());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::document::kind::{BLANK, legal_part};

    #[test]
    fn a_name_stands_for_itself_as_far_as_it_is_legal() {
        assert_eq!(legal_part(" seminar\t"), "seminar");
        assert_eq!(legal_part("a\u{200b}b"), "ab");
        assert_eq!(legal_part("\u{3000} "), BLANK);
        assert_eq!(legal_part(&"x".repeat(200)).len(), 128);
    }
}
