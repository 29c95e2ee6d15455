//! Laws of values and of the data of the rule rooms: what is legal survives every format, what is not is refused, and the order
//! in which things arrive does not matter. Generators take their bounds from the one table of limits.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;

use lead_lifecycle::deal::{Contract, Deal, DealEdit, DealLine, Edit, NewDeal};
use lead_lifecycle::handoff::{Handoff, HandoffItem, KeyPerson, Part};
use lead_lifecycle::qualification::{Answer, AnswerEvidence, Answers, EvidenceSource, Verdict};
use lead_lifecycle::recycle::Reason;
use lead_lifecycle::values::limits::{self, Limit};
use lead_lifecycle::values::{
    Activity, ActivityId, ActivityKind, Channel, CommandKind, ContractKey, CriterionName, DealKey, DealStageName,
    FieldKind, FieldName, FieldValue, Fields, Fingerprint, Keyword, LeadProfile, List, ObjectKey, PipelineName, Points,
    PolicyLabel, PolicyStamp, ProductKey, ProfileEntry, Rank, Rate, ReasonCode, Text, UtcOffset, decimal,
    fingerprint_of,
};
use lead_lifecycle::{ActorId, Currency, Date, Instant, LeadKey, Money, Role, Span, StageKind};
use proptest::prelude::*;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// Any number that a limit admits.
fn within(limit: Limit) -> impl Strategy<Value = i64> {
    let bound = |end: i128| i64::try_from(end).expect("bounds fit");
    bound(limit.min)..=bound(limit.max)
}

/// A length that a limit admits, kept small.
fn few(limit: Limit) -> std::ops::RangeInclusive<usize> {
    let bound = |end: i128| usize::try_from(end.min(6)).expect("bounds fit");
    bound(limit.min)..=bound(limit.max)
}

fn word() -> impl Strategy<Value = String> {
    prop_oneof!["[a-z_]{1,12}", "[ぁ-んァ-ン一-龠]{1,8}", "[!-~]{1,3}( [!-~]{1,3})?"]
}

fn key<T: std::str::FromStr<Err: Debug> + Debug>() -> impl Strategy<Value = T> {
    word().prop_map(|text| text.parse().expect("a legal key"))
}

fn text() -> impl Strategy<Value = Text> {
    prop_oneof![word(), "[ -~]{0,20}x\n[ -~]{0,20}"].prop_map(|text| Text::new(&text).expect("a legal text"))
}

fn instant() -> impl Strategy<Value = Instant> {
    within(limits::INSTANT_SECONDS).prop_map(|seconds| Instant::from_seconds(seconds).expect("in range"))
}

fn span() -> impl Strategy<Value = Span> {
    let seconds = within(limits::SPAN_SECONDS).prop_map(|seconds| u64::try_from(seconds).expect("not negative"));
    prop_oneof![seconds, (0_u64..400).prop_map(|days| days * 86_400)]
        .prop_map(|seconds| Span::from_seconds(seconds).expect("in range"))
}

fn date() -> impl Strategy<Value = Date> {
    (instant(), offset()).prop_map(|(at, offset)| at.date(&offset.into()))
}

fn offset() -> impl Strategy<Value = UtcOffset> {
    within(limits::OFFSET_SECONDS)
        .prop_map(|seconds| UtcOffset::from_seconds(i32::try_from(seconds).expect("fits")).expect("in range"))
}

fn points() -> impl Strategy<Value = Points> {
    within(limits::POINT_THOUSANDTHS).prop_map(|value| Points::from_thousandths(value).expect("in range"))
}

fn number() -> impl Strategy<Value = rust_decimal::Decimal> {
    (any::<i64>(), 0_u32..=12).prop_map(|(digits, places)| rust_decimal::Decimal::new(digits, places))
}

