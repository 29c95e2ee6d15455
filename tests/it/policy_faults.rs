//! What a draft is told: every fault with its path, what was expected, what was there and, where a word is near, which was meant.
#![expect(clippy::too_many_lines, reason = "one document with every fault, and everything that is said of it")]
#![expect(clippy::wildcard_enum_match_arm, reason = "whatever else a document holds is replaced")]

use lead_lifecycle::scoring::MatrixDraft;
use lead_lifecycle::values::{Expected, FaultCode, Got, Shape, Written};
use lead_lifecycle::{Faults, Policy, PolicyDraft};

/// The draft in a TOML text, read from TOML and, through it, from JSON: both must say the same.
#[track_caller]
fn read(text: &str) -> Result<PolicyDraft, Faults> {
    let from_toml = PolicyDraft::from_document(toml::Deserializer::parse(text).expect("the test writes TOML"));
    let value: serde_json::Value = toml::from_str(text).expect("the test writes TOML");
    let from_json = PolicyDraft::from_document(&value);
    assert_eq!(from_toml, from_json, "TOML and JSON are read alike");
    let written = serde_json::to_string(&value).expect("a value can be written");
    let by_serde = serde_json::from_str::<PolicyDraft>(&written);
    match (&from_toml, by_serde) {
        (Ok(draft), Ok(read)) => assert_eq!(*draft, read),
        (Err(faults), Err(error)) => {
            assert!(error.to_string().starts_with(&faults.to_string()), "serde's error tells the faults: {error}");
        }
        (Ok(_), Err(error)) => panic!("serde refuses what is good: {error}"),
        (Err(faults), Ok(_)) => panic!("serde takes what is wrong: {faults}"),
    }
    from_toml
}

/// A draft of the wrong shape, and exactly what is said of it.
#[track_caller]
fn shape(text: &str, expected: &str) {
    let faults = read(text).expect_err("the shape is wrong");
    assert_eq!(faults.iter().map(|fault| fault.code).collect::<Vec<_>>(), [FaultCode::Structure]);
    assert_eq!(faults.to_string(), expected);
}

/// A draft with values that their types refuse, and exactly what is said of it.
#[track_caller]
fn values(text: &str, expected: &[(FaultCode, &str)]) {
    let faults = read(text).expect_err("a value is bad");
    let found: Vec<_> = faults.iter().map(|fault| (fault.code, fault.to_string())).collect();
    let expected: Vec<_> = expected.iter().map(|(code, text)| (*code, (*text).to_string())).collect();
    assert_eq!(found, expected, "{found:#?}");
}

/// A draft of the right shape, and exactly what its check says, fault by fault.
#[track_caller]
fn faults(text: &str, expected: &[(FaultCode, &str)]) {
    let draft = read(text).expect("the shape is right");
    let found = match Policy::try_from(draft) {
        Ok(_) => Vec::new(),
        Err(faults) => faults.into_vec(),
    };
    let found: Vec<_> = found.iter().map(|fault| (fault.code, fault.to_string())).collect();
    let expected: Vec<_> = expected.iter().map(|(code, text)| (*code, (*text).to_string())).collect();
    assert_eq!(found, expected, "{found:#?}");
}

/// A policy that is good, and exactly the advice it gets.
#[track_caller]
fn lints(text: &str, expected: &[(&str, &str)]) {
    let draft = read(text).expect("the shape is right");
    let policy = Policy::try_from(draft).expect("the policy is good");
    let found: Vec<_> = policy.lints().iter().map(|lint| (lint.code.as_str(), lint.to_string())).collect();
    let expected: Vec<_> = expected.iter().map(|(code, text)| (*code, (*text).to_string())).collect();
    assert_eq!(found, expected, "{found:#?}");
}

#[test]
fn the_standard_policy_has_neither_faults_nor_lints() {
    let policy = Policy::try_from(PolicyDraft::standard()).expect("the standard draft is good");
    assert_eq!(policy, Policy::standard());
    assert_eq!(policy.lints(), []);
    lints("", &[]);
}

#[test]
fn unknown_keys_come_with_a_suggestion() {
    shape(
        "recylce = 1",
        "recylce: expected one of `label`, `utc_offset`, `zone`, `zones`, `holidays`, `calendars`, `default_calendar`, `currency`, `fields`, `scoring`, `qualification`, `handoff`, `pipeline`, `pipelines`, `default_pipeline`, `reasons`, `recycle`, `next_cycle`, `hand_raise`, `purchase`, `access`, `proposals`, `stale`, `sla`, `time`, `memory`, got `recylce` (did you mean `recycle`?)",
    );
    shape(
        "[recycle]\ncoolin = \"30d\"",
        "recycle.coolin: expected one of `cooling`, `back_off`, `max_cooling`, `max_cycles`, `engagement`, got `coolin` (did you mean `cooling`?)",
    );
    shape(
        "[qualification.criteria.need]\nlable = \"x\"",
        "qualification.criteria.need.lable: expected one of `label`, `valid_for`, `needs_evidence`, got `lable` (did you mean `label`?)",
    );
    shape(
        "[[pipeline.stages]]\nname = \"a\"\nprobability = \"10%\"\nrequire = []",
        "pipeline.stages[0].require: expected one of `name`, `label`, `probability`, `owners`, `requires`, got `require` (did you mean `requires`?)",
    );
    shape(
        "[access.qualfy]\nsdr = \"R\"",
        "access.qualfy: expected one of `capture`, `import`, `update_profile`, `edit_capture`, `record_activity`, `record_consent`, `promote`, `discard`, `postpone`, `close_hand_raise`, `record_attempt`, `record_answer`, `schedule_appointment`, `change_appointment`, `miss_appointment`, `schedule_follow_up`, `change_follow_up`, `miss_follow_up`, `hold_meeting`, `qualify`, `accept`, `reject`, `hold_first_meeting`, `edit_deal`, `move_deal`, `win`, `lose`, `record_purchase`, `recycle`, `disqualify`, `reopen`, `open_expansion`, `renew_contract`, `amend_contract`, `end_contract`, `assign`, `adopt_policy`, `recount`, `check_clock`, `merge`, `redact`, `propose`, `approve`, `decline`, `take_back`, `split`, `take_back_stage`, got `qualfy` (did you mean `qualify`?)",
    );
    shape(
        "[access.qualify]\nsrd = \"R\"",
        "access.qualify.srd: expected one of `mk`, `sdr`, `bdr`, `isr`, `fs`, `cs`, `manager`, `system`, `assistant`, got `srd`",
    );
    shape(
        "[qualification]\nbar = { all = [] }",
        "qualification.bar.all: expected one of `confirmed`, `known`, `within`, `all_of`, `any_of`, `at_least`, got `all`",
    );
    shape(
        "[reasons.lose.price]\nthen = { recycl = {} }",
        "reasons.lose.price.then.recycl: expected one of `disqualify`, `recycle`, got `recycl` (did you mean `recycle`?)",
    );
    shape(
        "zzzzzz = 1",
        "zzzzzz: expected one of `label`, `utc_offset`, `zone`, `zones`, `holidays`, `calendars`, `default_calendar`, `currency`, `fields`, `scoring`, `qualification`, `handoff`, `pipeline`, `pipelines`, `default_pipeline`, `reasons`, `recycle`, `next_cycle`, `hand_raise`, `purchase`, `access`, `proposals`, `stale`, `sla`, `time`, `memory`, got `zzzzzz`",
    );
}

