//! Books of policies: hostile versions, leads that lived under them and leads that were tampered with, and what must hold.

use std::collections::BTreeMap;
use std::fmt::Debug;

use lead_lifecycle::lead::{Because, Cause, Recounting};
use lead_lifecycle::lifecycle::{
    DealMapping, PolicyBook, PolicyPreview, ScoreNeeds, StockRules, Version, preview, preview_counted, preview_kept,
};
use lead_lifecycle::scoring::Crossing;
use lead_lifecycle::values::Role;
use lead_lifecycle::{Capture, Command, Fact, FactKind, Instant, Lead, Lifecycle, Policy, PolicyDraft, StageKind};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::kinds::{Samples, context};
use crate::random::{Random, document};
use crate::scores;

const DAY: i64 = 86_400;
const START: i64 = 1_775_001_600;
const FIRST: i64 = -2_208_988_800;
const LAST: i64 = 253_402_300_799;

fn at(seconds: i64) -> Instant {
    Instant::from_seconds(seconds.clamp(FIRST, LAST)).expect("within the calendar")
}

thread_local! {
    /// The slowest call of each name, in milliseconds, and what was seen.
    static SLOWEST: std::cell::RefCell<BTreeMap<&'static str, f64>> = const { std::cell::RefCell::new(BTreeMap::new()) };
    static SEEN: std::cell::RefCell<BTreeMap<String, u64>> = const { std::cell::RefCell::new(BTreeMap::new()) };
}

fn timed<T>(name: &'static str, call: impl FnOnce() -> T) -> T {
    let start = cpu_time::ThreadTime::now();
    let answer = call();
    let took = start.elapsed().as_secs_f64() * 1e3;
    SLOWEST.with_borrow_mut(|slowest| {
        let known = slowest.entry(name).or_insert(0.0);
        *known = known.max(took);
    });
    answer
}

fn seen(what: String) {
    SEEN.with_borrow_mut(|all| *all.entry(what).or_insert(0) += 1);
}

/// What the books of this thread took at most, call by call, and what was seen of them.
pub fn tell() {
    SLOWEST.with_borrow(|slowest| slowest.iter().for_each(|(name, took)| eprintln!("slowest {name}: {took:.2} ms")));
    SEEN.with_borrow(|all| all.iter().for_each(|(what, often)| eprintln!("seen {what}: {often}")));
}

/// Pipelines of a policy: names, and their stages.
type Places = BTreeMap<String, Vec<String>>;

fn places(random: &mut Random) -> Places {
    let sets: [&[&str]; 5] = [&["default"], &["default"], &["default", "big"], &["big"], &["small", "big"]];
    let names: &[&str] = *random.of(&sets);
    let stages = ["appointment", "proposal", "quote", "closing", "offer", "trial"];
    let each = names.iter().map(|name| {
        let mut own: Vec<String> = stages.iter().filter(|_| !random.yes(3)).map(ToString::to_string).collect();
        if own.is_empty() {
            own.push("proposal".to_owned());
        }
        ((*name).to_owned(), own)
    });
    each.collect()
}

fn standard_places() -> Places {
    let policy = Policy::standard();
    let each = policy.pipelines().iter().map(|(name, pipeline)| {
        (name.to_string(), pipeline.stages().iter().map(|stage| stage.name.to_string()).collect())
    });
    each.collect()
}

/// Where every place of the one before goes: mostly somewhere right, sometimes nowhere or wrong.
fn mapping(random: &mut Random, before: &Places, after: &Places) -> Value {
    let (mut pipelines, mut stages) = (json!({}), json!({}));
    let wrong = random.yes(12);
    for (name, own) in before {
        let mut to = name.clone();
        if !after.contains_key(name) {
            to = after.keys().nth(random.below(after.len())).expect("one").clone();
            pipelines[name] = json!(to);
        }
        for stage in own.iter().filter(|stage| !after[&to].contains(stage)) {
            stages[name][stage] = json!(random.of(&after[&to]));
        }
        if wrong && random.yes(2) {
            stages[name][random.of(&["proposal", "x", "closing"])] =
                json!(random.of(&["proposal", "nowhere", "closing"]));
        }
    }
    json!({ "pipelines": pipelines, "stages": stages })
}

