//! Legacy rows: what becomes facts, what is refused, and that an import starts no alarm.

use lead_lifecycle::calendar::Zone;
use lead_lifecycle::lead::{HandoffRecord, MilestoneBasis, Trigger};
use lead_lifecycle::lifecycle::{BackfillError, BackfillRules, LegacyEnd, LegacyRow, LegacyStep, OrderPolicy};
use lead_lifecycle::recycle::Reason;
use lead_lifecycle::values::{Date, Milestone, Moment, ReasonCode};
use lead_lifecycle::{
    Actor, ActorId, Command, Context, Currency, Fact, FactKind, Instant, Lead, LeadKey, Lifecycle, Money, Origin,
    Policy, Role, StageKind, Unmet,
};
use proptest::prelude::*;

const IMPORT: &str = "2026-11-01T00:00:00Z";

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

/// An instant, or a day.
fn moment(text: &str) -> Moment {
    text.parse().unwrap()
}

fn system() -> Context {
    Context::new(at(IMPORT), Actor::new(ActorId::new("import").unwrap(), Role::System))
}

fn rules(order: OrderPolicy) -> BackfillRules {
    BackfillRules { as_of: at("2026-01-01T00:00:00Z"), order, zone: Zone::JST }
}

fn row(reached: &[(Milestone, Option<&str>)], end: Option<LegacyEnd>) -> LegacyRow {
    LegacyRow {
        reached: reached.iter().map(|(milestone, when)| (*milestone, when.map(moment))).collect(),
        end,
        ..LegacyRow::new(LeadKey::new("old-1").unwrap(), Origin::Inbound)
    }
}

fn import(row: &LegacyRow, order: OrderPolicy) -> Result<(Lead, Vec<Fact>), Vec<Unmet>> {
    let lifecycle = Lifecycle::new(Policy::standard());
    let facts = lifecycle.import(row, &rules(order), &system()).map_err(|refusal| refusal.unmet)?.into_facts();
    Ok((Lead::replay(&facts).unwrap(), facts))
}

fn won(when: &str) -> LegacyEnd {
    LegacyEnd::Won { at: Some(moment(when)), value: None, contract: None }
}

#[test]
fn a_won_row_implies_what_it_does_not_report() {
    let row = row(&[(Milestone::Mql, Some("2026-02-01T00:00:00Z"))], Some(won("2026-03-01T00:00:00Z")));
    let (lead, facts) = import(&row, OrderPolicy::Refuse).unwrap();
    assert_eq!(lead.stage().kind(), StageKind::Customer);
    let mark = |milestone| *lead.cycle().milestones().get(milestone).unwrap();
    assert_eq!(
        (mark(Milestone::Mql).basis, mark(Milestone::Mql).at),
        (MilestoneBasis::Imported, Some(at("2026-02-01T00:00:00Z")))
    );
    assert_eq!((mark(Milestone::Sql).basis, mark(Milestone::Sql).at), (MilestoneBasis::Implied, None));
    assert_eq!(mark(Milestone::Won).at, Some(at("2026-03-01T00:00:00Z")));
    assert!(facts.iter().skip(1).all(|fact| fact.kind() == FactKind::StepImported));
    assert!(facts.iter().all(|fact| fact.envelope.recorded_at == at(IMPORT)));
}

#[test]
fn an_impossible_order_is_refused_or_clamped_and_says_so() {
    // Olist has one such deal.
    let row = row(&[(Milestone::Mql, Some("2026-02-02T00:00:00Z"))], Some(won("2026-02-01T00:00:00Z")));
    let refused = import(&row, OrderPolicy::Refuse).unwrap_err();
    assert!(matches!(
        refused.as_slice(),
        [Unmet::Backfill(BackfillError::Order { later: LegacyStep::Reached(Milestone::Won), .. })]
    ));
    let (lead, facts) = import(&row, OrderPolicy::Clamp).unwrap();
    let won_at = lead.cycle().milestones().get(Milestone::Won).unwrap().at;
    assert_eq!(won_at, Some(at("2026-02-02T00:00:00Z")));
    assert!(facts.last().unwrap().to_string().contains("date moved"));
}