#[test]
fn wrong_types_say_what_is_expected_and_what_is_there() {
    shape("label = 3", "label: expected a policy label, got `3`");
    shape("[recycle]\ncooling = 30", "recycle.cooling: expected a span like `5m`, `48h` or `30d`, got `30`");
    shape(
        "[recycle]\nmax_cycles = \"5\"",
        r#"recycle.max_cycles: expected a whole number from 0 to 4294967295, got `"5"`"#,
    );
    shape("[pipeline]\nstages = 3", "pipeline.stages: expected a list, got `3`");
    shape(
        "[[pipeline.stages]]\nname = \"a\"\nprobability = 0.1",
        r#"pipeline.stages[0].probability: expected a rate in quotes like `"25%"`, got `0.1`"#,
    );
    shape("[[pipeline.stages]]\nprobability = \"10%\"", "pipeline.stages[0]: expected a value for `name`, got nothing");
    shape(
        "[qualification]\nrequire_consent = \"yes\"",
        r#"qualification.require_consent: expected `true` or `false`, got `"yes"`"#,
    );
    shape(
        "[qualification]\nbar = { confirmed = \"need\", known = \"need\" }",
        "qualification.bar: expected a table with one key, got a table with 2 keys",
    );
    shape(
        "[qualification]\nbar = \"confirmed\"",
        r#"qualification.bar: expected a table with the key `confirmed` and its content, got `"confirmed"`"#,
    );
    shape(
        "[qualification]\nbar = { within = { criterion = \"timeline\" } }",
        "qualification.bar.within: expected a value for `months`, got nothing",
    );
    shape(
        "[qualification]\nbar = { all_of = [{ confirmed = \"need\" }, { confirmed = 3 }] }",
        "qualification.bar.all_of[1].confirmed: expected a criterion name, got `3`",
    );
    shape(
        "[reasons.lose.price]\nthen = { disqualify = 3 }",
        "reasons.lose.price.then.disqualify: expected the bare word `disqualify`, got `3`",
    );
    shape("[stale.mql]\nthen = \"flag\"", "stale.mql: expected a value for `after`, got nothing");
}

#[test]
fn bad_values_say_what_is_expected_and_what_is_there() {
    let one = |text, code, expected| values(text, &[(code, expected)]);
    one(
        "label = \" x\"",
        FaultCode::Illegal,
        "label: expected a policy label, got ` x` begins or ends with space: remove it",
    );
    one(
        "utc_offset = \"+9\"",
        FaultCode::Illegal,
        "utc_offset: expected a zone like `+09:00` or `Asia/Tokyo`, got `+9` is not a zone: write an offset like `+09:00`, or a name like `Asia/Tokyo`",
    );
    one(
        "currency = \"YEN\"",
        FaultCode::Illegal,
        "currency: expected a currency like `JPY`, got `YEN` is not a currency: write the three capital letters of ISO 4217, like `JPY`",
    );
    one(
        "[recycle]\ncooling = \"a month\"",
        FaultCode::Illegal,
        "recycle.cooling: expected a span like `5m`, `48h` or `30d`, got `a month` is not a span: write whole numbers with `s`, `m`, `h`, `d` or `w`, largest first, like `5m`, `48h` or `1d12h`",
    );
    one(
        "[recycle]\nmax_cycles = -1",
        FaultCode::OutOfRange,
        "recycle.max_cycles: expected a whole number from 0 to 4294967295, got `-1`",
    );
    one(
        "[memory]\nactivities = 70000",
        FaultCode::OutOfRange,
        "memory.activities: expected a whole number from 0 to 65535, got `70000`",
    );
    one(
        "[pipeline]\nfirst_meeting = \"a\"\n[[pipeline.stages]]\nname = \"a\"\nprobability = \"110%\"",
        FaultCode::Illegal,
        "pipeline.stages[0].probability: expected a rate in quotes like `\"25%\"`, got rate `1.1` is out of range: `0%` to `100%`",
    );
    one(
        "[access.qualify]\nsdr = \"X\"",
        FaultCode::UnknownName,
        "access.qualify.sdr: expected one of `R`, `A`, `R/A`, `C`, `I`, `R own leads`, `R own deals`, `R own`, `R self-booked`, `propose`, `no`, got `X`",
    );
    one(
        "[fields.\"seats needed\"]\ntype = \"numbr\"",
        FaultCode::UnknownName,
        r#"fields."seats needed".type: expected one of `text`, `number`, `flag`, `date`, `set`, got `numbr` (did you mean `number`?)"#,
    );
    one(
        "[fields.\" x\"]\ntype = \"text\"",
        FaultCode::Illegal,
        "fields.\" x\": expected a field name, got ` x` begins or ends with space: remove it",
    );
}

