//! Taking back: long histories by the clock (`--sizes`), and short ones with forged corrections (`--kind corrections`).

use lead_lifecycle::lead::{Filter, Refold, TakenBack, counted, hollow, select, select_soon_after, that_count};
use lead_lifecycle::lifecycle::{Corrections, Past, TakeBack, TakeBackError};
use lead_lifecycle::recycle::Reason;
use lead_lifecycle::values::Role;
use lead_lifecycle::{
    Actor, Capture, Command, Context, Decision, Fact, FactBody, FactKind, Instant, Lead, Lifecycle, Origin, Policy,
    PolicyDraft, Span,
};
use serde_json::{Value, json};

use crate::random::{Random, document};

const DAY: i64 = 86_400;
const START: i64 = 1_775_001_600;

fn context(seconds: i64, role: Role) -> Context {
    Context::new(Instant::from_seconds(seconds).expect("legal"), Actor::new("somebody".parse().expect("a key"), role))
}

fn reason() -> Reason {
    Reason::new("mistake".parse().expect("a code"), None)
}

fn command(value: Value) -> Command {
    serde_json::from_value(value).expect("a command")
}

struct Life {
    lifecycle: Lifecycle,
    lead: Lead,
    facts: Vec<Fact>,
    now: i64,
}

impl Life {
    fn new(policy: Policy) -> Self {
        let lifecycle = Lifecycle::new(policy);
        let capture = Capture::new("lead-1".parse().expect("a key"), Origin::Inbound);
        let facts = lifecycle.capture(&capture, &context(START, Role::System)).expect("captured").into_facts();
        Self { lifecycle, lead: Lead::replay(&facts).expect("folds"), facts, now: START }
    }

    fn keep(&mut self, decision: Decision) -> Vec<u64> {
        for fact in decision.facts() {
            self.lead.apply(fact).expect("folds");
        }
        let made = decision.facts().iter().map(|fact| fact.envelope.revision).collect();
        self.facts.extend(decision.into_facts());
        made
    }

    fn does(&mut self, role: Role, told: Value) -> Vec<u64> {
        self.now += 1;
        let told = command(told);
        match self.lifecycle.decide(&self.lead, &told, &context(self.now, role)) {
            Ok(decision) => self.keep(decision),
            Err(refusal) => panic!("{refusal}"),
        }
    }

    fn activity(&mut self, kind: &str) -> u64 {
        let id = format!("a-{}", self.facts.len());
        let made = self.does(Role::System, json!({ "record_activity": { "activity": { "id": id, "kind": kind } } }));
        *made
            .iter()
            .rev()
            .find(|made| self.facts[**made as usize - 1].kind() == FactKind::ActivityRecorded)
            .expect("a fact")
    }

    fn ctx(&self) -> Context {
        context(self.now, Role::Manager)
    }

    fn ask(&self, facts: impl IntoIterator<Item = u64>) -> Result<Decision, TakeBackError> {
        self.lifecycle.take_back(&Past::Whole(&self.facts), &TakeBack::new(facts, reason()), &self.ctx())
    }

    fn takes_back(&mut self, facts: impl IntoIterator<Item = u64>) -> u64 {
        self.now += 1;
        let decision = self.ask(facts).unwrap_or_else(|error| panic!("{error}"));
        let made =
            decision.facts().iter().find(|fact| fact.kind() == FactKind::TakenBack).expect("one").envelope.revision;
        self.keep(decision);
        made
    }

    fn hand_over(&mut self, number: usize) -> Vec<u64> {
        let mut made = self.does(Role::Mk, json!({ "promote": { "note": null } }));
        made.extend(self.qualify(number));
        assert_eq!(self.lead.stage().kind(), lead_lifecycle::StageKind::Sql);
        made
    }

    fn tries(&mut self, role: Role, told: Value) -> Vec<u64> {
        self.now += 1;
        let decided = self.lifecycle.decide(&self.lead, &command(told), &context(self.now, role));
        decided.map(|decision| self.keep(decision)).unwrap_or_default()
    }