const SPANS: [&str; 9] = ["1s", "60s", "1h", "1d", "2d", "2w", "90d", "3650d", "36500d"];

fn scoring(random: &mut Random, draft: &mut Value) {
    if random.yes(4) {
        let mut own =
            scores::draft(random, lead_lifecycle::values::Points::from_int(5), lead_lifecycle::values::Points::ZERO);
        for (place, kind) in ["document_download", "seminar", "service_page_view", "web_form"].into_iter().enumerate() {
            own["tags"][format!("t{place}")]["kinds"] = json!([kind]);
        }
        draft["scoring"] = own;
        return;
    }
    let scoring = &mut draft["scoring"];
    let enter = random.within(1, 45);
    scoring["profiles"]["main"]["enter"] = json!(enter.to_string());
    scoring["profiles"]["main"]["exit"] = json!(random.within(0, enter).to_string());
    for rule in ["document", "seminar", "service_page"] {
        let rule = &mut scoring["rules"][rule]["engagement"];
        rule["points"] = json!(random.within(1, 40).to_string());
        match random.below(8) {
            0 => rule["decay"] = json!({ "linear": *random.of(&SPANS[2..]) }),
            1 | 2 => rule["decay"] = json!({ "half_life": *random.of(&SPANS[3..8]) }),
            3 => rule["expires_after"] = json!(*random.of(&SPANS[1..])),
            4 => rule["within"] = json!(*random.of(&SPANS[2..])),
            5 => rule["count"] = json!({ *random.of(&["every", "at_least"]): random.within(1, 3) }),
            _ => {}
        }
    }
    for tag in ["document", "seminar", "service_page"] {
        scoring["tags"][tag]["keep"] = json!(random.within(3, 40));
        if random.yes(6) {
            scoring["tags"][tag]["kinds"] = json!([*random.of(&["document_download", "seminar", "web_form"])]);
        }
    }
    if random.yes(6) {
        let renamed = scoring["tags"]["seminar"].take();
        scoring["tags"].as_object_mut().expect("a table").remove("seminar");
        scoring["tags"]["meetup"] = renamed;
        scoring["rules"]["seminar"]["engagement"]["tag"] = json!("meetup");
    }
    scoring["fit_alone"] = json!(random.yes(4));
    if random.yes(30) {
        scoring["promotes"] = Value::Null;
    }
    for band in [0, 1] {
        scoring["rules"]["company_size"]["bands"]["bands"][band]["points"] = json!(random.within(-20, 45).to_string());
    }
}

fn policy(random: &mut Random, samples: &Samples, places: &Places) -> Option<Policy> {
    let mut draft = samples.of("policies")[0].clone();
    if random.yes(10) {
        draft["label"] = json!(random.of(&["standard", "July", "x", "長"]));
    } else {
        draft["label"] = json!(format!("v{}", random.below(5)));
    }
    draft["utc_offset"] = json!(random.of(&["+09:00", "+00:00", "-14:00", "+14:00"]));
    scoring(random, &mut draft);
    let mut pipelines = json!({});
    for (name, stages) in places {
        let list: Vec<Value> = stages
            .iter()
            .enumerate()
            .map(|(place, name)| json!({ "name": name, "probability": format!("{}%", 10 + place) }))
            .collect();
        pipelines[name] = json!({ "stages": list, "first_meeting": null, "won_requires": [], "skip": "allow", "backward": "allow", "fields": {} });
    }
    draft["pipelines"] = pipelines;
    draft["pipeline"] = Value::Null;
    draft["default_pipeline"] = if places.len() > 1 { json!(places.keys().next()) } else { Value::Null };
    for stage in ["mql", "sql", "opportunity"] {
        let back = stage != "opportunity" && random.yes(3);
        let then = if back { json!({ "recycle": "stale" }) } else { json!("flag") };
        draft["stale"][stage] = json!({ "after": random.of(&SPANS), "then": then });
    }
    draft["recycle"]["cooling"] = json!(random.of(&SPANS[..7]));
    draft["memory"]["activities"] = json!(random.within(1, 128));
    draft["proposals"]["expires_after"] = json!(random.of(&SPANS[..7]));
    if let Some(criteria) = draft["qualification"]["criteria"].as_object_mut() {
        for criterion in criteria.values_mut() {
            criterion["valid_for"] = json!(random.of(&SPANS));
        }
    }
    if random.yes(12) {
        draft = document(random, &draft);
    }
    let tell = std::env::var_os("TELL").is_some();
    let draft =
        serde_json::from_value::<PolicyDraft>(draft).map_err(|error| tell.then(|| eprintln!("{error}"))).ok()?;
    Policy::try_from(draft).map_err(|error| tell.then(|| eprintln!("{error}"))).ok()
}

