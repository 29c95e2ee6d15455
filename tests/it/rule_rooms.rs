//! The rules of qualification, hand-over, pipeline, reasons and access, each against a plain second opinion.

use std::collections::{BTreeMap, BTreeSet};

use lead_lifecycle::access::{Access, AccessDraft, Grant, Right};
use lead_lifecycle::calendar::Zone;
use lead_lifecycle::deal::{
    Allowance, Deal, DealItem, DealLine, DealStage, MoveKind, NewDeal, Pipeline, PipelineDraft,
};
use lead_lifecycle::handoff::{Handoff, HandoffItem, MissingItem};
use lead_lifecycle::qualification::{
    Answer, Answers, Bar, BarCause, BarKind, Criterion, Qualification, QualificationDraft, Verdict,
};
use lead_lifecycle::recycle::{Reason, ReasonList, ReasonOutcome, ReasonRules, ReasonsDraft, RecycleDraft};
use lead_lifecycle::values::{
    Carry, CommandKind, CriterionName, DealKey, DealStageName, FieldKind, FieldName, FieldSpec, FieldValue, Fields,
    LeadProfile, List, Path, PipelineName, ProductKey, ProfileEntry, Rate, ReasonCode, Text,
};
use lead_lifecycle::{ActorId, Currency, Date, Faults, Instant, Money, Policy, Role, Span};
use proptest::prelude::*;

fn at(text: &str) -> Instant {
    text.parse().expect("an instant")
}

fn criterion(name: &str) -> CriterionName {
    name.parse().expect("a name")
}

fn answer(verdict: Verdict, at: Instant, by: Option<Date>) -> Answer {
    let author = ActorId::new("ann").expect("a name");
    Answer { verdict, by, detail: None, evidence: None, author, at, stale_noted: false }
}

/// A checked scheme of the criteria a, b, c with one bar; answers count for ten days.
fn scheme(bar: Bar) -> Qualification {
    let ten_days = Criterion { valid_for: Some(Span::days(10)), ..Criterion::default() };
    let draft = QualificationDraft {
        criteria: ["a", "b", "c"].map(|name| (criterion(name), ten_days.clone())).into(),
        bar,
        before_appointment: Bar::AllOf(Vec::new()),
        require_consent: false,
    };
    let mut faults = Faults::new();
    let scheme = draft.check(&Path::root(), &mut faults);
    assert!(faults.is_empty(), "{faults}");
    scheme.expect("checked without a fault")
}

mod bars {
    use super::*;