fn rate() -> impl Strategy<Value = Rate> {
    let one = 10_i64.pow(u32::try_from(limits::RATE_PLACES.max).expect("fits"));
    let places = u32::try_from(limits::RATE_PLACES.max).expect("fits");
    prop_oneof![0..=one, (0_i64..=1000).prop_map(move |x| x * (one / 1000))]
        .prop_map(move |parts| Rate::new(rust_decimal::Decimal::new(parts, places)).expect("in range"))
}

fn currency() -> impl Strategy<Value = Currency> {
    prop::sample::select(vec!["JPY", "USD", "EUR", "KWD", "CLF"]).prop_map(|code| code.parse().expect("a currency"))
}

fn money_of(currency: Currency, limit: i128) -> impl Strategy<Value = Money> {
    let places = u32::from(currency.minor_units());
    let most = i64::try_from(limit).expect("fits");
    (-most..=most)
        .prop_map(move |minor| Money::new(rust_decimal::Decimal::new(minor, places), currency).expect("in range"))
}

fn money() -> impl Strategy<Value = Money> {
    currency().prop_flat_map(|currency| money_of(currency, limits::MONEY_UNITS.max))
}

fn field_value() -> impl Strategy<Value = FieldValue> {
    prop_oneof![
        text().prop_map(FieldValue::Text),
        number().prop_map(FieldValue::Number),
        any::<bool>().prop_map(FieldValue::Flag),
        date().prop_map(FieldValue::Date),
        prop::collection::btree_set(key::<Keyword>(), few(limits::SET_MEMBERS)).prop_map(FieldValue::Set),
    ]
}

fn fields() -> impl Strategy<Value = Fields> {
    prop::collection::btree_map(key::<FieldName>(), field_value(), few(limits::FIELDS))
        .prop_map(|fields| Fields::from_map(fields).expect("few"))
}

fn list<T: Debug + Clone>(entry: impl Strategy<Value = T>) -> impl Strategy<Value = List<T>> {
    prop::collection::vec(entry, few(limits::LIST_ENTRIES)).prop_map(|entries| List::new(entries).expect("few"))
}

fn verdict() -> impl Strategy<Value = Verdict> {
    prop::sample::select(Verdict::ALL)
}

fn evidence() -> impl Strategy<Value = AnswerEvidence> {
    let source = prop_oneof![
        prop::sample::select(Channel::ALL).prop_map(EvidenceSource::Heard),
        Just(EvidenceSource::Document),
        Just(EvidenceSource::Public),
        Just(EvidenceSource::Inferred),
    ];
    (source, prop::option::of(text())).prop_map(|(source, quote)| AnswerEvidence { source, quote })
}

/// Answers that often collide: few instants, few words.
fn answer() -> impl Strategy<Value = Answer> {
    let at = (0_i64..3).prop_map(|seconds| Instant::from_seconds(seconds).expect("in range"));
    let said = prop::option::of(prop::sample::select(vec!["a", "b"]).prop_map(|t| Text::new(t).expect("legal")));
    let author = prop::sample::select(vec!["ann", "bob"]).prop_map(|t| ActorId::new(t).expect("legal"));
    (verdict(), prop::option::of(date()), said, prop::option::of(evidence()), author, at).prop_map(
        |(verdict, by, detail, evidence, author, at)| Answer {
            verdict,
            by,
            detail,
            evidence,
            author,
            at,
            stale_noted: false,
        },
    )
}

fn handoff() -> impl Strategy<Value = Handoff> {
    let person = (prop::sample::select(Part::ALL), text(), prop::option::of(text()))
        .prop_map(|(part, name, note)| KeyPerson { part, name, note });
    (
        prop::option::of(text()),
        prop::option::of(text()),
        list(text()),
        list(person),
        prop::option::of(list(text())),
        prop::option::of(prop::sample::select(Rank::ALL)),
        list(key::<ProductKey>()),
        prop::option::of(text()),
    )
        .prop_map(|(history, expectations, topics, key_people, competitors, rank, products, memo)| Handoff {
            history,
            expectations,
            topics,
            key_people,
            competitors,
            rank,
            products,
            memo,
        })
}

