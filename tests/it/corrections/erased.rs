//! Corrections and erasures, in any order: what was erased stays so.

use lead_lifecycle::lead::Erasure;
use lead_lifecycle::lifecycle::Past;
use lead_lifecycle::values::{CommandKind, FieldName, FieldValue, Text};
use lead_lifecycle::{Command, Context, Fact, FactKind, Lead, Lifecycle, Role};
use proptest::prelude::*;

use super::{carry_on, corrected_by, mistake, with_correction};
use crate::common::editions::{Shelf, editions, tell_by, temper};
use crate::common::stages::Led;
use crate::common::tale::Tale;
use crate::common::{self, activity, actor, k, reason, story};
use crate::correction_laws::{after, living, manager};

/// Words that nobody else has, in every free text of a stored history.
fn planted(facts: &mut [Fact]) {
    for fact in facts {
        let stored = serde_json::to_string(&fact).unwrap();
        let changed = stored
            .replace("\"we need it\"", "\"PLANTED quote\"")
            .replace("\"as told on the phone\"", "\"PLANTED note\"")
            .replace("\"two calls, one mail\"", "\"PLANTED history\"")
            .replace("\"Yamada Hanako\"", "\"PLANTED name\"");
        *fact = serde_json::from_str(&changed).unwrap();
    }
}

fn redacted(facts: &[Fact], erasure: &Erasure) -> Vec<Fact> {
    let mut facts = facts.to_vec();
    for fact in &mut facts {
        fact.redact(erasure);
    }
    facts
}

fn erase(lifecycle: &Lifecycle, facts: &mut Vec<Fact>) -> Lead {
    let mut lead = Lead::replay(&*facts).unwrap();
    let ctx = Context::new(lead.recorded_at(), actor(Role::System, 0));
    let decision = lifecycle.decide(&lead, &Command::Redact, &ctx).unwrap();
    lead.apply_all(decision.facts()).unwrap();
    facts.extend(decision.into_facts());
    lead
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    /// Redacting facts and folding is folding and redacting, with corrections anywhere in the history.
    #[test]
    fn redacted_corrections_fold_to_the_redacted_lead(
        steps in story(30), more in story(12), versions in editions(true), mood in temper(),
        first in prop::collection::vec(any::<u16>(), 1..4), second in prop::collection::vec(any::<u16>(), 1..3),
        spares: bool,
    ) {
        let shelf = Shelf::new(&versions, &steps, mood);
        let lifecycle = shelf.whole();
        let mut facts = living(tell_by(&shelf, |_| {}).facts);
        planted(&mut facts);
        with_correction(lifecycle, &mut facts, &first);
        carry_on(lifecycle, &mut facts, &more, |_| {});
        facts = living(facts);
        with_correction(lifecycle, &mut facts, &second);
        let names: &[FieldName] = &[k("employees"), k("industry")];
        let erasure = if spares { Erasure::sparing(names.to_vec(), []) } else { Erasure::of_everything() };
        let mut lead = Lead::replay(&facts).unwrap();
        lead.redact(&erasure);
        let once = redacted(&facts, &erasure);
        prop_assert_eq!(&Lead::replay(&once).unwrap(), &lead);
        prop_assert_eq!(&redacted(&once, &erasure), &once);
        prop_assert!(!serde_json::to_string(&once).unwrap().contains("PLANTED"));
    }

    /// A correction of an erased lead says nothing personal, also when the host gives facts that it forgot to rewrite; and it
    /// comes to the same.
    #[test]
    fn a_correction_brings_nothing_back_that_was_erased(
        steps in story(30), more in story(10), versions in editions(true), mood in temper(),
        first in prop::collection::vec(any::<u16>(), 1..3), second in prop::collection::vec(any::<u16>(), 1..4),
    ) {
        let shelf = Shelf::new(&versions, &steps, mood);
        let lifecycle = shelf.whole();
        let mut facts = living(tell_by(&shelf, |_| {}).facts);
        planted(&mut facts);
        with_correction(lifecycle, &mut facts, &first);
        erase(lifecycle, &mut facts);
        carry_on(lifecycle, &mut facts, &more, |_| {});
        facts = living(facts);
        let lead = Lead::replay(&facts).unwrap();
        let erasure = lead.erasure().unwrap();
        let rewritten = redacted(&facts, erasure);
        prop_assert_eq!(&Lead::replay(&rewritten).unwrap(), &lead);
        let Some((by_rewritten, named)) = corrected_by(lifecycle, &rewritten, &second) else { return Ok(()) };
        let by_forgotten =
            lifecycle.take_back(&Past::Whole(&facts), &mistake(named), &manager(lead.recorded_at())).unwrap();
        prop_assert_eq!(by_forgotten.facts(), by_rewritten.facts());
        let words = serde_json::to_string(by_forgotten.facts()).unwrap();
        prop_assert!(!words.contains("PLANTED") && !words.contains("@example.jp"), "{}", words);
        prop_assert_eq!(redacted(by_forgotten.facts(), erasure), by_forgotten.facts());
        let corrected = Lead::replay(&after(&facts, &by_forgotten)).unwrap();
        let mut again = corrected.clone();
        again.redact(erasure);
        prop_assert_eq!(again, corrected);
    }
}