    fn bar() -> impl Strategy<Value = Bar> {
        let name = || prop::sample::select(vec!["a", "b", "c"]).prop_map(criterion);
        let leaf = prop_oneof![
            name().prop_map(Bar::Confirmed),
            name().prop_map(Bar::Known),
            (name(), 1_u32..4).prop_map(|(criterion, months)| Bar::Within { criterion, months }),
        ];
        leaf.prop_recursive(4, 30, 4, |inner| {
            let parts = || prop::collection::vec(inner.clone(), 1..4);
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Bar::AllOf),
                parts().prop_map(Bar::AnyOf),
                (parts(), any::<prop::sample::Index>()).prop_map(|(of, pick)| {
                    let count = u32::try_from(pick.index(of.len()) + 1).expect("few");
                    Bar::AtLeast { count, of }
                }),
            ]
        })
    }

    /// Days before now that the answer was given, verdict, and days from now of its target date.
    type Heard = BTreeMap<&'static str, (i64, Verdict, Option<i64>)>;

    fn heard() -> impl Strategy<Value = Heard> {
        let one = (0_i64..14, prop::sample::select(Verdict::ALL), prop::option::of(-10_i64..130));
        prop::collection::btree_map(prop::sample::select(vec!["a", "b", "c"]), one, 0..4)
    }

    const NOW: &str = "2026-04-15T12:00:00Z";

    fn day(days: i64) -> Date {
        let seconds = at(NOW).seconds() + days * 86_400;
        Instant::from_seconds(seconds).expect("in range").date(&Zone::UTC)
    }

    /// What the words of the bar say, read off without any cleverness.
    fn naive(bar: &Bar, heard: &Heard) -> bool {
        let fresh = |name: &CriterionName| heard.get(name.as_str()).filter(|(age, _, _)| *age < 10);
        match bar {
            Bar::Confirmed(name) => fresh(name).is_some_and(|(_, verdict, _)| *verdict == Verdict::Confirmed),
            Bar::Known(name) => fresh(name).is_some_and(|(_, verdict, _)| *verdict != Verdict::Unknown),
            Bar::Within { criterion, months } => fresh(criterion).is_some_and(|(_, verdict, by)| {
                let latest = day(0).add_months(*months);
                *verdict == Verdict::Confirmed && by.is_some_and(|by| day(by) >= day(0) && day(by) <= latest)
            }),
            Bar::AllOf(parts) => !parts.iter().any(|part| !naive(part, heard)),
            Bar::AnyOf(parts) => parts.iter().any(|part| naive(part, heard)),
            Bar::AtLeast { count, of } => {
                let mut met = 0;
                for part in of {
                    if naive(part, heard) {
                        met += 1;
                    }
                }
                met >= *count
            }
        }
    }

    proptest! {
        #[test]
        fn bars_judge_as_their_words_say(bar in bar(), heard in heard()) {
            let mut answers = Answers::new();
            for (name, (age, verdict, by)) in &heard {
                let given = Instant::from_seconds(at(NOW).seconds() - age * 86_400).expect("in range");
                answers.record(&criterion(name), answer(*verdict, given, by.map(day)));
            }
            let expected = naive(&bar, &heard);
            let scheme = scheme(bar);
            let met = scheme.is_met(BarKind::Handover, &answers, at(NOW), &Zone::UTC);
            prop_assert_eq!(met, expected);
            let report = scheme.judge(BarKind::Handover, &answers, at(NOW), &Zone::UTC);
            prop_assert_eq!(report.is_met(), expected);
            prop_assert_eq!(report.unmet_leaves().is_empty(), expected);
            prop_assert_eq!(report.to_string() == "met", expected);
            prop_assert!(scheme.is_met(BarKind::Appointment, &answers, at(NOW), &Zone::UTC));
        }
    }

    #[test]
    fn an_unmet_bar_says_what_is_missing_and_why() {
        let rules = Policy::standard();
        let rules = rules.qualification();
        let now = at("2026-04-15T03:00:00Z");
        let mut answers = Answers::new();
        let report = rules.judge(BarKind::Handover, &answers, now, &Zone::JST);
        assert_eq!(report.to_string(), "`need` was not asked, `timeline` was not asked");
        answers.record(&criterion("need"), answer(Verdict::Denied, now, None));
        answers.record(&criterion("timeline"), answer(Verdict::Unknown, now, None));
        let report = rules.judge(BarKind::Handover, &answers, now, &Zone::JST);
        assert_eq!(report.to_string(), "`need` was denied, `timeline` is unknown");
        let report = rules.judge(BarKind::Appointment, &answers, now, &Zone::JST);
        assert_eq!(report.to_string(), "`timeline` is unknown, `authority` was not asked", "denied is known");
    }

    #[test]
    fn a_target_date_must_lie_between_today_and_the_last_day_that_counts() {
        let scheme = scheme(Bar::Within { criterion: criterion("a"), months: 1 });
        // 23:00 UTC on 30 January is 31 January in Japan; one month on is the last of February.
        let now = at("2026-01-30T23:00:00Z");
        let cause = |by: Option<&str>| {
            let mut answers = Answers::new();
            let by = by.map(|date| date.parse().expect("a date"));
            answers.record(&criterion("a"), answer(Verdict::Confirmed, now, by));
            let report = scheme.judge(BarKind::Handover, &answers, now, &Zone::JST);
            report.unmet_leaves().first().and_then(|leaf| leaf.against)
        };
        assert_eq!(cause(Some("2026-01-31")), None);
        assert_eq!(cause(Some("2026-02-28")), None);
        let (by, latest) = ("2026-03-01".parse().expect("a date"), "2026-02-28".parse().expect("a date"));
        assert_eq!(cause(Some("2026-03-01")), Some(BarCause::TooLate { by, latest }));
        let by = "2026-01-30".parse().expect("a date");
        assert_eq!(cause(Some("2026-01-30")), Some(BarCause::Passed { by }));
        assert_eq!(cause(None), Some(BarCause::NoDate));
    }

    #[test]
    fn an_answer_is_stale_from_the_very_second() {
        let scheme = scheme(Bar::Confirmed(criterion("a")));
        let given = at("2026-04-01T00:00:00Z");
        let mut answers = Answers::new();
        answers.record(&criterion("a"), answer(Verdict::Confirmed, given, None));
        let since = at("2026-04-11T00:00:00Z");
        let known = answers.get("a").expect("recorded");
        assert_eq!(scheme.stale_at(&criterion("a"), known, &Zone::JST), Some(since));
        let met = |at| scheme.is_met(BarKind::Handover, &answers, at, &Zone::UTC);
        assert!(met(at("2026-04-10T23:59:59Z")));
        assert!(!met(since));
        let report = scheme.judge(BarKind::Handover, &answers, since, &Zone::UTC);
        assert_eq!(report.unmet_leaves().first().and_then(|leaf| leaf.against), Some(BarCause::Stale { since }));
    }
}

