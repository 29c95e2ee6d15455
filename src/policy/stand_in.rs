//! What is read in place of a value that its type refuses, so that one bad value does not hide the other faults of a document.
//!
//! Every type of value that a policy holds is listed here with two stand-ins, as far apart as its rules allow. A document with bad
//! values is read and checked with the one and then with the other: what the check says both times is not about the stand-ins.

use alloc::string::{String, ToString as _};
use alloc::vec;
use alloc::vec::Vec;
use core::cell::RefCell;
use core::fmt::Display;
use serde::de::{DeserializeOwned, Deserializer, Expected, Visitor};
use serde::forward_to_deserialize_any;

use crate::access::Grant;
use crate::deal::{Allowance, DealItem};
use crate::handoff::HandoffItem;
use crate::policy::decode::{Place, decode};
use crate::policy::document::Node;
use crate::policy::draft::StaleThen;
use crate::policy::trouble::Trouble;
use crate::recycle::Then;
use crate::scoring::{Count, DecayDraft, OncePer};
use crate::values::{
    ActivityKind, Carry, CriterionName, Currency, DealStageName, DimensionName, Fault, FieldKind, FieldName, GroupName,
    Keyword, Path, Points, PolicyLabel, ProfileName, Rank, Rate, ReasonCode, Role, RuleName, Span, TagName, Text,
    UtcOffset, limits,
};

/// What a blank name is read as.
pub(crate) const BLANK: &str = "(blank)";

/// Which of the two stand-ins of a type is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Which {
    First,
    Second,
}

/// A value that its type refuses.
#[derive(Debug)]
pub(crate) struct Refused {
    /// What is said of it.
    pub(crate) fault: Fault,
    /// For the key of an entry: where the check finds the entry, which then has another name.
    pub(crate) found_at: Option<Path>,
    /// For a name that is no key: as what the check reads it, in its words.
    pub(crate) read_as: Option<String>,
}

/// The stand-ins of one reading, and what they stood in for.
pub(crate) struct StandIns {
    kinds: Vec<Kind>,
    which: Which,
    refused: RefCell<Vec<Refused>>,
}

impl StandIns {
    pub(crate) fn new(which: Which) -> Self {
        Self { kinds: kinds(), which, refused: RefCell::new(Vec::new()) }
    }

    /// Every value that was refused, in the order of the document.
    pub(crate) fn into_refused(self) -> Vec<Refused> {
        self.refused.into_inner()
    }

    /// What to read instead of a node that the type of the visitor refuses; the refusal is noted.
    ///
    /// None if the type takes the node, or if the shape is wrong: then reading it as it is tells why.
    pub(crate) fn instead_of<'de, V: Visitor<'de>>(
        &self,
        node: &Node,
        path: &Path,
        place: Place<'_>,
        visitor: &V,
    ) -> Option<Node> {
        if matches!(node, Node::List(_) | Node::Table(_) | Node::Null) {
            return None;
        }
        let words = asked(visitor);
        let kind = self.kinds.iter().find(|kind| kind.words == words)?;
        // A key out of a closed list of words is an unknown key, which is the shape.
        if kind.means == Means::Word && place != Place::Value {
            return None;
        }
        let mut fault = (kind.read)(node)?.into_refusal(&kind.words)?;
        fault.path = path.clone();
        let instead = kind.stand_in(self.which, node);
        let (found_at, read_as) = match (place, &instead) {
            (Place::KeyOf(table), Node::Text(name)) => (Some(table.key(name)), None),
            (Place::Value, Node::Text(name)) if kind.means == Means::Name => (None, Some(alloc::format!("`{name}`"))),
            (Place::KeyOf(_) | Place::Value, _) => (None, None),
        };
        // Nothing that runs below holds the list: the borrow cannot fail.
        if let Ok(mut refused) = self.refused.try_borrow_mut() {
            refused.push(Refused { fault, found_at, read_as });
        }
        Some(instead)
    }
}

/// A type of value.
struct Kind {
    /// What it says that it expects; by this a visitor is known.
    words: String,
    means: Means,
    read: fn(&Node) -> Option<Trouble>,
    first: Node,
    second: Node,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Means {
    /// A name: what is legal of it stands in, so that whatever refers to it still finds it.
    Name,
    /// One of a closed list of words.
    Word,
    /// A quantity, or anything else that is not looked up.
    Value,
}

impl Kind {
    fn of<T: DeserializeOwned>(means: Means, first: Node, second: Node) -> Self {
        let words =
            T::deserialize(Question).err().map_or_else(String::new, |trouble| trouble.into_structure().expected);
        Self { words, means, read: |node| decode::<T>(node, None).err(), first, second }
    }

