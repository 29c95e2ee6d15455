//! A state whose tags are placed by the policy's numbers, so that all rules are weighed in the order of the policy, the
//! same for every lead.

use crate::scoring::bounds;
use crate::scoring::language::place::TagPlace;
use crate::scoring::language::rules::Rules;
use crate::scoring::memory::block::{Block, Slot};
use crate::scoring::memory::marks::Marks;
use crate::scoring::memory::scoring_state::ScoringState;
use crate::scoring::memory::word::now;

/// Where the occurrences of each tag of the policy stand in a block of words.
#[derive(Debug, Clone, Copy)]
pub(in crate::scoring) struct Placed<'a> {
    pub(in crate::scoring) block: Block<'a>,
    /// In the order of the policy's tags.
    pub(super) slots: &'a [Slot],
    /// What recycling did, if it did anything.
    pub(in crate::scoring) marks: Option<&'a Marks>,
}

/// Tags of a policy up to which a state is placed in little memory.
pub(in crate::scoring) const FEW: usize = 16;
/// The most tags of a policy.
pub(in crate::scoring) const MANY: usize = 256;
const _: () = assert!(bounds::TAGS.max == 256);

impl<'a> Placed<'a> {
    /// Finds the tags of a state; all slots are empty before. Occurrences still to come are placed too.
    #[inline]
    pub(in crate::scoring) fn all(rules: &Rules, state: &'a ScoringState, slots: &'a mut [Slot]) -> Self {
        find_tags(rules, state, slots);
        let marks = Some(state.marks()).filter(|marks| !marks.is_empty());
        Self { block: Block::of(state.packed().words()), slots, marks }
    }

    /// The same; `None` when something in the state is still to come at an instant.
    #[inline]
    pub(in crate::scoring) fn usual(
        rules: &Rules,
        state: &'a ScoringState,
        at: i64,
        slots: &'a mut [Slot],
    ) -> Option<Self> {
        let placed = Self::all(rules, state, slots);
        (!state.packed().pending(now(at))).then_some(placed)
    }

    #[inline]
    pub(in crate::scoring) fn slot(&self, tag: TagPlace) -> Slot {
        self.slots.get(tag.index()).copied().unwrap_or_default()
    }
}

/// Puts where each tag of the policy stands in its slot, all of which are empty before.
#[inline(always)]
#[expect(clippy::inline_always, reason = "called for every lead, where the number of slots is known")]
pub(super) fn find_tags(rules: &Rules, state: &ScoringState, slots: &mut [Slot]) {
    let mut put = |place: usize, slot| {
        if let Some(place) = slots.get_mut(place) {
            *place = slot;
        }
    };
    match rules.tag_index.direct() {
        Some(index) => state.packed().each_tag(|key, slot| put(index.find(key), slot)),
        None => state.packed().each_tag(|key, slot| put(rules.tag_index.find(key).unwrap_or(usize::MAX), slot)),
    }
}