#[test]
fn a_hand_over_lists_everything_it_lacks() {
    let policy = Policy::standard();
    let (mut handoff, mut profile) = (Handoff::default(), LeadProfile::new());
    let missing: Vec<String> = policy.handoff().missing(&handoff, &profile).map(|item| item.to_string()).collect();
    assert_eq!(missing.len(), HandoffItem::ALL.len() + 4);
    assert_eq!(missing.first().map(String::as_str), Some("`history`"));
    assert_eq!(missing.last().map(String::as_str), Some("profile field `location`"));
    // Asked, and there is none: that is an answer.
    handoff.competitors = Some(List::empty());
    let entry = ProfileEntry {
        at: at("2026-04-01T00:00:00Z"),
        personal: false,
        value: Some(FieldValue::Text(Text::new("retail").expect("a text"))),
    };
    profile.record(&FieldName::new("industry").expect("a name"), entry.clone());
    profile.record(&FieldName::new("email").expect("a name"), ProfileEntry { value: None, ..entry });
    let missing: BTreeSet<MissingItem> = policy.handoff().missing(&handoff, &profile).collect();
    assert!(!missing.contains(&MissingItem::Item(HandoffItem::Competitors)));
    assert!(!missing.contains(&MissingItem::Field(FieldName::new("industry").expect("a name"))));
    assert!(missing.contains(&MissingItem::Field(FieldName::new("email").expect("a name"))), "cleared is missing");
}

mod deals {
    use super::*;

    fn stage(name: &str) -> DealStageName {
        name.parse().expect("a name")
    }

    fn pipeline_name() -> PipelineName {
        "default".parse().expect("a name")
    }

    fn checked(draft: &PipelineDraft) -> Pipeline {
        let mut faults = Faults::new();
        let pipeline = draft.check(&Path::root(), &mut faults);
        assert!(faults.is_empty(), "{faults}");
        pipeline.expect("checked without a fault")
    }

    fn standard() -> Pipeline {
        checked(&PipelineDraft::standard())
    }

    fn empty_deal() -> Deal {
        let new = NewDeal::new(DealKey::new("d").expect("a key"), Currency::JPY);
        Deal::open(&new, &pipeline_name(), standard().opening(), at("2026-04-01T00:00:00Z"))
    }

    fn full_deal() -> Deal {
        full_deal_at(standard().opening())
    }

    fn full_deal_at(stage: &DealStageName) -> Deal {
        let amount = Money::from_units(3_000_000, Currency::JPY).expect("in range");
        let line = DealLine::new(ProductKey::new("crm").expect("a key"), 1, amount).expect("legal");
        let new = NewDeal::new(DealKey::new("d").expect("a key"), Currency::JPY)
            .with_lines(List::new(vec![line]).expect("few"))
            .expect("one currency")
            .with_expected_close("2026-06-30".parse().expect("a date"));
        Deal::open(&new, &pipeline_name(), stage, at("2026-04-01T00:00:00Z"))
    }

    #[test]
    fn the_standard_pipeline_is_the_domains() {
        let pipeline = standard();
        let stages: Vec<(&str, String)> =
            pipeline.stages().iter().map(|stage| (stage.name.as_str(), stage.probability.to_string())).collect();
        let expected = [
            ("appointment_set", "10%"),
            ("first_meeting_held", "20%"),
            ("proposal", "40%"),
            ("quote", "60%"),
            ("closing", "80%"),
        ];
        assert_eq!(stages, expected.map(|(name, rate)| (name, rate.to_string())));
        let deal = full_deal_at(&stage("proposal"));
        assert_eq!(pipeline.weighted(&deal).expect("a known stage").to_string(), "JPY 1,200,000");
    }

