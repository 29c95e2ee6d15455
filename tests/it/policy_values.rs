//! One bad value hides no other fault of a policy file: each place that holds a value, alone, in pairs and all at once.

use lead_lifecycle::values::{FaultCode, Path};
use lead_lifecycle::{Faults, Policy, PolicyDraft};
use serde_json::Value;

/// A policy file in which every kind of place occurs.
const WHOLE: &str = r#"
label = "whole"
default_pipeline = "default"
zone = "+09:00"
currency = "JPY"
default_calendar = "office"
[zones.CET]
first = "+01:00"
[holidays.japan]
known_until = "2027-12-31"
[holidays.japan.days]
2026-01-01 = "元日"
[calendars.office]
label = "東京"
holidays = ["japan"]
[calendars.office.week]
mon-fri = ["09:00-12:00", "13:00-18:00"]
[calendars.office.days]
2026-12-29 = ["09:00-12:00"]
[calendars.berlin]
extends = "office"
zone = "CET"
teams = ["dach"]
[fields.seats]
type = "number"
label = "席数"
[qualification]
bar = { all_of = [{ confirmed = "need" }, { within = { criterion = "timeline", months = 6 } }] }
before_appointment = { at_least = { count = 1, of = [{ known = "need" }, { any_of = [{ known = "timeline" }] }] } }
[qualification.criteria.need]
label = "必要性"
valid_for = "90d"
[qualification.criteria.timeline]
[handoff]
required = ["memo", "rank"]
required_fields = ["industry", "seats"]
[pipeline]
first_meeting = "met"
skip = "allow"
backward = "refuse"
won_requires = ["lines", { field = "po_number" }]
[[pipeline.stages]]
name = "set"
label = "アポ"
probability = "10%"
owners = ["sdr", "bdr"]
[[pipeline.stages]]
name = "met"
probability = "20%"
requires = ["expected_close", { field = "po_number" }]
[pipeline.fields.po_number]
type = "text"
[reasons.reject.thin]
label = "薄い"
[reasons.recycle.timing]
cooling = "20d"
engagement = "halve"
[reasons.disqualify.spam]
[reasons.lose.price]
then = { recycle = { cooling = "30d", engagement = "keep" } }
[reasons.lose.gone]
label = "倒産"
then = "disqualify"
[reasons.reopen.back]
[reasons.end_contract.churn]
then = { recycle = {} }
[reasons.close_hand_raise.spam]
[next_cycle.recycle]
owner = "keep"
team = "clear"
[next_cycle.reopen]
owner = "clear"
team = "keep"
[next_cycle.expansion]
owner = "keep"
team = "keep"
[hand_raise]
inbound = true
opens_expansion = true
[purchase]
from = ["lead", "mql"]
[recycle]
cooling = "30d"
back_off = 150
max_cooling = "180d"
max_cycles = 3
engagement = "reset"
[access.reopen]
sdr = "R"
manager = "A"
[proposals]
max_open = 3
expires_after = "7d"
[stale.lead]
after = "90d"
then = "flag"
[stale.mql]
after = "14d"
then = { recycle = "timing" }
[time]
clock_skew = "60s"
future = "5m"
back = "90d"
[memory]
activities = 64
[scoring]
promotes = "main"
[scoring.tags.paper]
kinds = ["document_download", "paper_order"]
keep = 10
once_per = "object"
one_per_period = "1d"
when = { all = [{ present = "topic" }, { not = { equals = { field = "topic", value = "jobs" } } }] }
[scoring.tags.visit]
kinds = ["visit"]
keep = 20
once_per = { field = "session" }
when = { any = [
    { one_of = { field = "page", values = ["price", "trial"] } },
    { contains = { field = "page", value = "x" } },
    { range = { field = "seconds", from = 10, to = 600 } },
] }
[scoring.rules.large.fit]
group = "company"
when = { at_least = { field = "seats", value = 300 } }
points = 5
[scoring.rules.size.bands]
group = "company"
field = "employees"
bands = [{ from = 300, points = "5" }, { from = 1, to = 300, points = "3" }]
otherwise = "1"
[scoring.rules.paper.engagement]
group = "deeds"
tag = "paper"
points = "10.5"
count = "each"
newest = 5
within = "90d"
decay = { half_life = "30d" }
expires_after = "180d"
cap = "40"
[scoring.rules.visit.engagement]
group = "deeds"
tag = "visit"
points = "2"
count = { every = 3 }
decay = { steps = [{ from = "10d", keeps = "50%" }, { from = "20d", keeps = "10%" }] }
[scoring.rules.often.engagement]
group = "deeds"
tag = "visit"
points = "2"
count = { at_least = 3 }
decay = { linear = "30d" }
[scoring.rules.once.engagement]
group = "deeds"
tag = "visit"
points = "1"
decay = "none"
[scoring.rules.soon.timing]
group = "when"
field = "purchase_by"
ahead = [{ up_to = "30d", points = "20" }, { up_to = "90d", points = "10" }]
missed = [{ up_to = "30d", points = "-5" }]
[scoring.groups.company]
dimension = "fit"
floor = "0"
cap = "10"
[scoring.groups.deeds]
dimension = "engagement"
[scoring.groups.when]
dimension = "timing"
[scoring.dimensions.fit]
floor = "0"
cap = "50"
[scoring.dimensions.engagement]
floor = "0"
[scoring.dimensions.timing]
floor = "0"
[scoring.profiles.main]
combine = { sum = ["fit", "engagement"] }
floor = "0"
cap = "100"
enter = "30"
exit = "20"
minima = { fit = "1" }
ranks = { a = "60", b = "40" }
[scoring.profiles.shares]
combine = { weighted = { fit = "50%", timing = "100%" } }
enter = "30"
[scoring.profiles.times]
combine = { product = { of = ["fit", "engagement"], per = "10" } }
enter = "30"
[scoring.profiles.table.combine.matrix]
rows = "fit"
rows_from = ["20", "10"]
columns = "engagement"
columns_from = ["20", "10"]
totals = [["9", "8", "7"], ["6", "5", "4"], ["3", "2", "1"]]
ranks = [["A", "A", "B"], ["A", "B", "C"], ["B", "C", "C"]]
[scoring.profiles.table]
enter = "5"
[scoring.hand_raise]
kinds = ["contact_request"]
tags = ["paper"]
[sla]
presets = ["first_contact", "first_meeting"]
retime = true
[sla.clocks.answer]
starts = [{ anchor = "hand_raise" }, { fact = "handoff_rejected" }, { activity = "visit" }]
stops = [{ attempt = { direction = "outbound", channels = ["phone"], outcomes = ["conversation"], by = "person" } }]
restarts = [{ attempt = { direction = "inbound" } }, { deal_stage = "met" }]
scope = "cycle"
calendar = "berlin"
holds = ["postponed", "appointment", { waiting = { channels = ["mail"] } }]
follow = true
grace = "1h"
responsible = "fs"
[[sla.clocks.answer.targets]]
when = { rank = ["A"], origin = ["inbound"], source = ["fair"], medium = ["paid"], value_from = { amount = "100", currency = "JPY" } }
within = { working = "2h" }
warn_after = { elapsed = "30m" }
[[sla.clocks.answer.targets]]
when = { rank = ["B"] }
within = { business_days = 2 }
[[sla.clocks.answer.steps]]
after = { elapsed = "3h" }
tell = ["owner", "queue"]
[[sla.clocks.answer.steps]]
after = { business_days = 1 }
from = "due"
tell = ["manager"]
reassign = true
[sla.clocks.won]
starts = [{ milestone = "sql" }]
stops = [{ milestone = "won" }]
scope = "stage"
grace = "0s"
holds = ["postponed"]
responsible = "sdr"
[[sla.clocks.won.targets]]
within = { elapsed = "90d" }
"#;

