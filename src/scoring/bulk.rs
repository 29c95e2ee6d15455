//! Many states at one instant.

use core::hint::black_box;

use crate::scoring::dense::FEW;
use crate::scoring::kept::{Block, Slot, now};
use crate::scoring::rules::Scoring;
use crate::scoring::score::Score;
use crate::scoring::state::ScoringState;
use crate::scoring::weigh::GroupSums;
use crate::values::Instant;

/// States that are fetched from memory together, and scored rule by rule.
const TOGETHER: usize = 16;
/// Words of a cache line, on most machines.
const LINE: usize = 8;
/// Bytes between states that are read as one stream.
const NEAR: usize = 1024;

impl Scoring {
    /// [`Scoring::score`] for many states: calls `each` with each state's place and score, in order. Nothing is allocated.
    ///
    /// Faster than one by one, because some states at a time are fetched from memory and, if the policy has at most 16 tags, scored rule by rule. A host
    /// with threads gives each of them its own part of the states. States that lie in memory in the order in which they are scored are read faster: a
    /// fresh clone of their list usually does. For re-scoring at many instants, [`Scoring::columns`] are faster still.
    #[expect(single_use_lifetimes, reason = "`impl Trait` cannot elide the lifetime")]
    pub fn score_all<'s>(
        &self,
        states: impl IntoIterator<Item = &'s ScoringState>,
        at: Instant,
        mut each: impl FnMut(usize, Score),
    ) {
        let mut states = states.into_iter().fuse();
        let mut place = 0_usize;
        let mut each = |score| {
            each(place, score);
            place = place.saturating_add(1);
        };
        let mut together = Together::default();
        while together.fetch(&mut states) {
            if self.tags.len() <= FEW {
                together.place(self, at.seconds());
                together.weigh(self, at.seconds());
            }
            for ((state, usual), sums) in together.states.iter().zip(together.usual).zip(&together.sums) {
                let Some(state) = state else { break };
                each(if usual { self.score_sums(sums, self.promotes) } else { self.score(state, at) });
            }
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
    /// Takes the next states, if there are any, and has the memory of all of them on its way before the first is read. Where states follow each other
    /// in memory, machines see to that by themselves, and better.
    fn fetch(&mut self, states: &mut impl Iterator<Item = &'s ScoringState>) -> bool {
        let (mut before, mut near) = (0_usize, 0_usize);
        self.states = [None; TOGETHER];
        for (place, state) in self.states.iter_mut().zip(states) {
            *place = Some(state);
            let here = state.packed.words().as_ptr().addr();
            near = near.wrapping_add(usize::from(here.wrapping_sub(before) < NEAR));
            before = here;
        }
        if near.wrapping_mul(2) < TOGETHER {
            let mut touched = 0_u64;
            for state in self.states.iter().flatten() {
                for word in state.packed.scored().iter().step_by(LINE) {
                    touched ^= word;
                }
            }
            black_box(touched);
        }
        self.states.first().is_some_and(Option::is_some)
    }

    fn place(&mut self, scoring: &Scoring, at: i64) {
        let now = now(at);
        let places = self.usual.iter_mut().zip(&mut self.blocks).zip(&mut self.slots).zip(&mut self.sums);
        for (state, (((usual, block), slots), sums)) in self.states.iter().zip(places) {
            let Some(state) = state else { break };
            *block = Block(state.packed.words());
            *slots = [Slot::default(); FEW];
            scoring.find_tags(state, slots);
            *usual = state.marks().is_empty() && !state.packed.pending(now);
            *sums = GroupSums::default();
            scoring.add_fits(state.fits().iter().copied(), sums);
            scoring.add_dates(state.dates().iter().copied(), sums, at);
        }
    }

    /// Rule by rule: what is the same for all states is looked up once.
    fn weigh(&mut self, scoring: &Scoring, at: i64) {
        for (rule, plan) in scoring.engagements.iter().zip(&scoring.plans) {
            let (tag, group) = (usize::from(rule.tag), usize::from(rule.group));
            let states = self.blocks.iter().zip(&self.slots).zip(&mut self.sums);
            let of_rule = states.filter_map(|((block, slots), sums)| {
                let (slot, sum) = (slots.get(tag)?, sums.get_mut(group)?);
                Some((*block, *slot, sum))
            });
            plan.add(rule, at, of_rule);
        }
    }
}