    #[test]
    fn every_move_is_what_the_positions_say() {
        let pipeline = standard();
        let names: Vec<DealStageName> = pipeline.names().map(stage).collect();
        for (from, here) in names.iter().enumerate() {
            for (to, there) in names.iter().enumerate() {
                let expected = match to.checked_sub(from) {
                    None => MoveKind::Backward,
                    Some(0) => MoveKind::Same,
                    Some(1) => MoveKind::Forward,
                    Some(far) => MoveKind::Skip { over: u32::try_from(far - 1).expect("few") },
                };
                assert_eq!(pipeline.kind_of_move(here, there), expected);
            }
        }
        assert_eq!(pipeline.kind_of_win(&stage("closing")), MoveKind::Forward);
        assert_eq!(pipeline.kind_of_win(&stage("proposal")), MoveKind::Skip { over: 2 });
        assert_eq!(pipeline.kind_of_move(&stage("gone"), &stage("quote")), MoveKind::Forward);
    }

    #[test]
    fn no_skip_evades_a_guard() {
        let pipeline = standard();
        let deal = empty_deal();
        let lacks = |name| pipeline.missing_for(&deal, &stage(name)).collect::<Vec<_>>();
        assert_eq!(lacks("first_meeting_held"), []);
        assert_eq!(lacks("proposal"), [DealItem::Lines]);
        assert_eq!(lacks("closing"), [DealItem::Lines, DealItem::ExpectedClose]);
        assert_eq!(pipeline.missing_to_win(&deal).collect::<Vec<_>>(), [DealItem::Lines, DealItem::ExpectedClose]);
        assert_eq!(pipeline.missing_to_win(&full_deal()).count(), 0);
    }

    proptest! {
        /// What a later stage lacks includes what every earlier one lacks, for any pipeline.
        #[test]
        fn needs_only_grow_along_the_pipeline(requires in prop::collection::vec(prop::collection::vec(0_usize..4, 0..3), 1..8)) {
            let item = |which: usize| match which {
                0 => DealItem::Lines,
                1 => DealItem::ExpectedClose,
                2 => DealItem::Field(FieldName::new("x").expect("a name")),
                _ => DealItem::Field(FieldName::new("y").expect("a name")),
            };
            let flag = FieldSpec { kind: FieldKind::Flag, personal: false, label: None };
            let stages: Vec<DealStage> = requires
                .iter()
                .enumerate()
                .map(|(index, requires)| DealStage {
                    name: stage(&format!("s{index}")),
                    label: None,
                    probability: Rate::percent(10),
                    owners: BTreeSet::new(),
                    requires: requires.iter().copied().map(item).collect(),
                })
                .collect();
            let pipeline = checked(&PipelineDraft {
                stages,
                first_meeting: Some(stage("s0")),
                won_requires: BTreeSet::new(),
                skip: Allowance::Allow,
                backward: Allowance::Allow,
                fields: ["x", "y"].map(|name| (FieldName::new(name).expect("a name"), flag.clone())).into(),
            });
            let deal = empty_deal();
            let mut before = BTreeSet::new();
            for (name, requires) in pipeline.names().zip(&requires) {
                let here: BTreeSet<DealItem> = pipeline.missing_for(&deal, &stage(name)).collect();
                before.extend(requires.iter().copied().map(item));
                prop_assert_eq!(&here, &before);
            }
            prop_assert_eq!(pipeline.missing_to_win(&deal).collect::<BTreeSet<_>>(), before);
        }
    }

    #[test]
    fn fields_of_a_deal_are_checked_against_the_pipeline() {
        let mut draft = PipelineDraft::standard();
        let number = FieldSpec { kind: FieldKind::Number, personal: false, label: None };
        draft.fields.insert(FieldName::new("seats").expect("a name"), number);
        let pipeline = checked(&draft);
        let fields = |name: &str, value| {
            let fields = BTreeMap::from([(FieldName::new(name).expect("a name"), value)]);
            Fields::from_map(fields).expect("few")
        };
        let say = |fields: Fields| {
            let errors: Vec<String> = pipeline.check_fields(&fields).map(|error| error.to_string()).collect();
            errors
        };
        assert_eq!(say(fields("seats", FieldValue::Number(5.into()))), Vec::<String>::new());
        assert_eq!(say(fields("seats", FieldValue::Flag(true))), ["field `seats` takes a number, not a flag"]);
        assert_eq!(
            say(fields("seat", FieldValue::Flag(true))),
            ["field `seat` is not declared in the policy: did you mean `seats`?"]
        );
    }