fn whole() -> Value {
    toml::from_str(WHOLE).expect("the test writes TOML")
}

#[track_caller]
fn faults_of(document: &Value) -> Faults {
    match Policy::from_document(document) {
        Ok(_) => panic!("a bad value was taken"),
        Err(faults) => faults,
    }
}

/// A way to a place, and its path in the words of a fault.
#[derive(Debug, Clone)]
struct At {
    pointer: String,
    path: Path,
}

impl At {
    fn key(&self, key: &str) -> Self {
        Self { pointer: format!("{}/{key}", self.pointer), path: self.path.key(key) }
    }
}

/// Every place that holds one value which has rules; flags have none, nor have values whose field says what they mean.
fn values(at: &At, value: &Value, found: &mut Vec<At>) {
    match value {
        Value::Object(entries) => {
            for (key, below) in entries {
                let literal = matches!(key.as_str(), "value" | "values") || (key == "from" && below.is_number());
                // A band and a range end at `to`; nothing else is called so.
                if !literal && key != "to" {
                    values(&at.key(key), below, found);
                }
            }
        }
        Value::Array(entries) => {
            for (index, below) in entries.iter().enumerate() {
                let at = At { pointer: format!("{}/{index}", at.pointer), path: at.path.index(index) };
                values(&at, below, found);
            }
        }
        Value::String(_) | Value::Number(_) => found.push(at.clone()),
        Value::Null | Value::Bool(_) => {}
    }
}

