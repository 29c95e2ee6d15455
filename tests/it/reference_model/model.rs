//! The lifecycle a second time: plain, slow and obvious, written from DESIGN's command table.
//!
//! It knows one lead, holds everything that ever happened to it in lists, and counts from the beginning whenever it is asked.

use std::collections::{BTreeMap, BTreeSet};

use lead_lifecycle::access::{Access, Grant, Right};
use lead_lifecycle::calendar::Zone;
use lead_lifecycle::deal::{DealEdit, DealLine, Edit};
use lead_lifecycle::handoff::Handoff;
use lead_lifecycle::lead::{
    Attempt, BookedBy, CaptureEdit, DealOwner, Meeting, MeetingKind, MeetingResult, Propose, Recounting, Reply,
    TeamChange,
};
use lead_lifecycle::qualification::Verdict;
use lead_lifecycle::recycle::Reason;
use lead_lifecycle::values::{
    Activity, Channel, CommandKind, ConsentStatus, ContactOutcome, Digest, Direction, FieldName, FieldValue, Moment,
    Progress, ProposalId, Purpose,
};
use lead_lifecycle::{Actor, Capture, Command, Context, Date, Instant, Money, Origin, Role};

use crate::reference_model::book::{Chapter, Hold, Open};
use crate::reference_model::rules::{Rules, Then};

/// What a step came to: kind of fact, when it took effect, and whether a rule brought it about.
pub(crate) type Outcome = Vec<(String, i64, bool)>;
pub(crate) type Codes = BTreeSet<&'static str>;

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct OpenDeal {
    pub(crate) stage: usize,
    pub(crate) lines: Vec<DealLine>,
    pub(crate) close: Option<Date>,
    /// Everybody who ever owned it, or nobody, with since when; in the order of telling.
    pub(crate) owners: Vec<(i64, Option<String>)>,
    pub(crate) opened: i64,
    pub(crate) moved: i64,
    pub(crate) accepted: bool,
}

impl OpenDeal {
    pub(crate) fn owner(&self) -> Option<String> {
        newest(&self.owners).flatten()
    }
}

/// Of several writers the one of the latest instant; of those the one told last.
pub(crate) fn newest<T: Clone>(writes: &[(i64, T)]) -> Option<T> {
    let latest = writes.iter().map(|(at, _)| *at).max()?;
    writes.iter().rev().find(|(at, _)| *at == latest).map(|(_, value)| value.clone())
}

#[derive(Debug, Clone)]
pub(crate) struct HeldContract {
    pub(crate) key: String,
    pub(crate) signed: i64,
    pub(crate) starts: Date,
    /// All values and all last days there ever were, with since when.
    pub(crate) values: Vec<(i64, Money)>,
    pub(crate) ends: Vec<(i64, Option<Date>)>,
}

impl HeldContract {
    pub(crate) fn value(&self) -> Money {
        newest(&self.values).unwrap()
    }

