//! Erasure goes by the strictest of the marks: what was recorded as personal, and what is personal under the policy that
//! governs when the erasure is decided.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use lead_lifecycle::deal::DealEdit;
use lead_lifecycle::lead::{Erasure, Recounting, Stage};
use lead_lifecycle::values::{CommandKind, FieldKind, FieldName, FieldValue, Fields, List, Text};
use lead_lifecycle::{Capture, Command, Context, Fact, FactBody, FactKind, Lead, Lifecycle, Origin, Policy, Role};
use proptest::prelude::*;
use serde_json::Value;

use crate::common::stages::{Led, valid};
use crate::common::{self, DAY, START, activity, actor, at, k};

const KINDS: [FieldKind; 5] = [FieldKind::Text, FieldKind::Number, FieldKind::Flag, FieldKind::Date, FieldKind::Set];

/// How a policy marks the five fields `x_text`, `x_number` …: none of them is declared where there is no mark.
type Marks = [Option<bool>; 5];

fn field(kind: FieldKind) -> FieldName {
    k(&format!("x_{kind}"))
}

/// A value of a kind that stands nowhere else.
fn value(kind: FieldKind) -> FieldValue {
    match kind {
        FieldKind::Text => FieldValue::Text(k("planted text")),
        FieldKind::Number => FieldValue::Number(7_071_077.into()),
        FieldKind::Flag => FieldValue::Flag(true),
        FieldKind::Date => FieldValue::Date(k("2031-07-17")),
        FieldKind::Set => FieldValue::Set([k("planted-member")].into()),
    }
}

/// The same fields for profiles and activities, and for deals; a date is weighed where it is declared.
fn policy(label: &str, marks: Marks) -> Policy {
    let mut text = format!("label = \"{label}\"\n");
    for root in ["fields", "pipeline.fields"] {
        for (kind, personal) in KINDS.iter().zip(marks) {
            if let Some(personal) = personal {
                writeln!(text, "[{root}.x_{kind}]\ntype = \"{kind}\"\npersonal = {personal}").unwrap();
            }
        }
    }
    if marks[3].is_some() {
        text += "[scoring.rules.soon.timing]\ngroup = \"horizon\"\nfield = \"x_date\"\nahead = [{ up_to = \"90d\", points = 5 }]\n";
        text += "[scoring.groups.horizon]\ndimension = \"timing\"\n[scoring.dimensions]\ntiming = {}\n";
        text += "[scoring.profiles.main]\ncombine = { sum = [\"timing\"] }\nenter = 30\nexit = 20\n";
    }
    common::policy(&text)
}

fn fields_of(marks: Marks) -> BTreeMap<FieldName, FieldValue> {
    let declared = KINDS.iter().zip(marks).filter(|(_, mark)| mark.is_some());
    declared.map(|(kind, _)| (field(*kind), value(*kind))).collect()
}

/// A lead at SQL whose profile, activities, deal and edit of the deal hold every declared field.
fn filled(policy: Policy, marks: Marks) -> Led {
    let mut led = Led::capture(policy);
    let fields = fields_of(marks);
    led.then(Command::UpdateProfile { fields: fields.iter().map(|(n, v)| (n.clone(), Some(v.clone()))).collect() });
    let mut visit = activity("visit-1", "visit");
    // An activity may have what nobody declares.
    visit.fields = Fields::from_map(KINDS.iter().map(|kind| (field(*kind), value(*kind))).collect()).unwrap();
    led.then(Command::RecordActivity { activity: visit });
    led.lead_to_mql();
    let deal = common::new_deal("deal-1", true).with_fields(Fields::from_map(fields.clone()).unwrap());
    led.then(Command::Qualify { handoff: Box::new(common::full_handoff("memo")), deal: Box::new(deal) });
    let again = fields.into_iter().take(2).collect();
    let edit = DealEdit {
        lines: Some(List::one(common::line(5))),
        set: Fields::from_map(again).unwrap(),
        ..DealEdit::default()
    };
    led.then(Command::EditDeal { edit: Box::new(edit) });
    led
}