fn places() -> Vec<At> {
    let mut found = Vec::new();
    values(&At { pointer: String::new(), path: Path::root() }, &whole(), &mut found);
    assert!(found.len() > 150, "{}", found.len());
    found
}

/// Puts something there that no type takes: a text that is neither a name, a word, a span nor a number; a number below zero.
fn spoil(document: &mut Value, at: &At) {
    let place = document.pointer_mut(&at.pointer).expect("the place is there");
    *place = if place.is_number() { Value::from(i64::MIN) } else { Value::from(" \u{7}?") };
}

/// That exactly these places are told of, in this order, and each as more than its shape.
#[track_caller]
fn told(document: &Value, places: &[&At]) {
    let faults = faults_of(document);
    let found: Vec<_> = faults.iter().map(|fault| &fault.path).collect();
    let expected: Vec<_> = places.iter().map(|at| &at.path).collect();
    assert_eq!(found, expected, "{faults}");
    for fault in &faults {
        assert_ne!(fault.code, FaultCode::Structure, "{fault}");
        assert!(!fault.expected.to_string().is_empty() && !fault.got.to_string().is_empty(), "{fault}");
    }
}

#[test]
fn the_whole_policy_is_good() {
    if let Err(faults) = Policy::from_document(whole()) {
        panic!("{faults}");
    }
}

#[test]
fn two_bad_values_are_both_told_wherever_they_are() {
    let places = places();
    for (index, one) in places.iter().enumerate() {
        // A neighbour, and one far away.
        for step in [1, places.len() / 2] {
            let Some(other) = places.get(index.saturating_add(step)) else { continue };
            let mut document = whole();
            spoil(&mut document, one);
            spoil(&mut document, other);
            told_at_least(&document, &[one, other]);
        }
    }
}

/// That these places are told of. The same bad name in two places is also, and truly, a name twice or one that nothing declares.
#[track_caller]
fn told_at_least(document: &Value, places: &[&At]) {
    let faults = faults_of(document);
    for at in places {
        let here: Vec<_> = faults.iter().filter(|fault| fault.path == at.path).collect();
        assert_eq!(here.len(), 1, "{}: {faults}", at.path);
    }
    for fault in &faults {
        let bad = places.iter().any(|at| at.path == fault.path);
        let of_names = matches!(fault.code, FaultCode::UnknownName | FaultCode::Duplicate);
        assert!(bad || of_names, "said only because of a bad value: {fault}");
        assert_ne!(fault.code, FaultCode::Structure, "{fault}");
    }
}

#[test]
fn a_value_that_is_no_name_is_told_alone() {
    for at in places() {
        let mut document = whole();
        spoil(&mut document, &at);
        told_at_least(&document, &[&at]);
    }
}

#[test]
fn all_bad_values_at_once_are_all_told() {
    let mut document = whole();
    let places = places();
    for at in &places {
        spoil(&mut document, at);
    }
    told_at_least(&document, &places.iter().collect::<Vec<_>>());
}

/// The tables whose keys are names.
const NAMED: [&str; 16] = [
    "/fields",
    "/qualification/criteria",
    "/pipeline/fields",
    "/reasons/reject",
    "/reasons/recycle",
    "/reasons/disqualify",
    "/reasons/lose",
    "/reasons/reopen",
    "/reasons/end_contract",
    "/scoring/tags",
    "/scoring/rules",
    "/scoring/groups",
    "/scoring/dimensions",
    "/scoring/profiles",
    "/scoring/profiles/main/minima",
    "/scoring/profiles/shares/combine/weighted",
];