fn stock(random: &mut Random, near: i64) -> StockRules {
    let day = at(near + random.within(-3, 40) * DAY).to_string();
    let days = ["1900-01-01", "9999-12-31", &day[..10]];
    let promote = match random.below(5) {
        0 | 1 => json!("at_once"),
        2 => json!("new_activity"),
        _ => json!({ "not_before": random.of(&days) }),
    };
    serde_json::from_value(json!({ "promote": promote, "decline": random.of(&["at_once", "from_adoption"]) }))
        .expect("rules")
}

/// Instants from which versions are in force, at which leads are told things, and looked at.
fn instant(random: &mut Random, near: &[i64]) -> i64 {
    let known = *random.of(near);
    let seconds = match random.below(12) {
        0 => *random.of(&[FIRST, FIRST + 1, LAST, LAST - 1]),
        1..=3 => known,
        4 | 5 => known + *random.of(&[-1, 1]),
        6 => known + random.within(-100, 100),
        7 | 8 => known + random.within(-5, 40) * 3_600,
        _ => known + random.within(-20, 120) * DAY + random.within(-1, 1),
    };
    seconds.clamp(FIRST, LAST)
}

fn same<T: DeserializeOwned + Serialize + PartialEq + Debug>(value: &T) {
    let text = serde_json::to_string(value).expect("stored");
    assert_eq!(&serde_json::from_str::<T>(&text).expect("read"), value, "JSON");
    let tree = serde_json::to_value(value).expect("a tree");
    assert_eq!(&serde_json::from_value::<T>(tree).expect("read"), value, "a tree");
    let packed = postcard::to_allocvec(value).expect("packed");
    assert_eq!(&postcard::from_bytes::<T>(&packed).expect("unpacked"), value, "postcard");
    let toml = toml::to_string(value).expect("as TOML");
    assert_eq!(&toml::from_str::<T>(&toml).expect("from TOML"), value, "TOML");
}

/// One book, or none where it is refused.
fn book(random: &mut Random, samples: &Samples) -> Option<(PolicyBook, Vec<i64>)> {
    let mut near = vec![START];
    let many = if random.yes(150) { random.within(5, 64) } else { random.within(1, 5) };
    let hostile = random.yes(10);
    let mut froms: Vec<i64> = (0..many)
        .map(|_| {
            let found = instant(random, &near);
            near.push(found);
            found
        })
        .collect();
    if random.yes(2) {
        froms[0] = FIRST;
    }
    if !hostile {
        froms.sort_unstable();
        froms.dedup();
    }
    let few: Vec<(Places, Policy)> = (0..random.within(2, 4))
        .filter_map(|_| {
            let places = if random.yes(2) { standard_places() } else { places(random) };
            Some((places.clone(), policy(random, samples, &places)?))
        })
        .collect();
    if few.is_empty() {
        return None;
    }
    let mut before: Option<Places> = None;
    let mut versions = Vec::new();
    for from in &froms {
        let (places, policy) = random.of(&few).clone();
        let map = before.as_ref().map_or_else(|| json!({}), |before| mapping(random, before, &places));
        let map: DealMapping = serde_json::from_value(map).expect("a mapping");
        versions.push(Version::new(at(*from), policy).with_stock(stock(random, *from)).with_deal_stages(map));
        before = Some(places);
    }
    for version in versions.iter().filter(|_| random.yes(40)) {
        same(version);
        version.stock().into_iter().for_each(|stock| same(stock));
        same(version.deal_stages());
    }
    let whole = timed("PolicyBook::new", || PolicyBook::new(versions.clone()));
    let order: Vec<Version> = if random.yes(2) { versions.clone() } else { versions.iter().rev().cloned().collect() };
    let mut one_by_one = PolicyBook::new([order[0].clone()]);
    for version in order.iter().skip(1) {
        one_by_one = one_by_one.and_then(|book| book.with(version.clone()));
    }
    let book = match whole {
        Ok(book) => book,
        Err(faults) => {
            assert!(!faults.to_string().is_empty());
            if std::env::var_os("TELL").is_some() {
                eprintln!("{faults}");
            }
            return None;
        }
    };
    if let Ok(other) = one_by_one {
        assert_eq!(other, book);
    }
    // Reading and storing is slow beside all the rest.
    if random.yes(16) {
        same(&book);
        let stored = serde_json::to_string(&book).expect("stored");
        let again: PolicyBook = timed("reading a book", || serde_json::from_str(&stored)).expect("read");
        assert_eq!(timed("digest", || again.digest()), book.digest());
    }
    if random.yes(20) {
        if let Ok(book) =
            serde_json::from_value::<PolicyBook>(document(random, &serde_json::to_value(&book).expect("a tree")))
        {
            same(&book);
        }
    }
    Some((book, near))
}