    fn qualify(&mut self, number: usize) -> Vec<u64> {
        for criterion in ["need", "timeline", "authority"] {
            self.tries(
                Role::Sdr,
                json!({ "record_answer": { "criterion": criterion, "verdict": "confirmed", "by": "2090-09-30" } }),
            );
        }
        let at = Instant::from_seconds(self.now + DAY).expect("legal");
        self.tries(Role::Sdr, json!({ "schedule_appointment": { "at": at, "channel": "web_meeting" } }));
        let line = json!({ "product": "p", "quantity": 1, "amount": { "amount": "3000000", "currency": "JPY" } });
        self.tries(Role::Sdr, json!({ "qualify": {
            "handoff": { "history": "h", "expectations": "e", "topics": ["t"], "key_people": [{ "part": "decider", "name": "n" }], "competitors": [], "rank": "A", "products": ["p"], "memo": "m" },
            "deal": { "key": format!("deal-{number}"), "currency": "JPY", "lines": [line], "expected_close": "2090-06-30" } } }))
    }

    fn edit(&mut self, number: usize) -> u64 {
        let day = format!("20{}-0{}-1{}", 28 + number / 90 % 10, 1 + number / 10 % 9, number % 10);
        self.does(Role::Fs, json!({ "edit_deal": { "edit": { "expected_close": { "to": day } } } }))[0]
    }
}

fn easy() -> Policy {
    let draft: PolicyDraft = serde_json::from_value(easy_draft()).expect("a draft");
    Policy::try_from(draft).unwrap_or_else(|faults| panic!("{faults}"))
}

fn easy_draft() -> Value {
    let mut draft = serde_json::to_value(PolicyDraft::standard()).expect("a tree");
    for stage in ["mql", "sql", "opportunity"] {
        draft["stale"][stage] = json!({ "after": "36500d", "then": "flag" });
    }
    draft["handoff"]["required_fields"] = json!([]);
    draft["qualification"]["require_consent"] = json!(false);
    draft["recycle"]["max_cycles"] = json!(1_000);
    draft["memory"]["activities"] = json!(4_096);
    draft
}

fn timed<T>(what: &str, call: impl Fn() -> T) -> (T, f64) {
    let mut best = f64::MAX;
    let mut answer = None;
    for _ in 0..2 {
        let start = cpu_time::ThreadTime::now();
        answer = Some(call());
        best = best.min(start.elapsed().as_secs_f64() * 1e3);
        if best > 400.0 {
            break;
        }
    }
    let mark = if best > 200.0 { "  <---" } else { "" };
    println!("    {what:<44}{best:>10.2} ms{mark}");
    (answer.expect("called"), best)
}

/// Every call on a history, by the clock.
fn measure(name: &str, life: &Life, orders: &[(&str, Vec<u64>)]) {
    let facts = &life.facts;
    let corrections = facts.iter().filter(|fact| fact.kind() == FactKind::TakenBack).count();
    println!("{name}: {} facts, {corrections} corrections", facts.len());
    let (_, replay) = timed("replay", || Lead::replay(facts).expect("folds"));
    let activities: Vec<_> = facts
        .iter()
        .filter_map(|fact| match &fact.body {
            FactBody::ActivityRecorded { activity, .. } => Some((activity, fact.envelope.effective_at)),
            _ => None,
        })
        .collect();
    let (_, retag) = timed("retag", || {
        life.lifecycle.newest_policy().scoring().retag(activities.iter().copied(), life.lead.profile(), [])
    });
    timed("counted", || counted(facts).expect("folds").len());
    timed("that_count", || that_count(facts).len());
    timed("hollow", || hollow(&facts.iter().collect::<Vec<_>>()).len());
    timed("select", || select(facts, &Filter::kind(FactKind::ActivityRecorded)).len());
    timed("select_soon_after", || {
        select_soon_after(facts, &Filter::default(), (Span::saturating(1_000_000), &Filter::default())).len()
    });
    timed("Refold", || {
        let mut refold = Refold::start(&facts[0]).expect("begins");
        that_count(facts).iter().skip(1).for_each(|fact| _ = refold.take(fact).expect("fits"));
    });
    for (what, named) in orders {
        let (answer, took) = timed(&format!("take_back {what}"), || life.ask(named.iter().copied()));
        match answer {
            Ok(decision) => {
                let bytes = decision.facts().iter().find(|fact| fact.kind() == FactKind::TakenBack).map(|fact| {
                    (
                        serde_json::to_vec(fact).expect("stored").len(),
                        postcard::to_allocvec(fact).expect("packed").len(),
                    )
                });
                let snapshot = serde_json::to_vec(&life.lead).expect("stored").len();
                println!("        {:.2} of replay + retag; bytes {bytes:?} of {snapshot}", took / (replay + retag));
                let (correction, _) =
                    timed("correction", || life.lifecycle.correction(facts, &decision).expect("folds"));
                let mut sum = Corrections::with_names();
                sum.add(&correction, life.lifecycle.newest_policy().zone());
                timed("merge", || {
                    let mut all = sum.clone();
                    all.merge(&sum);
                    all
                });
            }
            Err(error) => {
                let error = error.to_string();
                println!("        refused: {}", error.chars().take(160).collect::<String>());
            }
        }
    }
    // The newest fifth since a snapshot.
    let cut = facts.len() - facts.len() / 5;
    let snapshot = Lead::replay(&facts[..cut]).expect("folds");
    let order = TakeBack::new([facts.last().expect("one").envelope.revision], reason());
    timed("take_back since", || {
        life.lifecycle.take_back(&Past::Since(&snapshot, &facts[cut..]), &order, &life.ctx()).is_ok()
    });
}