#[test]
fn nesting_is_bounded_whatever_the_format() {
    let mut bar = String::from("{ confirmed = \"need\" }");
    for _ in 0..8 {
        bar = format!("{{ all_of = [{bar}] }}");
    }
    faults(&format!("[qualification]\nbar = {bar}"), &[]);
    shape(
        &format!("[qualification]\nbar = {{ all_of = [{bar}] }}"),
        "qualification.bar.all_of[0].all_of[0].all_of[0].all_of[0].all_of[0].all_of[0].all_of[0].all_of[0].all_of[0]: expected 0 to 8 levels of nesting, got deeper nesting",
    );
}

#[test]
fn all_faults_are_collected() {
    faults(
        r#"
        [qualification]
        bar = { all_of = [{ confirmed = "needs" }, { within = { criterion = "timeline", months = 0 } }, { any_of = [] }] }
        before_appointment = { at_least = { count = 3, of = [{ known = "need" }, { known = "budgt" }] } }
        [qualification.criteria.need]
        valid_for = "0s"
        [qualification.criteria.timeline]
        [handoff]
        required_fields = ["industry", "emial"]
        [pipeline]
        first_meeting = "meeting"
        won_requires = [{ field = "po_number" }]
        [[pipeline.stages]]
        name = "first"
        probability = "10%"
        requires = [{ field = "x" }, "lines"]
        [[pipeline.stages]]
        name = "first"
        probability = "20%"
        [[pipeline.stages]]
        name = "won"
        probability = "20%"
        [recycle]
        cooling = "200d"
        back_off = 99
        max_cycles = 0
        [reasons.recycle.max_cycles]
        [reasons.recycle.timing]
        cooling = "181d"
        [reasons.recycle.other]
        needs_note = true
        [reasons.lose.erased]
        then = { recycle = { cooling = "1000d" } }
        [access.qualify]
        assistant = "R"
        [proposals]
        max_open = 65
        expires_after = "0s"
        [stale.customer]
        after = "30d"
        [stale.lead]
        after = "0s"
        then = { recycle = "timing" }
        [stale.mql]
        after = "3d"
        then = { recycle = "timming" }
        [stale.sql]
        after = "3d"
        then = { recycle = "other" }
        [memory]
        activities = 0
        "#,
        &[
            (
                FaultCode::OutOfRange,
                "qualification.criteria.need.valid_for: expected a span longer than zero, got `0s`",
            ),
            (
                FaultCode::UnknownName,
                "qualification.bar.all_of[0].confirmed: expected a declared criterion: one of `need`, `timeline`, got `needs` (did you mean `need`?)",
            ),
            (FaultCode::OutOfRange, "qualification.bar.all_of[1].within.months: expected 1 to 120 months, got 0"),
            (FaultCode::Missing, "qualification.bar.all_of[2].any_of: expected at least one part, got none"),
            (
                FaultCode::OutOfRange,
                "qualification.before_appointment.at_least.count: expected 1 to 2, the number of parts, got 3",
            ),
            (
                FaultCode::UnknownName,
                "qualification.before_appointment.at_least.of[1].known: expected a declared criterion: one of `need`, `timeline`, got `budgt`",
            ),
            (
                FaultCode::UnknownName,
                "handoff.required_fields: expected a declared field: one of `annual_revenue`, `company`, `department`, `email`, `employees`, `industry`, `interests`, `job_title`, `location`, `person_name`, `phone`, `purchase_by`, …, got `emial` (did you mean `email`?)",
            ),
            (
                FaultCode::UnknownName,
                "pipeline.stages[0].requires: expected a declared deal field: none is declared, got `x`",
            ),
            (FaultCode::Duplicate, "pipeline.stages[1].name: expected a name that no other stage has, got `first`"),
            (
                FaultCode::NotAllowed,
                "pipeline.stages[2].name: expected the name of an open stage: `won` and `lost` are outcomes, got `won`",
            ),
            (
                FaultCode::UnknownName,
                "pipeline.first_meeting: expected a stage of the pipeline: one of `first`, `won`, got `meeting`",
            ),
            (
                FaultCode::UnknownName,
                "pipeline.won_requires: expected a declared deal field: none is declared, got `po_number`",
            ),
            (FaultCode::OutOfRange, "recycle.back_off: expected 100 to 1000 per cent of back-off, got 99"),
            (FaultCode::OutOfRange, "recycle.max_cycles: expected 1 to 1000 cycles of a lead, got 0"),
            (FaultCode::Conflict, "recycle.cooling: expected at most the longest cooling, `180d`, got `200d`"),
            (
                FaultCode::Conflict,
                "reasons.recycle.timing.cooling: expected at most the longest cooling, `180d`, got `181d`",
            ),
            (
                FaultCode::Conflict,
                "reasons.lose.erased.then.recycle.cooling: expected at most the longest cooling, `180d`, got `1000d`",
            ),
            (
                FaultCode::NotAllowed,
                "reasons.recycle.max_cycles: expected a code that is not reserved for the crate itself, got `max_cycles`",
            ),
            (
                FaultCode::NotAllowed,
                "reasons.lose.erased: expected a code that is not reserved for the crate itself, got `erased`",
            ),
            (
                FaultCode::NotAllowed,
                "access.qualify.assistant: expected `propose` or `no`: an assistant never decides, got `R`",
            ),
            (FaultCode::OutOfRange, "proposals.max_open: expected 0 to 64 open proposals, got 65"),
            (FaultCode::OutOfRange, "proposals.expires_after: expected a span longer than zero, got `0s`"),
            (FaultCode::OutOfRange, "stale.lead.after: expected a span longer than zero, got `0s`"),
            (
                FaultCode::NotAllowed,
                "stale.lead.then: expected `flag`: only `mql` and `sql` can be recycled, got `recycle`",
            ),
            (
                FaultCode::UnknownName,
                "stale.mql.then.recycle: expected a declared reason for recycling: one of `max_cycles`, `other`, `timing`, got `timming` (did you mean `timing`?)",
            ),
            (
                FaultCode::NotAllowed,
                "stale.sql.then.recycle: expected a reason that needs no note, because the clock cannot write one, got `other`",
            ),
            (
                FaultCode::NotAllowed,
                "stale.customer: expected an open stage: `lead`, `mql`, `sql` or `opportunity`, got `customer`",
            ),
            (FaultCode::OutOfRange, "memory.activities: expected 1 to 4096 remembered activity ids, got 0"),
        ],
    );
}