    fn name<T: DeserializeOwned>() -> Self {
        Self::of::<T>(Means::Name, Node::Text(BLANK.to_string()), Node::Text(BLANK.to_string()))
    }

    fn word<T: DeserializeOwned>(first: &str, second: &str) -> Self {
        Self::of::<T>(Means::Word, Node::Text(first.to_string()), Node::Text(second.to_string()))
    }

    fn value<T: DeserializeOwned>(first: &dyn Display, second: &dyn Display) -> Self {
        Self::of::<T>(Means::Value, Node::Text(first.to_string()), Node::Text(second.to_string()))
    }

    fn number<T: DeserializeOwned>(max: impl Into<u64>) -> Self {
        Self::of::<T>(Means::Value, Node::Unsigned(0), Node::Unsigned(max.into()))
    }

    fn stand_in(&self, which: Which, written: &Node) -> Node {
        match (self.means, written) {
            (Means::Name, Node::Text(text)) => Node::Text(legal_part(text)),
            (Means::Name | Means::Word | Means::Value, _) => match which {
                Which::First => self.first.clone(),
                Which::Second => self.second.clone(),
            },
        }
    }
}

/// Every type of value that a policy file holds. A type that is missing here is still read, but its faults come alone, as those
/// of the shape do.
fn kinds() -> Vec<Kind> {
    vec![
        Kind::name::<ActivityKind>(),
        Kind::name::<CriterionName>(),
        Kind::name::<DealStageName>(),
        Kind::name::<DimensionName>(),
        Kind::name::<FieldName>(),
        Kind::name::<GroupName>(),
        Kind::name::<PolicyLabel>(),
        Kind::name::<ProfileName>(),
        Kind::name::<ReasonCode>(),
        Kind::name::<RuleName>(),
        Kind::name::<TagName>(),
        Kind::name::<Text>(),
        Kind::word::<Allowance>("allow", "refuse"),
        Kind::word::<Carry>("keep", "reset"),
        Kind::word::<Count>("each", "each"),
        Kind::word::<DealItem>("lines", "expected_close"),
        Kind::word::<DecayDraft>("none", "none"),
        Kind::word::<FieldKind>("text", "number"),
        Kind::word::<Grant>("no", "R"),
        Kind::word::<HandoffItem>("history", "memo"),
        Kind::word::<OncePer>("object", "object"),
        Kind::word::<Rank>("A", "C"),
        Kind::word::<Role>("mk", "fs"),
        Kind::word::<StaleThen>("flag", "flag"),
        Kind::word::<Then>("disqualify", "disqualify"),
        Kind::value::<Currency>(&Currency::JPY, &Currency::USD),
        Kind::value::<Points>(&Points::MIN, &Points::MAX),
        Kind::value::<Rate>(&Rate::ZERO, &Rate::ONE),
        Kind::value::<Span>(&Span::ZERO, &Span::MAX),
        Kind::value::<UtcOffset>(&"-14:00", &"+14:00"),
        Kind::number::<u16>(u16::MAX),
        Kind::number::<u32>(u32::MAX),
    ]
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

/// What a visitor says that it expects.
fn asked<'de, V: Visitor<'de>>(visitor: &V) -> String {
    let expected: &dyn Expected = visitor;
    expected.to_string()
}

/// Answers every type with what it asks for.
struct Question;

impl<'de> Deserializer<'de> for Question {
    type Error = Trouble;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Trouble> {
        Err(Trouble::new(asked(&visitor), None))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option newtype_struct
        unit unit_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use alloc::collections::BTreeSet;

    use super::{BLANK, Means, Which, kinds, legal_part};

    #[test]
    fn every_stand_in_is_legal_and_every_kind_is_known_by_its_own_words() {
        let mut words = BTreeSet::new();
        for kind in kinds() {
            assert!(words.insert(kind.words.clone()), "{}", kind.words);
            for which in [Which::First, Which::Second] {
                let stand_in = kind.stand_in(which, &super::Node::Text("a b".into()));
                assert!((kind.read)(&stand_in).is_none(), "{}", kind.words);
            }
            for name in ["", " ", " x", "\u{200b}", "a\u{0}b", &"あ ".repeat(4_001)] {
                let node = super::Node::Text(name.into());
                if kind.means == Means::Name && (kind.read)(&node).is_some() {
                    assert!((kind.read)(&kind.stand_in(Which::First, &node)).is_none(), "{}: {name:?}", kind.words);
                }
            }
        }
    }

    #[test]
    fn a_name_stands_for_itself_as_far_as_it_is_legal() {
        assert_eq!(legal_part(" seminar\t"), "seminar");
        assert_eq!(legal_part("a\u{200b}b"), "ab");
        assert_eq!(legal_part("\u{3000} "), BLANK);
        assert_eq!(legal_part(&"x".repeat(200)).len(), 128);
    }
}