fn lines(currency: Currency) -> impl Strategy<Value = List<DealLine>> {
    let quantity = within(limits::LINE_QUANTITY).prop_map(|n| u32::try_from(n).expect("fits"));
    let amount = money_of(currency, 1_000_000_000)
        .prop_map(|money| if money.amount().is_sign_negative() { Money::zero(money.currency()) } else { money });
    list((key::<ProductKey>(), quantity, amount).prop_map(|(p, q, a)| DealLine::new(p, q, a).expect("legal")))
}

fn new_deal() -> impl Strategy<Value = NewDeal> {
    currency().prop_flat_map(|currency| {
        let pipeline = prop::option::of(key::<PipelineName>());
        (key::<DealKey>(), lines(currency), prop::option::of(date()), fields(), pipeline).prop_map(
            move |(key, lines, close, fields, pipeline)| {
                let deal = NewDeal::new(key, currency).with_lines(lines).expect("one currency").with_fields(fields);
                let deal = match close {
                    Some(date) => deal.with_expected_close(date),
                    None => deal,
                };
                match pipeline {
                    Some(pipeline) => deal.with_pipeline(pipeline),
                    None => deal,
                }
            },
        )
    })
}

fn edit(currency: Currency) -> impl Strategy<Value = DealEdit> {
    let close = prop_oneof![Just(Edit::Keep), Just(Edit::Clear), date().prop_map(Edit::To)];
    (prop::option::of(lines(currency)), close, fields(), list(key::<FieldName>()))
        .prop_map(|(lines, expected_close, set, clear)| DealEdit { lines, expected_close, set, clear })
}

fn deal() -> impl Strategy<Value = Deal> {
    let owned = (prop::option::of(key::<ActorId>()), prop::option::of(instant()));
    (new_deal(), key::<PipelineName>(), key::<DealStageName>(), instant(), instant(), owned).prop_map(
        |(new, pipeline, stage, at, moved, (owner, owned_at))| {
            // Only a fact moves a deal or gives it to somebody: here it is read as if one had.
            let mut deal = serde_json::to_value(Deal::open(&new, &pipeline, &stage, at)).expect("can be written");
            let written = deal.as_object_mut().expect("a table");
            written.insert("moved_at".into(), serde_json::to_value(moved.max(at)).expect("can be written"));
            written.insert("owner".into(), serde_json::to_value(owner).expect("can be written"));
            written.insert("owned_at".into(), serde_json::to_value(owned_at).expect("can be written"));
            serde_json::from_value(deal).expect("can be read")
        },
    )
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Wrapped<T> {
    value: T,
}

/// Written and read in three formats, one of them without field names, the value is the same, and so is its fingerprint.
fn survives<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: T) -> Result<(), TestCaseError> {
    let print = fingerprint_of(&value);
    let wrapped = Wrapped { value };
    let json = serde_json::to_string(&wrapped).expect("can be written");
    prop_assert_eq!(&serde_json::from_str::<Wrapped<T>>(&json).expect("can be read"), &wrapped);
    let again = serde_json::from_str::<Wrapped<T>>(&json).expect("can be read");
    prop_assert_eq!(fingerprint_of(&again.value), print);
    let toml = toml::to_string(&wrapped).expect("can be written");
    prop_assert_eq!(&toml::from_str::<Wrapped<T>>(&toml).expect("can be read"), &wrapped);
    let bytes = postcard::to_allocvec(&wrapped).expect("can be written");
    prop_assert_eq!(&postcard::from_bytes::<Wrapped<T>>(&bytes).expect("can be read"), &wrapped);
    Ok(())
}