#[test]
fn empty_lists_where_something_is_needed() {
    faults(
        r"
        [qualification]
        criteria = {}
        bar = { all_of = [] }
        before_appointment = { all_of = [] }
        [pipeline]
        stages = []
        [reasons]
        reject = {}
        ",
        &[
            (FaultCode::OutOfRange, "qualification.criteria: expected 1 to 32 qualification criteria, got 0 criteria"),
            (FaultCode::OutOfRange, "pipeline.stages: expected 1 to 32 open deal stages, got 0 stages"),
            (FaultCode::OutOfRange, "reasons.reject: expected 1 to 128 reasons of a list, got 0 reasons"),
        ],
    );
}

#[test]
fn pipelines_are_written_in_one_form() {
    faults(
        "[pipeline]\nskip = \"refuse\"\n[pipelines.renewal]",
        &[(FaultCode::Conflict, "pipelines: expected `pipeline` or `pipelines`: write one of them, got both")],
    );
    // Both are looked at all the same, each at its own place.
    faults(
        r"
        [pipeline]
        stages = []
        [pipelines.default]
        stages = []
        ",
        &[
            (FaultCode::Conflict, "pipelines: expected `pipeline` or `pipelines`: write one of them, got both"),
            (FaultCode::OutOfRange, "pipeline.stages: expected 1 to 32 open deal stages, got 0 stages"),
            (FaultCode::OutOfRange, "pipelines.default.stages: expected 1 to 32 open deal stages, got 0 stages"),
        ],
    );
    faults("", &[]);
    faults("[pipeline]", &[]);
    faults("[pipelines]", &[]);
    faults("[pipelines.renewal]\n[pipelines.sale]", &[]);
}

#[test]
fn the_default_pipeline_is_one_of_them() {
    faults("default_pipeline = \"renewal\"\n[pipelines.renewal]\n[pipelines.sale]", &[]);
    faults("default_pipeline = \"default\"", &[]);
    faults(
        "default_pipeline = \"renewl\"\n[pipelines.renewal]\n[pipelines.sale]",
        &[(
            FaultCode::UnknownName,
            "default_pipeline: expected a pipeline of the policy: one of `renewal`, `sale`, got `renewl` (did you mean `renewal`?)",
        )],
    );
    faults(
        "default_pipeline = \"sale\"\n[pipeline]",
        &[(
            FaultCode::UnknownName,
            "default_pipeline: expected a pipeline of the policy: one of `default`, got `sale`",
        )],
    );
}

#[test]
fn a_policy_has_at_most_sixteen_pipelines() {
    let written =
        |count: usize| (0..count).map(|number| format!("[pipelines.p{number}]")).collect::<Vec<_>>().join("\n");
    faults(&written(16), &[]);
    faults(
        &written(17),
        &[(FaultCode::OutOfRange, "pipelines: expected 1 to 16 pipelines of a policy, got 17 pipelines")],
    );
}

#[test]
fn every_pipeline_tells_its_faults_at_its_place() {
    faults(
        r#"
        [pipelines.renewal]
        first_meeting = "due"
        won_requires = [{ field = "po_number" }]
        stages = [{ name = "due", probability = "70%" }, { name = "due", probability = "80%" }]
        [pipelines."更新 契約"]
        first_meeting = "meet"
        stages = [{ name = "met", probability = "70%", requires = [{ field = "x" }] }]
        "#,
        &[
            (
                FaultCode::Duplicate,
                "pipelines.renewal.stages[1].name: expected a name that no other stage has, got `due`",
            ),
            (
                FaultCode::UnknownName,
                "pipelines.renewal.won_requires: expected a declared deal field: none is declared, got `po_number`",
            ),
            (
                FaultCode::UnknownName,
                "pipelines.\"更新 契約\".stages[0].requires: expected a declared deal field: none is declared, got `x`",
            ),
            (
                FaultCode::UnknownName,
                "pipelines.\"更新 契約\".first_meeting: expected a stage of the pipeline: one of `met`, got `meet` (did you mean `met`?)",
            ),
        ],
    );
    shape(
        "[pipelines.renewal]\nfirst_meting = \"due\"",
        "pipelines.renewal.first_meting: expected one of `stages`, `first_meeting`, `won_requires`, `skip`, `backward`, `fields`, got `first_meting` (did you mean `first_meeting`?)",
    );
    shape("[pipelines]\nrenewal = 3", "pipelines.renewal: expected a table, got `3`");
    values(
        "[pipelines.\" renewal\"]\nstages = [{ name = \"due\", probability = \"700%\" }]",
        &[
            (
                FaultCode::Illegal,
                "pipelines.\" renewal\": expected a pipeline name, got ` renewal` begins or ends with space: remove it",
            ),
            (
                FaultCode::Illegal,
                "pipelines.\" renewal\".stages[0].probability: expected a rate in quotes like `\"25%\"`, got rate `7` is out of range: `0%` to `100%`",
            ),
        ],
    );
}