    pub(crate) fn end(&self) -> Option<Date> {
        newest(&self.ends).unwrap()
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Told {
    pub(crate) verdict: Verdict,
    pub(crate) by: Option<Date>,
    pub(crate) at: i64,
    pub(crate) noted_stale: bool,
}

#[derive(Debug, Clone)]
pub(crate) struct Offer {
    pub(crate) id: String,
    pub(crate) command: Option<Command>,
    pub(crate) until: i64,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Agreed {
    pub(crate) at: i64,
    pub(crate) channel: Channel,
    pub(crate) kind: MeetingKind,
    pub(crate) booked_by: BookedBy,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct PutOff {
    pub(crate) at: i64,
    pub(crate) until: i64,
    /// Whether it came with the end of a cycle: then only its instant ends it.
    pub(crate) by_ending: bool,
    pub(crate) over: bool,
    /// Whether somebody tried since the instant came.
    pub(crate) met: bool,
}

/// A criterion as heard.
type Heard = (String, Verdict, Option<Date>);

/// Attempts: who began, how far it came, when.
pub(crate) type Try = (Direction, ContactOutcome, i64);

/// An attempt that a machine of theirs made is nobody's.
pub(crate) fn is_of_a_person((direction, outcome, _): &Try) -> bool {
    let machine = matches!(outcome, ContactOutcome::Bounced | ContactOutcome::AutoReply);
    !(machine && *direction == Direction::Inbound)
}

fn reached(outcome: ContactOutcome) -> bool {
    use ContactOutcome as O;
    matches!(outcome, O::Answered | O::DecisionMaker | O::Conversation | O::Replied)
}

#[expect(clippy::struct_excessive_bools, reason = "plain before all")]
#[derive(Clone)]
pub(crate) struct Model<'r> {
    pub(crate) rules: &'r Rules,
    /// Every version that is known, and the one that the lead is under.
    pub(crate) book: Vec<Chapter<'r>>,
    pub(crate) chapter: usize,
    pub(crate) open: Open,
    /// Because of what each fact of the last decision came about, in the words that are stored.
    pub(crate) becauses: Vec<String>,
    /// When it came under its version, if it was under another one before.
    pub(crate) adopted: Option<i64>,
    /// Whether the recount at hand is of the whole history.
    pub(crate) from_history: bool,
    pub(crate) access: &'r Access,
    pub(crate) stage: &'static str,
    pub(crate) trigger: &'static str,
    pub(crate) cooling: Option<i64>,
    /// The ends of the coolings of the cycle that are over.
    pub(crate) cooled: Vec<i64>,
    pub(crate) recorded: i64,
    pub(crate) revision: u64,
    pub(crate) cycle: u32,
    pub(crate) counted_cycles: u32,
    pub(crate) expansion: bool,
    pub(crate) direct: bool,
    pub(crate) opened: i64,
    /// Every stage entered in this cycle.
    pub(crate) entries: Vec<(&'static str, i64)>,
    /// Every turn of the cycle: how early a later one may be dated.
    pub(crate) turns: Vec<i64>,
    pub(crate) deadlines_from: i64,
    pub(crate) reached: BTreeMap<&'static str, (i64, Option<Date>)>,
    pub(crate) counts: BTreeMap<&'static str, u32>,
    /// Since when the lead is MQL, its grounds, and whether it reached the milestone with that.
    pub(crate) mql: Option<(i64, Option<i64>, bool)>,
    pub(crate) progress: usize,
    pub(crate) tries: Vec<Try>,
    pub(crate) all_tries: u64,
    pub(crate) own_activity: bool,
    pub(crate) noted_stale: bool,
    pub(crate) put_off: Option<PutOff>,
    /// When the lead stirred in this cycle.
    pub(crate) roused: Vec<i64>,
    /// Hand-raises that wait: of more than two the first and the newest.
    pub(crate) raised: Vec<i64>,
    pub(crate) answered: Vec<i64>,
    pub(crate) meeting: Option<Agreed>,
    pub(crate) last_handoff: Option<(Handoff, Vec<Heard>)>,
    pub(crate) deal_keys: Vec<String>,
    pub(crate) deal: Option<OpenDeal>,
    pub(crate) contracts: Vec<HeldContract>,
    pub(crate) customer_since: Option<i64>,
    pub(crate) suggested: bool,
    pub(crate) answers: BTreeMap<String, Told>,
    pub(crate) fields: BTreeMap<String, (i64, Option<FieldValue>)>,
    pub(crate) consents: BTreeMap<(Channel, Purpose), (i64, ConsentStatus)>,
    /// When, of which kind, with which id: each id of a kind once, at its latest.
    pub(crate) activities: Vec<(i64, String, String)>,
    /// When, which tag, by which id.
    pub(crate) earned: Vec<(i64, String, String)>,
    pub(crate) recorded_activities: u64,
    /// Cycles that end within one second halve once.
    pub(crate) halved: BTreeSet<i64>,
    pub(crate) reset: Vec<i64>,
    pub(crate) remembered: Vec<(i64, String)>,
    pub(crate) forgotten: Option<i64>,
    pub(crate) hands_forgotten: Option<i64>,
    pub(crate) weights: BTreeMap<String, u8>,
    pub(crate) offers: Vec<Offer>,
    /// Writers of this cycle; `i64::MIN` for what the cycle began with.
    pub(crate) owners: Vec<(i64, Option<String>)>,
    pub(crate) teams: Vec<(i64, Option<String>)>,
    pub(crate) accounts: Vec<(i64, Option<String>)>,
    pub(crate) persons: Vec<(i64, Option<String>)>,
    pub(crate) first_origin: Origin,
    pub(crate) origins: Vec<(i64, Origin)>,
    pub(crate) sources: Vec<(i64, Option<String>)>,
    pub(crate) erased: bool,
}

impl<'r> Model<'r> {
    pub(crate) fn capture(rules: &'r Rules, access: &'r Access, capture: &Capture, at: i64) -> Self {
        let mut model = Self {
            rules,
            book: vec![Chapter::alone(rules)],
            chapter: 0,
            open: Open::NOTHING,
            becauses: vec![],
            adopted: None,
            from_history: false,
            access,
            stage: "lead",
            trigger: "",
            cooling: None,
            cooled: vec![],
            recorded: at,
            revision: 1,
            cycle: 1,
            counted_cycles: 1,
            expansion: false,
            direct: false,
            opened: at,
            entries: vec![("lead", at)],
            turns: vec![at],
            deadlines_from: at,
            reached: BTreeMap::new(),
            counts: BTreeMap::new(),
            mql: None,
            progress: 0,
            tries: vec![],
            all_tries: 0,
            own_activity: false,
            noted_stale: false,
            put_off: None,
            roused: vec![],
            raised: vec![],
            answered: vec![],
            meeting: None,
            last_handoff: None,
            deal_keys: vec![],
            deal: None,
            contracts: vec![],
            customer_since: None,
            suggested: false,
            answers: BTreeMap::new(),
            fields: BTreeMap::new(),
            consents: BTreeMap::new(),
            activities: vec![],
            earned: vec![],
            recorded_activities: 0,
            halved: BTreeSet::new(),
            reset: vec![],
            remembered: vec![],
            forgotten: None,
            hands_forgotten: None,
            weights: BTreeMap::new(),
            offers: vec![],
            owners: vec![(i64::MIN, None)],
            teams: vec![(i64::MIN, None)],
            accounts: vec![(i64::MIN, None)],
            persons: vec![(i64::MIN, None)],
            first_origin: capture.origin,
            origins: vec![(i64::MIN, capture.origin)],
            sources: vec![(i64::MIN, None)],
            erased: false,
        };
        model.reach("lead", at, None);
        for (name, value) in &capture.fields {
            model.fields.insert(name.to_string(), (at, Some(value.clone())));
        }
        model
    }

    // ------------------------------------------------------------------ what the lists come to

    pub(crate) fn entered(&self) -> i64 {
        self.entries.last().unwrap().1
    }

    pub(crate) fn turned(&self) -> i64 {
        *self.turns.iter().max().unwrap()
    }

    pub(crate) fn owner(&self) -> Option<String> {
        newest(&self.owners).unwrap()
    }

    pub(crate) fn origin(&self) -> Origin {
        newest(&self.origins).unwrap()
    }

    /// Put off at one instant until another. Told late, somebody may have tried since.
    fn put_off(&self, at: i64, until: i64, by_ending: bool) -> PutOff {
        let met = self.tries.iter().any(|attempt| is_of_a_person(attempt) && attempt.2 >= until);
        PutOff { at, until, by_ending, over: false, met }
    }

    fn is_put_off(&self) -> bool {
        self.put_off.is_some_and(|put_off| !put_off.over)
    }

    fn contract(&self, key: &str) -> Option<&HeldContract> {
        self.contracts.iter().find(|contract| contract.key == key)
    }

    // ------------------------------------------------------------------ scores

    /// The score at an instant, in thousandths, from every activity there ever was.
    pub(crate) fn score(&self, now: i64) -> i64 {
        let mut total = match self.fields.get("employees").and_then(|(_, value)| value.clone()) {
            Some(FieldValue::Number(n)) if n >= self.rules.large.into() => 5_000,
            Some(FieldValue::Number(n)) if n >= 1.into() => 3_000,
            _ => 0,
        };
        for tag in &self.rules.tags {
            let mut times: Vec<i64> =
                self.earned.iter().filter(|(_, name, _)| name == tag.name).map(|(at, ..)| *at).collect();
            times.sort_unstable_by(|a, b| b.cmp(a));
            times.truncate(tag.keep);
            // What no longer lives, or is still to come, is not counted towards every n-th either.
            let live: Vec<i64> =
                times.into_iter().filter(|at| *at <= now && tag.expires.is_none_or(|span| now - at < span)).collect();
            // In parts of a thousandth, so that each rule is rounded once: half away from zero.
            let parts = 1_i64 << 20;
            let mut sum = 0;
            for (index, at) in live.iter().enumerate() {
                if (index + 1) % tag.every == 0 && !self.reset.iter().any(|mark| at <= mark) {
                    let halvings = self.halved.iter().filter(|mark| at <= *mark).count();
                    sum += tag.points * 1_000 * parts / (1 << halvings);
                }
            }
            total += (sum.abs() + parts / 2) / parts * sum.signum();
        }
        total
    }

    pub(crate) fn would_enter(&self, now: i64) -> bool {
        self.score(now) >= self.rules.enter * 1_000
    }

    pub(crate) fn would_leave(&self, now: i64) -> bool {
        self.score(now) < self.rules.exit * 1_000
    }

    /// The instants from `from` on at which a score can change by itself.
    pub(crate) fn changes_of_score(&self, from: i64) -> Vec<i64> {
        let mut instants = vec![from];
        for (at, name, _) in &self.earned {
            instants.extend(Some(*at).filter(|at| *at > from));
            for tag in self.rules.tags.iter().filter(|tag| tag.name == *name) {
                instants.extend(tag.expires.map(|span| at + span).filter(|end| *end > from));
            }
        }
        instants.sort_unstable();
        instants
    }

    // ------------------------------------------------------------------ the clock

    /// What is due first at or after `from`: when, the rank of its kind, and what.
    pub(crate) fn due(&self, from: i64) -> Option<(i64, u8, String)> {
        // Nobody waits for anything of a merged lead: the other one lives on.
        if self.stage == "merged" {
            return None;
        }
        let mut due: Vec<(i64, u8, String)> = vec![];
        if let Some(end) = self.cooling {
            due.push((end.max(from), 0, "cooling_ended".into()));
        } else if let Some(put_off) = self.put_off.filter(|put_off| !put_off.over) {
            due.push((put_off.until.max(from), 1, "postponement_ended".into()));
        }
        for offer in &self.offers {
            due.push((offer.until.max(from), 2, format!("proposal_expired:{}", offer.id)));
        }
        for (name, told) in &self.answers {
            // Later, nobody is told any more that an answer has grown old.
            if !told.noted_stale && matches!(self.stage, "lead" | "mql" | "sql") {
                due.push(((told.at + self.rules.answers_last).max(from), 3, format!("answer_became_stale:{name}")));
            }
        }
        if !self.noted_stale && !self.is_put_off() {
            for (stage, after, _) in &self.rules.stale {
                if *stage == self.stage {
                    due.push(((self.deadlines_from + after).max(from), 4, "became_stale".into()));
                }
            }
        }
        if !self.erased && !self.open.recount {
            let armed = self.stage == "lead" && self.cooling.is_none() && self.own_activity;
            let loose = self.stage == "mql" && self.trigger == "score" && self.is_untouched();
            let spared = self.is_spared();
            let begins = if armed { self.held_until() } else { Some(i64::MIN) };
            let begins = begins.filter(|_| armed || loose || spared).map(|begins| begins.max(from));
            let instants = begins.map_or(vec![], |begins| self.changes_of_score(begins));
            let comes = |at: &i64| match (armed, spared) {
                (true, _) => self.would_enter(*at),
                (_, true) => !self.would_leave(*at),
                _ => self.would_leave(*at),
            };
            if let Some(at) = instants.into_iter().find(comes) {
                let what = if armed { "became_mql" } else { "demoted" };
                due.push((at, 5, if spared { "sparing_ended" } else { what }.into()));
            }
        }
        // Stable: of two of one kind at one instant the first in the list.
        due.sort_by_key(|(at, rank, _)| (*at, *rank));
        due.into_iter().next()
    }

    fn is_untouched(&self) -> bool {
        self.progress == 0 && self.put_off.is_none() && self.raised.is_empty()
    }

    pub(crate) fn next_wake(&self) -> Option<i64> {
        self.next(self.recorded).map(|(at, _)| at)
    }

    pub(crate) fn catch_up(&mut self, now: i64) -> Outcome {
        self.catch_up_because(self.recorded, "time", now)
    }

    /// What is due at `floor` itself is so because of what came before it.
    fn catch_up_because(&mut self, floor: i64, at_floor: &str, now: i64) -> Outcome {
        let mut facts = vec![];
        let (mut cursor, mut since) = (floor, (floor, at_floor));
        while let Some((at, what)) = self.next(cursor).filter(|(at, _)| *at <= now) {
            cursor = at;
            let (kind, which) = what.split_once(':').unwrap_or((&what, ""));
            if kind == "policy_adopted" {
                since = (at, "policy");
            }
            // What a day kept waiting comes because of the version.
            let waited = kind == "became_mql" && self.open.hold == Hold::Until(at);
            let because = match since {
                (instant, because) if instant == at && because != "time" => because,
                _ if waited => "policy",
                _ => "time",
            };
            let before = facts.len();
            facts.push((kind.to_owned(), at, true));
            match kind {
                "policy_adopted" => self.adopt(which.parse().unwrap(), at),
                "cooling_ended" => {
                    self.cooled.extend(self.cooling.take());
                    self.end_put_off(at);
                }
                "postponement_ended" => self.end_put_off(at),
                "proposal_expired" => self.offers.retain(|offer| offer.id != which),
                "answer_became_stale" => self.answers.get_mut(which).unwrap().noted_stale = true,
                "sparing_ended" => self.open.spared = None,
                "became_mql" => self.turn_by_rule(at, at, |m| m.become_mql("score", (at, None), None)),
                "demoted" => self.turn_by_rule(at, at, |m| m.enter("lead", at)),
                _ => {
                    self.noted_stale = true;
                    let row = self.rules.stale.iter().find(|(stage, ..)| *stage == self.stage).unwrap();
                    if let Some(code) = row.2 {
                        facts.push(("recycled".to_owned(), at, true));
                        self.turn_by_rule(at, at, |m| m.end_cycle("recycle", code, None, (at, None)));
                    }
                }
            }
            self.becauses.extend(facts[before..].iter().map(|_| because.to_owned()));
        }
        if !facts.is_empty() {
            self.recorded = now;
        }
        self.revision += facts.len() as u64;
        facts
    }

    fn end_put_off(&mut self, at: i64) {
        if let Some(put_off) = &mut self.put_off {
            put_off.over = true;
            self.deadlines_from = at;
        }
    }

    // ------------------------------------------------------------------ turns

    /// What somebody says of the stage: deadlines run from the telling, and a hand-raise is answered with it.
    fn turn_by_hand(&mut self, when: &When<'_>, change: impl FnOnce(&mut Self)) {
        self.turn(when.effective, when.effective, when.now, change);
        self.answer(when.effective);
    }

    /// What a rule made: as a bound for later turns it counts at its grounds.
    fn turn_by_rule(&mut self, at: i64, grounds: i64, change: impl FnOnce(&mut Self)) {
        self.turn(at, grounds, at, change);
    }

    fn turn(&mut self, at: i64, bound: i64, told: i64, change: impl FnOnce(&mut Self)) {
        // A turn between the grounds of a promotion and its recording: the promotion counts from its grounds.
        if let (true, Some((became, Some(grounds), first))) = (self.stage == "mql", self.mql) {
            if grounds <= at && at < became && self.entered() == became {
                self.entries.last_mut().unwrap().1 = grounds;
                if first {
                    self.reached.insert("mql", (grounds, None));
                }
            }
        }
        let before = (self.cycle, self.entries.len());
        change(self);
        if before != (self.cycle, self.entries.len()) {
            self.deadlines_from = told;
            if self.cycle != before.0 || self.stage == "mql" {
                self.end_holds();
            }
        }
        self.turns.push(bound);
    }

    fn reach(&mut self, milestone: &'static str, at: i64, day: Option<Date>) -> bool {
        let first = !self.reached.contains_key(milestone);
        if first {
            self.reached.insert(milestone, (at, day));
            *self.counts.entry(milestone).or_default() += 1;
        }
        first
    }

    fn enter(&mut self, stage: &'static str, at: i64) {
        let at = at.max(self.entered());
        self.stage = stage;
        self.entries.push((stage, at));
        self.noted_stale = false;
        self.put_off = None;
        self.cooling = None;
        if !matches!(stage, "sql" | "opportunity") {
            self.deal = None;
        }
        self.suggested = false;
    }

    /// Somebody was reached in this cycle, or tried since: contacted.
    fn contacted_since(&self, since: i64) -> bool {
        self.tries.iter().any(|attempt| reached(attempt.1) || (is_of_a_person(attempt) && attempt.2 >= since))
    }

    fn become_mql(&mut self, trigger: &'static str, (at, day): (i64, Option<Date>), grounds: Option<i64>) {
        let grounds = grounds.filter(|grounds| *grounds < at);
        if self.contacted_since(grounds.unwrap_or(at)) {
            self.progress = self.progress.max(1);
        }
        self.trigger = trigger;
        self.enter("mql", at);
        let first = self.reach("mql", at, day);
        self.mql = Some((at, grounds, first));
    }

    /// The next cycle: when it opens, and when its first stage is entered.
    fn new_cycle(&mut self, stage: &'static str, expansion: bool, opened: i64, at: i64, keeps: (bool, bool)) {
        let at = at.max(self.entered());
        let origin = if expansion {
            Origin::Expansion
        } else if self.expansion {
            self.first_origin
        } else {
            self.origin()
        };
        let source = if self.expansion && !expansion { None } else { newest(&self.sources).unwrap() };
        self.origins = vec![(i64::MIN, origin)];
        self.sources = vec![(i64::MIN, source)];
        self.owners = vec![(i64::MIN, self.owner().filter(|_| keeps.0))];
        self.teams = vec![(i64::MIN, newest(&self.teams).unwrap().filter(|_| keeps.1))];
        self.cycle += 1;
        self.counted_cycles += u32::from(!expansion);
        self.expansion = expansion;
        self.direct = false;
        self.opened = opened;
        self.entries = vec![(stage, at)];
        self.turns = vec![opened];
        self.reached.clear();
        self.mql = None;
        self.cooling = None;
        self.cooled.clear();
        self.progress = 0;
        self.tries.clear();
        self.own_activity = false;
        self.noted_stale = false;
        self.put_off = None;
        self.roused.clear();
        self.meeting = None;
        self.last_handoff = None;
        self.stage = stage;
        self.deal = None;
        self.suggested = false;
    }

    /// What the end of a cycle leads to.
    fn follows(&self, list: &str, code: &str) -> Follows {
        // An expansion leads back to the customer, everything else goes by the reason's rule.
        if self.expansion && !self.contracts.is_empty() && self.stage != "customer" {
            return Follows::Customer;
        }
        let general = Then::Recycle { cooling: None, engagement: None };
        let then = match list {
            "disqualify" => Then::Discard,
            _ => self.rules.reason(list, code).map_or(general, |row| row.then),
        };
        match then {
            Then::Recycle { cooling, engagement } if self.counted_cycles < self.rules.max_cycles => {
                let cooling = self.rules.cooling_of(cooling, self.counted_cycles);
                Follows::Cycle(cooling, engagement.unwrap_or(self.rules.engagement))
            }
            Then::Recycle { .. } | Then::Discard => Follows::Discarded,
        }
    }

    /// A cycle that ends; an instant that somebody gave goes before every rule of cooling.
    fn end_cycle(&mut self, list: &str, code: &str, until: Option<i64>, (at, day): (i64, Option<Date>)) {
        let put_off = until.map(|until| self.put_off(at, until, true));
        match self.follows(list, code) {
            Follows::Customer => {
                self.meeting = None;
                self.enter("customer", at);
            }
            Follows::Cycle(cooling, engagement) => {
                self.new_cycle("lead", false, at, at, self.rules.recycle_keeps);
                let end = until.or((cooling > 0).then_some(at + cooling));
                self.cooling = end;
                self.reach("lead", at, day);
                match engagement {
                    "halve" => drop(self.halved.insert(at)),
                    "reset" => self.reset.push(at),
                    _ => {}
                }
            }
            Follows::Discarded => {
                self.meeting = None;
                self.enter("disqualified", at);
                return;
            }
        }
        self.put_off = put_off;
    }

    // ------------------------------------------------------------------ hand-raises and postponements

    fn raise(&mut self, at: i64) {
        if self.answered.iter().all(|answered| at >= *answered) {
            self.raised.push(at);
            self.raised.sort_unstable();
            while self.raised.len() > 2 {
                self.raised.remove(1);
            }
        }
    }

    fn answer(&mut self, at: i64) {
        self.answered.push(at);
        self.raised.retain(|raised| *raised > at);
    }

    /// What the lead does by itself ends what was put off before.
    fn rouse(&mut self, at: i64, told: i64) {
        self.roused.push(at);
        let waited = |put_off: &PutOff| !put_off.by_ending && put_off.at <= at && at < put_off.until;
        let Some(put_off) = self.put_off.filter(waited) else { return };
        self.put_off = None;
        if put_off.over {
            // The clock had ended it already: told in time, it would have ended here.
            if let Some(cooled) = self.cooled.last_mut().filter(|cooled| **cooled == put_off.until) {
                *cooled = at;
            }
            return;
        }
        self.deadlines_from = told;
        if self.stage == "lead" {
            self.cooling = None;
        }
    }

    // ------------------------------------------------------------------ commands

    /// Decides and applies one command. A refused one changes nothing, also not by the clock.
    pub(crate) fn take(&mut self, command: &Command, ctx: &Context) -> Result<Outcome, Codes> {
        let now = ctx.now.seconds().max(self.recorded);
        let mut codes = Codes::new();
        if ctx.now.seconds() + self.rules.skew < self.recorded {
            codes.insert("clock_behind");
        }
        // Of a day only its bounds are known.
        let (first, last) = ctx.effective_at.map_or((now, now), bounds);
        if first > now + self.rules.future {
            codes.insert("future");
        }
        let mut after = self.clone();
        after.becauses.clear();
        let mut facts = after.catch_up(now);
        if !codes.is_empty() {
            let when = When { now, effective: now, day: None, actor: &ctx.actor };
            codes.extend(after.one(command, &when, true).err().unwrap_or_default());
            return Err(codes);
        }
        // What it may have followed on that day; else the newest turn.
        let on_it = [Some(after.turned()), after.raised.last().copied(), after.cooled.last().copied()];
        let on_it = on_it.into_iter().flatten().filter(|at| first <= *at && *at <= last).max();
        let effective = on_it.unwrap_or(after.turned()).clamp(first, last).min(now);
        let day = ctx.effective_at.and_then(Moment::day);
        let when = When { now, effective, day, actor: &ctx.actor };
        let own = after.one(command, &when, true)?;
        // A rule's fact is there because of the one that was told before it.
        let mut told = after.revision;
        for (number, (_, _, by_rule)) in own.iter().enumerate() {
            if !by_rule {
                told = after.revision + 1 + number as u64;
            }
            after.becauses.push(if *by_rule { format!("fact {told}") } else { "command".to_owned() });
        }
        if !own.is_empty() {
            after.recorded = now;
            after.revision += own.len() as u64;
        }
        let recounted = own.iter().any(|(kind, ..)| kind == "recounted");
        facts.extend(own);
        if recounted {
            facts.extend(after.catch_up_because(now, "recount", now));
        }
        *self = after;
        Ok(facts)
    }

    /// Which meetings there are where the lead is; the one that is meant when nothing is said comes first.
    fn kinds_of_meeting(&self) -> &'static [MeetingKind] {
        match self.stage {
            "sql" if self.deal.as_ref().unwrap().accepted => &[MeetingKind::First, MeetingKind::FollowUp],
            "lead" | "mql" | "sql" => &[MeetingKind::First],
            "opportunity" | "customer" => &[MeetingKind::FollowUp],
            _ => &[],
        }
    }

    fn kind_of(&self, meeting: &Meeting) -> Option<MeetingKind> {
        meeting.kind.or_else(|| self.kinds_of_meeting().first().copied())
    }

    /// The row of the matrix, and whether the lead booked the meeting that it is about, if any.
    fn row(&self, command: &Command) -> (Right, bool) {
        let (kind, by_lead) = match command {
            Command::ScheduleAppointment(meeting) => {
                // A kind that there is not here is another question.
                let here = self.kinds_of_meeting();
                let kind = self.kind_of(meeting).filter(|kind| here.contains(kind)).or(here.first().copied());
                (kind, meeting.booked_by == BookedBy::Lead)
            }
            _ => match &self.meeting {
                Some(agreed) => (Some(agreed.kind), agreed.booked_by == BookedBy::Lead),
                None => (self.kinds_of_meeting().first().copied(), true),
            },
        };
        let later = kind == Some(MeetingKind::FollowUp);
        let right = match command.kind() {
            CommandKind::ScheduleAppointment if later => Right::ScheduleFollowUp,
            CommandKind::ChangeAppointment if later => Right::ChangeFollowUp,
            CommandKind::MissAppointment if later => Right::MissFollowUp,
            kind => Right::from(kind),
        };
        (right, by_lead)
    }

    fn permission(&self, command: &Command, actor: &Actor) -> Option<&'static str> {
        use CommandKind as C;
        let (right, by_lead) = self.row(command);
        let actor_id = actor.id.to_string();
        let own_lead = self.owner().as_ref() == Some(&actor_id);
        // A deal of nobody's is anybody's.
        let own_deal = self.deal.as_ref().is_some_and(|deal| deal.owner().is_none_or(|owner| owner == actor_id));
        match self.access.grant(right, actor.role) {
            Grant::Responsible | Grant::Accountable | Grant::ResponsibleAccountable => None,
            Grant::OwnDeals => (!own_deal).then_some("not_own_deal"),
            Grant::OwnLeads => (!own_lead).then_some("not_own_lead"),
            Grant::Own if own_lead || own_deal => None,
            Grant::Own => Some(if self.deal.is_some() { "not_own_deal" } else { "not_own_lead" }),
            Grant::SelfBooked
                if matches!(command.kind(), C::ScheduleAppointment | C::ChangeAppointment | C::MissAppointment) =>
            {
                (!by_lead).then_some("not_self_booked")
            }
            Grant::Propose if command.kind() == C::Propose => None,
            _ => Some("permission"),
        }
    }

    /// Where DESIGN's table lets a command be issued.
    fn possible(&self, kind: CommandKind) -> bool {
        use CommandKind as C;
        let from: &[&str] = match kind {
            C::Promote | C::Discard => &["lead"],
            C::Postpone | C::RecordAnswer => &["lead", "mql", "sql", "opportunity"],
            C::ScheduleAppointment | C::RecordPurchase => &["lead", "mql", "sql", "opportunity", "customer"],
            C::ChangeAppointment | C::MissAppointment => &["mql", "sql", "opportunity", "customer"],
            C::HoldMeeting => &["sql", "opportunity", "customer"],
            C::Recycle | C::Disqualify => &["mql", "sql"],
            C::Qualify => &["mql"],
            C::Accept | C::Reject | C::HoldFirstMeeting => &["sql"],
            C::EditDeal | C::Lose => &["sql", "opportunity"],
            C::MoveDeal | C::Win => &["opportunity"],
            C::Reopen => &["disqualified"],
            C::OpenExpansion => &["customer"],
            C::AdoptPolicy | C::Recount | C::CheckClock | C::Redact => return true,
            _ => return self.stage != "merged",
        };
        from.contains(&self.stage)
    }

    fn one(&mut self, command: &Command, when: &When<'_>, check_permission: bool) -> Result<Outcome, Codes> {
        use CommandKind as C;
        let kind = command.kind();
        let mut codes = Codes::new();
        if check_permission {
            codes.extend(self.permission(command, when.actor));
        }
        if !self.possible(kind) {
            codes.insert("stage");
            return Err(codes);
        }
        let about_the_person = !matches!(
            kind,
            C::Discard
                | C::CloseHandRaise
                | C::Win
                | C::Lose
                | C::RecordPurchase
                | C::Disqualify
                | C::RenewContract
                | C::AmendContract
                | C::EndContract
                | C::Assign
                | C::AdoptPolicy
                | C::CheckClock
                | C::Redact
                | C::Decline
        );
        if self.erased && about_the_person {
            codes.insert("erased");
        }
        let of_now = matches!(kind, C::AdoptPolicy | C::Recount);
        if of_now && (when.effective != when.now || when.day.is_some()) {
            codes.insert("not_now");
        }
        if let Command::Recount(Recounting::Counted(told)) = command {
            if told.activities != self.recorded_activities {
                codes.insert("recount_outdated");
            }
            // Versions begin at different instants. Of a book of one there is no other.
            if self.book.len() > 1 && told.policy.since.seconds() != self.book[self.chapter].from {
                codes.insert("recount_other_policy");
            }
        }
        let by_hand = matches!(
            kind,
            C::Promote
                | C::Discard
                | C::HoldMeeting
                | C::Qualify
                | C::Accept
                | C::Reject
                | C::HoldFirstMeeting
                | C::MoveDeal
                | C::Win
                | C::Lose
                | C::RecordPurchase
                | C::Recycle
                | C::Disqualify
                | C::Reopen
                | C::OpenExpansion
        );
        if by_hand && when.effective < self.turned() {
            codes.insert("before_fact");
        }
        if matches!(kind, C::Postpone | C::Assign) && when.effective < self.opened {
            codes.insert("before_fact");
        }
        self.conditions(command, when, &mut codes);
        if let Command::Propose(Propose { id, command, .. }) = command {
            return self.propose(id, &(**command).clone().into(), when, codes);
        }
        if !codes.is_empty() {
            return Err(codes);
        }
        match command {
            Command::Approve { proposal } => self.approve(proposal.as_str(), when),
            _ => Ok(self.effects(command, when)),
        }
    }

    fn reason_codes(&self, list: &str, reason: &Reason, codes: &mut Codes) {
        // Free text is personal: none comes back after it was removed.
        if self.erased && reason.note().is_some() {
            codes.insert("erased");
        }
        match self.rules.reason(list, reason.code().as_str()) {
            Some(row) if !row.needs_note || reason.note().is_some() => {}
            _ => {
                codes.insert("reason");
            }
        }
    }

    /// The end of a cycle: its reason, and until when the lead is put off, if it goes on at all.
    fn ending_codes(
        &self,
        list: &str,
        reason: &Reason,
        until: Option<Moment>,
        when: &When<'_>,
        ends: bool,
        codes: &mut Codes,
    ) {
        self.reason_codes(list, reason, codes);
        if let Some(until) = until {
            if bounds(until).0 <= when.effective {
                codes.insert("until_past");
            }
            if !ends || matches!(self.follows(list, reason.code().as_str()), Follows::Discarded) {
                codes.insert("until_unused");
            }
        }
    }

    /// What is known now counts, as old as it was then.
    fn knows(&self, criterion: &str, then: i64, confirmed: bool) -> bool {
        self.answers.get(criterion).is_some_and(|told| {
            let fresh = told.at + self.rules.answers_last > then;
            let said = if confirmed { told.verdict == Verdict::Confirmed } else { told.verdict != Verdict::Unknown };
            fresh && said
        })
    }

    /// What the open deal lacks for a stage and all before it.
    fn deal_lacks(deal: &OpenDeal, stage: usize) -> bool {
        (stage >= 2 && deal.lines.is_empty()) || (stage >= 3 && deal.close.is_none())
    }

    fn heard(&self) -> Vec<Heard> {
        self.answers.iter().map(|(name, told)| (name.clone(), told.verdict, told.by)).collect()
    }

    /// Cooling now, or not yet out of the last cooling when it happened.
    fn is_cooling(&self, then: i64) -> bool {
        self.cooling.is_some() || self.cooled.last().is_some_and(|until| then < *until)
    }

    fn conditions(&self, command: &Command, when: &When<'_>, codes: &mut Codes) {
        let at = when.effective;
        let in_cycle = at >= self.opened;
        let mut require = |holds: bool, code: &'static str| {
            if !holds {
                codes.insert(code);
            }
        };
        match command {
            Command::UpdateProfile { fields } => {
                for (name, value) in fields {
                    let number = value.as_ref().is_none_or(|value| matches!(value, FieldValue::Number(_)));
                    require(name.as_str() != "shoe_size" && (name.as_str() != "employees" || number), "field");
                }
            }
            Command::EditCapture(edit) => {
                let origin = edit.origin.filter(|origin| *origin != self.origin());
                require(origin != Some(Origin::Expansion) && !(origin.is_some() && self.expansion), "origin");
                let source = &edit.attribution.source;
                require(in_cycle || (edit.origin.is_none() && *source == Edit::Keep), "before_fact");
                let replaced = origin.is_some()
                    || replaces(&edit.account, newest(&self.accounts).unwrap().as_ref())
                    || replaces(&edit.person, newest(&self.persons).unwrap().as_ref())
                    || replaces(source, newest(&self.sources).unwrap().as_ref());
                require(!replaced || edit.reason.is_some(), "edit_reason");
            }
            Command::RecordActivity { activity } => {
                let known = self.remembered.iter().any(|(_, id)| id == activity.id.as_str());
                let kind = activity.kind.as_str();
                let counts = kind == "contact_request" || self.rules.tags.iter().any(|tag| tag.kind == kind);
                require(known || counts || self.forgotten.is_none_or(|mark| at > mark), "beyond_memory");
            }
            Command::Promote { .. } => require(!self.is_cooling(at), "cooling"),
            Command::Postpone { until, .. } => require(bounds(*until).0 > at, "until_past"),
            Command::CloseHandRaise { reason } => {
                require(!self.raised.is_empty() || self.suggested, "no_hand_raise");
                require(self.raised.iter().all(|raised| at >= *raised), "before_fact");
                self.reason_codes("close_hand_raise", reason, codes);
            }
            Command::RecordAttempt(Attempt { outcome, advance: Some(advance), .. }) => {
                require(in_cycle, "before_fact");
                require(*advance >= Progress::Validated, "no_conclusion");
                require(*outcome == ContactOutcome::Conversation, "conversation_needed");
                require(matches!(self.stage, "mql" | "sql"), "nothing_to_conclude");
            }
            Command::RecordAnswer(Reply { criterion, verdict, evidence, .. }) => {
                let name = criterion.as_str();
                let declared = ["budget", "authority", "need", "timeline"].contains(&name);
                require(declared, "unknown_criterion");
                let asked = self.rules.evidence.contains(&name) && *verdict != Verdict::Unknown;
                require(!asked || evidence.is_some(), "evidence_needed");
            }
            Command::ScheduleAppointment(meeting) => {
                let kind = self.kind_of(meeting).unwrap();
                require(self.kinds_of_meeting().contains(&kind), "meeting_kind");
                require(in_cycle, "before_fact");
                require(meeting.at.seconds() >= at, "appointment_past");
                if meeting.booked_by == BookedBy::Us {
                    let known = ["need", "timeline", "authority"].iter().all(|name| self.knows(name, at, false));
                    require(known || kind == MeetingKind::FollowUp, "appointment_bar");
                    require(self.stage != "lead" || !self.is_cooling(at), "cooling");
                }
                // It makes an MQL.
                require(self.stage != "lead" || at >= self.turned(), "before_fact");
            }
            Command::ChangeAppointment { to, .. } => {
                require(self.meeting.is_some(), "no_appointment");
                require(in_cycle, "before_fact");
                require(to.is_none_or(|to| to.seconds() >= at), "appointment_past");
            }
            Command::MissAppointment { .. } => {
                require(self.meeting.is_some(), "no_appointment");
                require(in_cycle, "before_fact");
            }
            Command::HoldMeeting { .. } | Command::HoldFirstMeeting { .. } => {
                require(self.stage != "sql" || self.deal.as_ref().unwrap().accepted, "not_accepted");
            }
            Command::Accept => {
                let deal = self.deal.as_ref().unwrap();
                let another = deal.accepted && deal.owner().is_some_and(|owner| owner != when.actor.id.as_str());
                require(!another, "not_own_deal");
            }
            Command::Qualify { handoff, deal } => {
                let confirmed = ["need", "timeline"].iter().all(|name| self.knows(name, at, true));
                require(confirmed, "bar");
                require(self.progress == 3, "not_consented");
                let field = |name: &&str| self.fields.get(*name).is_some_and(|(_, value)| value.is_some());
                let filled = self.rules.handoff_items.iter().all(|item| *item != "rank" || handoff.rank.is_some());
                require(filled && self.rules.handoff_fields.iter().all(field), "handoff_incomplete");
                let revised = self.last_handoff.as_ref() != Some(&((**handoff).clone(), self.heard()));
                require(revised, "handoff_not_revised");
                require(!self.deal_keys.iter().any(|key| key == deal.key().as_str()), "deal_known");
            }
            Command::Reject { reason } => self.reason_codes("reject", reason, codes),
            Command::EditDeal { edit } => {
                let deal = self.deal.as_ref().unwrap();
                let yen = edit
                    .lines
                    .iter()
                    .flat_map(|lines| lines.iter())
                    .all(|l| l.amount().is_none_or(|amount| amount.currency().code() == "JPY"));
                require(yen, "deal");
                require(!yen || !Self::deal_lacks(&edited(deal, edit), deal.stage), "deal_item_missing");
            }
            Command::MoveDeal { to } => {
                let deal = self.deal.as_ref().unwrap();
                let place = self.rules.pipeline.iter().position(|name| *name == to.as_str());
                require(place.is_some(), "unknown_deal_stage");
                if let Some(place) = place {
                    require(self.rules.skips || place <= deal.stage + 1, "skip_refused");
                    require(self.rules.backward || place >= deal.stage, "backward_refused");
                    require(!Self::deal_lacks(deal, place), "deal_item_missing");
                }
            }
            Command::Win { contract } => {
                let deal = self.deal.as_ref().unwrap();
                require(!Self::deal_lacks(deal, self.rules.pipeline.len()), "deal_item_missing");
                require(self.rules.skips || deal.stage + 1 == self.rules.pipeline.len(), "skip_refused");
                require(contract.value().currency().code() == "JPY", "contract_currency");
                require(self.contract(contract.key().as_str()).is_none(), "contract_known");
            }
            Command::RecordPurchase { contract, .. } => {
                require(
                    self.stage == "customer" || self.rules.purchase_from.contains(&self.stage),
                    "purchase_not_from",
                );
                require(self.deal.is_none() || contract.value().currency().code() == "JPY", "contract_currency");
                require(self.contract(contract.key().as_str()).is_none(), "contract_known");
            }
            Command::Lose { reason, until } => self.ending_codes("lose", reason, *until, when, true, codes),
            Command::Recycle { reason, until } => self.ending_codes("recycle", reason, *until, when, true, codes),
            Command::Discard { reason } | Command::Disqualify { reason } => {
                self.reason_codes("disqualify", reason, codes);
            }
            Command::Reopen { reason } => self.reason_codes("reopen", reason, codes),
            Command::RenewContract { contract, ends, value } => {
                self.contract_codes(contract.as_str(), when, codes);
                let Some(held) = self.contract(contract.as_str()) else { return };
                let (known, worth) = (held.end(), value.unwrap_or(held.value()));
                if (known, held.value()) != (*ends, worth) {
                    terms_codes(held, worth, *ends, codes);
                    match (known, ends) {
                        (None, _) => drop(codes.insert("contract_without_term")),
                        (Some(known), Some(given)) if *given <= known => drop(codes.insert("renewal_not_longer")),
                        _ => {}
                    }
                }
            }
            Command::AmendContract { contract, value, ends } => {
                self.contract_codes(contract.as_str(), when, codes);
                let Some(held) = self.contract(contract.as_str()) else { return };
                terms_codes(held, value.unwrap_or(held.value()), ends.of(held.end()), codes);
            }
            Command::EndContract { contract, reason, until } => {
                self.contract_codes(contract.as_str(), when, codes);
                let last = self.contracts.len() == 1 && self.stage == "customer";
                if last && at < self.turned() {
                    codes.insert("before_fact");
                }
                self.ending_codes("end_contract", reason, *until, when, last, codes);
            }
            Command::Assign { deal: DealOwner::To(_), .. } => {
                require(self.deal.is_some(), "no_open_deal");
                require(self.deal.as_ref().is_none_or(|open| at >= open.opened), "before_fact");
            }
            Command::Approve { proposal } | Command::Decline { proposal, .. } => {
                let note = matches!(command, Command::Decline { note: Some(_), .. });
                require(!(self.erased && note), "erased");
                let person = !matches!(when.actor.role, Role::Assistant | Role::System);
                require(person, "person_needed");
                let offer = self.offers.iter().find(|offer| offer.id == proposal.as_str());
                require(offer.is_some(), "proposal_unknown");
                let inner = offer.and_then(|offer| offer.command.as_ref());
                if let (Command::Decline { .. }, Some(inner)) = (command, inner) {
                    codes.extend(self.permission(inner, when.actor));
                }
            }
            _ => {}
        }
    }

    /// There is such a contract, and nothing happens to it before it was signed.
    fn contract_codes(&self, key: &str, when: &When<'_>, codes: &mut Codes) {
        match self.contract(key) {
            Some(held) if when.effective < held.signed => drop(codes.insert("before_fact")),
            Some(_) => {}
            None if self.contracts.is_empty() => drop(codes.insert("not_customer")),
            None => drop(codes.insert("contract_unknown")),
        }
    }

    fn propose(
        &mut self,
        id: &ProposalId,
        inner: &Command,
        when: &When<'_>,
        mut codes: Codes,
    ) -> Result<Outcome, Codes> {
        let kind = inner.kind();
        if matches!(kind, CommandKind::Propose | CommandKind::Approve | CommandKind::Decline) {
            codes.insert("not_proposable");
            return Err(codes);
        }
        if self.access.grant(self.row(inner).0, when.actor.role) != Grant::Propose {
            codes.insert("permission");
        }
        if self.offers.len() >= self.rules.most_proposals {
            codes.insert("proposals_full");
        }
        if self.offers.iter().any(|offer| offer.id == id.as_str()) {
            codes.insert("proposal_known");
        }
        let dry = self.clone().one(inner, when, false);
        if dry.is_err() {
            codes.insert("proposed");
        }
        if !codes.is_empty() {
            return Err(codes);
        }
        if dry.is_ok_and(|facts| facts.is_empty()) {
            return Ok(vec![]);
        }
        let until = when.now + self.rules.proposals_last;
        self.offers.push(Offer { id: id.to_string(), command: Some(inner.clone()), until });
        Ok(vec![("proposal_made".into(), when.effective, false)])
    }

    fn approve(&mut self, id: &str, when: &When<'_>) -> Result<Outcome, Codes> {
        let offer = self.offers.iter().find(|offer| offer.id == id).unwrap().clone();
        let Some(inner) = offer.command else {
            return Err(["proposal_redacted"].into());
        };
        let own = self.one(&inner, when, true)?;
        self.offers.retain(|offer| offer.id != id);
        let mut facts = vec![("proposal_approved".into(), when.effective, false)];
        facts.extend(own);
        Ok(facts)
    }

    // ------------------------------------------------------------------ what commands come to

    fn effects(&mut self, command: &Command, when: &When<'_>) -> Outcome {
        let (at, day) = (when.effective, when.day);
        let own = |kind: &str| vec![(kind.to_owned(), at, false)];
        match command {
            Command::UpdateProfile { fields } => self.update_profile(fields, when),
            Command::EditCapture(edit) => self.edit_capture(edit, when),
            Command::RecordActivity { activity } => self.record_activity(activity, when),
            Command::RecordConsent { channel, purpose, status } => {
                let known = self.consents.get(&(*channel, *purpose)).copied();
                if known == Some((at, *status)) {
                    return vec![];
                }
                if known.is_none_or(|known| (at, *status) > known) {
                    self.consents.insert((*channel, *purpose), (at, *status));
                }
                own("consent_recorded")
            }
            Command::Promote { .. } => {
                self.turn_by_hand(when, |m| m.become_mql("manual", (at, day), None));
                own("became_mql")
            }
            Command::Discard { reason } | Command::Disqualify { reason } => {
                self.turn_by_hand(when, |m| m.end_cycle("disqualify", reason.code().as_str(), None, (at, day)));
                own("disqualified")
            }
            Command::Postpone { until, .. } => {
                let until = bounds(*until).0;
                if self.put_off.is_some_and(|known| !known.over && known.until == until) {
                    return vec![];
                }
                // One of an earlier visit has ended with it, and so has one from before the lead stirred.
                let here = at >= self.turned().min(self.entered());
                let roused = self.roused.iter().any(|roused| *roused > at);
                let older = self.put_off.is_some_and(|known| known.at > at);
                if here && !roused && !older {
                    self.put_off = Some(self.put_off(at, until, false));
                    self.noted_stale = false;
                    if self.stage == "lead" {
                        self.cooling = Some(until);
                    }
                }
                own("postponed")
            }
            Command::CloseHandRaise { .. } => {
                self.answer(at);
                self.suggested = false;
                own("hand_raise_closed")
            }
            Command::RecordAttempt(attempt) => self.record_attempt(attempt, when),
            Command::RecordAnswer(Reply { criterion, verdict, by, .. }) => {
                let new = Told { verdict: *verdict, by: *by, at, noted_stale: false };
                if self.answers.get(criterion.as_str()).is_none_or(|old| new.at >= old.at) {
                    self.answers.insert(criterion.to_string(), new);
                }
                own("answer_recorded")
            }
            Command::ScheduleAppointment(meeting) => self.schedule(meeting, when),
            Command::ChangeAppointment { to: None, .. } => {
                self.meeting = None;
                own("appointment_cancelled")
            }
            Command::ChangeAppointment { to: Some(to), .. } => {
                let agreed = self.meeting.as_mut().unwrap();
                if agreed.at == to.seconds() {
                    return vec![];
                }
                agreed.at = to.seconds();
                if agreed.kind == MeetingKind::First {
                    self.progress = 3;
                }
                own("appointment_moved")
            }
            Command::MissAppointment { .. } => {
                self.meeting = None;
                own("appointment_missed")
            }
            Command::HoldMeeting { .. } => {
                self.turn_by_hand(when, |m| m.meet(MeetingKind::FollowUp));
                own("meeting_held")
            }
            Command::Qualify { handoff, deal } => {
                self.turn_by_hand(when, |m| {
                    m.last_handoff = Some(((**handoff).clone(), m.heard()));
                    m.deal_keys.push(deal.key().to_string());
                    m.enter("sql", at);
                    m.reach("sql", at, day);
                    m.deal = Some(OpenDeal {
                        stage: 0,
                        lines: deal.lines().to_vec(),
                        close: deal.expected_close(),
                        owners: vec![],
                        opened: at,
                        moved: at,
                        accepted: false,
                    });
                });
                own("became_sql")
            }
            Command::Accept => {
                if self.deal.as_ref().unwrap().accepted {
                    return vec![];
                }
                self.turn_by_hand(when, |m| {
                    let deal = m.deal.as_mut().unwrap();
                    deal.accepted = true;
                    deal.owners.push((at, Some(when.actor.id.to_string())));
                    m.reach("sao", at, day);
                });
                own("handoff_accepted")
            }
            Command::Reject { .. } => {
                self.turn_by_hand(when, |m| {
                    let progress = m.progress;
                    m.meeting = None;
                    m.become_mql("rejection", (at, day), None);
                    m.progress = progress;
                });
                own("handoff_rejected")
            }
            Command::HoldFirstMeeting { result: MeetingResult::Invalid, .. } => {
                self.turn_by_hand(when, |m| m.meet(MeetingKind::First));
                own("first_meeting_invalid")
            }
            Command::HoldFirstMeeting { .. } => {
                self.turn_by_hand(when, |m| {
                    m.meet(MeetingKind::First);
                    m.enter("opportunity", at);
                    let deal = m.deal.as_mut().unwrap();
                    (deal.stage, deal.moved) = (1, at);
                    m.reach("opportunity", at, day);
                });
                own("became_opportunity")
            }
            Command::EditDeal { edit } => {
                let deal = self.deal.as_mut().unwrap();
                let after = edited(deal, edit);
                if after == *deal {
                    return vec![];
                }
                *deal = after;
                own("deal_edited")
            }
            Command::MoveDeal { to } => {
                let place = self.rules.pipeline.iter().position(|name| *name == to.as_str()).unwrap();
                if self.deal.as_ref().unwrap().stage == place {
                    return vec![];
                }
                self.turn_by_hand(when, |m| {
                    let deal = m.deal.as_mut().unwrap();
                    (deal.stage, deal.moved) = (place, at);
                });
                own("deal_moved")
            }
            Command::Win { contract } => {
                self.turn_by_hand(when, |m| {
                    m.sign(contract, at);
                    m.enter("customer", at);
                    m.reach("won", at, day);
                });
                own("won")
            }
            Command::RecordPurchase { contract, attribution } => {
                self.turn_by_hand(when, |m| {
                    // A customer's is an expansion, begun and won at once.
                    if m.stage == "customer" {
                        m.new_cycle("customer", true, at, at, m.rules.expansion_keeps);
                        m.sources = vec![(i64::MIN, attribution.source.as_ref().map(ToString::to_string))];
                    } else {
                        m.enter("customer", at);
                    }
                    m.sign(contract, at);
                    m.meeting = None;
                    m.direct = true;
                    m.reach("won", at, day);
                });
                own("purchase_recorded")
            }
            Command::Lose { reason, until } => {
                self.end_by_hand("lose", reason, *until, when);
                own("lost")
            }
            Command::Recycle { reason, until } => {
                self.end_by_hand("recycle", reason, *until, when);
                own("recycled")
            }
            Command::Reopen { .. } => self.reopen(when),
            Command::OpenExpansion { attribution, .. } => {
                self.turn_by_hand(when, |m| {
                    m.open_expansion((at, day), None);
                    m.sources = vec![(i64::MIN, attribution.source.as_ref().map(ToString::to_string))];
                });
                own("expansion_opened")
            }
            Command::RenewContract { contract, ends, value } => {
                let held = self.contracts.iter_mut().find(|held| held.key == contract.as_str()).unwrap();
                if held.end() == *ends && value.is_none_or(|value| value == held.value()) {
                    return vec![];
                }
                held.ends.push((at, *ends));
                held.values.extend(value.map(|value| (at, value)));
                own("contract_renewed")
            }
            Command::AmendContract { contract, value, ends } => {
                let held = self.contracts.iter_mut().find(|held| held.key == contract.as_str()).unwrap();
                if ends.of(held.end()) == held.end() && value.is_none_or(|value| value == held.value()) {
                    return vec![];
                }
                match ends {
                    Edit::Keep => {}
                    Edit::Clear => held.ends.push((at, None)),
                    Edit::To(day) => held.ends.push((at, Some(*day))),
                }
                held.values.extend(value.map(|value| (at, value)));
                own("contract_amended")
            }
            Command::EndContract { contract, reason, until } => {
                let last = self.contracts.len() == 1 && self.stage == "customer";
                let until = until.map(|until| bounds(until).0);
                self.turn_by_hand(when, |m| {
                    m.contracts.retain(|held| held.key != contract.as_str());
                    m.customer_since = m.customer_since.filter(|_| !m.contracts.is_empty());
                    if last {
                        m.end_cycle("end_contract", reason.code().as_str(), until, (at, day));
                    }
                });
                own("contract_ended")
            }
            Command::Assign { owner, team, deal } => {
                let owner = owner.as_ref().map(ToString::to_string);
                let team = match team {
                    TeamChange::Keep => newest(&self.teams).unwrap(),
                    TeamChange::Clear => None,
                    TeamChange::Set(team) => Some(team.to_string()),
                };
                let given = match deal {
                    DealOwner::Keep => None,
                    DealOwner::Follow => Some(owner.clone()),
                    DealOwner::To(member) => Some(Some(member.to_string())),
                };
                let of_deal = self.deal.as_ref().map(OpenDeal::owner);
                let same_deal = of_deal.is_none() || given.is_none() || of_deal == given;
                if owner == self.owner() && team == newest(&self.teams).unwrap() && same_deal {
                    return vec![];
                }
                self.owners.push((at, owner));
                if !matches!(command, Command::Assign { team: TeamChange::Keep, .. }) {
                    self.teams.push((at, team));
                }
                if let (Some(open), Some(given)) = (&mut self.deal, given) {
                    if at >= open.opened {
                        open.owners.push((at, given));
                    }
                }
                own("assigned")
            }
            Command::Redact => {
                if self.erased {
                    return vec![];
                }
                self.erased = true;
                self.open.recount = false;
                for name in ["email", "person_name"] {
                    if let Some((_, value)) = self.fields.get_mut(name) {
                        *value = None;
                    }
                }
                self.offers.iter_mut().for_each(|offer| offer.command = None);
                own("redacted")
            }
            Command::Recount(_) => self.recount(self.from_history, at),
            Command::Decline { proposal, .. } => {
                self.offers.retain(|offer| offer.id != proposal.as_str());
                own("proposal_declined")
            }
            _ => vec![],
        }
    }

    /// A meeting of a kind was held: the appointment for it is over.
    fn meet(&mut self, kind: MeetingKind) {
        self.meeting = self.meeting.take().filter(|agreed| agreed.kind != kind);
    }

    fn sign(&mut self, contract: &lead_lifecycle::deal::Contract, at: i64) {
        self.customer_since = self.customer_since.or(Some(at));
        self.contracts.push(HeldContract {
            key: contract.key().to_string(),
            signed: at,
            starts: contract.starts(),
            values: vec![(at, contract.value())],
            ends: vec![(at, contract.ends())],
        });
    }

    fn end_by_hand(&mut self, list: &str, reason: &Reason, until: Option<Moment>, when: &When<'_>) {
        let until = until.map(|until| bounds(until).0);
        let (at, day) = (when.effective, when.day);
        self.turn_by_hand(when, |m| m.end_cycle(list, reason.code().as_str(), until, (at, day)));
    }

    /// An expansion begins with the hand-raise that opened it; its stage is entered when that was recorded.
    fn open_expansion(&mut self, (at, day): (i64, Option<Date>), grounds: Option<i64>) {
        let grounds = grounds.filter(|grounds| *grounds < at);
        self.new_cycle("mql", true, grounds.unwrap_or(at), at, self.rules.expansion_keeps);
        self.trigger = "expansion";
        let first = self.reach("mql", at, day);
        self.mql = Some((at, grounds, first));
    }

    fn reopen(&mut self, when: &When<'_>) -> Outcome {
        let (at, day) = (when.effective, when.day);
        let raised = self.raised.first().copied();
        self.turn_by_hand(when, |m| {
            m.new_cycle("lead", false, at, at, m.rules.reopen_keeps);
            m.reach("lead", at, day);
        });
        let mut facts = vec![("reopened".to_owned(), at, false)];
        // Who raised a hand and was not answered need not raise it again.
        if let Some(raised) = raised {
            let grounds = at.max(raised).min(when.now);
            self.turn_by_rule(when.now, grounds, |m| m.become_mql("hand_raise", (when.now, None), Some(grounds)));
            facts.push(("became_mql".to_owned(), when.now, true));
        }
        facts
    }

    fn schedule(&mut self, meeting: &Meeting, when: &When<'_>) -> Outcome {
        let at = when.effective;
        let agreed = Agreed {
            at: meeting.at.seconds(),
            channel: meeting.channel,
            kind: self.kind_of(meeting).unwrap(),
            booked_by: meeting.booked_by,
        };
        if self.meeting.as_ref() == Some(&agreed) {
            return vec![];
        }
        let mut facts = vec![];
        if self.stage == "lead" {
            let trigger = if meeting.booked_by == BookedBy::Us { "manual" } else { "hand_raise" };
            self.turn_by_hand(when, |m| m.become_mql(trigger, (at, when.day), None));
            facts.push(("became_mql".to_owned(), at, false));
        }
        if agreed.kind == MeetingKind::First {
            self.progress = 3;
        }
        self.meeting = Some(agreed);
        self.answer(at);
        self.rouse(at, when.now);
        facts.push(("appointment_scheduled".to_owned(), at, false));
        facts
    }

    fn record_attempt(&mut self, attempt: &Attempt, when: &When<'_>) -> Outcome {
        let at = when.effective;
        let this = (attempt.direction, attempt.outcome, at);
        let person = is_of_a_person(&this);
        let inbound = person && attempt.direction == Direction::Inbound;
        let over = matches!(self.stage, "customer" | "disqualified");
        // To the end of the open cycle, told late or not.
        let then = at >= self.opened && (!over || at < self.entered());
        let since = self.mql.map(|(became, grounds, _)| grounds.unwrap_or(became));
        self.all_tries += 1;
        if then {
            self.tries.push(this);
        }
        // Progress is made at MQL and SQL: now, or when it happened.
        let worked_on = matches!(self.stage, "mql" | "sql") || (self.stage != "lead" && at < self.entered());
        if let Some(since) = since.filter(|_| then && worked_on && person) {
            if at >= since || reached(attempt.outcome) {
                let advance = attempt.advance.map_or(1, |to| Progress::ALL.iter().position(|p| *p == to).unwrap());
                self.progress = self.progress.max(advance);
            }
        }
        let mut facts = vec![("attempt_recorded".to_owned(), at, false)];
        if reached(attempt.outcome) {
            self.answer(at);
        }
        if let Some(put_off) = self.put_off.as_mut().filter(|_| person) {
            put_off.met |= at >= put_off.until;
        }
        if inbound {
            self.rouse(at, when.now);
            if over && at >= self.entered() && self.rules.inbound_raises {
                self.raise(at);
                facts.extend(self.raised_hand(at, when.now));
            }
        }
        facts
    }

    /// What a hand-raise sets off.
    fn raised_hand(&mut self, at: i64, now: i64) -> Outcome {
        let fact = |kind: &str| vec![(kind.to_owned(), now, true)];
        match self.stage {
            "lead" if at >= self.opened => {
                let grounds = at.max(self.turned());
                self.turn_by_rule(now, grounds, |m| m.become_mql("hand_raise", (now, None), Some(grounds)));
                fact("became_mql")
            }
            "disqualified" if at >= self.opened && !self.suggested => {
                self.suggested = true;
                fact("reopen_suggested")
            }
            "customer" if self.rules.opens_expansion && at >= self.turned() => {
                self.turn_by_rule(now, at, |m| m.open_expansion((now, None), Some(at)));
                fact("expansion_opened")
            }
            _ => vec![],
        }
    }

    fn edit_capture(&mut self, edit: &CaptureEdit, when: &When<'_>) -> Outcome {
        let at = when.effective;
        let known = (newest(&self.accounts), newest(&self.persons), newest(&self.sources));
        let word = |value: &dyn ToString| Some(value.to_string());
        let account = change(&edit.account).map(|to| to.and_then(|to| word(&to)));
        let person = change(&edit.person).map(|to| to.and_then(|to| word(&to)));
        let source = change(&edit.attribution.source).map(|to| to.and_then(|to| word(&to)));
        let same = |new: &Option<Option<String>>, known: &Option<Option<String>>| new.is_none() || new == known;
        let origin = edit.origin.is_none_or(|origin| origin == self.origin());
        if origin && same(&account, &known.0) && same(&person, &known.1) && same(&source, &known.2) {
            return vec![];
        }
        self.accounts.extend(account.map(|to| (at, to)));
        self.persons.extend(person.map(|to| (at, to)));
        self.sources.extend(source.map(|to| (at, to)));
        if let Some(origin) = edit.origin {
            self.origins.push((at, origin));
            // Where the person was met first, no later cycle says.
            if self.cycle == 1 {
                self.first_origin = self.origin();
            }
        }
        vec![("capture_edited".to_owned(), at, false)]
    }

    fn update_profile(&mut self, fields: &BTreeMap<FieldName, Option<FieldValue>>, when: &When<'_>) -> Outcome {
        let same = |(name, value): (&FieldName, &Option<FieldValue>)| {
            self.fields.get(name.as_str()).is_some_and(|(since, held)| held == value && *since >= when.effective)
        };
        if fields.iter().all(same) {
            return vec![];
        }
        for (name, value) in fields {
            let new = (when.effective, value.clone());
            let known = self.fields.entry(name.to_string()).or_insert_with(|| new.clone());
            // Of two at one instant the one recorded later.
            if new.0 >= known.0 {
                *known = new;
            }
        }
        let mut facts = vec![("profile_updated".to_owned(), when.effective, false)];
        facts.extend(self.weigh(when, false, self.is_untouched()));
        facts
    }

    fn record_activity(&mut self, activity: &Activity, when: &When<'_>) -> Outcome {
        let (id, kind, at) = (activity.id.to_string(), activity.kind.to_string(), when.effective);
        if self.remembered.iter().any(|(_, known)| *known == id) {
            return vec![];
        }
        let tagged = self.rules.tags.iter().any(|tag| tag.kind == kind);
        let hand = kind == "contact_request" && self.hands_forgotten.is_none_or(|mark| at > mark);
        // A hand-raise, one that earns a tag, any other: each kind has a memory of its own.
        let weight = if hand {
            0
        } else if tagged {
            1
        } else {
            2
        };
        // Ties are broken by the stable digest of the id, not by the order of arrival.
        self.remembered.push((at, id.clone()));
        self.weights.insert(id.clone(), weight);
        self.remembered.sort_by_key(|(at, id)| (*at, Digest::of(id)));
        self.forget_beyond(weight);
        self.recorded_activities += 1;
        match self.activities.iter_mut().find(|(_, k, i)| *k == kind && *i == id) {
            // Forgotten by the memory, but still known to the score.
            Some(known) => known.0 = known.0.max(at),
            None => self.activities.push((at, kind.clone(), id.clone())),
        }
        self.earn(&kind, &id, at);
        if tagged && at >= self.opened {
            self.own_activity = true;
        }
        self.open.news |= tagged && at >= self.open.since;
        let mut facts = vec![("activity_recorded".to_owned(), at, false)];
        let untouched = self.is_untouched();
        if hand {
            self.raise(at);
            self.rouse(at, when.now);
            facts.extend(self.raised_hand(at, when.now));
        }
        if facts.len() == 1 {
            facts.extend(self.weigh(when, tagged && at >= self.entered(), untouched));
        }
        facts
    }

    /// What an activity earns by the rules in force; each id once, at its latest.
    pub(crate) fn earn(&mut self, kind: &str, id: &str, at: i64) {
        for tag in self.rules.tags.iter().filter(|tag| tag.kind == kind) {
            match self.earned.iter_mut().find(|(_, name, known)| name == tag.name && known == id) {
                Some(known) => known.0 = known.0.max(at),
                None => self.earned.push((at, tag.name.to_owned(), id.to_owned())),
            }
        }
    }

    /// Of the ids of one kind the oldest go that are too many.
    pub(crate) fn forget_beyond(&mut self, weight: u8) {
        let most = if weight == 0 { 64 } else { self.rules.memory };
        let alike = |model: &Self, id: &str| model.weights.get(id) == Some(&weight);
        while self.remembered.iter().filter(|(_, id)| alike(self, id)).count() > most {
            let place = self.remembered.iter().position(|(_, id)| alike(self, id)).unwrap();
            let (at, _) = self.remembered.remove(place);
            match weight {
                0 => self.hands_forgotten = self.hands_forgotten.max(Some(at)),
                2 => self.forgotten = self.forgotten.max(Some(at)),
                _ => {}
            }
        }
    }

    /// What a changed score sets off.
    fn weigh(&mut self, when: &When<'_>, new_since_discarded: bool, untouched: bool) -> Outcome {
        let now = when.now;
        if self.open.recount {
            return vec![];
        }
        let held = self.held_until().is_none_or(|until| until > now);
        let fact = |kind: &str| vec![(kind.to_owned(), now, true)];
        match self.stage {
            "mql" if self.is_spared() => {
                if self.would_leave(now) {
                    return vec![];
                }
                self.open.spared = None;
                fact("sparing_ended")
            }
            "lead" if self.cooling.is_none() && self.own_activity && !held && self.would_enter(now) => {
                // Its grounds: when the score came so far, as it is known now.
                let cooled = self.cooled.last().copied().unwrap_or(i64::MIN);
                let begins = self.adopted.unwrap_or(i64::MIN).max(self.held_until().unwrap_or(i64::MIN));
                let from = when.effective.max(self.turned()).max(cooled).max(begins).min(now);
                let grounds = self.changes_of_score(from).into_iter().find(|at| *at <= now && self.would_enter(*at));
                let grounds = grounds.unwrap_or(now);
                self.turn_by_rule(now, grounds, |m| m.become_mql("score", (now, None), Some(grounds)));
                fact("became_mql")
            }
            "mql" if self.trigger == "score" && untouched && self.would_leave(now) => {
                self.turn_by_rule(now, now, |m| m.enter("lead", now));
                fact("demoted")
            }
            "disqualified" if !self.suggested && new_since_discarded && self.would_enter(now) => {
                self.suggested = true;
                fact("reopen_suggested")
            }
            _ => vec![],
        }
    }
}

enum Follows {
    Customer,
    /// With a cooling of so long, and what becomes of engagement.
    Cycle(i64, &'static str),
    Discarded,
}

struct When<'c> {
    now: i64,
    effective: i64,
    day: Option<Date>,
    actor: &'c Actor,
}

/// The first and the last second of what is known of a moment.
fn bounds(moment: Moment) -> (i64, i64) {
    match moment {
        Moment::At(at) => (at.seconds(), at.seconds()),
        Moment::Day(day) => {
            let start: Instant = day.start(&Zone::JST);
            (start.seconds(), start.seconds() + 86_399)
        }
    }
}

/// What an edit says, if it says anything.
#[expect(clippy::option_option, reason = "nothing said, nothing there, and a value")]
fn change<T: Clone>(edit: &Edit<T>) -> Option<Option<T>> {
    match edit {
        Edit::Keep => None,
        Edit::Clear => Some(None),
        Edit::To(value) => Some(Some(value.clone())),
    }
}

/// Whether a value that stands is replaced or taken away.
fn replaces<T: Clone + ToString>(edit: &Edit<T>, known: Option<&String>) -> bool {
    let to = change(edit).map(|to| to.map(|to| to.to_string()));
    known.is_some() && to.is_some_and(|to| to.as_ref() != known)
}

/// The terms of a contract agree with each other and with the contract.
fn terms_codes(held: &HeldContract, value: Money, ends: Option<Date>, codes: &mut Codes) {
    if value.currency() != held.value().currency() {
        codes.insert("contract_currency_changed");
    }
    if ends.is_some_and(|ends| ends < held.starts) {
        codes.insert("contract_terms");
    }
}

fn edited(deal: &OpenDeal, edit: &DealEdit) -> OpenDeal {
    let mut after = deal.clone();
    if let Some(lines) = &edit.lines {
        after.lines = lines.to_vec();
    }
    match edit.expected_close {
        Edit::Keep => {}
        Edit::Clear => after.close = None,
        Edit::To(date) => after.close = Some(date),
    }
    after
}
