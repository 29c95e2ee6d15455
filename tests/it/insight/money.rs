//! What was won, lost and is open: every deal once, currencies apart; examples by hand, and a slow model over random lives.
#![expect(clippy::wildcard_enum_match_arm, reason = "a slow model looks at a few facts, and the rest is the rest")]
#![expect(clippy::unnecessary_wraps, reason = "what a legacy row says is given as it is taken")]

use std::collections::{BTreeMap, BTreeSet};

use lead_lifecycle::calendar::Zone;
use lead_lifecycle::deal::{Contract, DealLine, Edit, NewDeal};
use lead_lifecycle::insight::{
    Amounts, Asked, CohortAsked, CohortTable, CustomersCell, CustomersCount, CustomersTable, Dimension, Exit,
    ExpectedIn, ForecastAsked, ForecastCell, ForecastTable, LeadLine, LinePlan, MoneyAsked, MoneyCell, MoneyCount,
    MoneyTable, Open, PeriodKey, Periods, Probabilities, Rates, ReasonsCell, ReasonsTable, Report, ReportPlan,
    SameDeals, Slice, SourcesAsked, SourcesCell, SourcesTable, Table as _, Touching, When, claimants,
};
use lead_lifecycle::lead::{Attribution, ImportedStep, Stage, counted_with};
use lead_lifecycle::lifecycle::{BackfillRules, LegacyEnd, LegacyRow, OrderPolicy, Past, TakeBack};
use lead_lifecycle::planning::{Fraction, Share, StepRate};
use lead_lifecycle::recycle::Reason;
use lead_lifecycle::values::{DealKey, FieldValue, List, Milestone};
use lead_lifecycle::{
    Actor, Capture, Command, Context, Currency, Fact, FactBody, FactKind, Lead, Lifecycle, Money, Origin, Policy, Role,
    StageKind,
};
use proptest::prelude::*;
use rust_decimal::Decimal;

use crate::common::tale::{Tale, context, first_meeting, qualify, who};
use crate::common::{at, full_capture, full_handoff, k, yen};
use crate::insight::leads::{plan, told, zone};
use crate::insight::naive::Naive;
use crate::insight::periods::periods;
use crate::insight::stretches::when;
use crate::insight::times::{as_of, lives};

#[expect(single_use_lifetimes, reason = "`impl Trait` cannot elide the lifetime")]
fn lines_of<'f>(plan: &ReportPlan, histories: impl IntoIterator<Item = &'f [Fact]>) -> Vec<LeadLine> {
    histories.into_iter().map(|facts| LeadLine::of(plan.line(), facts).unwrap()).collect()
}

fn of(plan: &ReportPlan, lines: &[LeadLine]) -> Report {
    let mut report = Report::new(plan);
    for line in lines {
        report.add(plan, line).unwrap();
    }
    report
}

fn by(dimensions: &[Dimension]) -> ReportPlan {
    ReportPlan::new(LinePlan::new(Zone::JST), dimensions.to_vec())
}

#[expect(single_use_lifetimes, reason = "`impl Trait` cannot elide the lifetime")]
fn report<'f>(histories: impl IntoIterator<Item = &'f [Fact]>) -> Report {
    of(&by(&[]), &lines_of(&by(&[]), histories))
}

fn asked(day: &str) -> Asked {
    Asked::new(k(&format!("{day}T12:00:00+09:00")), Zone::JST)
}

fn told_as(amounts: &Amounts) -> Vec<String> {
    amounts.iter().map(|(currency, sum)| format!("{currency} {sum}")).collect()
}

/// A row of a legacy system that has come as far as an opportunity.
fn row(lead: &str, deal: &str, value: &str) -> LegacyRow {
    let since = || Some(k("2026-03-01T00:00:00Z"));
    LegacyRow {
        reached: [(Milestone::Sql, since()), (Milestone::Opportunity, since())].into(),
        deal: Some(k(deal)),
        value: Some(k(value)),
        ..LegacyRow::new(k(lead), Origin::Inbound)
    }
}

fn imported(row: &LegacyRow) -> Vec<Fact> {
    let rules = BackfillRules { as_of: k("2026-01-01T00:00:00Z"), order: OrderPolicy::Refuse, zone: Zone::JST };
    let by = Context::new(k("2026-06-01T00:00:00Z"), Actor::new(k("import"), Role::System));
    let decision = Lifecycle::new(Policy::standard()).import(row, &rules, &by);
    decision.unwrap_or_else(|refusal| panic!("{refusal}")).into_facts()
}

fn won_at(at: &str) -> Option<LegacyEnd> {
    Some(LegacyEnd::Won { at: Some(k(at)), value: None, contract: None })
}

fn lost_at(at: &str) -> Option<LegacyEnd> {
    Some(LegacyEnd::Lost { at: Some(k(at)), reason: Some(Reason::new(k("price"), None)) })
}

fn money(report: &Report, asked: &Asked) -> lead_lifecycle::insight::MoneyRow {
    let mut rows = MoneyTable::of(report, asked, &MoneyAsked::default()).unwrap().rows;
    assert_eq!(rows.len(), 1);
    rows.remove(0)
}

fn signs(key: &str, starts: &str, ends: Option<&str>) -> Command {
    Command::Win { contract: Contract::new(k(key), yen(3_000_000), k(starts), ends.map(k)).unwrap() }
}

/// A lead with a person and an account, met and handed over.
fn met(lead: &str, person: Option<&str>, day: &str) -> Tale {
    let capture = Capture { account: Some(k("acme")), person: person.map(k), ..full_capture(lead) };
    let mut tale = Tale::captured(Policy::standard(), &capture, &format!("{day} 08:00"), None);
    tale.reaches_opportunity(day);
    tale
}