#[test]
fn stages_without_a_mark_have_no_first_meeting() {
    let mark = |text: &str| {
        let policy = Policy::try_from(read(text).expect("the shape is right")).expect("the policy is good");
        let pipeline = policy.pipelines().default().expect("one alone is the default");
        pipeline.first_meeting().map(ToString::to_string)
    };
    let stages = "stages = [{ name = \"first_meeting_held\", probability = \"10%\" }]";
    assert_eq!(mark(&format!("[pipeline]\n{stages}")), None);
    assert_eq!(mark(&format!("[pipelines.sale]\n{stages}")), None);
    assert_eq!(
        mark(&format!("[pipeline]\nfirst_meeting = \"first_meeting_held\"\n{stages}")).as_deref(),
        Some("first_meeting_held")
    );
    assert_eq!(mark("").as_deref(), Some("first_meeting_held"));
    assert_eq!(mark("[pipeline]\nskip = \"refuse\"").as_deref(), Some("first_meeting_held"));
    assert_eq!(mark("[pipelines.sale]\nfirst_meeting = \"quote\"").as_deref(), Some("quote"));
}

#[test]
fn advice_is_given_on_every_pipeline() {
    lints(
        r#"
        [pipelines.renewal]
        first_meeting = "due"
        stages = [{ name = "due", probability = "70%" }, { name = "agreed", probability = "60%" }]
        [pipelines.sale]
        stages = [{ name = "agreed", probability = "0%" }, { name = "quote", probability = "40%" }]
        "#,
        &[
            (
                "probability_falls",
                "pipelines.renewal.stages[1].probability: `agreed` is less likely to be won (60%) than `due` before it (70%)",
            ),
            (
                "never_fires",
                "pipelines.renewal.first_meeting: deals open at the first meeting already, so holding it moves nothing",
            ),
            (
                "probability_of_outcome",
                "pipelines.sale.stages[0].probability: `0%` at an open stage reads like an outcome",
            ),
        ],
    );
}

#[test]
fn advice_on_what_can_hardly_be_meant() {
    lints(
        r#"
        [qualification]
        bar = { all_of = [{ confirmed = "need" }, { known = "need" }] }
        before_appointment = { all_of = [] }
        [qualification.criteria.need]
        [qualification.criteria.champion]
        [pipeline]
        first_meeting = "a"
        [[pipeline.stages]]
        name = "a"
        probability = "30%"
        [[pipeline.stages]]
        name = "b"
        probability = "20%"
        [[pipeline.stages]]
        name = "c"
        probability = "100%"
        [recycle]
        cooling = "180d"
        [reasons.lose.price]
        [stale.lead]
        after = "30d"
        [access.reopen]
        manager = "I"
        [access.promote]
        sdr = "R own deals"
        [proposals]
        max_open = 0
        "#,
        &[
            ("repeated_test", "qualification.bar: `need` is asked for more than once"),
            (
                "unused_criterion",
                "qualification.criteria.champion: no bar asks for `champion`: ask for it, or leave it out",
            ),
            ("probability_of_outcome", "pipeline.stages[2].probability: `100%` at an open stage reads like an outcome"),
            (
                "probability_falls",
                "pipeline.stages[1].probability: `b` is less likely to be won (20%) than `a` before it (30%)",
            ),
            (
                "never_fires",
                "pipeline.first_meeting: deals open at the first meeting already, so holding it moves nothing",
            ),
            (
                "reason_without_rule",
                "reasons.lose.price: `price` does not say what follows, so the general rule recycles: write `then`",
            ),
            ("unused_reasons", "reasons.reopen: nobody may issue `reopen`, so these reasons are never given"),
            (
                "cooling_never_grows",
                "recycle.cooling: the cooling is the longest from the start: the back-off never takes effect",
            ),
            (
                "cooling_outlasts_stale",
                "stale.lead.after: a lead counts as stale after 30d, while it still cools for 180d",
            ),
            ("nobody_may_issue", "access.reopen: nobody may issue `reopen`"),
            ("stage_without_exit", "access: nobody may take a lead out of stage `disqualified`"),
            ("never_fires", "access.promote.sdr: no deal is open when `promote` is issued: it is never permitted"),
            ("never_fires", "proposals.max_open: no proposal may be open, so nothing can be proposed"),
        ],
    );
    lints(
        "[recycle]\nmax_cycles = 1",
        &[(
            "never_fires",
            "recycle.max_cycles: with one cycle every recycle discards: no other rule of recycling takes effect",
        )],
    );
}

#[test]
fn repeated_keys_are_faults_where_the_format_lets_them_pass() {
    let text = r#"{ "recycle": { "cooling": "1d", "max_cycles": 2, "cooling": "2d" } }"#;
    let fault = PolicyDraft::from_document(&mut serde_json::Deserializer::from_str(text)).expect_err("a key twice");
    assert_eq!(fault.to_string(), "recycle.cooling: expected every key once, got `cooling` again");
}

#[test]
fn documents_that_cannot_be_read_are_faults_too() {
    let text = "{ \"recycle\": ";
    let fault = PolicyDraft::from_document(&mut serde_json::Deserializer::from_str(text)).expect_err("no JSON");
    assert_eq!(
        fault.to_string(),
        "(top level): expected a document that can be read, got EOF while parsing a value at line 1 column 13"
    );
    let deep = format!("{}{}", "[".repeat(100), "]".repeat(100));
    let fault = PolicyDraft::from_document(&mut serde_json::Deserializer::from_str(&deep)).expect_err("too deep");
    assert!(fault.to_string().contains("got nested deeper than 64 levels"), "{fault}");
}

#[test]
fn the_label_is_no_part_of_the_content() {
    let standard = Policy::standard();
    let renamed = Policy::try_from(read("label = \"spring\"").expect("good")).expect("good");
    assert_eq!(renamed.fingerprint(), standard.fingerprint());
    assert_ne!(renamed.label(), standard.label());
    let changed = Policy::try_from(read("[recycle]\ncooling = \"31d\"").expect("good")).expect("good");
    assert_ne!(changed.fingerprint(), standard.fingerprint());
}