/// Nothing that can be written into a type's place makes reading it panic; what is read is written the same way again.
fn withstands<T: Serialize + DeserializeOwned + PartialEq + Debug>(
    json: &serde_json::Value,
    bytes: &[u8],
) -> Result<(), TestCaseError> {
    if let Ok(value) = serde_json::from_value::<T>(json.clone()) {
        let json = serde_json::to_string(&value).expect("can be written");
        prop_assert_eq!(serde_json::from_str::<T>(&json).expect("can be read"), value);
    }
    if let Ok(value) = postcard::from_bytes::<T>(bytes) {
        let bytes = postcard::to_allocvec(&value).expect("can be written");
        prop_assert_eq!(postcard::from_bytes::<T>(&bytes).expect("can be read"), value);
    }
    Ok(())
}

proptest! {
    #[test]
    fn values_survive_every_format(
        (key, text, at, span, date, offset) in (key::<LeadKey>(), text(), instant(), span(), date(), offset()),
        (points, rate, money, value, fields) in (points(), rate(), money(), field_value(), fields()),
    ) {
        survives(PolicyStamp { label: PolicyLabel::new(key.as_str()).expect("legal"), fingerprint: key.fingerprint(), since: Instant::MIN })?;
        survives(key)?;
        survives(text)?;
        survives(at)?;
        survives(span)?;
        survives(date)?;
        survives(offset)?;
        survives(points)?;
        survives(rate)?;
        survives(money)?;
        survives(value)?;
        survives(fields)?;
    }

    #[test]
    fn data_of_the_rule_rooms_survive_every_format(
        (answers, handoff, deal, new) in
            (prop::collection::btree_map(key::<CriterionName>(), answer(), 0..4), handoff(), deal(), new_deal()),
        (edit, code, note) in (edit(Currency::JPY), key::<ReasonCode>(), prop::option::of(text())),
        (contract, value, days) in (key::<ContractKey>(), 0_i64..1_000_000, prop::option::of(0_u32..4000)),
        starts in date(),
    ) {
        let mut known = Answers::new();
        for (name, answer) in answers {
            known.record(&name, answer);
        }
        survives(known)?;
        survives(handoff)?;
        survives(deal)?;
        survives(new)?;
        survives(edit)?;
        survives(Reason::new(code, note))?;
        let value = Money::from_units(value, Currency::JPY).expect("in range");
        let ends = days.map(|days| starts.add_days(days));
        survives(Contract::new(contract, value, starts, ends).expect("in order"))?;
    }

    #[test]
    fn canonical_text_reads_back(span in span(), rate in rate(), points in points(), at in instant(), number in number()) {
        prop_assert_eq!(span.to_string().parse::<Span>().expect("reads back"), span);
        prop_assert_eq!(rate.to_string().parse::<Rate>().expect("reads back"), rate);
        prop_assert_eq!(points.to_string().parse::<Points>().expect("reads back"), points);
        prop_assert_eq!(at.to_string().parse::<Instant>().expect("reads back"), at);
        prop_assert_eq!(decimal::parse(&decimal::to_text(number)).expect("reads back"), number);
    }

    #[test]
    fn canonical_text_of_dates_money_and_fingerprints_reads_back(
        date in date(),
        offset in offset(),
        money in money(),
        bits in any::<u64>(),
    ) {
        prop_assert_eq!(date.to_string().parse::<Date>().expect("reads back"), date);
        prop_assert_eq!(offset.to_string().parse::<UtcOffset>().expect("reads back"), offset);
        prop_assert_eq!(money.to_string().parse::<Money>().expect("reads back"), money);
        prop_assert_eq!(money.currency().to_string().parse::<Currency>().expect("reads back"), money.currency());
        let print = Fingerprint::from_bits(bits);
        prop_assert_eq!(print.to_string().parse::<Fingerprint>().expect("reads back"), print);
    }

    #[test]
    fn money_counted_in_minor_units_is_the_same_money(minor in any::<i64>(), currency in currency()) {
        let whole = i128::from(minor) / 10_i128.pow(currency.minor_units().into());
        match Money::from_minor(minor, currency) {
            Ok(money) => {
                prop_assert_eq!(money.minor(), i128::from(minor));
                prop_assert_eq!(money.amount().trunc(), rust_decimal::Decimal::from_i128_with_scale(whole, 0));
            }
            Err(error) => prop_assert!(whole.abs() >= limits::MONEY_UNITS.max, "{error}"),
        }
    }

    #[test]
    fn money_adds_exactly_and_never_across_currencies(a in money_of(Currency::JPY, 1 << 49), b in money_of(Currency::JPY, 1 << 48)) {
        let (sum, turned) = (a.checked_add(b), b.checked_add(a));
        prop_assert_eq!(&sum, &turned);
        prop_assert_eq!(sum.expect("in range").amount(), a.amount() + b.amount());
        let dollars = Money::zero(Currency::USD);
        prop_assert!(a.checked_add(dollars).is_err());
        for rate in [Rate::ZERO, Rate::percent(10), Rate::ONE] {
            prop_assert!(a.weighted(rate).amount().abs() <= a.amount().abs());
        }
    }

    #[test]
    fn instants_and_spans_agree(at in instant(), span in span()) {
        if let Some(later) = at.checked_add(span) {
            prop_assert_eq!(later.since(at), Some(span));
            prop_assert_eq!(later.saturating_since(at), span);
            prop_assert_eq!(at.saturating_add(span), later);
            prop_assert_eq!(at.saturating_since(later), Span::ZERO);
        } else {
            prop_assert_eq!(at.saturating_add(span), Instant::MAX);
        }
    }

    #[test]
    fn a_profile_knows_the_newest_and_of_those_what_was_told_last(
        writes in prop::collection::vec((0_i64..3, any::<bool>(), prop::option::of(field_value())), 1..6).prop_shuffle(),
        turned in any::<prop::sample::Index>(),
    ) {
        let name = FieldName::new("x").expect("legal");
        let record = |writes: &[(i64, bool, Option<FieldValue>)]| {
            let mut profile = LeadProfile::new();
            for (at, personal, value) in writes {
                let at = Instant::from_seconds(*at).expect("in range");
                profile.record(&name, ProfileEntry { at, personal: *personal, value: value.clone() });
            }
            profile
        };
        let mut other = writes.clone();
        let turn = turned.index(other.len());
        other.rotate_left(turn);
        let newest = |told: &[(i64, bool, Option<FieldValue>)]| {
            let at = told.iter().map(|(at, ..)| *at).max();
            told.iter().rev().find(|(when, ..)| Some(*when) == at).cloned().expect("some")
        };
        for told in [&writes, &other] {
            let (at, personal, value) = newest(told);
            let entry = record(told).entry("x").cloned().expect("told");
            prop_assert_eq!((entry.at.seconds(), entry.personal, entry.value), (at, personal, value));
        }
        // Without ties, the order of arrival does not matter.
        let mut apart = writes.clone();
        apart.sort_by_key(|(at, ..)| *at);
        apart.dedup_by_key(|(at, ..)| *at);
        let straight = record(&apart);
        apart.reverse();
        prop_assert_eq!(record(&apart), straight);
        survives(record(&writes))?;
    }

    #[test]
    fn the_newest_answer_told_last_counts_whenever_it_is_redacted(
        answers in prop::collection::vec(answer(), 1..6),
        turned in any::<prop::sample::Index>(),
    ) {
        let name = CriterionName::new("need").expect("legal");
        let record = |answers: &[Answer]| {
            let mut known = Answers::new();
            for answer in answers {
                known.record(&name, answer.clone());
            }
            known
        };
        let mut other = answers.clone();
        let turn = turned.index(other.len());
        other.rotate_left(turn);
        for told in [&answers, &other] {
            let at = told.iter().map(|answer| answer.at).max();
            let last = told.iter().rev().find(|answer| Some(answer.at) == at);
            prop_assert_eq!(record(told).get("need").cloned(), last.cloned());
        }
        let mut after = record(&answers);
        after.redact();
        let redacted: Vec<Answer> = answers.iter().cloned().map(|mut answer| { answer.redact(); answer }).collect();
        prop_assert_eq!(record(&redacted), after);
    }

    #[test]
    fn redaction_leaves_what_is_filled_filled(handoff in handoff()) {
        let mut redacted = handoff.clone();
        redacted.redact();
        for item in HandoffItem::ALL {
            prop_assert_eq!(redacted.is_filled(*item), handoff.is_filled(*item));
        }
        prop_assert_eq!(redacted.topics.len(), handoff.topics.len());
        prop_assert!(redacted.topics.iter().all(|topic| *topic == Text::redacted()));
        prop_assert!(redacted.key_people.iter().all(|person| person.name == Text::redacted()));
        prop_assert_eq!(redacted.rank, handoff.rank);
        let mut twice = redacted.clone();
        twice.redact();
        prop_assert_eq!(twice, redacted);
    }

    #[test]
    fn the_value_of_a_deal_is_the_sum_of_its_lines(deal in deal()) {
        let sum: rust_decimal::Decimal = deal.lines().iter().map(|line| line.amount().unwrap().amount()).sum();
        prop_assert_eq!(deal.value(), Money::new(sum, deal.currency()).expect("in range"));
    }

    #[test]
    fn nothing_that_can_be_read_panics(
        text in "[ -~]{0,30}",
        number in any::<i64>(),
        float in any::<f64>(),
        bytes in prop::collection::vec(any::<u8>(), 0..60),
    ) {
        let scraps = [
            serde_json::Value::from(text.clone()),
            serde_json::Value::from(number),
            serde_json::Value::from(float),
            serde_json::json!({ "amount": text, "currency": "JPY" }),
            serde_json::json!({ "number": text }),
            serde_json::json!([number, text]),
        ];
        for scrap in &scraps {
            withstands::<LeadKey>(scrap, &bytes)?;
            withstands::<Text>(scrap, &bytes)?;
            withstands::<Instant>(scrap, &bytes)?;
            withstands::<Span>(scrap, &bytes)?;
            withstands::<Date>(scrap, &bytes)?;
            withstands::<UtcOffset>(scrap, &bytes)?;
            withstands::<Points>(scrap, &bytes)?;
            withstands::<Rate>(scrap, &bytes)?;
            withstands::<Money>(scrap, &bytes)?;
            withstands::<Currency>(scrap, &bytes)?;
            withstands::<FieldValue>(scrap, &bytes)?;
            withstands::<Fields>(scrap, &bytes)?;
            withstands::<LeadProfile>(scrap, &bytes)?;
            withstands::<Fingerprint>(scrap, &bytes)?;
            withstands::<Activity>(scrap, &bytes)?;
            withstands::<Answers>(scrap, &bytes)?;
            withstands::<Handoff>(scrap, &bytes)?;
            withstands::<Deal>(scrap, &bytes)?;
            withstands::<DealEdit>(scrap, &bytes)?;
            withstands::<NewDeal>(scrap, &bytes)?;
            withstands::<Contract>(scrap, &bytes)?;
            withstands::<Reason>(scrap, &bytes)?;
        }
    }
}