#[test]
fn names_of_entries_are_values_too() {
    for one in NAMED {
        for other in NAMED.into_iter().filter(|other| !other.starts_with(one) && !one.starts_with(other)) {
            let mut document = whole();
            let mut expected = Vec::new();
            for table in [one, other] {
                let entries = document.pointer_mut(table).and_then(Value::as_object_mut).expect("a table");
                let first = entries.keys().next().cloned().expect("an entry");
                let entry = entries.remove(&first).expect("an entry");
                entries.insert(format!(" {first}"), entry);
                let root = At { pointer: String::new(), path: Path::root() };
                let at = table.split('/').skip(1).fold(root, |at, key| at.key(key));
                expected.push(at.key(&format!(" {first}")));
            }
            // What refers to a name finds it under what is legal of it: nothing else is said.
            let mut expected: Vec<_> = expected.iter().collect();
            let faults = faults_of(&document);
            expected.sort_by_key(|at| faults.iter().position(|fault| fault.path == at.path));
            told(&document, &expected);
        }
    }
}

#[track_caller]
fn said(text: &str, expected: &[&str]) {
    let document: Value = toml::from_str(text).expect("the test writes TOML");
    let faults = faults_of(&document);
    let found: Vec<_> = faults.iter().map(ToString::to_string).collect();
    assert_eq!(found, expected, "{found:#?}");
    if let Err(first) = PolicyDraft::from_document(&document) {
        assert_eq!(first, faults, "a draft with a bad value is told everything at once");
    }
}

#[test]
fn what_the_check_finds_is_told_with_the_bad_values() {
    said(
        r#"
        currency = "XXX1"
        [recycle]
        max_cycles = 0
        [stale.mql]
        after = "3 parsecs"
        then = { recycle = "timming" }
        [reasons.recycle." timing"]
        cooling = "900d"
        "#,
        &[
            "currency: expected a currency like `JPY`, got `XXX1` is not a currency: write the three capital letters of ISO 4217, like `JPY`",
            "reasons.recycle.\" timing\": expected a reason code, got ` timing` begins or ends with space: remove it",
            "stale.mql.after: expected a span like `5m`, `48h` or `30d`, got `3 parsecs` is not a span: write whole numbers with `s`, `m`, `h`, `d` or `w`, largest first, like `5m`, `48h` or `1d12h`",
            "recycle.max_cycles: expected 1 to 1000 cycles of a lead, got 0",
            "reasons.recycle.\" timing\".cooling: expected at most the longest cooling, `180d`, got `900d`",
            "stale.mql.then.recycle: expected a declared reason for recycling: one of `timing`, got `timming` (did you mean `timing`?)",
        ],
    );
}

/// A number with a point and without quotes is a slip of the pen, not of the shape: it is told with everything else.
#[test]
fn floats_are_told_with_the_other_bad_values() {
    said(
        r#"
        currency = "XXX1"
        [scoring.tags.seminar]
        kinds = ["seminar"]
        keep = 2
        [scoring.groups.all]
        dimension = "all"
        [scoring.dimensions.all]
        [scoring.profiles.main]
        combine = { sum = ["all"] }
        enter = 30.5
        exit = 20
        [scoring.rules.seminar.engagement]
        group = "all"
        tag = "seminar"
        points = 1.5
        "#,
        &[
            "currency: expected a currency like `JPY`, got `XXX1` is not a currency: write the three capital letters of ISO 4217, like `JPY`",
            "scoring.profiles.main.enter: expected an integer, or a decimal number in quotes like `\"12.5\"`, got `30.5` cannot be exact: write it in quotes, `\"30.5\"`",
            "scoring.rules.seminar.engagement.points: expected an integer, or a decimal number in quotes like `\"12.5\"`, got `1.5` cannot be exact: write it in quotes, `\"1.5\"`",
        ],
    );
}