#[test]
fn only_the_standard_is_called_standard() {
    let label = |text: &str| Policy::try_from(read(text).expect("good")).expect("good").label().to_string();
    assert_eq!(label(""), "standard");
    // Written out, it is still the standard: what counts is what the policy says, not how.
    assert_eq!(label("currency = \"JPY\"\n[access.reopen]\nmanager = \"R/A\"\n[recycle]\nmax_cycles = 5"), "standard");
    assert_eq!(label("[recycle]\nmax_cycles = 3"), "custom");
    assert_eq!(label("label = \"spring\"\n[recycle]\nmax_cycles = 3"), "spring");
    // Nor is another policy called so because somebody wrote it, or changed the standard one in code.
    assert_eq!(label("label = \"standard\"\n[recycle]\nmax_cycles = 3"), "custom");
    let mut draft = PolicyDraft::standard();
    draft.recycle.max_cycles = 3;
    let policy = Policy::try_from(draft).expect("good");
    assert_eq!((policy.label().as_str(), policy.draft().label.as_str()), ("custom", "custom"));
    assert_eq!(Policy::try_from(policy.draft().clone()).expect("good"), policy);
}

#[test]
fn a_cell_written_as_the_standard_has_it_changes_nothing() {
    let standard = Policy::standard();
    let mut draft = PolicyDraft::standard();
    draft.access = standard.access().to_draft();
    let spelled = Policy::try_from(draft).expect("good");
    assert_eq!(spelled.access(), standard.access());
    assert_eq!(spelled.fingerprint(), standard.fingerprint());
}

#[test]
fn what_is_left_out_is_the_standard() {
    let draft = read("[recycle]\nmax_cycles = 3\n[access.reopen]\nsdr = \"R\"").expect("good");
    let mut expected = PolicyDraft::standard();
    expected.recycle.max_cycles = 3;
    assert_eq!(draft.recycle, expected.recycle);
    assert_eq!(draft.qualification, expected.qualification);
    assert_eq!(draft.scoring, expected.scoring);
    let policy = Policy::try_from(draft).expect("good");
    assert!(policy.access().permits(lead_lifecycle::values::CommandKind::Reopen, lead_lifecycle::Role::Sdr));
    assert!(policy.access().permits(lead_lifecycle::values::CommandKind::Reopen, lead_lifecycle::Role::Manager));
}

#[test]
fn a_policy_survives_every_format() {
    let policy = Policy::standard();
    let text = toml::to_string(&policy).expect("can be written");
    assert_eq!(toml::from_str::<Policy>(&text).expect("can be read"), policy);
    let text = serde_json::to_string(&policy).expect("can be written");
    assert_eq!(serde_json::from_str::<Policy>(&text).expect("can be read"), policy);
    let bytes = postcard::to_allocvec(&policy).expect("can be written");
    assert_eq!(postcard::from_bytes::<Policy>(&bytes).expect("can be read"), policy);
}

#[test]
fn a_policy_with_faults_does_not_deserialise_and_names_them_all() {
    let text = r#"{ "recycle": { "max_cycles": 0 }, "memory": { "activities": 0 } }"#;
    let error = serde_json::from_str::<Policy>(text).expect_err("two faults").to_string();
    assert!(
        error.contains("recycle.max_cycles: expected 1 to 1000 cycles of a lead, got 0\nmemory.activities"),
        "{error}"
    );
    let mut draft = PolicyDraft::standard();
    draft.memory.activities = 0;
    let bytes = postcard::to_allocvec(&draft).expect("can be written");
    assert!(postcard::from_bytes::<PolicyDraft>(&bytes).is_ok());
    assert!(postcard::from_bytes::<Policy>(&bytes).is_err());
}

#[test]
fn what_the_standard_marks_as_personal_is_not_made_public_silently() {
    let advice =
        |field: &str| format!("`{field}` is personal in the standard: marked as not personal, it survives an erasure");
    lints(
        "[fields.email]\ntype = \"text\"\npersonal = false",
        &[("personal_made_public", &format!("fields.email.personal: {}", advice("email")))],
    );
    // Of another type too, and in every catalogue there is.
    lints(
        "[fields.phone]\ntype = \"set\"\npersonal = false\n[pipeline.fields.person_name]\ntype = \"text\"\npersonal = false",
        &[
            ("personal_made_public", &format!("fields.phone.personal: {}", advice("phone"))),
            ("personal_made_public", &format!("pipeline.fields.person_name.personal: {}", advice("person_name"))),
        ],
    );
    lints(
        "[pipelines.sale.fields.email]\ntype = \"text\"\npersonal = false",
        &[("personal_made_public", &format!("pipelines.sale.fields.email.personal: {}", advice("email")))],
    );
    // Declared as personal, or left as personal: nothing to say. Nor of fields that are the host's own.
    lints("[fields.email]\ntype = \"text\"\n[fields.seats]\ntype = \"number\"\npersonal = false", &[]);
}

#[test]
fn a_tag_that_keeps_prints_of_a_personal_field_is_advised_against() {
    let text = |personal: bool| {
        format!(
            r#"
            [fields.badge]
            type = "text"
            personal = {personal}
            [scoring.tags.visit]
            kinds = ["visit"]
            keep = 3
            once_per = {{ field = "badge" }}
            [scoring.rules.visit.engagement]
            group = "deeds"
            tag = "visit"
            points = 5
            [scoring.groups.deeds]
            dimension = "engagement"
            [scoring.dimensions]
            engagement = {{}}
            [scoring.profiles.main]
            combine = {{ sum = ["engagement"] }}
            enter = 10
            exit = 5
            [scoring]
            promotes = "main"
            "#
        )
    };
    lints(
        &text(true),
        &[(
            "personal_print",
            "scoring.tags.visit.once_per: `visit` counts once per value of `badge`, which is personal: prints of its values survive an erasure, count once per `object` or another field",
        )],
    );
    lints(&text(false), &[]);
}

mod anything {
    use super::{Policy, PolicyDraft};
    use proptest::prelude::*;
    use serde_json::Value;