fn every(step: usize, all: &[u64]) -> Vec<u64> {
    all.iter().copied().step_by(step).take(10_000).collect()
}

/// The longest calls, by the clock.
#[allow(dead_code, reason = "the binary of its own asks")]
pub fn sizes(only: Option<&str>, most: Option<usize>) {
    let wants = |name: &str| only.is_none_or(|only| name.contains(only));
    for size in [1_000_usize, 10_000, 30_000].into_iter().filter(|size| most.is_none_or(|most| *size <= most)) {
        if wants("views") {
            let mut life = Life::new(easy());
            let all: Vec<u64> = (0..size)
                .map(|number| life.activity(if number % 3 == 0 { "document_download" } else { "blog_view" }))
                .collect();
            measure(
                &format!("views {size}"),
                &life,
                &[
                    ("first", vec![all[0]]),
                    ("last", vec![all[size - 1]]),
                    ("every second", every(2, &all)),
                    ("the first 10,000", all.iter().copied().take(10_000).collect()),
                ],
            );
        }
        if wants("earlier") {
            let mut life = Life::new(easy());
            let all: Vec<u64> = (0..size).map(|_| life.activity("blog_view")).collect();
            for number in 0..300 {
                life.takes_back([all[number * 3]]);
            }
            measure(&format!("earlier {size}"), &life, &[("first", vec![all[1]]), ("every second", every(2, &all))]);
        }
        if wants("wide") {
            // Corrections of many runs each.
            let mut life = Life::new(easy());
            let all: Vec<u64> = (0..size).map(|_| life.activity("blog_view")).collect();
            for number in 0..100 {
                life.takes_back(all.iter().copied().skip(number).step_by(150));
            }
            let newest = life.facts.last().expect("one").envelope.revision;
            measure(
                &format!("wide {size}"),
                &life,
                &[("the rest", all.iter().copied().skip(120).step_by(150).collect()), ("an undoing", vec![newest])],
            );
        }
        if wants("profile") {
            let mut life = Life::new(easy());
            let mut all = Vec::new();
            for number in 0..size {
                all.extend(life.does(Role::System, json!({ "update_profile": { "fields": {
                    "region": { "text": format!("r{number}") }, "employees": { "number": (number % 1000).to_string() } } } })));
            }
            measure(&format!("profile {size}"), &life, &[("first", vec![all[0]]), ("every second", every(2, &all))]);
        }
        if wants("assigned") {
            let mut life = Life::new(easy());
            let mut all = Vec::new();
            for number in 0..size {
                all.extend(life.does(
                    Role::Manager,
                    json!({ "assign": { "owner": format!("o{number}"), "team": "keep", "deal": "keep" } }),
                ));
            }
            measure(
                &format!("assigned {size}"),
                &life,
                &[("first", vec![all[0]]), ("all", all.iter().copied().take(10_000).collect())],
            );
        }
        if wants("kinds") {
            let mut life = Life::new(easy());
            let all: Vec<u64> = (0..size).map(|number| life.activity(&format!("kind-{number}"))).collect();
            measure(&format!("kinds {size}"), &life, &[("all", all.iter().copied().take(10_000).collect())]);
        }
        if wants("edits") {
            let mut life = Life::new(easy());
            let first = life.hand_over(0);
            let mut edits: Vec<u64> = (0..size / 10 * 9).map(|number| life.edit(number)).collect();
            let mut gone = first;
            // Hand-overs taken back, with edits, again and again.
            for number in 1..=(size / 100).min(100) {
                let mut back: Vec<u64> = gone.clone();
                back.extend(edits.iter().copied().take(9_000));
                if number == 1 && edits.len() > 9_000 {
                    // More than one order holds: what is left stands on it, so it stays.
                    break;
                }
                life.takes_back(back);
                gone = life.hand_over(number);
                edits = (0..5).map(|number| life.edit(number)).collect();
            }
            let mut all = gone.clone();
            all.extend(edits.iter().copied().take(9_000));
            let newest =
                life.facts.iter().rfind(|fact| fact.kind() == FactKind::TakenBack).map(|fact| fact.envelope.revision);
            let mut orders = vec![("the hand-over", gone), ("with its edits", all)];
            orders.extend(newest.map(|newest| ("an undoing", vec![newest])));
            measure(&format!("edits {size}"), &life, &orders);
        }
        if wants("cycles") {
            let mut life = Life::new(easy());
            let mut turns = Vec::new();
            while life.facts.len() < size {
                turns.extend(life.does(Role::Mk, json!({ "promote": { "note": null } })));
                turns.extend(life.does(Role::Sdr, json!({ "recycle": { "reason": { "code": "timing" } } })));
                life.now += 365 * DAY / 10;
                life.does(Role::System, json!("check_clock"));
                life.does(
                    Role::Sdr,
                    json!({ "record_attempt": { "direction": "outbound", "channel": "phone", "outcome": "dialled" } }),
                );
            }
            let own: Vec<u64> = life
                .facts
                .iter()
                .filter(|fact| !fact.envelope.cause.is_rule() && fact.kind().is_turn())
                .map(|fact| fact.envelope.revision)
                .collect();
            measure(
                &format!("cycles {size}"),
                &life,
                &[
                    ("all turns", own.iter().rev().copied().take(10_000).collect()),
                    ("the newest", vec![*own.last().expect("one")]),
                ],
            );
        }
        if wants("hollow") {
            // Promotions by score with work on them, whose grounds are taken back.
            let mut life = Life::new(easy());
            let mut clicks = Vec::new();
            while life.facts.len() < size {
                for _ in 0..3 {
                    clicks.push(life.activity("document_download"));
                }
                if life.lead.stage().kind() == lead_lifecycle::StageKind::Mql {
                    life.does(Role::Sdr, json!({ "recycle": { "reason": { "code": "timing" } } }));
                    life.now += 365 * DAY / 4;
                    life.does(Role::System, json!("check_clock"));
                }
            }
            life.activity("blog_view");
            let orders = [("all clicks", every(1, &clicks)), ("the first", vec![clicks[0]])];
            measure(&format!("hollow {size}"), &life, &orders);
            life.takes_back(every(1, &clicks));
            for _ in 0..100 {
                let view = life.activity("blog_view");
                life.takes_back([view]);
            }
            measure(&format!("hollow after {size}"), &life, &[("the newest", vec![life.activity_before()])]);
        }
        if wants("chain") {
            let mut life = Life::new(easy());
            let one = life.activity("document_download");
            let mut newest = life.takes_back([one]);
            for _ in 0..1_000 {
                newest = life.takes_back([newest]);
            }
            while life.facts.len() < size {
                life.activity("blog_view");
            }
            measure(
                &format!("chain {size}"),
                &life,
                &[("the newest", vec![newest]), ("a view", vec![life.facts.len() as u64])],
            );
        }
        if wants("adopted") {
            adopted(size);
        }
        if wants("instead") {
            let mut life = Life::new(easy());
            let all: Vec<u64> = (0..size).map(|_| life.activity("blog_view")).collect();
            let mut order = TakeBack::new(every(2, &all), reason());
            for number in 0..64 {
                let told =
                    json!({ "record_activity": { "activity": { "id": format!("new-{number}"), "kind": "seminar" } } });
                let when = START + 1 + (size as i64) * number / 64;
                order = order.instead(command(told), Instant::from_seconds(when).expect("legal"));
            }
            println!("instead {size}");
            timed("take_back with 64 instead", || {
                life.lifecycle
                    .take_back(&Past::Whole(&life.facts), &order, &life.ctx())
                    .unwrap_or_else(|error| panic!("{error}"))
                    .facts()
                    .len()
            });
        }
    }
}