/// What a look comes to, whenever it was recorded.
fn told(facts: &[Fact]) -> Vec<(Instant, Value, Value)> {
    let one = |fact: &Fact| {
        let envelope = &fact.envelope;
        (
            envelope.effective_at,
            json!([envelope.policy, envelope.cause, envelope.revision, envelope.cycle, envelope.visit]),
            json!(fact.body),
        )
    };
    facts.iter().map(one).collect()
}

fn look(lifecycle: &Lifecycle, lead: &Lead, now: i64) -> Option<(Lead, Vec<Fact>)> {
    let decision = timed("check_clock", || lifecycle.decide(lead, &Command::CheckClock, &context(now, Role::System)))
        .map_err(|refusal| {
            assert!(!refusal.to_string().is_empty());
            assert!(!format!("{:?}", refusal.unmet).contains("Misfit"), "{refusal:?}");
        })
        .ok()?;
    let mut after = lead.clone();
    after.apply_all(decision.facts()).expect("a look folds");
    Some((after, decision.into_facts()))
}

/// What must hold of any lead that can be read, however it came about.
fn anyhow(random: &mut Random, samples: &Samples, lifecycle: &Lifecycle, lead: &Lead, near: &[i64], sound: bool) {
    let book = lifecycle.book();
    let now = instant(random, near).max(lead.recorded_at().seconds());
    let wake = timed("next_wake", || lifecycle.next_wake(lead));
    let looked = look(lifecycle, lead, now);
    let by = context(now, *random.of(Role::ALL));
    let _ = (
        timed("agenda", || lifecycle.agenda(lead, by.now)),
        timed("outlook", || lifecycle.outlook(lead, &by)),
        lifecycle.policy_at(by.now),
        lifecycle.policy_of(lead),
    );
    let promotion = timed("promotion", || lifecycle.promotion(lead, &by));
    let _ = promotion.as_ref().map(ToString::to_string);
    let crossing = timed("crosses_at", || lifecycle.crosses_at(lead, Crossing::UpToEnter));
    let _ = (
        timed("crosses_at", || lifecycle.crosses_at(lead, Crossing::DownBelowExit)),
        lifecycle.thin_rules(lead, &Policy::standard()),
    );
    let previews =
        (timed("preview", || preview(lead, book, by.now)), timed("preview_kept", || preview_kept(lead, book, by.now)));
    let mut sum = PolicyPreview::with_names();
    let _ = previews.1.as_ref().map(|told| sum.add(told));
    let _ = preview(lead, book, *random.of(&[Instant::MIN, Instant::MAX]));
    let score = timed("score", || lifecycle.score(lead, by.now));
    let explained = timed("explain", || lifecycle.explain(lead, by.now));
    if let (Ok(score), Ok(Some(report))) = (&score, &explained) {
        assert_eq!(score.total(), report.combination.total);
    }
    let needs = timed("scoring_at", || lifecycle.scoring_at(lead, by.now));
    if let Some((after, facts)) = &looked {
        let order: Vec<Instant> = facts.iter().map(|fact| fact.envelope.effective_at).collect();
        assert!(order.is_sorted(), "out of order: {facts:?}");
        assert!(order.iter().all(|when| *when >= lead.recorded_at() && *when <= by.now));
        for fact in facts {
            let by = &fact.envelope.policy;
            let in_force = book.at(fact.envelope.effective_at).expect("in force");
            if sound {
                assert!(
                    by.is_version(in_force.stamp()),
                    "decided by {by:?}, in force {:?}: {fact:?}",
                    in_force.stamp()
                );
            }
            assert!(matches!(fact.envelope.cause, Cause::Rule(Because::Time | Because::Policy)));
        }
        let (again, more) = look(lifecycle, after, now).expect("once more");
        assert!(more.is_empty() && again == *after, "{more:?}");
        let next = timed("next_wake_after", || lifecycle.next_wake_after(after, by.now)).expect("known");
        assert!(next.is_none_or(|wake| wake.at > by.now), "{next:?} at {}", by.now);
        let wake = wake.expect("known");
        let first = facts.first().map(|fact| (fact.envelope.effective_at, Some(fact.kind())));
        match wake.filter(|wake| wake.at <= by.now) {
            Some(wake) if wake.fact.is_some() => assert_eq!(Some((wake.at, wake.fact)), first),
            Some(wake) => assert!(first.is_none_or(|(at, _)| wake.at < at), "{wake:?}, {first:?}"),
            None => assert_eq!(first, None),
        }
        // Often comes to the same as once.
        let mut stops: Vec<i64> = (0..random.below(5)).map(|_| instant(random, near)).collect();
        stops.extend(order.iter().filter(|_| random.yes(2)).map(|at| at.seconds()));
        stops.retain(|stop| *stop <= now && *stop >= lead.recorded_at().seconds());
        stops.sort_unstable();
        stops.push(now);
        let (mut step, mut all) = (lead.clone(), Vec::new());
        for stop in stops {
            let (next, facts) = look(lifecycle, &step, stop).expect("a step");
            step = next;
            all.extend(facts);
        }
        assert_eq!(told(&all), told(facts), "often and once");
        if facts.is_empty()
            || facts.last().is_some_and(|fact| {
                fact.envelope.recorded_at == all.last().map_or(by.now, |fact| fact.envelope.recorded_at)
            })
        {
            assert_eq!(step.policy(), after.policy());
        }
        // Reading says what deciding comes to.
        assert_eq!(score.as_ref().ok(), timed("score", || lifecycle.score(after, by.now)).as_ref().ok());
        if let Ok(told) = &previews.0 {
            assert_eq!((&told.to, told.stage_after), (after.policy(), after.stage().kind()), "foreseen");
        }
        match needs {
            Ok(_) => assert!(facts.is_empty() && after.recount_due().is_none()),
            Err(ScoreNeeds::Clock { fact, since }) => {
                assert_eq!(Some((since, fact)), facts.first().map(|fact| (fact.envelope.effective_at, fact.kind())));
            }
            Err(ScoreNeeds::Recount { .. }) => assert!(facts.is_empty()),
            Err(other) => panic!("{other:?}"),
        }
        if sound {
            if let (Ok(report), StageKind::Lead) = (&promotion, after.stage().kind()) {
                let (_, later) =
                    look(lifecycle, after, report.promoted_at.map_or(LAST, Instant::seconds)).expect("later");
                let first =
                    later.iter().find(|fact| fact.kind() == FactKind::BecameMql).map(|fact| fact.envelope.effective_at);
                assert_eq!(report.promoted_at, first, "promised {:?}, came {first:?}: {later:?}", report.promoted_at);
            }
            let _ = crossing;
        }
        let stored = serde_json::to_string(after).expect("stored");
        assert_eq!(&serde_json::from_str::<Lead>(&stored).expect("what was decided is read"), after);
        // A book without what is over decides the same.
        if book.find(lead.policy()).is_some_and(|version| version.from() <= lead.recorded_at()) {
            let shorter = Lifecycle::with_book(book.clone().without_before(lead.policy().since));
            let (_, same) = look(&shorter, lead, now).expect("known still");
            assert_eq!(told(&same), told(facts), "without what is over");
        }
    } else {
        assert!(wake.is_err() || !sound, "{wake:?}");
    }
    // Every command.
    let (command, _) = random_command(random, samples);
    for role in [Role::System, *random.of(Role::ALL)] {
        match timed("decide", || lifecycle.decide(lead, &command, &context(now, role))) {
            Err(refusal) => assert!(!refusal.to_string().is_empty()),
            Ok(decision) => {
                let mut after = lead.clone();
                after.apply_all(decision.facts()).unwrap_or_else(|error| panic!("{error}: {decision:?}"));
                let stored = serde_json::to_string(&after).expect("stored");
                serde_json::from_str::<Lead>(&stored).unwrap_or_else(|error| panic!("{error}: {stored}"));
            }
        }
    }
}