/// Exports mix days and instants: a day is in order with every instant of it, and stays a day.
#[test]
fn a_step_of_which_only_the_day_is_known_is_in_order_within_its_day() {
    // The standard policy reads days in Japan: this day ends at 15:00 UTC.
    let afternoon = "2026-02-02T06:00:00Z";
    let reached = [
        (Milestone::Lead, Some("2026-02-02")),
        (Milestone::Mql, Some(afternoon)),
        (Milestone::Sql, Some("2026-02-02")),
        (Milestone::Sao, None),
    ];
    let (lead, facts) = import(&row(&reached, Some(won("2026-02-28"))), OrderPolicy::Refuse).unwrap();
    let mark = |milestone| *lead.cycle().milestones().get(milestone).unwrap();
    let day = |text: &str| Some(text.parse::<Date>().unwrap());
    assert_eq!(
        (mark(Milestone::Lead).at, mark(Milestone::Lead).day),
        (Some(at("2026-02-01T15:00:00Z")), day("2026-02-02"))
    );
    assert_eq!((mark(Milestone::Mql).at, mark(Milestone::Mql).day), (Some(at(afternoon)), None));
    // As near to the step before as the day allows.
    assert_eq!((mark(Milestone::Sql).at, mark(Milestone::Sql).day), (Some(at(afternoon)), day("2026-02-02")));
    assert_eq!((mark(Milestone::Sao).at, mark(Milestone::Sao).day), (None, None));
    assert_eq!(mark(Milestone::Won).day, day("2026-02-28"));
    let last = facts.last().unwrap();
    assert_eq!((last.envelope.day, last.envelope.effective_at), (day("2026-02-28"), at("2026-02-27T15:00:00Z")));
    assert!(last.to_string().starts_with("2026-02-28 "), "{last}");
    // The day before is no order; moved, it is what the step before is: an instant, or a day.
    let early = [(Milestone::Mql, Some(afternoon)), (Milestone::Sql, Some("2026-02-01"))];
    let refused = import(&row(&early, None), OrderPolicy::Refuse).unwrap_err();
    assert!(
        refused[0].to_string().starts_with("sql at 2026-02-01 lies before mql at 2026-02-02T06:00:00Z"),
        "{refused:?}"
    );
    for (before, day) in [(afternoon, None), ("2026-02-02", day("2026-02-02"))] {
        let early = [(Milestone::Mql, Some(before)), (Milestone::Sql, Some("2026-02-01"))];
        let (lead, _) = import(&row(&early, None), OrderPolicy::Clamp).unwrap();
        let marks = lead.cycle().milestones();
        assert_eq!(marks.get(Milestone::Sql).unwrap().at, marks.get(Milestone::Mql).unwrap().at);
        assert_eq!(marks.get(Milestone::Sql).unwrap().day, day);
    }
    // The day of the import is no future, the day after is.
    assert!(import(&row(&[(Milestone::Mql, Some("2026-11-01"))], None), OrderPolicy::Refuse).is_ok());
    let tomorrow = row(&[], Some(LegacyEnd::Lost { at: Some(moment("2026-11-02")), reason: None }));
    assert!(matches!(
        import(&tomorrow, OrderPolicy::Refuse).unwrap_err().as_slice(),
        [Unmet::Backfill(BackfillError::Future { .. })]
    ));
}

#[test]
fn every_fault_of_a_row_is_named() {
    let mut row = row(
        &[
            (Milestone::Lead, Some("2026-05-01T00:00:00Z")),
            (Milestone::Mql, Some("2026-04-01T00:00:00Z")),
            (Milestone::Opportunity, Some("2027-01-01T00:00:00Z")),
        ],
        Some(LegacyEnd::Won { at: None, value: Some(Money::from_units(1, Currency::EUR).unwrap()), contract: None }),
    );
    row.value = Some(Money::from_units(1, Currency::USD).unwrap());
    row.deal_stage = Some("nowhere".parse().unwrap());
    row.origin = Origin::Expansion;
    row.fields = [("shoe_size".parse().unwrap(), lead_lifecycle::values::FieldValue::Flag(true))].into();
    let unmet = import(&row, OrderPolicy::Refuse).unwrap_err();
    let codes: Vec<&str> = unmet.iter().map(Unmet::code).collect();
    assert_eq!(codes, ["origin", "backfill", "backfill", "backfill", "backfill", "field"]);
    let words: Vec<String> = unmet.iter().map(ToString::to_string).collect();
    for word in ["mql at", "opportunity at", "no stage `nowhere`", "the deal is in USD"] {
        assert!(words.iter().any(|line| line.contains(word)), "{word} in {words:?}");
    }
}