impl Life {
    fn activity_before(&self) -> u64 {
        let found = self
            .facts
            .iter()
            .rev()
            .find(|fact| fact.kind() == FactKind::ActivityRecorded && fact.envelope.revision > 1);
        found.expect("one").envelope.revision
    }
}

/// Adoptions, recounts and corrections by turns.
fn adopted(size: usize) {
    let variant = |label: &str, points: i64| {
        let mut draft = easy_draft();
        draft["label"] = json!(label);
        draft["scoring"]["tags"]["seminar"]["kinds"] = json!([if points % 2 == 0 { "seminar" } else { "blog_view" }]);
        draft["scoring"]["rules"]["seminar"]["engagement"]["points"] = json!(points.to_string());
        let draft: PolicyDraft = serde_json::from_value(draft).expect("a draft");
        Policy::try_from(draft).unwrap_or_else(|faults| panic!("{faults}"))
    };
    let rounds = 60;
    let per = size / 60;
    let span = 10 * i64::try_from(size).expect("small");
    let versions = (0..rounds).map(|number| {
        let from =
            if number == 0 { Instant::MIN } else { Instant::from_seconds(START + number * span).expect("legal") };
        lead_lifecycle::lifecycle::Version::new(from, variant(&format!("v{number}"), 5 + number % 7))
    });
    let book = lead_lifecycle::lifecycle::PolicyBook::new(versions.collect::<Vec<_>>())
        .unwrap_or_else(|faults| panic!("{faults}"));
    let mut life = Life::new(easy());
    life.lifecycle = Lifecycle::with_book(book);
    let capture = Capture::new("lead-1".parse().expect("a key"), Origin::Inbound);
    life.facts = life.lifecycle.capture(&capture, &context(START, Role::System)).expect("captured").into_facts();
    life.lead = Lead::replay(&life.facts).expect("folds");
    let mut all = Vec::new();
    for number in 0..rounds {
        life.now = life.now.max(START + number * span + 1);
        for _ in 0..per.max(8) - 7 {
            all.push(life.activity("blog_view"));
        }
        for _ in 0..4 {
            let view = life.activity("blog_view");
            life.takes_back([view]);
            let seminar = life.activity("seminar");
            life.takes_back([seminar]);
        }
        let now = Instant::from_seconds(life.now).expect("legal");
        let recount = life.lifecycle.recount(&life.facts, now).unwrap_or_else(|error| panic!("{error}"));
        let told = Command::Recount(lead_lifecycle::lead::Recounting::Counted(Box::new(recount)));
        if let Ok(decision) = life.lifecycle.decide(&life.lead, &told, &context(life.now, Role::System)) {
            life.keep(decision);
        }
    }
    let recounts = life.facts.iter().filter(|fact| fact.kind() == FactKind::Recounted).count();
    let adoptions = life.facts.iter().filter(|fact| fact.kind() == FactKind::PolicyAdopted).count();
    measure(
        &format!("adopted {size} ({recounts} recounts, {adoptions} adoptions)"),
        &life,
        &[("first", vec![all[0]]), ("every second", every(2, &all))],
    );
}