fn counted(led: &Led) -> Command {
    let recount = led.lifecycle.recount(&led.facts, led.lead.recorded_at()).unwrap();
    Command::Recount(Recounting::Counted(Box::new(recount)))
}

fn adopt(led: &mut Led, policy: Policy) {
    led.lifecycle = Lifecycle::new(policy);
    led.then(Command::AdoptPolicy { deal_pipeline: None, deal_stage: None });
    if led.lead.recount_due().is_some() {
        led.then(counted(led));
    }
}

/// What the host has to do: the stored facts go by the erasure of the lead.
fn rewritten(led: &Led) -> Vec<Fact> {
    let erasure = led.lead.erasure().expect("it was erased");
    let mut facts = led.facts.clone();
    for fact in &mut facts {
        fact.redact(erasure);
    }
    facts
}

/// Every value that stands under the name of a field, wherever it stands.
fn values_of<'v>(value: &'v Value, name: &str, found: &mut Vec<&'v Value>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| values_of(item, name, found)),
        Value::Object(members) => {
            if members.get("name").and_then(Value::as_str) == Some(name) {
                found.extend(members.get("value"));
            }
            for (key, member) in members {
                match (key == name, member.get("value")) {
                    // An entry of a profile, or the value itself.
                    (true, Some(value)) => found.push(value),
                    (true, None) => found.push(member),
                    (false, _) => values_of(member, name, found),
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn left_of(stored: &Value, kind: FieldKind) -> Vec<Value> {
    let (mut found, redacted) = (vec![], serde_json::json!({ "text": "[redacted]" }));
    values_of(stored, field(kind).as_str(), &mut found);
    found.into_iter().filter(|value| !value.is_null() && **value != redacted).cloned().collect()
}

/// Checks an erased lead and its facts against what may be left of each field.
#[track_caller]
fn check(led: &Led, public: [bool; 5], deals: [bool; 5]) {
    let facts = rewritten(led);
    assert_eq!(Lead::replay(&facts).unwrap(), led.lead);
    for stored in [serde_json::to_value(&facts).unwrap(), serde_json::to_value(&led.lead).unwrap()] {
        let words = stored.to_string();
        for ((kind, public), of_deal) in KINDS.into_iter().zip(public).zip(deals) {
            let left = left_of(&stored, kind);
            // Free text of a deal goes whatever the mark, and a set of it is emptied.
            let of_deal = of_deal && !matches!(kind, FieldKind::Text | FieldKind::Set);
            assert!(public || of_deal || left.iter().all(|v| *v == serde_json::json!({"set": []})), "{kind}: {left:?}");
            let mark = ["planted text", "7071077", "", "2031-07-17", "planted-member"]
                [KINDS.iter().position(|known| *known == kind).unwrap()];
            assert!(mark.is_empty() || public || of_deal || !words.contains(mark), "`{mark}` is left: {words}");
        }
        assert!(!words.contains("deadlines\":[{"), "a date that was stated is left: {words}");
    }
    // Nothing is lost of what is public.
    for (kind, public) in KINDS.into_iter().zip(public) {
        if public {
            assert_eq!(led.lead.profile().get(field(kind).as_str()), Some(&value(kind)));
        }
    }
}

fn marks() -> impl Strategy<Value = Marks> {
    proptest::array::uniform5(prop_oneof![Just(None), Just(Some(true)), Just(Some(false))])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    /// A field stays only where it was public when it was recorded, and is when the erasure is decided.
    #[test]
    fn the_stricter_of_the_recorded_and_the_present_mark_counts(recorded in marks(), present in proptest::option::of(marks())) {
        let mut led = filled(policy("recorded", recorded), recorded);
        if let Some(present) = present {
            adopt(&mut led, policy("present", present));
        }
        let present = present.unwrap_or(recorded);
        led.then(Command::Redact);
        let mut public = [false; 5];
        for (place, public) in public.iter_mut().enumerate() {
            *public = (recorded[place], present[place]) == (Some(false), Some(false));
        }
        check(&led, public, public);
    }

    /// Redacting in both orders, and twice, comes to the same, whatever is spared.
    #[test]
    fn redacted_facts_fold_to_the_redacted_lead(
        recorded in marks(),
        spared in proptest::array::uniform5(any::<bool>()),
        of_deals in proptest::array::uniform5(any::<bool>()),
    ) {
        let led = filled(policy("recorded", recorded), recorded);
        let names = |spared: [bool; 5]| KINDS.into_iter().zip(spared).filter(|(_, s)| *s).map(|(kind, _)| field(kind));
        let erasure = Erasure::sparing(names(spared), names(of_deals));
        let mut lead = led.lead.clone();
        lead.redact(&erasure);
        let mut facts = led.facts.clone();
        for fact in &mut facts {
            fact.redact(&erasure);
        }
        prop_assert_eq!(&Lead::replay(&facts).unwrap(), &lead);
        prop_assert_eq!(postcard::to_allocvec(&Lead::replay(&facts).unwrap()), postcard::to_allocvec(&lead));
        let mut twice = (lead.clone(), facts.clone());
        twice.0.redact(&erasure);
        for fact in &mut twice.1 {
            fact.redact(&erasure);
        }
        prop_assert_eq!(twice, (lead, facts));
    }
}

const OPEN: Marks = [Some(false); 5];
const SECRET: Marks = [Some(true); 5];

#[test]
fn values_of_every_type_go_from_a_deal() {
    let mut led = filled(policy("secret", SECRET), SECRET);
    led.then(Command::Redact);
    check(&led, [false; 5], [false; 5]);
    let Stage::Sql { deal, .. } = led.lead.stage() else { panic!("{:?}", led.lead.stage()) };
    let redacted = FieldValue::Text(Text::redacted());
    assert!(deal.fields().len() == 5 && deal.fields().iter().all(|(_, value)| *value == redacted));
    // Lines are business.
    assert_eq!(deal.lines().len(), 1);
}

#[test]
fn what_only_the_present_policy_marks_goes() {
    let mut led = filled(policy("open", OPEN), OPEN);
    adopt(&mut led, policy("secret", SECRET));
    led.then(Command::Redact);
    check(&led, [false; 5], [false; 5]);
}

#[test]
fn what_only_the_policy_of_then_marked_goes() {
    let mut led = filled(policy("secret", SECRET), SECRET);
    adopt(&mut led, policy("open", OPEN));
    led.then(Command::Redact);
    check(&led, [false; 5], [false; 5]);
}

#[test]
fn what_the_present_policy_no_longer_declares_goes() {
    let mut led = filled(policy("open", OPEN), OPEN);
    adopt(&mut led, policy("bare", [None; 5]));
    led.then(Command::Redact);
    check(&led, [false; 5], [false; 5]);
}

#[test]
fn what_is_public_stays() {
    let mut led = filled(policy("open", OPEN), OPEN);
    led.then(Command::Redact);
    check(&led, [true; 5], [true; 5]);
    let deal = led.lead.stage().deal().unwrap();
    assert_eq!(deal.fields().get("x_number"), Some(&FieldValue::Number(7_071_077.into())));
    assert_eq!(deal.fields().get("x_text"), Some(&FieldValue::Text(Text::redacted())));
}

/// A pipeline that marks a field speaks for all: a stored edit does not say which pipeline it is of.
#[test]
fn the_strictest_pipeline_speaks_for_all_deals() {
    let text = r#"
        default_pipeline = "sale"
        [pipelines.sale.fields.x_number]
        type = "number"
        personal = false
        [pipelines.renewal.fields.x_number]
        type = "number"
    "#;
    let mut led = Led::capture(common::policy(text));
    led.lead_to_mql();
    let fields = [(k("x_number"), value(FieldKind::Number))];
    let deal = common::new_deal("deal-1", true).with_fields(Fields::from_map(fields.into()).unwrap());
    led.then(Command::Qualify { handoff: Box::new(common::full_handoff("memo")), deal: Box::new(deal) });
    led.then(Command::Redact);
    assert!(!serde_json::to_string(&(&led.lead, rewritten(&led))).unwrap().contains("7071077"));
}

/// A policy that marks more can be asked again; one that marks less changes nothing.
#[test]
fn an_erasure_under_a_stricter_policy_adds_to_the_first() {
    let mut led = filled(policy("open", OPEN), OPEN);
    led.then(Command::Redact);
    let (since, facts) = (led.lead.erased_at(), led.facts.len());
    led.then(Command::Redact);
    assert_eq!(led.facts.len(), facts, "it is already so");
    adopt(&mut led, policy("secret", SECRET));
    led.then(Command::Redact);
    assert_eq!(led.facts.last().map(Fact::kind), Some(FactKind::Redacted));
    assert_eq!(led.lead.erased_at(), since, "nothing personal has come in since the first");
    check(&led, [false; 5], [false; 5]);
    adopt(&mut led, policy("open", OPEN));
    let facts = led.facts.len();
    led.then(Command::Redact);
    assert_eq!(led.facts.len(), facts);
    assert!(!led.lead.erasure().unwrap().spares(&field(FieldKind::Number)), "what all erasures spared");
}

/// A value that was told before, under a policy that marked it as public, is told anew with the mark.
#[test]
fn a_value_told_again_under_a_stricter_mark_is_recorded_with_it() {
    let mut led = filled(policy("open", OPEN), OPEN);
    adopt(&mut led, policy("secret", SECRET));
    let fields = fields_of(SECRET);
    led.then(Command::UpdateProfile { fields: fields.iter().map(|(n, v)| (n.clone(), Some(v.clone()))).collect() });
    let edit = DealEdit { set: Fields::from_map(fields).unwrap(), ..DealEdit::default() };
    led.then(Command::EditDeal { edit: Box::new(edit) });
    adopt(&mut led, policy("open", OPEN));
    led.then(Command::Redact);
    check(&led, [false; 5], [false; 5]);
}

/// A state that was counted before the erasure brings no date back.
#[test]
fn an_adoption_brings_no_removed_date_back() {
    let mut led = filled(policy("open", OPEN), OPEN);
    let old = led.lifecycle.recount(&led.facts, led.lead.recorded_at()).unwrap().state;
    assert!(serde_json::to_string(&old).unwrap().contains("2031-07-17"), "{}", serde_json::to_string(&old).unwrap());
    led.then(Command::Redact);
    led.lifecycle = Lifecycle::new(policy("secret", SECRET));
    led.then(Command::AdoptPolicy { deal_pipeline: None, deal_stage: None });
    assert_eq!(led.lead.recount_due(), None, "an erased lead is not counted again");
    led.then(Command::Redact);
    check(&led, [false; 5], [false; 5]);
}

/// What an edit clears is a name, and may be anybody's words: only names that are there are kept.
#[test]
fn names_to_be_cleared_are_those_of_the_deal() {
    let mut led = filled(policy("open", OPEN), OPEN);
    let clear = List::new(vec![k("Yamada Hanako"), k("x_number")]).unwrap();
    led.then(Command::EditDeal { edit: Box::new(DealEdit { clear, ..DealEdit::default() }) });
    let Some(FactBody::DealEdited { edit, .. }) = led.facts.last().map(|fact| &fact.body) else { panic!() };
    assert_eq!(edit.clear, List::one(k("x_number")));
    assert!(led.lead.stage().deal().unwrap().fields().get("x_number").is_none());
}

/// Whatever can still be asked of an erased lead brings in nothing personal: by any role, with whatever it holds.
#[test]
fn nothing_personal_is_taken_in_after_an_erasure() {
    for place in ["lead", "mql", "sql", "opportunity", "customer", "disqualified"] {
        let mut led = common::stages::led_to(place);
        led.then(Command::Redact);
        for kind in common::commands() {
            let command = valid(kind, &led.lead, led.now);
            let Ok(decision) = led.ask(&command) else { continue };
            let mut after = led.lead.clone();
            for fact in decision.facts() {
                after.apply(fact).unwrap();
                let mut redacted = fact.clone();
                redacted.redact(led.lead.erasure().unwrap());
                assert_eq!(redacted, *fact, "{kind} brought something in at {place}");
            }
            let mut redacted = after.clone();
            redacted.redact(led.lead.erasure().unwrap());
            assert_eq!(redacted, after, "{kind} brought something in at {place}");
        }
    }
}

/// A hand-over file that was erased leaves no print by which a guess could be proved.
#[test]
fn no_print_of_a_hand_over_file_is_left() {
    let mut led = Led::capture(Policy::standard());
    led.lead_to_sql();
    let print = led.lead.cycle().handoff_print().unwrap();
    led.then(Command::Redact);
    let stored = serde_json::to_string(&(&led.lead, rewritten(&led))).unwrap();
    assert!(!stored.contains(&print.to_string()), "{stored}");
    assert_eq!(Lead::replay(&rewritten(&led)).unwrap(), led.lead);
}

/// An erased deal can still be won: what a stage needs was given.
#[test]
fn a_deal_that_was_erased_can_be_won() {
    let text =
        "[pipeline]\nwon_requires = [{ field = \"signer_born\" }]\n[pipeline.fields.signer_born]\ntype = \"date\"";
    let mut led = Led::capture(common::policy(text));
    led.lead_to_opportunity();
    let fields = [(k("signer_born"), FieldValue::Date(k("1970-05-05")))];
    let edit = DealEdit { set: Fields::from_map(fields.into()).unwrap(), ..DealEdit::default() };
    led.then(Command::EditDeal { edit: Box::new(edit) });
    led.then(Command::Redact);
    assert!(!serde_json::to_string(&led.lead).unwrap().contains("1970-05-05"));
    led.then(valid(CommandKind::Win, &led.lead, led.now));
    assert!(led.lead.customer().is_some());
}

/// The erasure is part of the fact, and read back as it was.
#[test]
fn the_fact_carries_what_it_spares() {
    let capture = Capture::new(k("lead"), Origin::Inbound);
    let lifecycle = Lifecycle::new(policy("mixed", [Some(true), Some(false), None, Some(true), Some(false)]));
    let system = Context::new(at(START), actor(Role::System, 0));
    let mut lead = Lead::replay(lifecycle.capture(&capture, &system).unwrap().facts()).unwrap();
    let decision = lifecycle.decide(&lead, &Command::Redact, &Context::new(at(START + DAY), system.actor)).unwrap();
    lead.apply_all(decision.facts()).unwrap();
    let erasure = lead.erasure().unwrap();
    for (name, spared) in [("x_text", false), ("x_number", true), ("x_flag", false), ("x_set", true)] {
        assert_eq!((erasure.spares(&k(name)), erasure.spares_of_deal(&k(name))), (spared, spared), "{name}");
    }
    assert!(erasure.spares(&k("company")) && !erasure.spares(&k("email")) && !erasure.spares_of_deal(&k("company")));
    assert!(matches!(&decision.facts()[0].body, FactBody::Redacted(of_fact) if **of_fact == *erasure));
    let stored = serde_json::to_string(&decision.facts()[0]).unwrap();
    assert_eq!(serde_json::from_str::<Fact>(&stored).unwrap(), decision.facts()[0]);
}