#[test]
fn two_people_on_one_deal_are_one_deal_and_two_people() {
    let (mut one, mut other) = (met("ceo", None, "04-02"), met("cto", None, "04-03"));
    one.does(Role::Fs, "04-10 09:00", &signs("C-1", "2026-06-01", None));
    other.does(Role::Fs, "04-10 09:01", &signs("C-1", "2026-06-01", None));
    let lines = lines_of(&by(&[]), [&one.facts[..], &other.facts]);
    let both = of(&by(&[]), &lines);
    let row = money(&both, &asked("2026-07-01"));
    assert_eq!((row.won.deals, row.lost.deals, told_as(&row.won.value)), (1, 0, vec!["JPY 3000000".to_owned()]));
    assert_eq!((row.leads, row.persons, row.accounts), (2, 2, 1), "three counts");
    assert_eq!((row.inside_sales.deals, row.won.direct, row.won.expansions), (1, 0, 0));
    // It counts under the earliest claim, and nowhere else.
    let cell = MoneyCell { slice: None, period: None, count: MoneyCount::Won };
    let behind = claimants::<MoneyTable>(&both, &lines, (&asked("2026-07-01"), &MoneyAsked::default()), &cell).unwrap();
    assert_eq!(behind.iter().map(|one| (one.lead.as_str(), one.adds)).collect::<Vec<_>>(), [("ceo", 1)]);
    let customers = CustomersTable::of(&both, &asked("2026-07-01")).unwrap().present.remove(0);
    assert_eq!((customers.contracts, customers.present.leads, customers.present.persons), (1, 2, 2));
    // Before the second of them says so it is won already.
    let early = Asked::new(k("2026-04-10T09:00:30+09:00"), Zone::JST);
    assert_eq!((money(&both, &early).won.deals, money(&both, &early).leads), (1, 2));
}

#[test]
fn who_has_given_a_shared_deal_up_is_not_behind_it() {
    let (mut one, mut other) = (met("ceo", None, "04-02"), met("cto", None, "04-03"));
    one.does(Role::Fs, "04-10 09:00", &Command::Lose { reason: Reason::new(k("price"), None), until: None });
    let open = report([&one.facts[..], &other.facts]);
    let none = MoneyTable::of(&open, &asked("2026-07-01"), &MoneyAsked::default()).unwrap();
    assert!(none.rows.is_empty(), "it is open elsewhere");
    other.does(Role::Fs, "04-11 09:00", &signs("C-1", "2026-06-01", None));
    let row = money(&report([&one.facts[..], &other.facts]), &asked("2026-07-01"));
    assert_eq!((row.won.deals, row.lost.deals, row.leads, row.persons), (1, 0, 1, 1));
}

#[test]
fn deals_that_are_the_same_count_once_with_the_state_of_the_one_that_stays() {
    let facts = [
        imported(&LegacyRow { end: won_at("2026-04-01T00:00:00Z"), ..row("l1", "D1", "JPY 100") }),
        imported(&row("l2", "D2", "JPY 80")),
        imported(&LegacyRow { end: won_at("2026-04-02T00:00:00Z"), ..row("l3", "D3", "JPY 100") }),
        imported(&row("l4", "D4", "JPY 50")),
        imported(&LegacyRow { end: lost_at("2026-04-03T00:00:00Z"), ..row("l5", "D5", "JPY 70") }),
    ];
    let report = report(facts.iter().map(Vec::as_slice));
    let mut same = SameDeals::none();
    for (deal, is) in [("D3", "D1"), ("D2", "D3"), ("D5", "D4")] {
        same.say(&k(deal), &k(is)).unwrap();
    }
    let refused = same.say(&k::<DealKey>("D1"), &k("D2")).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "`D1` would come to be `D2`, which is `D1` already: say of the one that goes which one stays"
    );
    assert!(same.say(&k::<DealKey>("D4"), &k("D4")).is_err());
    let now = asked("2026-07-01");
    let rows = MoneyTable::of(&report, &now, &MoneyAsked { same: same.clone() }).unwrap().rows;
    let counted = (rows[0].won.deals, told_as(&rows[0].won.value), rows[0].lost.deals, rows[0].lost.value.is_empty());
    assert_eq!(counted, (1, vec!["JPY 100".to_owned()], 0, true));
    let forecast = ForecastTable::of(&report, &now, &ForecastAsked { same, ..ForecastAsked::default() }).unwrap();
    let open = &forecast.rows[0].opportunities;
    assert_eq!((forecast.rows.len(), open.deals, told_as(&open.value)), (1, 1, vec!["JPY 50".to_owned()]));
    // Without that word there are five deals.
    let row = money(&report, &now);
    assert_eq!((row.won.deals, row.lost.deals), (2, 1));
    assert_eq!(ForecastTable::of(&report, &now, &ForecastAsked::default()).unwrap().rows[0].opportunities.deals, 2);
}

#[expect(single_use_lifetimes, reason = "`impl Trait` cannot elide the lifetime")]
fn sums<'o>(open: impl IntoIterator<Item = &'o Open>, what: impl Fn(&Open) -> &Amounts) -> BTreeMap<Currency, Decimal> {
    let mut sums: BTreeMap<Currency, Decimal> = BTreeMap::new();
    for open in open {
        what(open).iter().for_each(|(currency, sum)| *sums.entry(currency).or_default() += sum);
    }
    sums
}

/// Three open deals at two stages that are worth a quarter, and one of another currency.
#[test]
fn weighted_values_add_up_and_currencies_are_never_added() {
    let at_stage = |lead: &str, deal: &str, value: &str, stage: &str| {
        imported(&LegacyRow { deal_stage: Some(k(stage)), product: Some(k(deal)), ..row(lead, deal, value) })
    };
    let facts = [
        at_stage("l1", "d-0", "EUR 1234.50", "first_meeting_held"),
        at_stage("l2", "d-1", "EUR 60000", "first_meeting_held"),
        at_stage("l3", "d-2", "JPY 10000000", "first_meeting_held"),
        at_stage("l4", "d-3", "EUR 1234.50", "proposal"),
    ];
    let plan = by(&[Dimension::Product, Dimension::Pipeline]);
    let report = of(&plan, &lines_of(&plan, facts.iter().map(Vec::as_slice)));
    let quarter = || StepRate::percent(25);
    let probabilities = Probabilities::none().with(k("default"), k("first_meeting_held"), quarter()).with(
        k("default"),
        k("proposal"),
        quarter(),
    );
    let more = ForecastAsked { probabilities, ..ForecastAsked::default() };
    let now = asked("2026-07-01");
    let whole = ForecastTable::of(&report, &now, &more).unwrap();
    assert_eq!(told_as(&whole.rows[0].opportunities.weighted), ["EUR 15617.26", "JPY 2500000"]);
    let split = ForecastTable::of(&report, &now.clone().by(vec![Dimension::Product]), &more).unwrap();
    let parts = sums(split.rows.iter().map(|row| &row.opportunities), |open| &open.weighted);
    assert_eq!(parts, sums([&whole.rows[0].opportunities], |open| &open.weighted));
    assert_eq!((split.rows.len(), whole.rows[0].opportunities.deals), (4, 4));
    assert_eq!(whole.rows[0].expected, ExpectedIn::Undated);
    let rates = Rates::to(Currency::JPY).with(Currency::EUR, 160.into());
    assert_eq!(rates.sum(&whole.rows[0].opportunities.weighted).unwrap().to_string(), "4998761.6");
    assert_eq!(Rates::to(Currency::JPY).sum(&whole.rows[0].opportunities.weighted), None, "no rate, no sum");
    // Of a stage without a probability the value is in no weighted sum, and says so.
    let none = ForecastTable::of(&report, &now, &ForecastAsked::default()).unwrap();
    let open = &none.rows[0].opportunities;
    assert_eq!((open.without_probability, open.weighted.is_empty()), (4, true));
}

