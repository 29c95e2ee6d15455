//! Scores of raw histories: what a host that keeps every activity asks for, or a policy that is tried on the past.

use alloc::vec;
use alloc::vec::Vec;

use crate::scoring::dense::Placed;
use crate::scoring::explain::ScoreReport;
use crate::scoring::kept::{
    BLOCK, Block, FIRST, Head, Occurrence, RECENT, Slot, Words, put, rank, take_for_last, take_known, take_newest,
};
use crate::scoring::report::Building;
use crate::scoring::rules::{EngagementRule, FitPoints, Scoring, TimingRule};
use crate::scoring::score::Score;
use crate::scoring::tagging::FitTags;
use crate::scoring::weigh::{GroupSums, Item, add};
use crate::values::{Activity, Instant, Points, RuleName};

/// Scores whole histories, one after the other, in memory that is used again: nothing is allocated per history.
///
/// The score is that of a [`ScoringState`](crate::scoring::ScoringState) into which every activity up to the instant was taken in; what recycling did
/// to earlier engagement is not part of a history. Activities may come in any order, and twice.
///
/// ```
/// use lead_lifecycle::scoring::{FitTags, LogScorer};
/// use lead_lifecycle::{Activity, Policy};
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let policy = Policy::standard();
/// let seminar = Activity::new("s-1".parse()?, "seminar".parse()?);
/// let at = "2026-04-01T00:00:00Z".parse()?;
/// let mut scorer = LogScorer::new(policy.scoring());
/// let score = scorer.score(&FitTags::default(), [(&seminar, at), (&seminar, at)], at);
/// assert_eq!(score.total().to_string(), "15");
/// assert_eq!(scorer.fired().next().map(|(rule, _)| rule.as_str()), Some("seminar"));
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct LogScorer<'a> {
    scoring: &'a Scoring,
    /// The room of every tag, in the order of the policy's tags: instants, and what makes each distinct.
    instants: Vec<Words>,
    ids: Vec<Words>,
    rooms: Vec<Room>,
    slots: Vec<Slot>,
    fired: Vec<Fired<'a>>,
}

/// What was taken of a tag: more than are kept says that there were more.
#[derive(Debug, Clone, Copy)]
struct Room {
    /// The first of its blocks; the next ones are its too, as far as it keeps more than a block holds.
    block: usize,
    /// Where in its block the newest stands.
    newest: usize,
    keep: u16,
    len: u32,
}

impl Room {
    /// Few are kept at the end of a block, so that newer ones go before them without moving them.
    fn empty(block: usize, keep: u16) -> Self {
        let newest = if usize::from(keep) <= RECENT { FIRST } else { 0 };
        Self { block, newest, keep, len: 0 }
    }

    /// The word at which it begins.
    fn start(self) -> usize {
        self.block.saturating_mul(BLOCK).saturating_add(self.newest)
    }

    /// Takes an occurrence into the blocks that begin here.
    #[inline]
    fn take(&mut self, instants: &mut [Words], ids: &mut [Words], new: Occurrence) {
        if usize::from(self.keep) <= RECENT {
            if let (Some(at), Some(ids)) = (instants.get_mut(self.block), ids.get_mut(self.block)) {
                if let Some(newest) = take_newest(at, ids, self.newest, new) {
                    (self.newest, self.len) = (newest, self.len.saturating_add(1));
                    return;
                }
            }
        }
        self.take_slowly(instants, ids, new);
    }

    fn take_slowly(&mut self, instants: &mut [Words], ids: &mut [Words], new: Occurrence) {
        let kept = self.len.min(self.keep.into());
        let first = self.start();
        let end = first.saturating_add(usize::try_from(kept).unwrap_or(0));
        let (instants, ids) = (instants.as_flattened_mut(), ids.as_flattened_mut());
        let (Some(at), Some(known)) = (instants.get_mut(first..end), ids.get_mut(first..end)) else { return };
        if take_known(at, known, new) {
            return;
        }
        if kept == u32::from(self.keep) {
            take_for_last(at, known, new);
            self.len = kept.saturating_add(1);
            return;
        }
        let rank = rank(at, known, new);
        let end = end.saturating_add(1);
        if let (Some(at), Some(ids)) = (instants.get_mut(first..end), ids.get_mut(first..end)) {
            put(at, ids, rank, new);
            self.len = self.len.saturating_add(1);
        }
    }
}

impl<'a> LogScorer<'a> {
    /// For one policy.
    #[must_use]
    pub fn new(scoring: &'a Scoring) -> Self {
        let mut rooms = Vec::with_capacity(scoring.tags.len());
        let mut blocks = 0_usize;
        for tag in &scoring.tags {
            rooms.push(Room::empty(blocks, tag.keep));
            blocks = blocks.saturating_add(usize::from(tag.keep).div_ceil(BLOCK));
        }
        Self {
            scoring,
            instants: vec![[0; BLOCK]; blocks],
            ids: vec![[0; BLOCK]; blocks],
            slots: Vec::with_capacity(rooms.len()),
            rooms,
            fired: Vec::new(),
        }
    }