fn random_command(random: &mut Random, samples: &Samples) -> (Command, Role) {
    if random.yes(3) {
        let (role, _, command) = random.of(&samples.story);
        return (command.clone(), *role);
    }
    if random.yes(6) {
        let kind = random.of(&["document_download", "seminar", "service_page_view", "web_form", "contact_request"]);
        let activity =
            json!({ "record_activity": { "activity": { "id": format!("r{}", random.below(50)), "kind": kind } } });
        return (serde_json::from_value(activity).expect("a command"), Role::System);
    }
    let which = random.of(samples.of("commands"));
    (
        serde_json::from_value(which.clone()).expect("a command"),
        *random.of(&[Role::System, Role::Manager, Role::Mk, Role::Sdr, Role::Fs, Role::Cs]),
    )
}

/// A lead that lived under the book: every look and recount as a host does them.
fn life(
    random: &mut Random,
    samples: &Samples,
    lifecycle: &Lifecycle,
    near: &mut Vec<i64>,
) -> Option<(Vec<Fact>, Lead)> {
    let mut now = instant(random, near);
    let capture: Capture = serde_json::from_value(samples.of("captures")[0].clone()).expect("a capture");
    let mut facts = lifecycle.capture(&capture, &context(now, Role::System)).ok()?.into_facts();
    let mut lead = Lead::replay(&facts).expect("folds");
    let mut story = 0;
    for _ in 0..random.below(25) {
        near.push(now);
        now = now
            .max(if random.yes(3) {
                instant(random, near)
            } else {
                now + random.within(0, 3) * random.within(0, 30) * 3_600
            })
            .min(LAST);
        let (command, role) = if random.yes(4) {
            random_command(random, samples)
        } else {
            let (role, _, command) = &samples.story[story % samples.story.len()];
            story += 1;
            (command.clone(), *role)
        };
        let mut ctx = context(now, role);
        if random.yes(5) {
            ctx = ctx.with_effective_at(at(instant(random, near)));
        }
        if lead.recount_due().is_some() && random.yes(2) {
            let counted = timed("recount", || lifecycle.recount(&facts, at(now))).expect("counted");
            let how = if random.yes(3) { Recounting::Kept } else { Recounting::Counted(Box::new(counted)) };
            if let Ok(decision) = lifecycle.decide(&lead, &Command::Recount(how), &context(now, Role::System)) {
                lead.apply_all(decision.facts()).expect("a recount folds");
                facts.extend(decision.into_facts());
            }
        }
        if let Ok(decision) = lifecycle.decide(&lead, &command, &ctx) {
            lead.apply_all(decision.facts()).expect("folds");
            facts.extend(decision.into_facts());
        }
    }
    near.push(now);
    assert_eq!(Lead::replay(&facts).as_ref(), Ok(&lead));
    for fact in &facts {
        if let Cause::Rule(because) = fact.envelope.cause {
            let because = if matches!(because, Because::Fact(_)) { "fact".to_owned() } else { format!("{because:?}") };
            seen(format!("{} by {because}", fact.kind().as_str()));
        }
    }
    seen(format!("lead at {}", lead.stage().kind()));
    Some((facts, lead))
}