#[test]
fn activities_survive_every_format() {
    let mut activity =
        Activity::new(ActivityId::new("a-1").expect("legal"), ActivityKind::new("mail_open").expect("legal"));
    survives(activity.clone()).expect("survives");
    activity.object = Some(ObjectKey::new("mail 7").expect("legal"));
    survives(activity).expect("survives");
}

fn read_back<T: std::str::FromStr<Err: Debug> + std::fmt::Display + PartialEq + Debug>(all: &[T]) {
    for word in all {
        assert_eq!(&word.to_string().parse::<T>().expect("reads back"), word);
    }
}

#[test]
fn vocabularies_are_stored_as_their_words() {
    for role in Role::ALL {
        assert_eq!(serde_json::to_value(role).expect("can be written"), role.as_str());
    }
    for command in CommandKind::ALL {
        assert_eq!(serde_json::to_value(command).expect("can be written"), command.as_str());
        assert_eq!(command.to_string(), command.as_str());
    }
    for stage in StageKind::ALL {
        survives(*stage).expect("survives");
    }
    read_back(Role::ALL);
    read_back(CommandKind::ALL);
    read_back(StageKind::ALL);
    read_back(Channel::ALL);
    read_back(Rank::ALL);
    read_back(FieldKind::ALL);
    let error = "Mql".parse::<StageKind>().expect_err("another word");
    assert_eq!((error.got.as_str(), error.suggestion, error.known.len()), ("Mql", Some("mql"), StageKind::ALL.len()));
    let words: BTreeSet<&str> = CommandKind::ALL.iter().map(|command| command.as_str()).collect();
    assert_eq!(words.len(), CommandKind::ALL.len());
}

