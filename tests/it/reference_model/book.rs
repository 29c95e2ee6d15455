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
    /// Whether it says nothing of what was there before: then what was left open stays open.
    pub(crate) keeps: bool,
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
        Self { from: i64::MIN, rules, promote: Hold::None, spares: false, keeps: true }
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
        let keeps = edition.keeps();
        Self { from, rules, promote, spares: spares && !keeps, keeps }
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
        (self.chapter, self.rules) = (number, chapter.rules);
        self.forget_beyond(0);
        self.forget_beyond(1);
        self.forget_beyond(2);
        self.adopted = Some(at);
        // What happens is new since the version is in force, even if the lead comes under it later.
        let news = self.earned.iter().any(|(earned, ..)| *earned >= chapter.from);
        let recount = (thin || self.open.recount) && self.recorded_activities > 0 && !self.erased;
        if chapter.keeps {
            self.open.recount = recount;
            return;
        }
        self.open = Open { since: chapter.from, hold: chapter.promote, news, spared: None, recount };
        self.spare(at, false);
    }

    /// An MQL by score that is below the exit, or of which nobody knows.
    fn spare(&mut self, at: i64, before: bool) {
        let mql = self.stage == "mql" && self.trigger == "score";
        let low = self.open.recount || self.would_leave(at);
        self.open.spared =
            (mql && low && (self.book[self.chapter].spares || (self.book[self.chapter].keeps && before))).then_some(at);
    }

    /// An MQL that nobody has worked on and that is spared a demotion.
    pub(crate) fn is_spared(&self) -> bool {
        self.stage == "mql" && self.trigger == "score" && self.open.spared.is_some() && self.progress == 0
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
        if from_history {
            // What earns a tag now is activity of the cycle.
            self.own_activity |= self.earned.iter().any(|(earned, ..)| *earned >= self.opened);
            self.open.news |= self.earned.iter().any(|(earned, ..)| *earned >= self.open.since);
        }
        let before = self.open.spared.is_some();
        let open = self.open.recount || before;
        (self.open.recount, self.open.spared) = (false, None);
        if open {
            self.spare(at, before);
        }
        vec![("recounted".to_owned(), at, false)]
    }

    /// What is kept of each tag.
    fn kept(&self) -> Vec<(String, i64, String)> {
        let mut kept: Vec<_> = self.earned.iter().map(|(at, tag, id)| (tag.clone(), *at, id.clone())).collect();
        kept.sort();
        kept
    }
}