    /// Values that people write in wrong places, and limits they run into.
    fn scrap() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<u64>().prop_map(Value::from),
            (0_u32..200).prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            prop::sample::select(vec![
                "",
                " ",
                "need",
                "timeline",
                "won",
                "keep",
                "disqualify",
                "flag",
                "R own",
                "propose",
                "0s",
                "1d",
                "73200d",
                "10%",
                "0%",
                "100%",
                "12.5",
                "max_cycles",
                "other",
                "JPY",
                "+09:00",
                "lines",
                "email",
                "allow",
                "\u{0}",
            ])
            .prop_map(Value::from),
            ".{0,12}".prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 24, 4, |inner| {
            let key = prop::sample::select(vec![
                "need",
                "confirmed",
                "known",
                "within",
                "all_of",
                "any_of",
                "at_least",
                "count",
                "of",
                "criterion",
                "months",
                "after",
                "then",
                "recycle",
                "disqualify",
                "cooling",
                "field",
                "name",
                "probability",
                "requires",
                "lead",
                "mql",
                "qualify",
                "assistant",
                "fs",
                "kind",
                "type",
                "points",
                "when",
                "x",
            ]);
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::vec((key, inner), 0..4)
                    .prop_map(|entries| entries.into_iter().map(|(key, value)| (key.to_string(), value)).collect()),
            ]
        })
    }

    /// Walks to some place in a document, by a list of turns, and puts something else there.
    fn plant(value: &mut Value, turns: &[prop::sample::Index], scrap: Value) {
        let Some((turn, rest)) = turns.split_first() else {
            *value = scrap;
            return;
        };
        match value {
            Value::Array(entries) if !entries.is_empty() => {
                let at = turn.index(entries.len());
                plant(entries.get_mut(at).expect("in range"), rest, scrap);
            }
            Value::Object(entries) if !entries.is_empty() => {
                let at = turn.index(entries.len());
                plant(entries.values_mut().nth(at).expect("in range"), rest, scrap);
            }
            other => *other = scrap,
        }
    }

    fn examine(draft: PolicyDraft) {
        match Policy::try_from(draft) {
            Err(faults) => {
                assert!(!faults.is_empty());
                assert!(!faults.to_string().is_empty());
            }
            Ok(policy) => {
                let _advice = policy.lints();
                let _picture = policy.pipelines().diagram();
                let _table = policy.access().matrix();
                let bytes = postcard::to_allocvec(&policy).expect("can be written");
                let again = postcard::from_bytes::<Policy>(&bytes).expect("can be read");
                assert_eq!(again.fingerprint(), policy.fingerprint());
                let text = serde_json::to_string(&policy).expect("can be written");
                assert_eq!(serde_json::from_str::<Policy>(&text).expect("can be read"), policy);
            }
        }
    }

    proptest! {
        #[test]
        fn spoilt_drafts_never_panic(
            spoils in prop::collection::vec((prop::collection::vec(any::<prop::sample::Index>(), 1..7), scrap()), 1..4),
        ) {
            let mut document = serde_json::to_value(PolicyDraft::standard()).expect("can be written");
            for (turns, scrap) in spoils {
                plant(&mut document, &turns, scrap);
            }
            match PolicyDraft::from_document(&document) {
                Ok(draft) => examine(draft),
                Err(faults) => {
                    prop_assert!(!faults.is_empty());
                    let texts = faults.iter().map(|fault| (fault.expected.to_string(), fault.got.to_string()));
                    prop_assert!(texts.into_iter().all(|(expected, got)| !expected.is_empty() && !got.is_empty()));
                }
            }
        }

        #[test]
        fn any_text_and_any_bytes_never_panic(text in ".{0,80}", bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            if let Ok(draft) = toml::from_str::<PolicyDraft>(&text) {
                examine(draft);
            }
            if let Ok(draft) = postcard::from_bytes::<PolicyDraft>(&bytes) {
                examine(draft);
            }
        }

        #[test]
        fn spoilt_bytes_never_panic(
            spoils in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        ) {
            let mut bytes = postcard::to_allocvec(&PolicyDraft::standard()).expect("can be written");
            for (at, byte) in spoils {
                let at = at.index(bytes.len());
                *bytes.get_mut(at).expect("in range") = byte;
            }
            if let Ok(draft) = postcard::from_bytes::<PolicyDraft>(&bytes) {
                examine(draft);
            }
        }
    }
}

#[test]
fn hostile_bytes_cannot_nest_conditions_without_end() {
    let bytes = vec![2_u8; 1_000_000];
    assert!(postcard::from_bytes::<lead_lifecycle::scoring::ConditionDraft>(&bytes).is_err());
    let bytes = [3_u8, 1].repeat(500_000);
    assert!(postcard::from_bytes::<lead_lifecycle::qualification::Bar>(&bytes).is_err());
}