/// At both ends of a bound the value is taken, one further it is refused.
#[track_caller]
fn bounded(limit: Limit, takes: impl Fn(i128) -> bool) {
    assert!(takes(limit.min), "{limit}: the least is taken");
    assert!(takes(limit.max), "{limit}: the most is taken");
    assert!(!takes(limit.max + 1), "{limit}: one more is refused");
    assert!(limit.min == 0 || !takes(limit.min - 1), "{limit}: one less is refused");
}

#[test]
fn every_bound_is_kept_to_the_last_unit() {
    let i64_of = |n: i128| i64::try_from(n).expect("fits");
    let size = |n: i128| usize::try_from(n).expect("fits");
    bounded(limits::KEY_CHARS, |n| LeadKey::new(&"鍵".repeat(size(n))).is_ok());
    bounded(limits::TEXT_CHARS, |n| Text::new(&"文".repeat(size(n))).is_ok());
    bounded(limits::INSTANT_SECONDS, |n| Instant::from_seconds(i64_of(n)).is_ok());
    bounded(limits::SPAN_SECONDS, |n| Span::from_seconds(u64::try_from(n).expect("fits")).is_ok());
    bounded(limits::DATE_YEARS, |n| format!("{n:04}-06-01").parse::<Date>().is_ok());
    bounded(limits::OFFSET_SECONDS, |n| UtcOffset::from_seconds(i32::try_from(n).expect("fits")).is_ok());
    bounded(limits::POINT_THOUSANDTHS, |n| Points::from_thousandths(i64_of(n)).is_ok());
    bounded(limits::MONEY_UNITS, |n| Money::from_units(i64_of(n), Currency::JPY).is_ok());
    bounded(limits::RATE_PLACES, |n| Rate::new(rust_decimal::Decimal::new(1, u32::try_from(n).expect("fits"))).is_ok());
    bounded(limits::LIST_ENTRIES, |n| List::new(vec![(); size(n)]).is_ok());
    bounded(limits::FIELDS, |n| {
        let field = |index| (FieldName::new(&format!("f{index}")).expect("legal"), FieldValue::Flag(true));
        Fields::from_map((0..n).map(field).collect::<BTreeMap<_, _>>()).is_ok()
    });
    bounded(limits::SET_MEMBERS, |n| {
        let members = (0..n).map(|index| Keyword::new(&format!("k{index}")).expect("legal")).collect();
        Fields::from_map(BTreeMap::from([(FieldName::new("f").expect("legal"), FieldValue::Set(members))])).is_ok()
    });
    bounded(limits::LINE_QUANTITY, |n| {
        let product = ProductKey::new("p").expect("legal");
        DealLine::new(product, u32::try_from(n).expect("fits"), Money::zero(Currency::JPY)).is_ok()
    });
}

