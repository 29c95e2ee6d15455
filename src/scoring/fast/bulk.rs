//! Many states at one instant.

use core::hint::black_box;

use crate::scoring::fast::placed::{FEW, find_tags};
use crate::scoring::fast::plans::Plans;
use crate::scoring::language::group::GroupSums;
use crate::scoring::language::rules::Rules;
use crate::scoring::memory::block::{Block, Slot};
use crate::scoring::memory::scoring_state::ScoringState;
use crate::scoring::memory::word::now;

/// States that are fetched from memory together, and scored rule by rule.
const TOGETHER: usize = 16;
/// Words of a cache line, on most machines.
const LINE: usize = 8;
/// Bytes between states that are read as one stream.
const NEAR: usize = 1024;

/// Calls `each` with every state and the sums of its groups, in order; without sums where this way does not give them.
pub(in crate::scoring) fn sums<'s>(
    rules: &Rules,
    plans: &Plans,
    states: impl IntoIterator<Item = &'s ScoringState>,
    at: i64,
    mut each: impl FnMut(&'s ScoringState, Option<&GroupSums>),
) {
    let mut states = states.into_iter().fuse();
    let mut together = Together::default();
    while together.fetch(&mut states) {
        if rules.tags.len() <= FEW {
            together.place(rules, at);
            together.weigh(rules, plans, at);
        }
        for ((state, usual), sums) in together.states.iter().zip(together.usual).zip(&together.sums) {
            let Some(state) = state else { break };
            each(state, usual.then_some(sums));
        }
    }
}

#[derive(Default)]
struct Together<'s> {
    states: [Option<&'s ScoringState>; TOGETHER],
    /// Whether what is weighed here is its score: the places of others are weighed too, for nothing.
    usual: [bool; TOGETHER],
    blocks: [Block<'s>; TOGETHER],
    /// By tag.
    slots: [[Slot; FEW]; TOGETHER],
    sums: [GroupSums; TOGETHER],
}

impl<'s> Together<'s> {
    /// Takes the next states, if there are any, and has the memory of all of them on its way before the first is read.
    /// Where states follow each other in memory, machines see to that by themselves, and better.
    fn fetch(&mut self, states: &mut impl Iterator<Item = &'s ScoringState>) -> bool {
        let (mut before, mut near) = (0_usize, 0_usize);
        self.states = [None; TOGETHER];
        for (place, state) in self.states.iter_mut().zip(states) {
            *place = Some(state);
            let here = state.packed().words().as_ptr().addr();
            near = near.wrapping_add(usize::from(here.wrapping_sub(before) < NEAR));
            before = here;
        }
        if near.wrapping_mul(2) < TOGETHER {
            let mut touched = 0_u64;
            for state in self.states.iter().flatten() {
                for word in state.packed().words().iter().step_by(LINE) {
                    touched ^= word;
                }
            }
            black_box(touched);
        }
        self.states.first().is_some_and(Option::is_some)
    }

    fn place(&mut self, rules: &Rules, at: i64) {
        let now = now(at);
        let places = self.usual.iter_mut().zip(&mut self.blocks).zip(&mut self.slots).zip(&mut self.sums);
        for (state, (((usual, block), slots), sums)) in self.states.iter().zip(places) {
            let Some(state) = state else { break };
            *block = Block::of(state.packed().words());
            *slots = [Slot::default(); FEW];
            find_tags(rules, state, slots);
            *usual = state.marks().is_empty() && !state.packed().pending(now);
            *sums = GroupSums::default();
            rules.add_fits(state.fits(), sums);
            rules.add_dates(state.dates().iter().copied(), sums, at);
        }
    }

    /// Rule by rule: what is the same for all states is looked up once.
    fn weigh(&mut self, rules: &Rules, plans: &Plans, at: i64) {
        for (rule, plan) in rules.engagements.iter().zip(&plans.plans) {
            let (tag, group) = (rule.tag.index(), rule.group.index());
            let states = self.blocks.iter().zip(&self.slots).zip(&mut self.sums);
            let of_rule = states.filter_map(|((block, slots), sums)| {
                let (slot, sum) = (slots.get(tag)?, sums.get_mut(group)?);
                Some((*block, *slot, sum))
            });
            plan.add(rule, at, of_rule);
        }
    }
}