/// Who works on an older copy of the lead: its sections hold what has been erased since, and are redacted where they are folded.
#[test]
fn a_correction_that_was_decided_before_an_erasure_brings_nothing_back() {
    let mut led = Led::capture(common::unclocked());
    led.then(common::stages::valid(CommandKind::RecordConsent, &led.lead, led.now));
    let order = mistake([led.lead.revision()]);
    let mut early = led.lifecycle.take_back(&Past::Whole(&led.facts), &order, &manager(common::at(led.now))).unwrap();
    led.then(Command::Redact);
    let mut late = early.facts()[0].clone();
    early = led.lifecycle.take_back(&Past::Whole(&led.facts), &order, &manager(common::at(led.now))).unwrap();
    late.envelope = early.facts()[0].envelope.clone();
    assert!(serde_json::to_string(&late).unwrap().contains("hanako@example.jp"));
    led.lead.apply(&late).unwrap();
    let stored = serde_json::to_string(&led.lead).unwrap();
    assert!(!stored.contains("hanako@example.jp") && !stored.contains("Yamada Hanako"), "{stored}");
}

/// A judgement of a field that is gone is kept: nobody knows it better now.
#[test]
fn fit_that_an_erased_field_had_earned_outlives_a_correction() {
    let text = r#"
        [fields.size]
        type = "number"
        [scoring.tags.document]
        kinds = ["document_download"]
        keep = 4
        [scoring.rules.document.engagement]
        group = "behaviour"
        tag = "document"
        points = 5
        [scoring.rules.size.bands]
        group = "company"
        field = "size"
        bands = [{ from = 100, points = 7 }]
        [scoring.groups]
        behaviour = { dimension = "engagement" }
        company = { dimension = "fit" }
        [scoring.dimensions]
        engagement = {}
        fit = {}
        [scoring.profiles.main]
        combine = { sum = ["engagement", "fit"] }
        enter = 30
        exit = 20
    "#;
    let mut tale = Tale::begun(common::policy(text), "04-01 09:00");
    let size = [(k("size"), Some(FieldValue::Number(500.into())))].into();
    tale.does(Role::Sdr, "04-01 10:00", &Command::UpdateProfile { fields: size });
    tale.does(Role::System, "04-01 11:00", &Command::RecordActivity { activity: activity("a", "document_download") });
    let region = [(k("region"), Some(FieldValue::Text(Text::new("kanto").unwrap())))].into();
    tale.does(Role::Sdr, "04-01 12:00", &Command::UpdateProfile { fields: region });
    tale.does(Role::System, "04-02 09:00", &Command::Redact);
    let erasure = tale.lead.erasure().unwrap().clone();
    tale.facts.iter_mut().for_each(|fact| fact.redact(&erasure));
    let score = |tale: &Tale| tale.lifecycle.score(&tale.lead, tale.lead.recorded_at()).unwrap().total().to_string();
    assert_eq!(score(&tale), "12");
    tale.takes_back("04-03 09:00", &mistake([tale.newest(FactKind::ActivityRecorded)]));
    assert_eq!(score(&tale), "7");
}

/// Free text is personal: no reason with a note is taken from now on.
#[test]
fn a_note_of_the_reason_is_refused_after_an_erasure() {
    let mut tale = Tale::begun(common::unclocked(), "04-01 09:00");
    tale.does(Role::System, "04-01 10:00", &common::tale::hand_raise("h"));
    tale.does(Role::System, "04-02 09:00", &Command::Redact);
    let mut order = mistake([2]);
    order.reason = reason("mistake", true);
    let words = tale.not_taken_back(&common::tale::who(Role::Manager, 0), "04-03 09:00", &order);
    assert_eq!(
        words,
        ["personal data was removed at 2026-04-02T00:00:00Z, nothing personal may be added: leave it out"]
    );
}