/// A lead whose document somebody wrote into.
fn tampered(random: &mut Random, samples: &Samples, book: &PolicyBook, lead: &Lead, near: &[i64]) -> Option<Lead> {
    let mut tree = serde_json::to_value(if random.yes(2) { lead } else { random.of(&samples.leads) }).expect("a tree");
    let when = |random: &mut Random| json!(at(instant(random, near)));
    let versions: Vec<&Version> = book.versions().collect();
    if !random.yes(4) {
        tree["policy"] = json!(random.of(&versions).stamp());
    }
    if random.yes(6) {
        tree["policy"]["since"] = when(random);
    }
    if random.yes(2) {
        tree["recorded_at"] = when(random);
    }
    if random.yes(3) {
        tree["adopted_at"] = when(random);
    }
    if random.yes(2) {
        let promote = match random.below(3) {
            0 => json!("at_once"),
            1 => json!("new_activity"),
            _ => json!({ "not_before": when(random) }),
        };
        let maybe = |random: &mut Random| if random.yes(2) { when(random) } else { Value::Null };
        tree["adoption"] = json!({ "since": at(instant(random, near)), "promote": promote, "new_activity": random.yes(2), "new_profile": random.yes(2),
            "spared_since": maybe(random), "recount_due": maybe(random) });
    }
    if random.yes(3) {
        for kind in ["opportunity", "sql"] {
            if let Some(deal) = tree.pointer_mut(&format!("/stage/{kind}/deal")) {
                deal["pipeline"] = json!(random.of(&["default", "big", "nowhere"]));
                deal["stage"] = json!(random.of(&["proposal", "x", "offer"]));
            }
        }
    }
    if random.yes(4) {
        tree = document(random, &tree);
    }
    // A lead of which nothing is wrong but its place in the book is read.
    serde_json::from_value(tree).ok()
}