#[test]
fn the_table_of_limits_is_in_order_and_names_everything_once() {
    let names: BTreeSet<&str> = limits::ALL.iter().map(|limit| limit.name).collect();
    assert_eq!(names.len(), limits::ALL.len());
    for limit in limits::ALL {
        assert!(limit.min <= limit.max, "{limit}");
        assert!(limit.admits(limit.min) && limit.admits(limit.max), "{limit}");
    }
}

#[test]
fn answers_are_bounded_however_many_criteria_a_lead_meets() {
    let mut known = Answers::new();
    let answer = |index: i64| Answer {
        verdict: Verdict::Confirmed,
        by: None,
        detail: None,
        evidence: None,
        author: ActorId::new("ann").expect("legal"),
        at: Instant::from_seconds(index).expect("in range"),
        stale_noted: false,
    };
    for index in 0..40 {
        known.record(&CriterionName::new(&format!("c{index}")).expect("legal"), answer(index));
    }
    assert_eq!(known.len(), limits::CRITERIA.max_len());
    assert!(!known.admits(&CriterionName::new("c39").expect("legal")));
    assert!(known.admits(&CriterionName::new("c0").expect("legal")));
}

#[test]
fn what_contradicts_itself_does_not_deserialise() {
    let refused = |json: serde_json::Value, of: &str| {
        let error = match of {
            "deal" => serde_json::from_value::<Deal>(json).map(drop),
            "new" => serde_json::from_value::<NewDeal>(json).map(drop),
            "line" => serde_json::from_value::<DealLine>(json).map(drop),
            _ => serde_json::from_value::<Contract>(json).map(drop),
        };
        error.expect_err("contradicts itself").to_string()
    };
    let yen = serde_json::json!({ "amount": "5", "currency": "JPY" });
    let line = |amount: &str, currency: &str| serde_json::json!({ "product": "p", "quantity": 1, "amount": { "amount": amount, "currency": currency } });
    assert_eq!(
        refused(serde_json::json!({ "product": "p", "quantity": 0, "amount": yen }), "line"),
        "quantity `0` is out of range: 1 to 1000000000 pieces of a deal line"
    );
    assert_eq!(
        refused(
            serde_json::json!({ "key": "d", "currency": "JPY", "lines": [line("1", "JPY"), line("1", "USD")] }),
            "new"
        ),
        "line 2 is in USD, the deal in JPY: write all lines in JPY"
    );
    assert_eq!(
        refused(serde_json::json!({ "key": "d", "currency": "JPY", "lines": [line("-1", "JPY")] }), "new"),
        "the lines come to `JPY -1`: the total must be zero or more"
    );
    assert_eq!(
        refused(
            serde_json::json!({
                "key": "d", "currency": "JPY", "lines": [], "expected_close": null, "fields": {}, "pipeline": "p", "stage": "s",
                "opened_at": "2026-04-02T00:00:00Z", "moved_at": "2026-04-01T00:00:00Z", "owner": null, "owned_at": null
            }),
            "deal"
        ),
        "deal moved at `2026-04-01T00:00:00Z`, before it was opened at `2026-04-02T00:00:00Z`: it cannot move earlier"
    );
    assert_eq!(
        refused(
            serde_json::json!({ "key": "c", "value": yen, "starts": "2026-04-02", "ends": "2026-04-01" }),
            "contract"
        ),
        "contract ends on `2026-04-01`, before it starts on `2026-04-02`: the end must not be earlier"
    );
    assert_eq!(
        refused(
            serde_json::json!({ "key": "c", "value": { "amount": -5, "currency": "JPY" }, "starts": "2026-04-02" }),
            "contract"
        ),
        "contract value `JPY -5` is negative: it must be zero or more"
    );
}