/// A short history with corrections, forged and honest.
pub fn input(random: &mut Random) -> Option<()> {
    let mut life = Life::new(easy());
    let kinds = ["document_download", "seminar", "blog_view", "contact_request"];
    let mut number = 0;
    for _ in 0..random.below(30) {
        life.now += random.within(0, 20 * DAY);
        let told = match random.below(14) {
            0..=4 => {
                json!({ "record_activity": { "activity": { "id": format!("a{}", random.below(20)), "kind": random.of(&kinds) } } })
            }
            5 => json!({ "promote": { "note": null } }),
            6 => json!({ "recycle": { "reason": { "code": "timing" } } }),
            7 => {
                json!({ "update_profile": { "fields": { "employees": { "number": random.below(500).to_string() } } } })
            }
            8 => json!({ "assign": { "owner": "o", "team": "keep", "deal": "keep" } }),
            9 => json!("accept"),
            10 => {
                json!({ "record_consent": { "channel": "mail", "purpose": "marketing", "status": random.of(&["granted", "withdrawn"]) } })
            }
            11 => {
                json!({ "edit_deal": { "edit": { "expected_close": { "to": format!("2028-01-1{}", random.below(10)) } } } })
            }
            12 => {
                json!({ "record_attempt": { "direction": "outbound", "channel": "phone", "outcome": random.of(&["dialled", "conversation"]) } })
            }
            _ => json!({ "disqualify": { "reason": { "code": "no_fit" } } }),
        };
        if random.yes(9) && life.lead.stage().kind() == lead_lifecycle::StageKind::Mql {
            number += 1;
            life.qualify(number);
            continue;
        }
        if let Ok(decision) = life.lifecycle.decide(&life.lead, &command(told), &context(life.now, Role::Manager)) {
            life.keep(decision);
        }
        if random.yes(5) {
            let named: Vec<u64> = (0..=random.below(3)).map(|_| 1 + random.below(life.facts.len()) as u64).collect();
            if let Ok(decision) = life.ask(named) {
                life.keep(decision);
            }
        }
    }
    views(&life.facts);
    together(&life, random);
    hostile_past(&life, random);
    forged(&life, random)
}