pub fn input(samples: &Samples, random: &mut Random) -> Option<()> {
    let (book, mut near) = book(random, samples)?;
    let lifecycle = Lifecycle::with_book(book);
    let lived = life(random, samples, &lifecycle, &mut near);
    let book = lifecycle.book();
    for version in book.versions() {
        let from = version.from().seconds();
        assert_eq!(book.at(version.from()), Some(version));
        assert_eq!(book.find(version.stamp()), Some(version));
        let _ = book.at(at(from - 1));
        let newest = book.newest().from().seconds();
        if let Some(back) = book.back_to(version.stamp(), at(newest + random.within(0, 2))) {
            if random.yes(16) {
                same(&back);
            }
            if let Ok(with) = book.clone().with(back) {
                assert_eq!(with.newest().stamp().fingerprint, version.stamp().fingerprint);
            }
        }
        if book.versions().count() > 8 {
            break;
        }
    }
    let shorter = book.clone().without_before(at(instant(random, &near)));
    assert_eq!(shorter.newest(), book.newest());
    if let Some((facts, lead)) = &lived {
        anyhow(random, samples, &lifecycle, lead, &near, true);
        let now = at(instant(random, &near)).max(lead.recorded_at());
        let counted = timed("recount", || lifecycle.recount(facts, now)).expect("counted");
        let _ = timed("preview_counted", || preview_counted(facts, book, now)).expect("foreseen");
        same_json(&counted);
        let mut forged = serde_json::to_value(&counted).expect("a tree");
        forged = document(random, &forged);
        if random.yes(2) && forged.is_object() {
            forged["policy"] = json!(random.of(&book.versions().collect::<Vec<_>>()).stamp());
        }
        let mut tries = vec![counted];
        if let Ok(forged) = serde_json::from_value(forged) {
            tries.push(forged);
        }
        for counted in tries {
            let command = Command::Recount(Recounting::Counted(Box::new(counted)));
            if let Ok(decision) = lifecycle.decide(lead, &command, &context(now.seconds(), Role::System)) {
                let mut after = lead.clone();
                after.apply_all(decision.facts()).expect("a recount folds");
                assert!(after.recount_due().is_none());
                anyhow(random, samples, &lifecycle, &after, &near, true);
            }
        }
        // A version comes late: to those whom it passed over it comes now.
        let late = Version::new(at(instant(random, &near)), book.newest().policy().clone())
            .with_stock(stock(random, now.seconds()));
        if let Ok(with) = book.clone().with(late) {
            let with = Lifecycle::with_book(with);
            anyhow(random, samples, &with, lead, &near, false);
            look(&with, lead, now.seconds()).expect("a version that is added late locks nobody");
        }
    }
    let lead = lived.map_or_else(|| samples.leads[0].clone(), |(_, lead)| lead);
    for _ in 0..2 {
        if let Some(lead) = tampered(random, samples, book, &lead, &near) {
            anyhow(random, samples, &lifecycle, &lead, &near, false);
        }
    }
    Some(())
}

fn same_json<T: DeserializeOwned + Serialize + PartialEq + Debug>(value: &T) {
    let text = serde_json::to_string(value).expect("stored");
    assert_eq!(&serde_json::from_str::<T>(&text).expect("read"), value, "JSON");
}