    #[test]
    fn the_diagram_shows_exactly_the_moves_that_are_allowed() {
        let mut draft = PipelineDraft::standard();
        draft.skip = Allowance::Refuse;
        draft.backward = Allowance::Refuse;
        let expected = "stateDiagram-v2
    state \"appointment_set (10%)\" as s0
    state \"first_meeting_held (20%)\" as s1
    state \"proposal (40%)\" as s2
    state \"quote (60%)\" as s3
    state \"closing (80%)\" as s4
    [*] --> s0
    s0 --> s1
    s0 --> lost
    s1 --> s2 : needs lines
    s1 --> lost
    s2 --> s3 : needs expected_close
    s2 --> lost
    s3 --> s4
    s3 --> lost
    s4 --> won
    s4 --> lost
    won --> [*]
    lost --> [*]
";
        assert_eq!(checked(&draft).diagram(), expected);
        draft.backward = Allowance::Allow;
        assert!(checked(&draft).diagram().contains("    s4 --> s0 : back\n"));
        draft.skip = Allowance::Allow;
        assert!(checked(&draft).diagram().contains("    s0 --> s4 : skip\n"));
    }
}

mod reasons {
    use super::*;

    fn code(text: &str) -> ReasonCode {
        text.parse().expect("a code")
    }

    fn rules(general: &RecycleDraft) -> ReasonRules {
        let (root, mut faults) = (Path::root(), Faults::new());
        let rules = general.check(&ReasonsDraft::standard(), &root, &root, &mut faults);
        assert!(faults.is_empty(), "{faults}");
        rules.expect("checked without a fault")
    }

    #[test]
    fn a_reason_must_be_declared_and_other_needs_a_note() {
        let rules = rules(&RecycleDraft::standard());
        let say = |list, reason| rules.check_reason(list, &reason).map_err(|problem| problem.to_string());
        let plain = |text| Reason::new(code(text), None);
        assert_eq!(say(ReasonList::Lose, plain("price")), Ok(()));
        assert_eq!(say(ReasonList::Lose, plain("other")), Err("reason `other` needs a note: say why in `note`".into()));
        let note = Text::new("moved abroad").expect("a text");
        assert_eq!(say(ReasonList::Lose, Reason::new(code("other"), Some(note))), Ok(()));
        assert_eq!(
            say(ReasonList::Lose, plain("prize")),
            Err("reason `prize` is not declared for `lose`: did you mean `price`?".into())
        );
        assert_eq!(
            say(ReasonList::Recycle, plain("price")),
            Err("reason `price` is not declared for `recycle`".into()),
            "each list is its own"
        );
        for reserved in [
            lead_lifecycle::recycle::max_cycles(),
            lead_lifecycle::recycle::imported_unknown(),
            lead_lifecycle::recycle::erased(),
        ] {
            for list in ReasonList::ALL {
                assert!(rules.check_reason(*list, &reserved).is_err(), "nobody gives {reserved}");
            }
        }
    }

    #[test]
    fn what_follows_is_the_reasons_rule_or_the_general_one() {
        let rules = rules(&RecycleDraft::standard());
        let after = |list, text| rules.after(list, &code(text));
        assert_eq!(after(ReasonList::Lose, "no_fit"), ReasonOutcome::Disqualify);
        assert_eq!(after(ReasonList::Lose, "competitor"), ReasonOutcome::Recycle { engagement: Carry::Halve });
        assert_eq!(after(ReasonList::Recycle, "timing"), ReasonOutcome::Recycle { engagement: Carry::Keep });
        assert_eq!(after(ReasonList::Disqualify, "spam"), ReasonOutcome::Disqualify);
        assert_eq!(after(ReasonList::EndContract, "unheard of"), ReasonOutcome::Recycle { engagement: Carry::Halve });
        assert_eq!(rules.cooling(ReasonList::Lose, &code("no_fit"), 1), Span::ZERO);
        assert_eq!(rules.cooling(ReasonList::Lose, &code("competitor"), 1), Span::days(180));
        assert_eq!(rules.cooling(ReasonList::Recycle, &code("no_response"), 1), Span::days(30));
    }

    #[test]
    fn cooling_backs_off_per_cycle_up_to_the_longest() {
        let rules = rules(&RecycleDraft::standard());
        let days = |cycle| rules.cooling(ReasonList::Recycle, &code("no_response"), cycle).seconds();
        // 30 d, 45 d, 67.5 d, 101.25 d, 151.875 d, then the longest, 180 d.
        let expected = [30_000, 45_000, 67_500, 101_250, 151_875, 180_000, 180_000];
        for (cycle, thousandths) in (1..).zip(expected) {
            assert_eq!(days(cycle), thousandths * 86_400 / 1_000, "cycle {cycle}");
        }
        assert_eq!(days(0), days(1));
        assert_eq!(days(u32::MAX), 180 * 86_400);
    }