    /// The score at an instant under the profile that promotes, with what the profile meets and everything done up to then.
    #[expect(single_use_lifetimes, reason = "`impl Trait` cannot elide the lifetime")]
    pub fn score<'l>(
        &mut self,
        profile: &FitTags,
        log: impl IntoIterator<Item = (&'l Activity, Instant)>,
        at: Instant,
    ) -> Score {
        let scoring = self.scoring;
        let mut sums = GroupSums::default();
        self.fired.clear();
        // The profile first: it comes from elsewhere in memory, and the history from there on while it does.
        scoring.each_fit(profile.keys(), |fit| {
            add(&mut sums, fit.group, fit.points);
            if fit.points != 0 {
                self.fired.push(Fired::Fit(fit));
            }
        });
        self.take(log, at);
        let (fired, at) = (&mut self.fired, at.seconds());
        let placed = Placed { block: Block(self.instants.as_flattened()), slots: &self.slots, marks: None };
        scoring.each_engagement(placed, at, |rule, _, value| {
            add(&mut sums, rule.group, value);
            if value != 0 {
                fired.push(Fired::Engagement(rule, value));
            }
        });
        scoring.walk_dates(profile.dates(), &mut |item| {
            let value = item.value(at);
            add(&mut sums, item.group(), value);
            if let (Item::Timing(rule, _), true) = (item, value != 0) {
                fired.push(Fired::Timing(rule, value));
            }
        });
        scoring.score_sums(&sums, scoring.promotes)
    }

    /// The same score, explained: as [`Scoring::explain`] does it.
    #[expect(single_use_lifetimes, reason = "`impl Trait` cannot elide the lifetime")]
    pub fn explain<'l>(
        &mut self,
        profile: &FitTags,
        log: impl IntoIterator<Item = (&'l Activity, Instant)>,
        at: Instant,
    ) -> Option<ScoreReport<'a>> {
        let scoring = self.scoring;
        let mut report =
            scoring.empty_report(scoring.promotes, at, profile.keys().len(), self.instants.as_flattened().len())?;
        self.explain_into(profile, log, at, &mut report)?;
        Some(report)
    }

    /// [`LogScorer::explain`] into a report that is there already, of this policy: what it holds is replaced, its memory used again. `None`, and
    /// the report as it was, when no profile promotes.
    #[expect(single_use_lifetimes, reason = "`impl Trait` cannot elide the lifetime")]
    pub fn explain_into<'l>(
        &mut self,
        profile: &FitTags,
        log: impl IntoIterator<Item = (&'l Activity, Instant)>,
        at: Instant,
        report: &mut ScoreReport<'a>,
    ) -> Option<()> {
        let mut building = Building::on(self.scoring, self.scoring.promotes, at, report)?;
        building.meet(profile.keys());
        self.take(log, at);
        let placed = Placed { block: Block(self.instants.as_flattened()), slots: &self.slots, marks: None };
        building.write(&profile.keys(), placed, false, &profile.dates());
        Some(())
    }

    #[inline]
    #[expect(single_use_lifetimes, reason = "`impl Trait` cannot elide the lifetime")]
    fn take<'l>(&mut self, log: impl IntoIterator<Item = (&'l Activity, Instant)>, at: Instant) {
        let (instants, rooms) = (&mut self.instants, &mut self.rooms);
        for room in rooms.iter_mut() {
            *room = Room::empty(room.block, room.keep);
            if let Some(newest) = instants.as_flattened_mut().get_mut(room.start()) {
                *newest = 0;
            }
        }
        let scoring = self.scoring;
        match scoring.kind_index.direct() {
            Some(index) => self.take_by(log, at, |kind| index.find(kind)),
            None => self.take_by(log, at, |kind| scoring.kind_index.find(kind).unwrap_or(usize::MAX)),
        }
        self.slots.clear();
        // INVARIANT: 256 tags of at most 512 occurrences stand below 2^18.
        self.slots.extend(self.rooms.iter().map(|room| {
            let kept = u16::try_from(room.len.min(room.keep.into())).unwrap_or(0);
            let start = u32::try_from(room.start()).unwrap_or(0);
            Slot { start, head: Head::new(kept, room.keep, room.len > kept.into()) }
        }));
    }

    /// `find` gives the place of a kind.
    #[inline]
    #[expect(single_use_lifetimes, reason = "`impl Trait` cannot elide the lifetime")]
    fn take_by<'l>(
        &mut self,
        log: impl IntoIterator<Item = (&'l Activity, Instant)>,
        at: Instant,
        find: impl Fn(u64) -> usize,
    ) {
        let (scoring, rooms) = (self.scoring, self.rooms.as_mut_slice());
        let (instants, ids) = (self.instants.as_mut_slice(), self.ids.as_mut_slice());
        for (activity, happened) in log {
            let Some(known) = scoring.kinds.get(find(activity.kind.fingerprint().to_bits())) else { continue };
            if happened > at {
                continue;
            }
            scoring.each_earned(known, activity, happened, |tag, key| {
                if let Some(room) = rooms.get_mut(usize::from(tag)) {
                    room.take(instants, ids, Occurrence { at: happened.seconds(), key });
                }
            });
        }
    }

    /// The rules that gave or took something in the last score, and what.
    pub fn fired(&self) -> impl Iterator<Item = (&'a RuleName, Points)> + '_ {
        let fits = &self.scoring.fits;
        self.fired.iter().filter_map(|fired| match fired {
            Fired::Fit(fit) => Some((&fits.get(usize::from(fit.rule))?.name, Points::saturating(fit.points))),
            Fired::Engagement(rule, value) => Some((&rule.name, Points::saturating(*value))),
            Fired::Timing(rule, value) => Some((&rule.name, Points::saturating(*value))),
        })
    }
}

/// A rule with what it gave.
#[derive(Debug, Clone, Copy)]
enum Fired<'a> {
    Fit(&'a FitPoints),
    Engagement(&'a EngagementRule, i64),
    Timing(&'a TimingRule, i64),
}