#[test]
fn a_loss_needs_a_known_reason_or_none() {
    let lost = |code: Option<&str>| {
        let reason = code.map(|code| Reason::new(ReasonCode::new(code).unwrap(), None));
        row(&[(Milestone::Opportunity, None)], Some(LegacyEnd::Lost { at: None, reason }))
    };
    let (lead, _) = import(&lost(None), OrderPolicy::Refuse).unwrap();
    assert_eq!((lead.stage().kind(), lead.totals().losses), (StageKind::Disqualified, 1));
    assert!(import(&lost(Some("competitor")), OrderPolicy::Refuse).is_ok());
    let unmet = import(&lost(Some("bad_mood")), OrderPolicy::Refuse).unwrap_err();
    assert!(matches!(unmet.as_slice(), [Unmet::Reason(_)]));
}

#[test]
fn imports_promote_nothing_and_clocks_start_at_the_import() {
    let row = row(&[(Milestone::Sql, Some("2020-01-01T00:00:00Z"))], None);
    let (lead, _) = import(&row, OrderPolicy::Refuse).unwrap();
    assert!(matches!(lead.stage().handoff(), Some(HandoffRecord::Imported)));
    assert_eq!(lead.stage_entered_at(), at(IMPORT));
    let lifecycle = Lifecycle::new(Policy::standard());
    let day = Context { now: at("2026-11-02T00:00:00Z"), ..system() };
    assert!(lifecycle.decide(&lead, &Command::CheckClock, &day).unwrap().is_empty(), "nothing is overdue at once");
    let mql = lead_lifecycle::lead::Stage::Mql { trigger: Trigger::Import };
    let row = self::row(&[(Milestone::Mql, None)], None);
    assert_eq!(*import(&row, OrderPolicy::Refuse).unwrap().0.stage(), mql);
}

fn some_moment() -> impl Strategy<Value = Moment> {
    (1_500_000_000i64..1_800_000_000, any::<bool>()).prop_map(|(seconds, day)| {
        let at = Instant::from_seconds(seconds).unwrap();
        if day { Moment::Day(at.date(&Zone::JST)) } else { Moment::At(at) }
    })
}

proptest! {
    /// Whatever a legacy system says, it is refused with reasons or becomes a lead whose milestones are in order.
    #[test]
    fn a_row_is_refused_or_in_order(
        dates in proptest::collection::btree_map(0usize..6, proptest::option::of(some_moment()), 0..6),
        end in proptest::option::of((any::<bool>(), proptest::option::of(some_moment()))),
        clamp: bool,
    ) {
        let mut row = row(&[], None);
        row.reached = dates.iter().map(|(place, when)| (Milestone::ALL[*place], *when)).collect();
        row.end = end.map(|(is_won, at)| {
            if is_won { LegacyEnd::Won { at, value: None, contract: None } } else { LegacyEnd::Lost { at, reason: None } }
        });
        let order = if clamp { OrderPolicy::Clamp } else { OrderPolicy::Refuse };
        match import(&row, order) {
            Ok((lead, facts)) => {
                let known: Vec<Instant> = lead.cycle().milestones().iter().filter_map(|(_, mark)| mark.at).collect();
                prop_assert!(known.is_sorted());
                for (_, mark) in lead.cycle().milestones().iter() {
                    let within = mark.at.map(|at| at.date(&Zone::JST));
                    prop_assert!(mark.day.is_none() || mark.day == within, "{mark:?}");
                }
                for milestone in row.reached.keys() {
                    prop_assert!(lead.cycle().milestones().reached(*milestone));
                }
                let json = serde_json::to_string(&facts).unwrap();
                prop_assert_eq!(serde_json::from_str::<Vec<Fact>>(&json).unwrap(), facts);
            }
            Err(unmet) => prop_assert!(!unmet.is_empty()),
        }
    }
}