#[test]
fn nothing_is_said_only_because_of_a_bad_value() {
    let span =
        "is not a span: write whole numbers with `s`, `m`, `h`, `d` or `w`, largest first, like `5m`, `48h` or `1d12h`";
    said(
        "[recycle]\ncooling = \"200d\"\nmax_cooling = \"long\"",
        &[&format!("recycle.max_cooling: expected a span like `5m`, `48h` or `30d`, got `long` {span}")],
    );
    said(
        "[handoff]\nrequired_fields = [\"\", \"emial\"]",
        &[
            "handoff.required_fields[0]: expected a field name, got empty text: write at least one character",
            "handoff.required_fields: expected a declared field: one of `annual_revenue`, `company`, `department`, `email`, `employees`, `industry`, `interests`, `job_title`, `location`, `person_name`, `phone`, `purchase_by`, …, got `emial` (did you mean `email`?)",
        ],
    );
}

#[test]
fn bad_steps_are_told_apart_from_steps_in_the_wrong_order() {
    let rule = |steps: &str| {
        format!(
            "{WHOLE}\n[scoring.rules.fading.engagement]\ngroup = \"deeds\"\ntag = \"visit\"\npoints = \"1\"\ndecay = {{ steps = [{steps}] }}"
        )
    };
    let at = "scoring.rules.fading.engagement.decay.steps";
    said(
        &rule(r#"{ from = "10d", keeps = "20%" }, { from = "10d", keeps = "30%" }"#),
        &[
            &format!("{at}[1].from: expected a later age than the step before, got `10d`"),
            &format!("{at}[1].keeps: expected no more than the step before keeps, got `30%`"),
        ],
    );
    said(
        &rule(r#"{ from = "10d", keeps = "2000%" }, { from = "5d", keeps = "30%" }"#),
        &[
            &format!(
                "{at}[0].keeps: expected a rate in quotes like `\"25%\"`, got rate `20` is out of range: `0%` to `100%`"
            ),
            &format!("{at}[1].from: expected a later age than the step before, got `5d`"),
        ],
    );
}

#[test]
fn a_profile_is_checked_whole_whatever_is_wrong_with_its_product() {
    said(
        &format!(
            "{WHOLE}\n[scoring.profiles.odd]\nenter = \"1\"\nexit = \"2\"\ncombine = {{ product = {{ of = [\"fit\"] }} }}"
        ),
        &[
            "scoring.profiles.odd.combine.product.of: expected two or three dimensions, got 1",
            "scoring.profiles.odd.exit: expected `exit` of at most `enter`, got exit 2 over enter 1",
        ],
    );
    said(
        &WHOLE.replace(r#"of = ["fit", "engagement"]"#, r#"of = ["fitt", "engagement"]"#),
        &[
            "scoring.profiles.times.combine.product.of[0]: expected a declared dimension: one of `engagement`, `fit`, `timing`, got `fitt` (did you mean `fit`?)",
        ],
    );
}

#[test]
fn a_wrong_shape_is_told_alone() {
    said(
        "currency = \"XXX1\"\n[recycle]\ncoolin = \"30d\"",
        &[
            "recycle.coolin: expected one of `cooling`, `back_off`, `max_cooling`, `max_cycles`, `engagement`, got `coolin` (did you mean `cooling`?)",
        ],
    );
}

#[test]
fn every_field_of_the_draft_is_in_the_whole_policy() {
    // What a later version adds to a section must be added to the text above: it would not be spoilt otherwise.
    let written = whole();
    let draft = PolicyDraft::from_document(&written).expect("good");
    let full = serde_json::to_value(&draft).expect("can be written");
    missing(&written, &full, "");
}

/// Sections of the full draft that the written one leaves out.
fn missing(written: &Value, full: &Value, at: &str) {
    if let (Value::Object(written), Value::Object(full)) = (written, full) {
        for (key, full) in full {
            let absent = full.is_null() || full.is_boolean() || full.as_array().is_some_and(Vec::is_empty);
            match written.get(key) {
                Some(written) => missing(written, full, &format!("{at}/{key}")),
                None if absent || at.starts_with("/scoring/") || full == "flag" => {}
                None if full.as_object().is_some_and(serde_json::Map::is_empty) => {}
                None => panic!("{at}/{key} is not in the whole policy"),
            }
        }
    }
}