/// The quick ways and a slow one say the same.
fn views(facts: &[Fact]) {
    let all: Vec<&Fact> = facts.iter().collect();
    let counts: Vec<u64> = that_count(facts).iter().map(|fact| fact.envelope.revision).collect();
    let mut slow = Vec::new();
    for (place, fact) in facts.iter().enumerate() {
        if stands(facts, place) && fact.kind() != FactKind::TakenBack {
            slow.push(fact.envelope.revision);
        }
    }
    assert_eq!(counts, slow, "that_count");
    let mut known = std::collections::BTreeSet::new();
    for fact in facts {
        if let FactBody::TakenBack(taken) = &fact.body {
            known.retain(|revision| *revision <= taken.since);
            known.extend(facts.iter().map(|fact| fact.envelope.revision).filter(|one| taken.hollow.contains(*one)));
        }
    }
    assert_eq!(hollow(&all), known, "hollow");
    let _ = counted(facts);
}

fn stands(facts: &[Fact], place: usize) -> bool {
    let revision = facts[place].envelope.revision;
    !(place + 1..facts.len()).any(|later| match &facts[later].body {
        FactBody::TakenBack(taken) => {
            (taken.facts.contains(revision) || taken.fallen.contains(revision)) && stands(facts, later)
        }
        _ => false,
    })
}

