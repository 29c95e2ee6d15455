//! The book a second time: versions of the rules, which of them a lead is under, and what coming under one leaves open.
//!
//! Of deals a version renames the stages and keeps their places, so a mapping is nothing to the model but other names.

use crate::common::editions::{Edition, Stock};
use crate::reference_model::model::{Model, Outcome};
use crate::reference_model::rules::{Rules, TagRow};

/// One version: from when it is in force, and how it treats what was there before.
#[derive(Clone, Copy)]
pub(crate) struct Chapter<'r> {
    pub(crate) from: i64,
    pub(crate) rules: &'r Rules,
    pub(crate) promote: Hold,
    /// Whether only a decline from the adoption on demotes.
    pub(crate) spares: bool,
}

/// When the score may promote a lead that was there before.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Hold {
    None,
    UntilNews,
    Until(i64),
}

/// What coming under a version has left open.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Open {
    pub(crate) since: i64,
    pub(crate) hold: Hold,
    /// Whether something that earns a tag has happened since.
    pub(crate) news: bool,
    pub(crate) spared: Option<i64>,
    pub(crate) recount: bool,
}

impl Open {
    pub(crate) const NOTHING: Self =
        Self { since: i64::MIN, hold: Hold::None, news: false, spared: None, recount: false };
}

impl<'r> Chapter<'r> {
    /// The only one.
    pub(crate) fn alone(rules: &'r Rules) -> Self {
        Self { from: i64::MIN, rules, promote: Hold::None, spares: false }
    }

    pub(crate) fn of((from, edition): (i64, Edition), rules: &'r Rules) -> Self {
        const DAY: i64 = 86_400;
        let (promote, spares) = edition.stock();
        let promote = match promote {
            Stock::AtOnce => Hold::None,
            Stock::NewActivity => Hold::UntilNews,
            Stock::After(days) => {
                // The day in Japan begins nine hours before that of Greenwich.
                let there = from + days * DAY + 9 * 3_600;
                Hold::Until(there - there.rem_euclid(DAY) - 9 * 3_600)
            }
        };
        Self { from, rules, promote, spares }
    }
}

/// The brisk rules as a version changes them.
pub(crate) fn rules_of(edition: Edition) -> Rules {
    const DAY: i64 = 86_400;
    let mut rules = Rules::brisk();
    (rules.enter, rules.exit) = edition.bars();
    let [paper, webinar] = edition.tags();
    (rules.tags[0].name, rules.tags[1].name) = (paper, webinar);
    rules.pipeline = edition.pipeline();
    let (stale, answers, cooling, memory) = edition.spans();
    rules.stale[0].1 = stale * DAY;
    (rules.answers_last, rules.cooling, rules.memory) = (answers * DAY, cooling * DAY, memory);
    rules.large = edition.large();
    rules.tags.iter_mut().for_each(|tag| tag.keep = 40);
    rules
}

/// Whether the score keeps too little for new rules: a tag that there was not.
fn keeps_too_little(before: &Rules, after: &Rules) -> bool {
    let known = |tag: &TagRow| before.tags.iter().any(|old| old.name == tag.name && old.kind == tag.kind);
    !after.tags.iter().all(known)
}

impl Model<'_> {
    /// What happens next at or after `from`: when, and what. Of one instant a version comes before everything else.
    pub(crate) fn next(&self, from: i64) -> Option<(i64, String)> {
        let due = self.due(from).map(|(at, _, what)| (at, what));
        match self.next_chapter(from) {
            Some((at, number)) if due.as_ref().is_none_or(|(due, _)| *due >= at) => {
                Some((at, format!("policy_adopted:{number}")))
            }
            _ => due,
        }
    }

    /// Of the later versions that are in force the newest, and it comes now; otherwise the first that comes.
    fn next_chapter(&self, now: i64) -> Option<(i64, usize)> {
        let later = || (self.chapter + 1..self.book.len()).map(|number| (self.book[number].from, number));
        later().rfind(|(from, _)| *from <= now).map(|(_, number)| (now, number)).or_else(|| later().next())
    }

    pub(crate) fn adopt(&mut self, number: usize, at: i64) {
        let chapter = self.book[number];
        let thin = keeps_too_little(self.rules, chapter.rules);
        let renamed =
            self.deal.as_ref().map(|deal| self.rules.pipeline[deal.stage] != chapter.rules.pipeline[deal.stage]);
        (self.chapter, self.rules) = (number, chapter.rules);
        self.forget_beyond(0);
        self.forget_beyond(1);
        self.forget_beyond(2);
        if let (Some(deal), Some(true)) = (&mut self.deal, renamed) {
            deal.moved = at;
        }
        let recount = (thin || self.open.recount) && self.recorded_activities > 0 && !self.erased;
        self.open = Open { since: at, hold: chapter.promote, news: false, spared: None, recount };
        self.spare(at);
    }

    /// An MQL by score that is below the exit, or of which nobody knows.
    fn spare(&mut self, at: i64) {
        let mql = self.stage == "mql" && self.trigger == "score";
        let low = self.open.recount || self.would_leave(at);
        self.open.spared = (mql && low && self.book[self.chapter].spares).then_some(at);
    }

    /// From when on a spared MQL may be demoted, if from any instant up to `until`: since it was at the exit or over it.
    pub(crate) fn declines_from(&self, until: i64) -> Option<i64> {
        let Some(since) = self.open.spared else { return Some(i64::MIN) };
        self.changes_of_score(since).into_iter().find(|at| *at <= until && !self.would_leave(*at))
    }

    /// Until when a version keeps the lead from being promoted by its score; none: for ever, by time alone.
    pub(crate) fn held_until(&self) -> Option<i64> {
        match self.open.hold {
            Hold::None => Some(i64::MIN),
            Hold::UntilNews => self.open.news.then_some(i64::MIN),
            Hold::Until(day) => Some(day),
        }
    }

    /// A promotion, or the next cycle, ends all but the recount.
    pub(crate) fn end_holds(&mut self) {
        self.open = Open { recount: self.open.recount, ..Open::NOTHING };
    }

    /// Counts again, from everything that was ever told or by what is kept.
    pub(crate) fn recount(&mut self, from_history: bool, at: i64) -> Outcome {
        let before = self.kept();
        if from_history {
            let activities = self.activities.clone();
            self.earned.clear();
            for (at, kind, id) in activities {
                self.earn(&kind, &id, at);
            }
        }
        if before == self.kept() && !self.open.recount {
            return vec![];
        }
        self.open.recount = false;
        self.spare(at);
        vec![("recounted".to_owned(), at, false)]
    }

    /// What is kept of each tag.
    fn kept(&self) -> Vec<(String, i64, String)> {
        let mut kept: Vec<_> = self.earned.iter().map(|(at, tag, id)| (tag.clone(), *at, id.clone())).collect();
        kept.sort();
        kept
    }
}
