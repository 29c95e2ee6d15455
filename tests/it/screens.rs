//! What stands on screens: money in threes, instants at the clocks of whoever reads, values of fields from what people type.

use std::fmt::Write as _;

use lead_lifecycle::calendar::{Zone, ZoneTable};
use lead_lifecycle::lifecycle::{AgendaReason, BackfillError, ContactUnmet, LeadUnmet, TimeUnmet};
use lead_lifecycle::qualification::{Answers, BarKind};
use lead_lifecycle::values::{
    Decimal, FieldCatalog, FieldError, FieldKind, FieldValue, Milestone, Moment, Rate, UtcOffset, decimal, limits,
};
use lead_lifecycle::wording::{Told, Words};
use lead_lifecycle::{Currency, Date, Fact, FactKind, Instant, Lifecycle, Money, Policy, Refusal, Role, Unmet};
use proptest::prelude::*;

use crate::common::stages::{PLACES, led_to, valid};
use crate::common::tale::{Tale, first_meeting};
use crate::common::{START, actor, at, commands, k, usual_role};

fn money(text: &str) -> Money {
    text.parse().unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn money_is_shown_in_threes_with_its_minor_units() {
    let shown = |amount: &str, currency: &str| {
        Money::new(decimal::parse(amount).unwrap(), currency.parse().unwrap()).unwrap().to_string()
    };
    for (amount, currency, text) in [
        ("3000000", "JPY", "JPY 3,000,000"),
        ("12000.5", "USD", "USD 12,000.50"),
        ("-3000", "JPY", "JPY -3,000"),
        ("0", "JPY", "JPY 0"),
        ("0", "USD", "USD 0.00"),
        ("-0.05", "USD", "USD -0.05"),
        ("999", "KWD", "KWD 999.000"),
        ("1234.567", "KWD", "KWD 1,234.567"),
        ("1234567.8901", "CLF", "CLF 1,234,567.8901"),
        ("1000000000000000", "JPY", "JPY 1,000,000,000,000,000"),
    ] {
        assert_eq!(shown(amount, currency), text);
        assert_eq!(money(text).to_string(), text);
    }
    assert_eq!(format!("{:>12}|", money("JPY 3,000")), "   JPY 3,000|");
    for wrong in
        ["JPY 30,00", "JPY 3,0000", "JPY ,300", "JPY 3,,000", "JPY 1,234567", "JPY 3,000,", "USD 1.000,5", "JPY"]
    {
        assert!(wrong.parse::<Money>().is_err(), "{wrong}");
    }
    // As stored, it is as before.
    let stored = serde_json::to_value(money("USD 12,000.50")).unwrap();
    assert_eq!(stored, serde_json::json!({ "amount": "12000.5", "currency": "USD" }));
}

proptest! {
    /// What is shown is read back as the same, with its commas and without.
    #[test]
    fn shown_money_is_read_back(minor in -10_i64.pow(15)..10_i64.pow(15), code in prop::sample::select(vec!["JPY", "USD", "KWD", "CLF"])) {
        let value = Money::from_minor(minor, code.parse::<Currency>().unwrap()).unwrap();
        let text = value.to_string();
        prop_assert_eq!(money(&text), value);
        prop_assert_eq!(money(&text.replace(',', "")), value);
        let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
        prop_assert_eq!(fraction.len(), usize::from(value.currency().minor_units()));
        let groups: Vec<&str> = whole.split(' ').nth(1).unwrap().trim_start_matches('-').split(',').collect();
        prop_assert!((1..=3).contains(&groups[0].len()) && groups[1..].iter().all(|group| group.len() == 3), "{}", text);
    }

    /// Every value is read back from what is shown of it, by its kind; and by its field.
    #[test]
    fn shown_values_are_read_back(value in value()) {
        prop_assert_eq!(value.kind().parse(&value.to_string()), Ok(value.clone()));
        let own = k::<lead_lifecycle::values::FieldName>("own");
        let declared = lead_lifecycle::values::FieldSpec { kind: value.kind(), personal: false, label: None };
        let catalog = FieldCatalog::with(&[(own.clone(), declared)].into());
        prop_assert_eq!(catalog.parse(&own, &value.to_string()), Ok(value));
    }

    /// Whatever is typed, it is a value of the kind that was asked for, or told with the field and what would be right.
    #[test]
    fn whatever_is_typed_is_a_value_or_told(text in any::<String>(), kind in prop::sample::select(FieldKind::ALL.to_vec())) {
        match kind.parse(&text) {
            Ok(value) => {
                prop_assert_eq!(value.kind(), kind);
                prop_assert_eq!(kind.parse(&value.to_string()), Ok(value));
            }
            Err(error) => prop_assert!(!error.to_string().is_empty() && error.kind == kind),
        }
    }
}

fn value() -> impl Strategy<Value = FieldValue> {
    let word = prop_oneof![
        "[a-z株,\" -]{0,6}".prop_map(|word| format!("k{word}y")),
        Just("\"".to_owned()),
        Just(",".to_owned())
    ];
    prop_oneof![
        "[a-z\\n\\t ,長]{0,20}x".prop_map(|text| FieldValue::Text(k(&text))),
        (any::<i64>(), 0_u32..12)
            .prop_map(|(n, places)| FieldValue::Number(decimal::canonical(Decimal::new(n, places)))),
        any::<bool>().prop_map(FieldValue::Flag),
        (0_u32..700_000).prop_map(|days| FieldValue::Date(k::<Date>("1950-01-31").add_days(days))),
        proptest::collection::btree_set(word, 0..8)
            .prop_map(|words| FieldValue::Set(words.iter().map(|word| k(word)).collect())),
    ]
}

#[test]
fn what_cannot_be_read_is_told_with_its_field() {
    let catalog = FieldCatalog::with(&[(k("vip"), serde_json::from_str(r#"{"type":"flag"}"#).unwrap())].into());
    let told = |field: &str, text: &str| catalog.parse(&k(field), text).unwrap_err().to_string();
    for (field, text, words) in [
        (
            "employees",
            "abc",
            "field `employees`: a number is written in digits with an optional point, like `12.5`, not `abc`",
        ),
        (
            "employees",
            "1,200",
            "field `employees`: a number is written in digits with an optional point, like `12.5`, not `1,200`",
        ),
        (
            "purchase_by",
            "04/01/2026",
            "field `purchase_by`: a date is written like `2026-04-01`, from 1900 to 9999, not `04/01/2026`",
        ),
        ("vip", "ture", "field `vip`: a flag is `yes`, `no`, `true` or `false`, not `ture` (did you mean `true`?)"),
        ("interests", "crm,,cti", "field `interests`: empty text: write at least one character"),
        ("interests", "crm, crm", "field `interests`: `crm` stands there twice: write it once"),
        ("interests", "\"crm", "field `interests`: a set is written with commas between, like `crm, cti`, not `\"crm`"),
        ("interests", "crm,", "field `interests`: a set is written with commas between, like `crm, cti`, not `crm,`"),
        ("company", " ", "field `company`: empty text: write at least one character"),
        ("employes", "3", "field `employes` is not declared in the policy: did you mean `employees`?"),
    ] {
        assert_eq!(told(field, text), words);
    }
    let many: Vec<String> = (0..=limits::SET_MEMBERS.max_len()).map(|n| format!("m{n}")).collect();
    assert!(matches!(catalog.parse(&k("interests"), &many.join(", ")), Err(FieldError::TooManyMembers { .. })));
    assert_eq!(catalog.parse(&k("vip"), " YES "), Ok(FieldValue::Flag(true)));
    assert_eq!(catalog.parse(&k("interests"), ""), Ok(FieldValue::Set([].into())));
    // Whatever a form refuses can be kept, and sent.
    let error = catalog.parse(&k("vip"), "ture").unwrap_err();
    assert_eq!(serde_json::from_str::<FieldError>(&serde_json::to_string(&error).unwrap()).unwrap(), error);
}

/// A zone with summer time.
fn berlin() -> Zone {
    let table = ZoneTable::new(k("+01:00"), vec![], Some(k("CET-1CEST,M3.5.0,M10.5.0/3"))).unwrap();
    Zone::named(k("Europe/Berlin"), table)
}

#[test]
fn instants_are_told_at_the_clocks_of_a_zone() {
    let until: Instant = k("2026-04-01T00:00:00Z");
    let unmet = Unmet::Lead(LeadUnmet::Cooling { until });
    let told = |words: Words<'_>| words.of(&unmet).to_string();
    let berlin = berlin();
    assert_eq!(told(Words::UTC), unmet.to_string());
    assert_eq!(told(Words::UTC), "cooling until 2026-04-01T00:00:00Z: only a hand-raise promotes before");
    assert_eq!(
        told(Words::in_zone(&Zone::JST)),
        "cooling until 2026-04-01 09:00 +09:00: only a hand-raise promotes before"
    );
    assert_eq!(
        told(Words::in_zone(&Zone::JST).without_offset()),
        "cooling until 2026-04-01 09:00: only a hand-raise promotes before"
    );
    assert_eq!(
        told(Words::in_zone(&berlin)),
        "cooling until 2026-04-01 02:00 +02:00: only a hand-raise promotes before"
    );
    let words = Words::in_zone(&berlin);
    assert_eq!(words.at(k("2026-03-29T00:59:59Z")).to_string(), "2026-03-29 01:59:59 +01:00");
    assert_eq!(words.at(k("2026-03-29T01:00:00Z")).to_string(), "2026-03-29 03:00 +02:00");
    assert_eq!(Words::in_zone(&Zone::JST).at(Instant::MAX).to_string(), "+10000-01-01 08:59:59 +09:00");
}

/// A civil day that was given is told as the day, whatever stands in its way, and read back as the same.
#[test]
fn a_day_that_was_given_is_told_as_the_day() {
    let mut tale = Tale::begun(Policy::standard(), "04-01 09:00");
    tale.reaches_accepted("04-10");
    let offset = Zone::JST;
    let refused = |day: &str, now: &str| {
        let refusal = tale.ask(&actor(Role::Fs, 0), now, Some(day), &first_meeting(true)).unwrap_err();
        let stored = serde_json::to_string(&refusal).unwrap();
        assert_eq!(serde_json::from_str::<Refusal>(&stored).unwrap(), refusal);
        let bytes = postcard::to_allocvec(&refusal).unwrap();
        assert_eq!(postcard::from_bytes::<Refusal>(&bytes).unwrap(), refusal);
        let time = refusal.unmet.iter().find(|unmet| matches!(unmet, Unmet::Time(_))).unwrap().clone();
        (Words::in_zone(&offset).of(&time).to_string(), time.to_string(), time.code(), stored)
    };
    let (told, plain, code, stored) = refused("04-09", "04-12 09:00");
    let remedy = "which it follows: give a later time, or take that back first";
    assert_eq!(
        told,
        format!("effective on 2026-04-09, before `handoff_accepted` of 2026-04-10 12:00 +09:00, {remedy}")
    );
    assert_eq!(plain, format!("effective on 2026-04-09, before `handoff_accepted` of 2026-04-10T03:00:00Z, {remedy}"));
    assert_eq!(code, "before_fact");
    assert!(stored.contains(r#""effective":"2026-04-09""#), "{stored}");
    let (told, _, code, _) = refused("04-30", "04-12 09:00");
    assert!(
        told.starts_with("effective on 2026-04-30, which is in the future: at the latest 2026-04-12 09:"),
        "{told}"
    );
    assert_eq!(code, "future");
    let day: Date = k("2026-04-09");
    let back = TimeUnmet::TooFarBackDay { day, earliest: k("2026-04-10T00:00:00Z") };
    assert_eq!(
        Words::in_zone(&offset).of(&back).to_string(),
        "effective on 2026-04-09, longer ago than the policy lets anybody tell: not before 2026-04-10 09:00 +09:00"
    );
    assert_eq!(serde_json::from_str::<TimeUnmet>(&serde_json::to_string(&back).unwrap()).unwrap(), back);
}

/// Everything that a screen shows of leads.
fn told_of(lifecycle: &Lifecycle, words: Words<'_>) -> String {
    let mut text = String::new();
    let mut tell = |told: &dyn Told| writeln!(text, "{}", words.of(told)).unwrap();
    for fact in &crate::golden::under_clocks().facts {
        tell(fact);
        tell(&fact.body);
    }
    for place in PLACES {
        let led = led_to(place);
        for fact in &led.facts {
            tell(fact);
            tell(&fact.body);
        }
        for seconds in [START + 3_600, START + 100 * 86_400, START + 400 * 86_400] {
            let now = at(seconds);
            lifecycle.agenda(&led.lead, now).unwrap().iter().for_each(|item| tell(item));
            if let Some(report) = lifecycle.explain(&led.lead, now).unwrap() {
                tell(&report);
            }
            for kind in commands() {
                let context = lead_lifecycle::Context::new(now, actor(usual_role(kind), 0));
                for context in [context.clone(), context.with_effective_at(at(START - 86_400))] {
                    if let Err(refusal) = lifecycle.decide(&led.lead, &valid(kind, &led.lead, START), &context) {
                        tell(&refusal);
                    }
                }
            }
            let context = lead_lifecycle::Context::new(now, actor(Role::System, 0));
            if let Ok(report) = lifecycle.promotion(&led.lead, &context) {
                tell(&report);
            }
        }
    }
    let bar = Policy::standard().qualification().judge(BarKind::Handover, &Answers::new(), at(START), &Zone::JST);
    tell(&bar);
    tell(&AgendaReason::BeforeMeeting { at: at(START), known: bar });
    tell(&Unmet::Contact(ContactUnmet::AppointmentPast { at: at(START) }));
    let (earlier, later) = (Milestone::Mql.into(), Milestone::Sql.into());
    let before = Moment::At(at(START));
    tell(&Unmet::Backfill(BackfillError::Order { earlier, before, later, at: before }));
    text
}

/// In a zone nothing is told in UTC; below a heading nothing names the zone; and all else stays as it is.
#[test]
fn whatever_is_told_is_told_in_the_zone() {
    let lifecycle = Lifecycle::new(Policy::standard());
    let offset = Zone::from(UtcOffset::from_minutes(-210).unwrap());
    let utc = told_of(&lifecycle, Words::UTC);
    let local = told_of(&lifecycle, Words::in_zone(&offset));
    let bare = told_of(&lifecycle, Words::in_zone(&offset).without_offset());
    let is_utc = |word: &str| word.len() >= 20 && word.get(10..11) == Some("T") && word.contains('Z');
    let of_utc = utc.split_whitespace().filter(|word| is_utc(word)).count();
    assert!(of_utc > 500, "{of_utc} instants are told");
    let left = local.split_whitespace().find(|word| is_utc(word));
    assert_eq!(left, None);
    assert_eq!(local.matches(" -03:30").count(), of_utc);
    assert_eq!(local.replace(" -03:30", ""), bare);
    assert_eq!(utc.lines().count(), local.lines().count());
    // By itself every one of them says what it says in UTC.
    for fact in &led_to(PLACES[0]).facts {
        assert_eq!(Fact::to_string(fact), Words::UTC.of(fact).to_string());
    }
    assert_eq!(FactKind::ALL.len(), 60);
}

proptest! {
    /// A weighted value is rounded once, to the minor unit, half away from zero.
    #[test]
    fn a_weighted_value_is_rounded_once(minor in -100_000_000_000_000_000_i64..=100_000_000_000_000_000, parts in 0_i64..=1_000_000_000_000) {
        let money = Money::from_minor(minor, Currency::USD).unwrap();
        let whole = 1_000_000_000_000_i128;
        let rate: Rate = format!("{}.{:012}", parts / 1_000_000_000_000, parts % 1_000_000_000_000).parse().unwrap();
        let double = 2 * i128::from(minor) * i128::from(parts);
        let rounded = (double + whole * i128::from(minor.signum())) / (2 * whole);
        prop_assert_eq!(money.weighted(rate).minor(), rounded);
    }
}

/// Seventy members are seventy: that they are too many is told, and none is lost.
#[test]
fn no_member_of_a_set_is_lost() {
    let text = (0..70).map(|number| format!("m{number:03}")).collect::<Vec<_>>().join(", ");
    let Ok(FieldValue::Set(members)) = FieldKind::Set.parse(&text) else { panic!("a text of members is a set") };
    assert_eq!(members.len(), 70);
}
