//! Scores of raw histories: what a host that keeps every activity asks for, or a policy that is tried on the past.

use alloc::vec;
use alloc::vec::Vec;

use crate::scoring::fast::placed::Placed;
use crate::scoring::fast::plans::Plans;
use crate::scoring::fast::recent::{BLOCK, Ids, Words};
use crate::scoring::fast::tag_room::TagRoom;
use crate::scoring::language::engagement_rule::EngagementRule;
use crate::scoring::language::fit_rule::FitPoints;
use crate::scoring::language::group::{GroupSums, add};
use crate::scoring::language::rules::Rules;
use crate::scoring::language::thousandths::Thousandths;
use crate::scoring::language::timing_rule::TimingRule;
use crate::scoring::memory::block::{Block, Slot};
use crate::scoring::memory::fit_tags::FitTags;
use crate::scoring::memory::occurrence::Occurrence;
use crate::scoring::score::score::Score;
use crate::scoring::score::tagging::each_earned;
use crate::values::{Activity, Digest, Fingerprint, Instant, Points, RuleName};

/// One history after the other, in memory that is used again: nothing is allocated per history.
#[derive(Debug, Clone)]
pub(in crate::scoring) struct History<'a> {
    rules: &'a Rules,
    plans: &'a Plans,
    /// The room of every tag, in the order of the policy's tags: instants, and what makes each distinct.
    instants: Vec<Words>,
    ids: Vec<Ids>,
    rooms: Vec<TagRoom>,
    slots: Vec<Slot>,
    fired: Vec<Fired<'a>>,
}

/// A rule with what it gave.
#[derive(Debug, Clone, Copy)]
enum Fired<'a> {
    Fit(&'a FitPoints),
    Engagement(&'a EngagementRule, Thousandths),
    Timing(&'a TimingRule, Thousandths),
}

impl<'a> History<'a> {
    pub(in crate::scoring) fn new(rules: &'a Rules, plans: &'a Plans) -> Self {
        let mut rooms = Vec::with_capacity(rules.tags.len());
        let mut blocks = 0_usize;
        for tag in &rules.tags {
            rooms.push(TagRoom::empty(blocks, tag.keep));
            blocks = blocks.saturating_add(usize::from(tag.keep).div_ceil(BLOCK));
        }
        Self {
            rules,
            plans,
            instants: vec![[0; BLOCK]; blocks],
            ids: vec![[Digest::default(); BLOCK]; blocks],
            slots: Vec::with_capacity(rooms.len()),
            rooms,
            fired: Vec::new(),
        }
    }

    /// The rules that it was made for.
    #[inline]
    pub(in crate::scoring) const fn rules(&self) -> &'a Rules {
        self.rules
    }

    /// How many words the room of all tags has.
    pub(in crate::scoring) fn room(&self) -> usize {
        self.instants.as_flattened().len()
    }

    /// Where the occurrences of the history stand that was taken last.
    #[inline]
    pub(in crate::scoring) fn placed(&self) -> Placed<'_> {
        Placed { block: Block::of(self.instants.as_flattened()), slots: &self.slots, marks: None }
    }

    /// The score at an instant under the profile that promotes, with what the profile meets and everything done up to
    /// then.
    #[expect(single_use_lifetimes, reason = "`impl Trait` cannot elide the lifetime")]
    pub(in crate::scoring) fn score<'l>(
        &mut self,
        profile: &FitTags,
        history: impl IntoIterator<Item = (&'l Activity, Instant)>,
        at: Instant,
    ) -> Score {
        let (rules, plans) = (self.rules, self.plans);
        let mut sums = GroupSums::default();
        self.fired.clear();
        // The profile first: it comes from elsewhere in memory, and the history from there on while it does.
        rules.each_fit(profile.keys(), |fit| {
            add(&mut sums, fit.group, fit.points);
            if fit.points != Thousandths::ZERO {
                self.fired.push(Fired::Fit(fit));
            }
        });
        self.take(history, at);
        let (fired, at) = (&mut self.fired, at.seconds());
        let placed = Placed { block: Block::of(self.instants.as_flattened()), slots: &self.slots, marks: None };
        plans.each_engagement(rules, placed, at, |rule, _, value| {
            add(&mut sums, rule.group, value);
            if value != Thousandths::ZERO {
                fired.push(Fired::Engagement(rule, value));
            }
        });
        rules.each_date(profile.dates(), |rule, until| {
            let value = rule.value(until, at);
            add(&mut sums, rule.group, value);
            if value != Thousandths::ZERO {
                fired.push(Fired::Timing(rule, value));
            }
        });
        Score::of_sums(rules, &sums, rules.promotes)
    }

    /// Takes in everything done up to an instant, instead of what was taken before.
    #[inline]
    #[expect(single_use_lifetimes, reason = "`impl Trait` cannot elide the lifetime")]
    pub(in crate::scoring) fn take<'l>(
        &mut self,
        history: impl IntoIterator<Item = (&'l Activity, Instant)>,
        at: Instant,
    ) {
        let (instants, rooms) = (&mut self.instants, &mut self.rooms);
        for room in rooms.iter_mut() {
            *room = room.emptied();
            if let Some(newest) = instants.as_flattened_mut().get_mut(room.start()) {
                *newest = 0;
            }
        }
        let kinds = &self.rules.kind_index;
        match kinds.direct() {
            Some(index) => self.take_by(history, at, |kind| index.find(kind)),
            None => self.take_by(history, at, |kind| kinds.find(kind).unwrap_or(usize::MAX)),
        }
        self.slots.clear();
        self.slots.extend(self.rooms.iter().map(TagRoom::slot));
    }

    /// `find` gives the place of a kind.
    #[inline]
    #[expect(single_use_lifetimes, reason = "`impl Trait` cannot elide the lifetime")]
    fn take_by<'l>(
        &mut self,
        history: impl IntoIterator<Item = (&'l Activity, Instant)>,
        at: Instant,
        find: impl Fn(Fingerprint) -> usize,
    ) {
        let (rules, rooms) = (self.rules, self.rooms.as_mut_slice());
        let (instants, ids) = (self.instants.as_mut_slice(), self.ids.as_mut_slice());
        for (activity, happened) in history {
            let Some(known) = rules.kinds.get(find(activity.kind.fingerprint())) else { continue };
            if happened > at || known.kind != activity.kind {
                continue;
            }
            each_earned(rules, known, activity, happened, |tag, key| {
                if let Some(room) = rooms.get_mut(tag.index()) {
                    room.take(instants, ids, Occurrence { at: happened.seconds(), key });
                }
            });
        }
    }

    /// The rules that gave or took something in the last score, and what.
    pub(in crate::scoring) fn fired(&self) -> impl Iterator<Item = (&'a RuleName, Points)> + '_ {
        let fits = &self.rules.fits;
        self.fired.iter().filter_map(|fired| match fired {
            Fired::Fit(fit) => Some((&fits.get(fit.rule.index())?.name, fit.points.points())),
            Fired::Engagement(rule, value) => Some((&rule.name, value.points())),
            Fired::Timing(rule, value) => Some((&rule.name, value.points())),
        })
    }
}