    proptest! {
        #[test]
        fn cooling_never_shrinks_and_matches_the_long_way(
            cooling in 0_u64..400 * 86_400, back_off in 100_u32..=1_000, longer in 0_u64..4_000 * 86_400, cycle in 1_u32..40,
        ) {
            let general = RecycleDraft {
                cooling: Span::saturating(cooling),
                back_off,
                max_cooling: Span::saturating(cooling.max(180 * 86_400) + longer),
                ..RecycleDraft::standard()
            };
            let rules = rules(&general);
            let cool = |cycle| rules.cooling(ReasonList::Recycle, &code("no_response"), cycle);
            let mut expected = u128::from(cooling);
            for _ in 1..cycle {
                expected = (expected * u128::from(back_off) / 100).min(u128::from(general.max_cooling.seconds()));
            }
            prop_assert_eq!(u128::from(cool(cycle).seconds()), expected);
            prop_assert!(cool(cycle) <= cool(cycle + 1));
            prop_assert!(cool(cycle) <= general.max_cooling);
        }
    }
}

mod access {
    use super::*;

    /// DOMAIN §1, row by row: marketing, inside sales, field sales, customer success.
    #[test]
    fn the_standard_matrix_keeps_the_domains_raci() {
        use Grant::{Consulted as C, Informed as I, Responsible as R, ResponsibleAccountable as RA};
        let access = Access::default();
        let rows = [
            (CommandKind::ScheduleAppointment, [I, RA, R, I]),
            (CommandKind::HoldFirstMeeting, [I, C, RA, I]),
            (CommandKind::MoveDeal, [I, C, RA, I]),
            (CommandKind::Win, [I, I, RA, C]),
        ];
        for (command, expected) in rows {
            let roles = [Role::Mk, Role::Sdr, Role::Fs, Role::Cs];
            assert_eq!(roles.map(|role| access.grant(command, role)), expected, "{command}");
        }
        assert_eq!(access.grant(CommandKind::Qualify, Role::Isr), RA, "lead validation is inside sales'");
        assert_eq!(access.grant(CommandKind::OpenExpansion, Role::Cs), RA, "follow-up is customer success'");
    }

    #[test]
    fn an_assistant_decides_nothing() {
        let access = Access::default();
        for command in CommandKind::ALL {
            let grant = access.grant(*command, Role::Assistant);
            assert!(matches!(grant, Grant::Propose | Grant::No), "{command}");
            assert!(!access.permits(*command, Role::Assistant));
        }
    }

    #[test]
    fn somebody_may_issue_every_command_and_every_cell_is_written() {
        let access = Access::default();
        for command in CommandKind::ALL.iter().filter(|command| **command != CommandKind::Propose) {
            assert!(access.anybody(*command), "{command}");
        }
        let cells: usize = access.to_draft().0.values().map(BTreeMap::len).sum();
        assert_eq!(cells, Right::ALL.len() * Role::ALL.len());
        let table = access.matrix();
        assert_eq!(table.lines().count(), Right::ALL.len() + 2);
        assert!(table.contains("| recycle | I | R/A | R/A | R/A | R own deals | I | A | no | propose |"));
    }

    #[test]
    fn a_draft_changes_single_cells() {
        let change = BTreeMap::from([(Right::Reopen, BTreeMap::from([(Role::Sdr, Grant::Responsible)]))]);
        let mut faults = Faults::new();
        let access = AccessDraft(change).check(&Path::root(), &mut faults).expect("checked without a fault");
        assert!(faults.is_empty());
        let standard = Access::default();
        for command in CommandKind::ALL {
            for role in Role::ALL {
                let changed = (*command, *role) == (CommandKind::Reopen, Role::Sdr);
                let expected = if changed { Grant::Responsible } else { standard.grant(*command, *role) };
                assert_eq!(access.grant(*command, *role), expected);
            }
        }
    }

    #[test]
    fn only_r_and_a_permit() {
        let permitting: Vec<&str> =
            Grant::ALL.iter().filter(|grant| grant.permits()).map(|grant| grant.as_str()).collect();
        assert_eq!(permitting, ["R", "A", "R/A"]);
    }
}
