//! What inside sales writes for field sales.

use serde::{Deserialize, Serialize};

use crate::values::{List, ProductKey, Rank, Text, vocabulary};

vocabulary! {
    /// The part a person plays in the decision.
    Part {
        /// Decides.
        #[doc(alias = "決裁者")]
        Decider = "decider",
        /// Is heard before the decision.
        Influencer = "influencer",
        /// Wants us.
        Promoter = "promoter",
    }

    /// An item of the hand-over file that a policy may require.
    HandoffItem {
        /// Calls, reactions, who spoke.
        History = "history",
        /// What the customer expects from the first meeting.
        Expectations = "expectations",
        /// Which topics interest them.
        Topics = "topics",
        /// Decider, influencer, promoter: at least one.
        KeyPeople = "key_people",
        /// Competitors under comparison. "Asked, and there is none" counts as filled.
        Competitors = "competitors",
        /// The temperature A–C.
        Rank = "rank",
        /// The products of interest.
        Products = "products",
        /// The memo of inside sales.
        Memo = "memo",
    }
}

/// A person who takes part in the decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct KeyPerson {
    /// The part.
    pub part: Part,
    /// The name.
    pub name: Text,
    /// Anything else.
    #[serde(default)]
    pub note: Option<Text>,
}

/// The hand-over file (トスアップ) as inside sales writes it. What was heard on the criteria and the score are added when it
/// is handed over.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
#[doc(alias = "引き渡し")]
#[doc(alias = "トスアップ")]
pub struct Handoff {
    /// Calls, reactions, who spoke.
    pub history: Option<Text>,
    /// What the customer expects from the first meeting.
    pub expectations: Option<Text>,
    /// Which topics interest them.
    pub topics: List<Text>,
    /// Decider, influencer, promoter.
    pub key_people: List<KeyPerson>,
    /// Competitors under comparison; an empty list means: asked, there is none.
    pub competitors: Option<List<Text>>,
    /// The temperature.
    pub rank: Option<Rank>,
    /// The products of interest.
    pub products: List<ProductKey>,
    /// The memo of inside sales.
    pub memo: Option<Text>,
}

impl Handoff {
    /// Whether an item is filled.
    #[must_use]
    pub fn is_filled(&self, item: HandoffItem) -> bool {
        match item {
            HandoffItem::History => self.history.is_some(),
            HandoffItem::Expectations => self.expectations.is_some(),
            HandoffItem::Topics => !self.topics.is_empty(),
            HandoffItem::KeyPeople => !self.key_people.is_empty(),
            HandoffItem::Competitors => self.competitors.is_some(),
            HandoffItem::Rank => self.rank.is_some(),
            HandoffItem::Products => !self.products.is_empty(),
            HandoffItem::Memo => self.memo.is_some(),
        }
    }

    /// Replaces every free text; what was filled stays filled, and every list keeps its length.
    pub fn redact(&mut self) {
        let Self { history, expectations, topics, key_people, competitors, rank: _, products: _, memo } = self;
        let singles = [history, expectations, memo].into_iter().filter_map(Option::as_mut);
        let people = key_people
            .as_mut_slice()
            .iter_mut()
            .flat_map(|KeyPerson { part: _, name, note }| note.as_mut().into_iter().chain([name]));
        let competitors = competitors.iter_mut().flat_map(List::as_mut_slice);
        for text in singles.chain(topics.as_mut_slice()).chain(people).chain(competitors) {
            *text = Text::redacted();
        }
    }
}