#[test]
fn two_currencies_in_one_ranking() {
    let deals = || {
        let deal = |id: &'static str, amount: &str, probability: &str| -> (&'static str, Money, Share) {
            (id, k(amount), k(probability))
        };
        [
            deal("j", "JPY 10000000", "25%"),
            deal("e", "EUR 60000", "25%"),
            deal("k", "KRW 9000000", "50%"),
            deal("e2", "EUR 20000", "80%"),
        ]
    };
    let order = |rate: i64| {
        let ranking = Rates::to(Currency::JPY).with(Currency::EUR, rate.into()).rank(deals());
        let ranked: Vec<(&str, String)> =
            ranking.ranked.into_iter().map(|(id, worth)| (id, worth.to_string())).collect();
        (ranked, ranking.not_comparable)
    };
    let words = |told: [(&'static str, &str); 3]| told.map(|(id, worth)| (id, worth.to_owned())).to_vec();
    assert_eq!(order(160), (words([("e2", "2560000"), ("j", "2500000"), ("e", "2400000")]), vec!["k"]));
    assert_eq!(order(170), (words([("e2", "2720000"), ("e", "2550000"), ("j", "2500000")]), vec!["k"]));
}

#[test]
fn a_win_that_is_taken_back_leaves_no_trace() {
    let mut lead = met("l", None, "04-02");
    let now = asked("2026-07-01");
    let counts = |facts: &[Fact]| {
        let report = report([facts]);
        let rows = MoneyTable::of(&report, &now, &MoneyAsked::default()).unwrap().rows;
        let open = ForecastTable::of(&report, &now, &ForecastAsked::default()).unwrap();
        let sum = |of: &dyn Fn(&lead_lifecycle::insight::MoneyRow) -> u64| rows.iter().map(of).sum::<u64>();
        let open = open.rows.iter().map(|row| row.opportunities.deals).sum::<u64>();
        (sum(&|row| row.won.deals), sum(&|row| row.lost.deals), open)
    };
    let before = report([&lead.facts[..]]);
    assert_eq!(counts(&lead.facts), (0, 0, 1));
    lead.does(Role::Fs, "04-10 09:00", &signs("C-1", "2026-06-01", None));
    assert_eq!(counts(&lead.facts), (1, 0, 0));
    let win = lead.facts.iter().find(|fact| fact.kind() == FactKind::Won).unwrap().envelope.revision;
    let manager = context(&who(Role::Manager, 0), "04-11 09:00", None);
    let order = TakeBack::new([win], Reason::new(k("mistake"), None));
    lead.facts.extend(lead.lifecycle.take_back(&Past::Whole(&lead.facts), &order, &manager).unwrap().into_facts());
    lead.lead = Lead::replay(&lead.facts).unwrap();
    assert_eq!(counts(&lead.facts), (0, 0, 1));
    let (then, now_of) = (ForecastTable::of(&before, &now, &ForecastAsked::default()), report([&lead.facts[..]]));
    assert_eq!(ForecastTable::of(&now_of, &now, &ForecastAsked::default()), then);
    lead.does(Role::Fs, "04-12 09:00", &Command::Lose { reason: Reason::new(k("price"), None), until: None });
    assert_eq!(counts(&lead.facts), (0, 1, 0));
}

/// A second lead of the same person and account carries the second expansion.
#[test]
fn two_expansions_beside_each_other_are_one_person() {
    let expands = |mut lead: Tale, deal: &str| {
        let attribution = Attribution::default();
        lead.does(Role::Cs, "04-12 09:00", &Command::OpenExpansion { note: None, attribution });
        lead.hears("04-12 10:00");
        lead.does(Role::Sdr, "04-12 11:00", &qualify(deal, deal));
        lead.does(Role::Fs, "04-12 12:00", &Command::Accept);
        lead.does(Role::Fs, "04-12 13:00", &first_meeting(true));
        lead
    };
    let mut first = met("l-1", Some("hanako"), "04-02");
    first.does(Role::Fs, "04-10 09:00", &signs("C-1", "2026-04-10", None));
    let mut one = expands(first, "D-2");
    let mut other = met("l-2", Some("hanako"), "04-03");
    other.does(Role::Fs, "04-10 09:00", &signs("C-1", "2026-04-10", None));
    let mut other = expands(other, "D-3");
    let open =
        ForecastTable::of(&report([&one.facts[..], &other.facts]), &asked("2026-05-01"), &ForecastAsked::default());
    assert_eq!(open.unwrap().rows[0].opportunities.deals, 2, "D-2 and D-3");
    one.does(Role::Fs, "05-10 09:00", &signs("C-2", "2026-06-01", None));
    other.does(Role::Fs, "05-11 09:00", &signs("C-3", "2026-06-01", None));
    let row = money(&report([&one.facts[..], &other.facts]), &asked("2026-07-01"));
    assert_eq!((row.won.deals, row.won.expansions), (3, 2));
    assert_eq!((row.leads, row.persons, row.accounts), (2, 1, 1));
}

#[test]
fn what_should_have_closed_has_slipped_and_sqls_stand_apart() {
    let expecting = |lead: &str, deal: &str, close: Option<&str>| {
        imported(&LegacyRow { expected_close: close.map(k), ..row(lead, deal, "JPY 100") })
    };
    let sql = imported(&LegacyRow {
        reached: [(Milestone::Sql, Some(k("2026-03-01T00:00:00Z")))].into(),
        expected_close: Some(k("2026-07-31")),
        ..row("l4", "d4", "JPY 100")
    });
    let facts = [
        expecting("l1", "d1", Some("2026-06-30")),
        expecting("l2", "d2", Some("2026-07-01")),
        expecting("l3", "d3", None),
        sql,
    ];
    let plan = by(&[]);
    let lines = lines_of(&plan, facts.iter().map(Vec::as_slice));
    let report = of(&plan, &lines);
    let now = asked("2026-07-01");
    let table = ForecastTable::of(&report, &now, &ForecastAsked::default()).unwrap();
    let july = ExpectedIn::Period(Periods::months().of(k("2026-07-01")));
    let told: Vec<_> = table.rows.iter().map(|row| (row.expected, row.opportunities.deals, row.sqls.deals)).collect();
    assert_eq!(told, [(ExpectedIn::Slipped, 1, 0), (july, 1, 1), (ExpectedIn::Undated, 1, 0)]);
    // Open for four months, told in seconds.
    let age = table.rows[0].opportunities.age.max().unwrap();
    assert_eq!(age / 86_400, 122);
    for (expected, met, sum) in
        [(None, None, 4), (Some(july), None, 2), (Some(july), Some(false), 1), (None, Some(true), 3)]
    {
        let cell = ForecastCell { slice: None, expected, met };
        let behind = claimants::<ForecastTable>(&report, &lines, (&now, &ForecastAsked::default()), &cell).unwrap();
        assert_eq!(behind.iter().map(|one| one.adds).sum::<i64>(), sum);
    }
}

/// What had been expected of July at its beginning, of what was known then, against what was won in it.
#[test]
fn a_forecast_is_held_against_what_came() {
    let mut lead = met("l", None, "06-02");
    let edit = lead_lifecycle::deal::DealEdit { expected_close: Edit::To(k("2026-07-31")), ..Default::default() };
    lead.does(Role::Fs, "06-03 09:00", &Command::EditDeal { edit: Box::new(edit) });
    lead.does(Role::Fs, "07-10 09:00", &Command::MoveDeal { to: k("proposal") });
    lead.does(Role::Fs, "07-20 09:00", &signs("C-1", "2026-08-01", None));
    let plan = by(&[]);
    let begins = k("2026-07-01T00:00:00+09:00");
    let then = of(&plan, &[LeadLine::known_at(plan.line(), &lead.facts, begins).unwrap()]);
    let now = of(&plan, &lines_of(&plan, [&lead.facts[..]]));
    let likely =
        |stage: &str, percent: u8| Probabilities::none().with(k("default"), k(stage), StepRate::percent(percent));
    let more = ForecastAsked { probabilities: likely("first_meeting_held", 25), ..ForecastAsked::default() };
    let forecast = ForecastTable::of(&then, &Asked::new(begins, Zone::JST), &more).unwrap();
    // All facts read as of then say the same: the stage is the one that it had by then.
    assert_eq!(ForecastTable::of(&now, &Asked::new(begins, Zone::JST), &more).unwrap(), forecast);
    let won = MoneyTable::of(&now, &asked("2026-08-01").in_periods(Periods::months()), &MoneyAsked::default()).unwrap();
    let errors = forecast.against(&won, &Periods::months().of(k("2026-07-01")));
    assert_eq!(errors.len(), 1);
    let numbers = (errors[0].currency, errors[0].forecast, errors[0].actual, errors[0].difference);
    assert_eq!(numbers, (Currency::JPY, 750_000.into(), 3_000_000.into(), 2_250_000.into()));
    assert_eq!(forecast.against(&won, &Periods::months().of(k("2026-09-01"))), vec![]);
}

#[test]
fn probabilities_are_counted_of_what_is_over() {
    let deal = |lead: &str, end: Option<LegacyEnd>| imported(&LegacyRow { end, ..row(lead, lead, "JPY 100") });
    let facts = [
        deal("a", won_at("2026-04-01T00:00:00Z")),
        deal("b", lost_at("2026-04-02T00:00:00Z")),
        deal("c", lost_at("2026-05-20T00:00:00Z")),
        deal("d", None),
    ];
    let report = report(facts.iter().map(Vec::as_slice));
    let measured = |as_of: &str| {
        let measured = Probabilities::measured(&report, k(as_of), &SameDeals::none());
        let rate = measured.get(&k("default"), &k("first_meeting_held")).cloned();
        rate.map(
            |rate| if let StepRate::Evidence(k_of_n) = rate { (k_of_n.converted(), k_of_n.of()) } else { panic!() },
        )
    };
    assert_eq!(measured("2026-07-01T00:00:00Z"), Some((1, 3)));
    assert_eq!(measured("2026-05-01T00:00:00Z"), Some((1, 2)));
    assert_eq!(measured("2026-03-15T00:00:00Z"), None, "nothing is over: there is no rate");
}

/// The standard policy, which knows of a field that says where people come from.
fn with_source() -> Policy {
    crate::common::policy("[fields.source]\ntype = \"text\"\npersonal = false")
}

#[test]
fn a_win_is_credited_to_one_touch() {
    let touch = |lead: &mut Tale, id: &str, at: &str, source: &str| {
        let mut activity = lead_lifecycle::values::Activity::new(k(id), k("blog_view"));
        activity.fields =
            lead_lifecycle::values::Fields::from_map([(k("source"), FieldValue::Text(k(source)))].into()).unwrap();
        lead.does(Role::System, at, &Command::RecordActivity { activity });
    };
    let attribution = Attribution { source: Some(k("fair")), ..Attribution::default() };
    let capture = Capture { attribution, ..full_capture("l") };
    let mut lead = Tale::captured(with_source(), &capture, "04-01 09:00", None);
    touch(&mut lead, "a1", "04-02 09:00", "webinar");
    lead.reaches_opportunity("04-03");
    touch(&mut lead, "a2", "04-05 09:00", "newsletter");
    lead.does(Role::Fs, "04-10 09:00", &signs("C-1", "2026-06-01", None));
    touch(&mut lead, "a3", "04-11 09:00", "partner");
    // Another one without any source.
    let mut plain = Tale::begun(Policy::standard(), "04-01 09:00");
    plain.reaches_mql("04-03 09:00");
    plain.hears("04-03 10:00");
    plain.does(Role::Sdr, "04-03 11:00", &qualify("memo", "D-9"));
    plain.does(Role::Fs, "04-03 12:00", &Command::Accept);
    plain.does(Role::Fs, "04-03 13:00", &first_meeting(true));
    plain.does(Role::Fs, "04-10 09:00", &signs("C-9", "2026-06-01", None));
    let lines = lines_of(&by(&[]), [&lead.facts[..], &plain.facts]);
    let report = of(&by(&[]), &lines);
    let now = asked("2026-07-01");
    for (touching, source) in
        [(Touching::First, "fair"), (Touching::BeforeMql, "webinar"), (Touching::Last, "newsletter")]
    {
        let more = SourcesAsked { touching, same: SameDeals::none() };
        let table = SourcesTable::of(&report, &now, &more).unwrap();
        let told: Vec<_> = table
            .rows
            .iter()
            .map(|row| (row.source.as_ref().map(lead_lifecycle::values::Keyword::as_str), row.won.deals))
            .collect();
        assert_eq!(told, [(None, 1), (Some(source), 1)]);
        for row in &table.rows {
            let cell = SourcesCell { slice: None, period: None, source: Some(row.source.clone()) };
            let behind = claimants::<SourcesTable>(&report, &lines, (&now, &more), &cell).unwrap();
            assert_eq!(behind.iter().map(|one| one.adds).sum::<i64>(), 1);
        }
    }
}

/// A legacy system does not say when the lead became MQL: a touch after the win is none before it.
#[test]
fn a_touch_after_the_win_brought_nothing() {
    let attribution = Attribution { source: Some(k("fair")), ..Attribution::default() };
    let legacy = LegacyRow { attribution, end: won_at("2026-04-01T00:00:00Z"), ..row("l", "d", "JPY 100") };
    let rules = BackfillRules { as_of: k("2026-01-01T00:00:00Z"), order: OrderPolicy::Refuse, zone: Zone::JST };
    let by = Context::new(k("2026-06-01T00:00:00Z"), Actor::new(k("import"), Role::System));
    let facts = Lifecycle::new(with_source()).import(&legacy, &rules, &by).unwrap().into_facts();
    let mut lead = Tale { lifecycle: Lifecycle::new(with_source()), lead: Lead::replay(&facts).unwrap(), facts };
    let mut activity = lead_lifecycle::values::Activity::new(k("a1"), k("blog_view"));
    activity.fields =
        lead_lifecycle::values::Fields::from_map([(k("source"), FieldValue::Text(k("partner")))].into()).unwrap();
    lead.does(Role::System, "06-10 09:00", &Command::RecordActivity { activity });
    let report = report([&lead.facts[..]]);
    for touching in Touching::ALL {
        let more = SourcesAsked { touching: *touching, same: SameDeals::none() };
        let rows = SourcesTable::of(&report, &asked("2026-07-01"), &more).unwrap().rows;
        assert_eq!(rows[0].source, Some(k("fair")), "{touching}");
    }
    assert_eq!(
        money(&report, &asked("2026-07-01")).inside_sales.deals,
        0,
        "a legacy system does not say who handed over"
    );
}

#[test]
fn customers_go_by_the_terms_of_contracts() {
    let mut lead = met("l", None, "04-02");
    lead.does(Role::Fs, "04-03 09:00", &signs("C-1", "2026-04-03", Some("2026-04-30")));
    let present = |facts: &[&[Fact]], day: &str| {
        let plan = by(&[]);
        let lines = lines_of(&plan, facts.iter().copied());
        let report = of(&plan, &lines);
        let row = CustomersTable::of(&report, &asked(day)).unwrap().present.remove(0);
        for (count, number) in [(CustomersCount::Present, row.contracts), (CustomersCount::Unnoticed, row.unnoticed)] {
            let cell = CustomersCell { slice: None, count };
            let behind = claimants::<CustomersTable>(&report, &lines, (&asked(day), &()), &cell).unwrap();
            assert_eq!(behind.iter().map(|one| one.adds).sum::<i64>(), i64::try_from(number).unwrap());
        }
        (row.present.leads, row.ever.leads, row.unnoticed, told_as(&row.value))
    };
    let yen = |sum: &str| vec![format!("JPY {sum}")];
    assert_eq!(present(&[&lead.facts], "2026-04-30"), (1, 1, 0, yen("3000000")));
    assert_eq!(present(&[&lead.facts], "2026-07-01"), (0, 1, 1, vec![]), "run out, and nobody has noticed");
    let until = lead.facts.clone();
    let value = Some(k("JPY 4000000"));
    let renew = Command::RenewContract { contract: k("C-1"), ends: Some(k("2026-12-31")), value };
    lead.does(Role::Cs, "07-02 09:00", &renew);
    assert_eq!(present(&[&lead.facts], "2026-07-02"), (1, 1, 0, yen("4000000")));
    assert_eq!(present(&[&lead.facts], "2026-07-01"), (0, 1, 1, vec![]), "as of before the renewal");
    let ends = Edit::To(k("2026-08-31"));
    lead.does(Role::Cs, "07-03 09:00", &Command::AmendContract { contract: k("C-1"), value: None, ends });
    assert_eq!(present(&[&lead.facts], "2026-09-01"), (0, 1, 1, vec![]));
    let end = Command::EndContract { contract: k("C-1"), reason: Reason::new(k("expired"), None), until: None };
    lead.does(Role::Cs, "09-02 09:00", &end);
    assert_eq!(present(&[&lead.facts], "2026-09-02"), (0, 1, 0, vec![]), "somebody ended it");
    // The survivor of a merge ends the contract that another lead signed.
    let survivor = Tale::captured(Policy::standard(), &full_capture("s"), "04-01 09:00", None);
    let by_manager = context(&who(Role::Manager, 0), "06-01 09:00", None);
    let merged = lead.lifecycle.merge(&Past::Whole(&until), &Past::Whole(&survivor.facts), &by_manager).unwrap();
    let (mut gone, mut stays) = (until, survivor.facts);
    for of in merged.into_decisions() {
        let history = if of.lead.as_str() == "l" { &mut gone } else { &mut stays };
        history.extend(of.decision.into_facts());
    }
    assert_eq!(present(&[&gone, &stays], "2026-07-01"), (0, 1, 1, vec![]), "one lead, one contract");
    let mut survivor = Tale { lifecycle: lead.lifecycle, lead: Lead::replay(&stays).unwrap(), facts: stays };
    survivor.does(Role::Cs, "07-05 09:00", &end);
    assert_eq!(present(&[&gone, &survivor.facts], "2026-07-06"), (0, 1, 0, vec![]));
    // An erased lead was a customer all the same.
    survivor.does(Role::System, "07-07 09:00", &Command::Redact);
    assert_eq!(present(&[&gone, &survivor.facts], "2026-07-08"), (0, 1, 0, vec![]));
}

#[test]
fn reasons_by_count_and_value() {
    let lost = |lead: &str, code: &str| {
        let mut lead = met(lead, None, "04-02");
        lead.does(Role::Fs, "04-10 09:00", &Command::Lose { reason: Reason::new(k(code), None), until: None });
        lead.facts
    };
    let mut out = Tale::begun(Policy::standard(), "04-01 09:00");
    out.does(Role::Sdr, "04-05 09:00", &Command::Discard { reason: Reason::new(k("no_fit"), None) });
    let facts = [lost("a", "price"), lost("b", "price"), lost("c", "no_fit"), out.facts];
    let plan = by(&[Dimension::Owner]);
    let report = of(&plan, &lines_of(&plan, facts.iter().map(Vec::as_slice)));
    let table = ReasonsTable::read(&report, &asked("2026-07-01"), &()).unwrap();
    let told: Vec<_> = table
        .rows
        .iter()
        .map(|row| (row.how, row.reason.as_str(), row.stage, row.count, row.deals, told_as(&row.value)))
        .collect();
    let yen = |sum: &str| vec![format!("JPY {sum}")];
    assert_eq!(
        told,
        [
            (Exit::Lost, "no_fit", StageKind::Opportunity, 1, 1, yen("3000000")),
            (Exit::Lost, "price", StageKind::Opportunity, 2, 2, yen("6000000")),
            (Exit::Discarded, "no_fit", StageKind::Lead, 1, 0, vec![]),
        ]
    );
    let cell = ReasonsCell { slice: None, period: None, how: Exit::Lost, reason: None, stage: None };
    assert_eq!(table.count(&cell), 3);
    let split = ReasonsTable::read(&report, &asked("2026-07-01").by(vec![Dimension::Owner]), &()).unwrap();
    assert_eq!(split.rows.iter().map(|row| row.count).sum::<i64>(), 4);
    assert!(
        ReasonsTable::read(&report, &asked("2026-04-09"), &()).unwrap().rows.iter().all(|row| row.how != Exit::Lost)
    );
}

/// Two that were recycled, and one of them was won the second time.
#[test]
fn recycled_leads_have_a_rate_of_their_own() {
    let recycled = |lead: &str, end: Option<LegacyEnd>| {
        let lifecycle = Lifecycle::new(Policy::standard());
        let rules = BackfillRules { as_of: k("2026-01-01T00:00:00Z"), order: OrderPolicy::Refuse, zone: Zone::JST };
        let by = Context::new(k("2026-06-01T00:00:00Z"), Actor::new(k("import"), Role::System));
        let first = LegacyRow {
            reached: [(Milestone::Mql, Some(k("2026-01-01T00:00:00Z")))].into(),
            end: Some(LegacyEnd::Recycled { at: Some(k("2026-02-01T00:00:00Z")), reason: None }),
            ..LegacyRow::new(k(lead), Origin::Inbound)
        };
        let mut facts = lifecycle.import(&first, &rules, &by).unwrap().into_facts();
        let next = LegacyRow { end, ..row(lead, lead, "JPY 100") };
        let known = Lead::replay(&facts).unwrap();
        facts.extend(lifecycle.import_next(&known, &next, &rules, &by).unwrap().into_facts());
        facts
    };
    let facts = [recycled("a", won_at("2026-04-01T00:00:00Z")), recycled("b", lost_at("2026-04-02T00:00:00Z"))];
    let plan = by(&[Dimension::Start]);
    let report = of(&plan, &lines_of(&plan, facts.iter().map(Vec::as_slice)));
    let asked = asked("2026-07-01").by(vec![Dimension::Start]);
    let table = CohortTable::read(&report, &asked, &CohortAsked { entry: Milestone::Lead, window: None }).unwrap();
    let again = table.rows.iter().find(|row| row.slice == Slice::new([Some("recycled")])).unwrap();
    let rate = again.rate(Milestone::Won).unwrap();
    assert_eq!((rate.converted(), rate.of()), (1, 2));
}

/// Two lines of one deal in two products: each counts where it is, and together they are what the deal comes to.
#[test]
fn a_deal_of_two_products_is_one_deal() {
    let mut lead = Tale::begun(Policy::standard(), "04-01 08:00");
    lead.reaches_mql("04-02 09:00");
    lead.hears("04-02 10:00");
    let line = |product: &str, amount: i64| DealLine::new(k(product), 1, yen(amount)).unwrap();
    let lines: List<DealLine> =
        [line("suite", 100), line("help", 50)].into_iter().collect::<Vec<_>>().try_into().unwrap();
    let deal = NewDeal::new(k("D-1"), k("JPY")).with_lines(lines).unwrap().with_expected_close(k("2026-09-30"));
    let qualify = Command::Qualify { handoff: Box::new(full_handoff("memo")), deal: Box::new(deal) };
    lead.does(Role::Sdr, "04-02 11:00", &qualify);
    let plan = by(&[Dimension::Product]);
    let report = of(&plan, &lines_of(&plan, [&lead.facts[..]]));
    let now = asked("2026-07-01");
    let whole = ForecastTable::of(&report, &now, &ForecastAsked::default()).unwrap();
    assert_eq!((whole.rows[0].sqls.deals, told_as(&whole.rows[0].sqls.value)), (1, vec!["JPY 150".to_owned()]));
    let split =
        ForecastTable::of(&report, &now.clone().by(vec![Dimension::Product]), &ForecastAsked::default()).unwrap();
    let told: Vec<_> = split.rows.iter().map(|row| (row.slice.to_string(), told_as(&row.sqls.value))).collect();
    assert_eq!(
        told,
        [("help".to_owned(), vec!["JPY 50".to_owned()]), ("suite".to_owned(), vec!["JPY 100".to_owned()])]
    );
    let only = now.only(Dimension::Product, Some("help"));
    let of_one = ForecastTable::of(&report, &only, &ForecastAsked::default()).unwrap();
    assert_eq!(told_as(&of_one.rows[0].sqls.value), ["JPY 50"]);
}

/// What a lead says of a deal.
#[derive(Debug, Clone)]
struct Claim {
    key: String,
    lead: String,
    opened: Option<When>,
    value: Option<Money>,
    by: Option<Role>,
    expansion: bool,
    end: Option<(Option<When>, MoneyCount, Option<Money>)>,
}

/// A contract that was signed.
#[derive(Debug, Clone)]
struct Signed {
    key: String,
    lead: String,
    when: Option<When>,
    with_deal: bool,
    value: Money,
}

fn contract_of(fact: &Fact) -> Option<&Contract> {
    match &fact.body {
        FactBody::Won { contract, .. } | FactBody::PurchaseRecorded { contract, .. } => Some(contract),
        FactBody::StepImported { step: ImportedStep::Won { contract } | ImportedStep::Bought { contract }, .. } => {
            Some(contract)
        }
        _ => None,
    }
}

fn walk(plan: &LinePlan, facts: &[Fact], (claims, signed): (&mut Vec<Claim>, &mut Vec<Signed>)) -> Naive {
    let naive = Naive::of(plan, facts);
    let mut before: Option<Lead> = None;
    let from = claims.len();
    counted_with(facts, |one, lead| {
        let fact = one.fact;
        let known = before.as_ref().and_then(|before| before.stage().deal());
        let contract = contract_of(fact);
        if let Some(contract) = contract {
            signed.push(Signed {
                key: contract.key().to_string(),
                lead: lead.key().to_string(),
                when: when(plan, fact),
                with_deal: known.is_some(),
                value: contract.value(),
            });
        }
        if known.is_none() && lead.stage().deal().is_some() {
            let number = lead.cycle().number();
            let cycle = naive.cycles.iter().find(|cycle| cycle.number == number).unwrap();
            let imported = matches!(fact.body, FactBody::StepImported { .. });
            claims.push(Claim {
                key: String::new(),
                lead: lead.key().to_string(),
                opened: when(plan, fact),
                value: None,
                by: (!imported).then_some(fact.envelope.actor.role),
                expansion: ["expansion", "purchase"].contains(&cycle.start.as_str()),
                end: None,
            });
        }
        if let Some(deal) = lead.stage().deal() {
            let claim = claims.last_mut().unwrap();
            claim.key = deal.key().to_string();
            let amounts = deal.lines().iter().filter_map(DealLine::amount);
            claim.value = amounts.reduce(|sum, more| sum.checked_add(more).unwrap());
        } else if known.is_some() {
            let lost = matches!(
                &fact.body,
                FactBody::Lost { .. } | FactBody::StepImported { step: ImportedStep::Lost { .. }, .. }
            );
            let how = match contract {
                Some(_) => MoneyCount::Won,
                None if lost => MoneyCount::Lost,
                None => MoneyCount::Withdrawn,
            };
            claims.last_mut().unwrap().end = Some((when(plan, fact), how, contract.map(Contract::value)));
        }
        before = Some(lead.clone());
    })
    .unwrap();
    assert!(claims[from..].iter().all(|claim| !claim.key.is_empty()));
    naive
}

#[derive(Debug, Default, PartialEq)]
struct Sum {
    deals: u64,
    value: BTreeMap<Currency, i128>,
    unpriced: u64,
    expansions: u64,
    direct: u64,
}

impl Sum {
    fn take(&mut self, value: Option<Money>, expansion: bool, direct: bool) {
        self.deals += 1;
        match value {
            Some(value) => *self.value.entry(value.currency()).or_default() += value.minor(),
            None => self.unpriced += 1,
        }
        self.expansions += u64::from(expansion);
        self.direct += u64::from(direct);
    }

    fn of(closed: &lead_lifecycle::insight::Closed) -> Self {
        let value = closed.value.minor().collect();
        let (deals, unpriced, expansions, direct) = (closed.deals, closed.unpriced, closed.expansions, closed.direct);
        Self { deals, value, unpriced, expansions, direct }
    }
}

/// Won, lost, withdrawn; inside sales; leads, persons and accounts.
#[derive(Debug, Default, PartialEq)]
struct Row {
    sums: [Sum; 3],
    inside: Sum,
    heads: [BTreeSet<String>; 3],
}

fn is_by(when: Option<When>, asked: &Asked) -> bool {
    when.is_none_or(|when| when.at <= asked.as_of())
}

fn slow(leads: &[Naive], claims: &[Claim], signed: &[Signed], asked: &Asked) -> BTreeMap<PeriodKey, Row> {
    let mut rows: BTreeMap<PeriodKey, Row> = BTreeMap::new();
    let period = |when: Option<When>| match (asked.periods(), when) {
        (None, _) => PeriodKey::All,
        (Some(_), None) => PeriodKey::Undated,
        (Some(periods), Some(when)) => PeriodKey::In(periods.of(when.date(asked.zone()))),
    };
    let by_key: BTreeMap<&str, &Naive> = leads.iter().map(|lead| (lead.lead.key().as_str(), lead)).collect();
    let heads = |row: &mut Row, lead: &str| {
        let mut now = by_key[lead];
        while let Stage::Merged { into } = now.lead.stage() {
            let Some(next) = by_key.get(into.as_str()) else { break };
            now = next;
        }
        let key = match now.lead.stage() {
            Stage::Merged { into } => into.to_string(),
            _ => now.lead.key().to_string(),
        };
        row.heads[1].insert(now.lead.person().map_or_else(|| format!("lead {key}"), ToString::to_string));
        row.heads[2].extend(now.lead.account().map(ToString::to_string));
        row.heads[0].insert(key);
    };
    let keys: BTreeSet<&str> = claims.iter().map(|claim| claim.key.as_str()).collect();
    for key in keys {
        let ended = |claim: &Claim| claim.end.filter(|(when, ..)| is_by(*when, asked));
        let of: Vec<&Claim> = claims
            .iter()
            .filter(|claim| claim.key == key && (is_by(claim.opened, asked) || ended(claim).is_some()))
            .collect();
        let Some(first) = of.iter().min_by_key(|claim| (claim.opened.is_none(), claim.opened)) else { continue };
        let ends: Vec<_> = of.iter().filter_map(|claim| ended(claim)).collect();
        let won =
            ends.iter().filter(|(_, how, _)| *how == MoneyCount::Won).min_by_key(|(when, ..)| (when.is_none(), *when));
        let closed = of.iter().all(|claim| ended(claim).is_some());
        let end = won.copied().or_else(|| ended(first).filter(|_| closed));
        let Some((when, how, signed)) = end else { continue };
        let row = rows.entry(period(when)).or_default();
        let value = signed.or(first.value);
        let place =
            [MoneyCount::Won, MoneyCount::Lost, MoneyCount::Withdrawn].iter().position(|one| *one == how).unwrap();
        row.sums[place].take(value, first.expansion, false);
        if how == MoneyCount::Won {
            if matches!(first.by, Some(Role::Sdr | Role::Bdr | Role::Isr)) {
                row.inside.take(value, first.expansion, false);
            }
            let keeps = |claim: &&&Claim| ended(claim).is_none_or(|(_, how, _)| how == MoneyCount::Won);
            of.iter().filter(keeps).for_each(|claim| heads(row, &claim.lead));
        }
    }
    let known = || signed.iter().filter(|one| is_by(one.when, asked));
    let contracts: BTreeSet<&str> = known().map(|one| one.key.as_str()).collect();
    for key in contracts {
        let of: Vec<&Signed> = known().filter(|one| one.key == key).collect();
        if of.iter().any(|one| one.with_deal) {
            continue;
        }
        let first = of.iter().min_by_key(|one| one.when).unwrap();
        let row = rows.entry(period(first.when)).or_default();
        let lead = by_key[first.lead.as_str()];
        let expansion = lead.cycles.iter().any(|cycle| {
            let won = cycle.marks.get(&Milestone::Won).is_some_and(|mark| mark.when == first.when);
            won && ["expansion", "purchase"].contains(&cycle.start.as_str())
        });
        row.sums[0].take(Some(first.value), expansion, true);
        for one in &of {
            heads(row, &one.lead);
        }
    }
    rows
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(80))]

    /// What was won, lost and withdrawn, by whom and of how many: as counted slowly, deal by deal. The claimants add up.
    #[test]
    fn money_is_what_the_slow_model_counts(
        lives in lives(), as_of in as_of(), cut in proptest::option::of(periods()), (zone, read_in) in (zone(), zone()),
    ) {
        let histories = told(&lives);
        let report_plan = ReportPlan::new(plan(zone), vec![]);
        let (mut claims, mut signed) = (vec![], vec![]);
        let leads: Vec<Naive> =
            histories.iter().map(|facts| walk(report_plan.line(), facts, (&mut claims, &mut signed))).collect();
        let mut asked = Asked::new(at(as_of), read_in);
        if let Some(periods) = cut {
            asked = asked.in_periods(periods);
        }
        // Two leads may sign one contract, or claim one deal, in the same second: then the keys of leads decide, which are not told.
        let lines = lines_of(&report_plan, histories.iter().map(Vec::as_slice));
        let report = of(&report_plan, &lines);
        let table = MoneyTable::of(&report, &asked, &MoneyAsked::default()).unwrap();
        let expected = slow(&leads, &claims, &signed, &asked);
        let periods: Vec<PeriodKey> = table.rows.iter().map(|row| row.period).collect();
        prop_assert_eq!(&periods, &expected.keys().copied().collect::<Vec<_>>());
        for (row, slow) in table.rows.iter().zip(expected.values()) {
            prop_assert_eq!([&row.won, &row.lost, &row.withdrawn].map(Sum::of), slow.sums.each_ref().map(|sum| Sum { value: sum.value.clone(), ..*sum }));
            prop_assert_eq!(Sum::of(&row.inside_sales), Sum { value: slow.inside.value.clone(), ..slow.inside });
            let heads = slow.heads.each_ref().map(|heads| u64::try_from(heads.len()).unwrap());
            prop_assert_eq!([row.leads, row.persons, row.accounts], heads);
            let (won, closed) = (row.won.deals, row.won.deals + row.lost.deals);
            prop_assert_eq!(row.win_rate().map(|rate| (rate.converted(), rate.of())), (closed > 0).then_some((won, closed)));
            let yen = |closed: &lead_lifecycle::insight::Closed| closed.value.get(Currency::JPY).unwrap_or_default();
            let (won, both) = (yen(&row.won), yen(&row.won) + yen(&row.lost));
            let share = row.win_rate_by_value(Currency::JPY);
            let whole = |number: Decimal| u128::try_from(number).unwrap();
            prop_assert_eq!(share, (whole(both) > 0).then(|| Fraction::new(whole(won), whole(both)).unwrap()));
            if let Some(average) = row.average_deal(Currency::JPY) {
                let times = average.checked_mul(&Fraction::from(row.won.value.count(Currency::JPY))).unwrap();
                prop_assert_eq!(times, Fraction::from(u64::try_from(whole(won)).unwrap()));
            }
            for (count, number) in [
                (MoneyCount::Won, row.won.deals), (MoneyCount::Lost, row.lost.deals),
                (MoneyCount::InsideSales, row.inside_sales.deals), (MoneyCount::Withdrawn, row.withdrawn.deals),
            ] {
                let cell = MoneyCell { slice: None, period: Some(row.period), count };
                let behind = claimants::<MoneyTable>(&report, &lines, (&asked, &MoneyAsked::default()), &cell).unwrap();
                prop_assert_eq!(behind.iter().map(|one| one.adds).sum::<i64>(), i64::try_from(number).unwrap());
            }
        }
    }

    /// What was put in and taken out again leaves no trace in money, forecast, customers, sources and reasons.
    #[test]
    fn money_is_of_what_is_left(lives in lives(), as_of in as_of(), cut in any::<u16>()) {
        let plan = by(&[Dimension::Source]);
        let histories = told(&lives);
        let lines = lines_of(&plan, histories.iter().map(Vec::as_slice));
        let whole = of(&plan, &lines);
        let mut grown = Report::new(&plan);
        for (line, facts) in lines.iter().zip(&histories) {
            let earlier = LeadLine::of(plan.line(), &facts[..=usize::from(cut) % facts.len()]).unwrap();
            let order = if cut % 2 == 0 { [&earlier, line] } else { [line, &earlier] };
            for line in order {
                grown.add(&plan, line).unwrap();
            }
            grown.remove(&plan, &earlier).unwrap();
        }
        let asked = Asked::new(at(as_of), Zone::JST).by(vec![Dimension::Source]).in_periods(Periods::months());
        let says = |report: &Report| {
            let sources = SourcesAsked { touching: Touching::Last, same: SameDeals::none() };
            (
                MoneyTable::of(report, &asked, &MoneyAsked::default()).unwrap(),
                ForecastTable::of(report, &asked, &ForecastAsked::default()).unwrap(),
                CustomersTable::of(report, &asked).unwrap(),
                SourcesTable::of(report, &asked, &sources).unwrap(),
                ReasonsTable::read(report, &asked, &()).unwrap(),
                Probabilities::measured(report, at(as_of), &SameDeals::none()),
            )
        };
        prop_assert_eq!(says(&grown), says(&whole));
    }
}