#[test]
fn a_list_is_no_table() {
    // Read by position, an empty list would be a whole section left out: the standard, without a word.
    for (text, path) in [
        ("[]", ""),
        (r#"["mine"]"#, ""),
        (r#"{"time": []}"#, "time"),
        (r#"{"recycle": ["45d"]}"#, "recycle"),
        (r#"{"stale": {"mql": ["3d"]}}"#, "stale.mql"),
    ] {
        let faults = Policy::from_document(&mut serde_json::Deserializer::from_str(text)).expect_err(text);
        let found: Vec<_> = faults.iter().map(|f| (f.path.as_str(), &f.expected, &f.got)).collect();
        let (table, list) = (Expected::Shape(Shape::Table), Got::Written(Written::List));
        assert_eq!(found, [(path, &table, &list)], "{text}");
    }
}

/// A name that is none is told once, where it stands; not again as one that nothing declares.
#[test]
fn a_bad_name_in_a_list_is_told_once() {
    for (key, text) in [
        ("handoff.required_fields", "[handoff]\nrequired_fields = [\" \\u0007?\"]"),
        ("pipeline.won_requires", "[pipeline]\nwon_requires = [\" \\u0007?\"]"),
    ] {
        let text = format!("currency = \"XXX\"\n{text}");
        let faults = Policy::from_document(toml::Deserializer::parse(&text).unwrap()).unwrap_err();
        let places: Vec<_> = faults.iter().map(|fault| fault.path.as_str().to_owned()).collect();
        assert_eq!(places, ["currency".to_owned(), format!("{key}[0]")], "{faults}");
    }
}

/// A profile with a matrix, as JSON: the lists of fixed length that a policy holds.
fn with_matrix() -> serde_json::Value {
    let text = r#"
        [scoring.dimensions]
        fit = {}
        engagement = {}
        [scoring.profiles.main]
        enter = "1"
        [scoring.profiles.main.combine.matrix]
        rows = "fit"
        rows_from = ["20", "10"]
        columns = "engagement"
        columns_from = ["20", "10"]
        totals = [["9", "8", "7"], ["6", "5", "4"], ["3", "2", "1"]]
        ranks = [["A", "A", "B"], ["A", "B", "C"], ["B", "C", "C"]]
    "#;
    toml::from_str(text).expect("the test writes TOML")
}

/// Every list of fixed length in it: its place, its path, and how many entries it takes.
fn fixed_lists() -> Vec<(String, String, usize)> {
    let matrix = ("/scoring/profiles/main/combine/matrix", "scoring.profiles.main.combine.matrix");
    let at = |key: &str, index: Option<usize>, entries| match index {
        None => (format!("{}/{key}", matrix.0), format!("{}.{key}", matrix.1), entries),
        Some(index) => (format!("{}/{key}/{index}", matrix.0), format!("{}.{key}[{index}]", matrix.1), entries),
    };
    let mut lists = vec![at("rows_from", None, 2), at("columns_from", None, 2)];
    for key in ["totals", "ranks"] {
        lists.push(at(key, None, 3));
        lists.extend((0..3).map(|index| at(key, Some(index), 3)));
    }
    lists
}

/// What is said of a document, by the document reader and by serde alike.
fn said(document: &serde_json::Value) -> Vec<(FaultCode, String)> {
    let faults = Policy::from_document(document).expect_err("a list of the wrong length");
    let text = serde_json::to_string(document).expect("can be written");
    let by_serde = serde_json::from_str::<PolicyDraft>(&text).expect_err("a list of the wrong length").to_string();
    assert!(by_serde.starts_with(&faults.to_string()), "serde's error tells the faults: {by_serde}");
    let toml = toml::to_string(document).expect("can be written");
    let from_toml = PolicyDraft::from_document(toml::Deserializer::parse(&toml).expect("the test writes TOML"));
    assert_eq!(from_toml.expect_err("a list of the wrong length"), faults);
    faults.iter().map(|fault| (fault.code, fault.to_string())).collect()
}

#[test]
fn a_list_of_fixed_length_is_neither_shorter_nor_longer() {
    assert!(PolicyDraft::from_document(with_matrix()).is_ok(), "the shape is right");
    let entries = |count: usize| if count == 1 { "1 entry".to_owned() } else { format!("{count} entries") };
    for (place, path, takes) in fixed_lists() {
        for given in (0..=takes + 3).filter(|given| *given != takes) {
            let mut document = with_matrix();
            let entries_there = document.pointer_mut(&place).and_then(serde_json::Value::as_array_mut).expect("a list");
            let again = entries_there.last().cloned().expect("it is not empty");
            entries_there.resize(given, again);
            let expected = format!("{path}: expected a list of {takes} entries, got {}", entries(given));
            assert_eq!(said(&document), [(FaultCode::Structure, expected)]);
        }
        let mut document = with_matrix();
        *document.pointer_mut(&place).expect("a list") = serde_json::Value::from("none");
        let expected = format!("{path}: expected a list of {takes} entries, got `\"none\"`");
        assert_eq!(said(&document), [(FaultCode::Structure, expected)]);
    }
}

/// Four rows of four were read as three rows of three.
#[test]
fn a_larger_matrix_is_not_cut() {
    let mut document = with_matrix();
    for key in ["totals", "ranks"] {
        let place = format!("/scoring/profiles/main/combine/matrix/{key}");
        let rows = document.pointer_mut(&place).and_then(serde_json::Value::as_array_mut).expect("rows");
        for row in rows.iter_mut().filter_map(serde_json::Value::as_array_mut) {
            row.extend(row.last().cloned());
        }
        rows.extend(rows.last().cloned());
    }
    // The first in the document, which `serde_json` keeps in the order of keys.
    let path = "scoring.profiles.main.combine.matrix.ranks[0]";
    let expected = format!("{path}: expected a list of 3 entries, got 4 entries");
    assert_eq!(said(&document), [(FaultCode::Structure, expected)]);
}

/// The toml crate leaves what a type of fixed length does not ask for: a part of the policy read alone must ask.
#[test]
fn a_part_read_alone_is_not_cut_either() {
    let matrix = |document: &serde_json::Value| {
        let matrix = document.pointer("/scoring/profiles/main/combine/matrix").expect("a matrix");
        toml::to_string(matrix).expect("can be written")
    };
    assert!(toml::from_str::<MatrixDraft>(&matrix(&with_matrix())).is_ok());
    for (place, _, takes) in fixed_lists() {
        for given in (0..=takes + 3).filter(|given| *given != takes) {
            let mut document = with_matrix();
            let list = document.pointer_mut(&place).and_then(serde_json::Value::as_array_mut).expect("a list");
            let again = list.last().cloned().expect("it is not empty");
            list.resize(given, again);
            let refused = toml::from_str::<MatrixDraft>(&matrix(&document)).expect_err("a list of the wrong length");
            let said = format!("invalid length {given}, expected an array of length {takes}");
            assert!(refused.to_string().contains(&said), "{place}: {refused}");
        }
    }
}