/// Histories in the wrong order, with gaps, of another lead, twice, and snapshots that do not belong to them.
fn hostile_past(life: &Life, random: &mut Random) {
    let mut facts = life.facts.clone();
    let most = facts.len() as u64 + 2;
    for _ in 0..random.below(3) {
        let (one, other) = (random.below(facts.len()), random.below(facts.len()));
        match random.below(5) {
            0 => facts.swap(one, other),
            1 => drop(facts.remove(one)),
            2 => facts.insert(one, facts[other].clone()),
            3 => facts[one].envelope.lead = "another".parse().expect("a key"),
            _ => facts.truncate(one),
        }
        if facts.is_empty() {
            break;
        }
    }
    let named: Vec<u64> =
        (0..random.below(4)).map(|_| *random.of(&[0, 1, 2, most / 2, most - 2, most, u64::MAX])).collect();
    let order = TakeBack::new(named, reason());
    let mut ctx = context(life.now + random.within(-400, 400) * DAY, *random.of(Role::ALL));
    if random.yes(4) {
        ctx = ctx.with_effective_at(Instant::from_seconds(life.now).expect("legal"));
    }
    if random.yes(4) {
        ctx.expected_revision = Some(random.below(40) as u64);
    }
    let check = |past: Past<'_>, lead: Option<Lead>| match (life.lifecycle.take_back(&past, &order, &ctx), lead) {
        (Ok(decision), Some(mut lead)) => lead.apply_all(decision.facts()).expect("what is decided folds"),
        (Ok(_), None) => panic!("decided on what does not fold"),
        (Err(error), _) => assert!(!error.to_string().is_empty()),
    };
    check(Past::Whole(&facts), Lead::replay(&facts).ok());
    views(&facts);
    let cut = random.below(life.facts.len());
    if let Ok(snapshot) = Lead::replay(&life.facts[..cut]) {
        let from = if random.yes(3) { random.below(facts.len() + 1) } else { cut.min(facts.len()) };
        let mut lead = snapshot.clone();
        let folds = lead.apply_all(&facts[from..]).is_ok();
        check(Past::Since(&snapshot, &facts[from..]), folds.then_some(lead));
    }
}

/// A correction that nobody decided never yields an unsound lead, and never stops anything.
fn forged(life: &Life, random: &mut Random) -> Option<()> {
    let mut facts = life.facts.clone();
    let taken = facts.iter().find_map(|fact| match &fact.body {
        FactBody::TakenBack(taken) => Some(serde_json::to_value(taken).expect("a tree")),
        _ => None,
    });
    let taken = taken.or_else(|| {
        let named = (1..=facts.len() as u64).find_map(|revision| life.ask([revision]).ok())?;
        named.facts().iter().find_map(|fact| match &fact.body {
            FactBody::TakenBack(taken) => Some(serde_json::to_value(taken).expect("a tree")),
            _ => None,
        })
    })?;
    let mut read = None;
    for _ in 0..=random.below(3) {
        let mut forged = document(random, &taken);
        let runs = json!([
            [[0, u64::MAX]],
            [[1, u64::MAX]],
            [[0, 0]],
            [[2, 3], [5, 9]],
            [[u64::MAX, u64::MAX]],
            [[1, 1], [3, 3], [5, u64::MAX - 1]],
            [],
        ]);
        for part in ["facts", "fallen", "hollow"] {
            if random.yes(2) && forged.is_object() {
                forged[part] = random.of(runs.as_array().expect("a list")).clone();
            }
        }
        if random.yes(3) && forged.is_object() {
            forged["since"] = json!(random.of(&[0, 1, 5, 1_000, u64::MAX]));
        }
        let Ok(body) = serde_json::from_value::<TakenBack>(forged) else { continue };
        let lead = Lead::replay(&facts).ok()?;
        let mut fact = facts.last()?.clone();
        fact.body = FactBody::TakenBack(Box::new(body));
        fact.envelope.revision = lead.revision() + 1;
        fact.envelope.fact = lead_lifecycle::lead::FactId::new(lead.key(), fact.envelope.revision);
        fact.envelope.cause = lead_lifecycle::lead::Cause::Command;
        let packed = postcard::to_allocvec(&fact).expect("packed");
        assert_eq!(postcard::from_bytes::<Fact>(&packed).as_ref(), Ok(&fact), "postcard");
        if let Ok(place) = lead.place_after(&fact.body) {
            (fact.envelope.cycle, fact.envelope.visit) = (place.cycle, place.visit);
        }
        let mut after = lead.clone();
        if after.apply(&fact).is_err() {
            assert_eq!(after, lead, "as it was");
            continue;
        }
        let stored = serde_json::to_string(&after).expect("stored");
        let again = serde_json::from_str::<Lead>(&stored).unwrap_or_else(|error| panic!("{error}: {stored}"));
        assert_eq!(again, after);
        facts.push(fact);
        read = Some(());
    }
    views(&facts);
    read?;
    let lead = Lead::replay(&facts).ok()?;
    let seconds = *random.of(&[life.now, life.now + 400 * DAY]);
    for _ in 0..3 {
        let named: Vec<u64> = (0..=random.below(4)).map(|_| 1 + random.below(facts.len() + 1) as u64).collect();
        let order = TakeBack::new(named, reason());
        if let Ok(decision) = life.lifecycle.take_back(&Past::Whole(&facts), &order, &context(seconds, Role::Manager)) {
            let mut after = lead.clone();
            after.apply_all(decision.facts()).unwrap_or_else(|error| panic!("{error}"));
            let stored = serde_json::to_string(&after).expect("stored");
            serde_json::from_str::<Lead>(&stored).unwrap_or_else(|error| panic!("{error}: {stored}"));
            let _ = life.lifecycle.correction(&facts, &decision);
            let all: Vec<Fact> = facts.iter().chain(decision.facts()).cloned().collect();
            views(&all);
        }
    }
    for told in [json!("check_clock"), json!({ "promote": { "note": null } })] {
        if let Ok(decision) = life.lifecycle.decide(&lead, &command(told), &context(seconds, Role::Manager)) {
            lead.clone().apply_all(decision.facts()).unwrap_or_else(|error| panic!("{error}"));
        }
    }
    Some(())
}

/// What a lead comes to, without what taking back leaves as it is.
fn sections(lead: &Lead) -> Value {
    let mut stored = serde_json::to_value(lead).expect("stored");
    for part in ["memory", "revision", "recorded_at", "policy"] {
        stored.as_object_mut().expect("a table").remove(part);
    }
    stored
}

/// Facts taken back one by one come to what they come to together, where the rules do nothing of their own in between.
fn together(life: &Life, random: &mut Random) {
    let own: Vec<u64> =
        life.facts.iter().filter(|fact| !fact.kind().is_turn()).map(|fact| fact.envelope.revision).collect();
    let (one, other) = (*random.of(&own), *random.of(&own));
    let alone = |facts: &[Fact], named: Vec<u64>| {
        let order = TakeBack::new(named, reason());
        let decision = life.lifecycle.take_back(&Past::Whole(facts), &order, &life.ctx()).ok()?;
        let [Fact { body: FactBody::TakenBack(taken), .. }] = decision.facts() else { return None };
        let taken = taken.clone();
        let all: Vec<Fact> = facts.iter().chain(decision.facts()).cloned().collect();
        Some((all, taken))
    };
    let Some((both, taken)) = alone(&life.facts, vec![one, other]) else { return };
    let Some((first, a)) = alone(&life.facts, vec![one]) else { return };
    let Some((second, b)) = alone(&first, vec![other]) else { return };
    let fallen: std::collections::BTreeSet<u64> = a.fallen.iter().chain(b.fallen.iter()).collect();
    let (by_turns, at_once) =
        (sections(&Lead::replay(&second).expect("folds")), sections(&Lead::replay(&both).expect("folds")));
    let same = fallen.into_iter().eq(taken.fallen.iter());
    if !same {
        eprintln!("seen: what falls depends on the order");
        return;
    }
    assert_eq!(by_turns, at_once, "{one} and {other}");
    // And undone, the newest first, nothing has happened.
    let undo = |facts: &[Fact]| alone(facts, vec![facts.len() as u64]);
    if let Some((undone, _)) = undo(&both) {
        assert_eq!(sections(&Lead::replay(&undone).expect("folds")), sections(&life.lead), "undone");
    }
    // Since a snapshot before both, it is the same.
    let cut = usize::try_from(one.min(other)).expect("small") - 1;
    if let Some(snapshot) = life.facts.get(..cut).and_then(|before| Lead::replay(before).ok()) {
        let order = TakeBack::new([one, other], reason());
        let since = life.lifecycle.take_back(&Past::Since(&snapshot, &life.facts[cut..]), &order, &life.ctx());
        if let Ok(decision) = since {
            let mut lead = life.lead.clone();
            lead.apply_all(decision.facts()).expect("folds");
            assert_eq!(sections(&lead), at_once, "since {cut}");
        }
    }
}
