//! What people told by mistake, one kind after another: a win, a loss, a consent, a step, a contract, a whole second sale.

use lead_lifecycle::deal::{DealEdit, Edit};
use lead_lifecycle::lead::{Attribution, Recounting, Stage, counted, that_count};
use lead_lifecycle::lifecycle::{BackfillRules, DealMapping, LegacyEnd, LegacyRow, OrderPolicy, PolicyBook, Version};
use lead_lifecycle::recycle::Reason;
use lead_lifecycle::values::{Channel, ConsentStatus, ContactOutcome, Milestone, Purpose};
use lead_lifecycle::{Command, Context, Fact, FactKind, Instant, Lead, Lifecycle, Origin, Policy, Role, StageKind};

use super::mistake;
use crate::common::tale::*;
use crate::common::{self, actor, contract, k, reason, text, yen};

use FactKind as F;

fn standard() -> Tale {
    Tale::begun(Policy::standard(), "04-01 09:00")
}

fn kinds(facts: &[&Fact]) -> Vec<FactKind> {
    facts.iter().map(|fact| fact.kind()).collect()
}

fn renewed(key: &str) -> Command {
    Command::RenewContract { contract: k(key), ends: Some(k("2028-05-31")), value: Some(yen(3_500)) }
}

/// Case 12: the deal is open again at its stage, the contract never was, the funnel counts no win, both facts stay.
#[test]
fn a_win_by_mistake_leaves_no_trace_in_what_counts() {
    let mut tale = standard();
    tale.reaches_opportunity("04-02");
    let before = tale.lead.clone();
    tale.does(Role::Fs, "04-03 09:00", &Command::Win { contract: contract("C-1", "JPY") });
    let mut order = mistake([tale.newest(F::Won)]);
    order.reason = Reason::new(k("mistake"), Some(text("clicked the wrong deal")));
    assert_eq!(tale.takes_back("04-03 09:07", &order), [F::TakenBack]);
    assert_eq!((tale.lead.stage(), tale.lead.cycle()), (before.stage(), before.cycle()));
    let deal = tale.lead.stage().deal().unwrap();
    assert_eq!((deal.key().as_str(), deal.stage().as_str()), ("D-1", "first_meeting_held"));
    assert!(tale.lead.customer().is_none());
    assert_eq!((tale.milestone(Milestone::Won), tale.lead.totals().milestones.get(Milestone::Won)), (None, 0));
    let stays: Vec<_> = tale.facts[tale.facts.len() - 2..].iter().map(Fact::kind).collect();
    assert_eq!(stays, [F::Won, F::TakenBack]);
    assert!(!kinds(&that_count(&tale.facts)).contains(&F::Won));
    assert!(!tale.facts.last().unwrap().body.to_string().is_empty());
    // It goes on, and may be won in truth.
    tale.does(Role::Fs, "04-10 09:00", &Command::MoveDeal { to: k("proposal") });
    tale.does(Role::Fs, "04-20 09:00", &Command::Win { contract: contract("C-1", "JPY") });
    assert_eq!(tale.milestone(Milestone::Won), Some(instant("04-20 09:00")));
    assert_eq!(tale.lead.totals().milestones.get(Milestone::Won), 1);
}

/// Case 84: the chance of a win, counted with a tenth of a win and of a loss before anything is known. A win that was taken
/// back leaves no trace in it: it is as before, and after a loss what one loss makes it.
#[test]
fn a_win_taken_back_leaves_no_trace_in_the_chance_of_a_win() {
    let chance = |tale: &Tale| {
        let facts = that_count(&tale.facts);
        let count = |kind| 10 * facts.iter().filter(|fact| fact.kind() == kind).count() + 1;
        let (won, lost) = (count(F::Won), count(F::Lost));
        (won, won + lost)
    };
    let mut tale = standard();
    tale.reaches_opportunity("04-02");
    assert_eq!(chance(&tale), (1, 2));
    tale.does(Role::Fs, "04-03 09:00", &Command::Win { contract: contract("C-1", "JPY") });
    assert_eq!(chance(&tale), (11, 12));
    let order = mistake([tale.newest(F::Won)]);
    tale.takes_back("04-03 09:10", &order);
    assert_eq!(chance(&tale), (1, 2));
    tale.does(Role::Fs, "04-04 09:00", &Command::Lose { reason: reason("price", false), until: None });
    assert_eq!(chance(&tale), (1, 12));
}

#[test]
fn a_loss_clicked_on_the_wrong_line_is_taken_back_with_the_turns_after_it() {
    let mut tale = standard();
    tale.reaches_opportunity("04-02");
    let before = tale.lead.clone();
    tale.does(Role::Fs, "04-03 09:00", &Command::Lose { reason: reason("no_fit", false), until: None });
    let stage = tale.lead.stage().kind();
    assert_eq!(stage, StageKind::Disqualified);
    tale.does(Role::Manager, "04-03 10:00", &Command::Reopen { reason: reason("new_interest", false) });
    let manager = who(Role::Manager, 0);
    let words = tale.not_taken_back(&manager, "04-03 11:00", &mistake([tale.newest(F::Lost)]));
    assert_eq!(words, ["later turns are to be taken back too: 11 `reopened`"]);
    tale.takes_back("04-03 11:00", &mistake([10, 11]));
    assert_eq!(
        (tale.lead.stage(), tale.lead.cycle(), tale.lead.totals()),
        (before.stage(), before.cycle(), before.totals())
    );
    // The newest alone may go.
    let mut tale = standard();
    tale.reaches_opportunity("04-02");
    tale.does(Role::Fs, "04-03 09:00", &Command::Lose { reason: reason("no_fit", false), until: None });
    let lost = tale.lead.clone();
    tale.does(Role::Manager, "04-03 10:00", &Command::Reopen { reason: reason("new_interest", false) });
    tale.takes_back("04-03 11:00", &mistake([11]));
    assert_eq!((tale.lead.stage(), tale.lead.totals()), (lost.stage(), lost.totals()));
}

/// To lift a withdrawal is as much as to turn a stage: it needs a manager.
#[test]
fn a_withdrawal_of_consent_by_mistake_needs_a_manager() {
    let consent = |status| Command::RecordConsent { channel: Channel::Mail, purpose: Purpose::Marketing, status };
    let mut tale = standard();
    tale.does(Role::Mk, "04-02 09:00", &consent(ConsentStatus::Granted));
    tale.does(Role::Mk, "04-03 09:00", &consent(ConsentStatus::Withdrawn));
    assert!(tale.lead.consents().is_withdrawn(Channel::Mail, Purpose::Marketing));
    let words = tale.not_taken_back(&who(Role::Mk, 0), "04-04 09:00", &mistake([3]));
    let needed = "the right `take_back_stage` is needed for 3 `consent_recorded`";
    assert_eq!(words, [needed, "role mk may not; permitted: manager"]);
    assert!(tale.ask_back(&who(Role::Mk, 0), "04-04 09:00", &mistake([2])).is_ok(), "a grant is news as any other");
    // Nor may others undo such a correction.
    tale.takes_back("04-04 09:00", &mistake([3]));
    let granted = tale.lead.consents().get(Channel::Mail, Purpose::Marketing).unwrap();
    assert_eq!((granted.status, granted.at), (ConsentStatus::Granted, instant("04-02 09:00")));
    let undo = mistake([tale.newest(F::TakenBack)]);
    let words = tale.not_taken_back(&who(Role::Mk, 0), "04-05 09:00", &undo);
    let needed = "the right `take_back_stage` is needed for 4 `taken_back`";
    assert_eq!(words, [needed, "role mk may not; permitted: manager"]);
    tale.takes_back("04-05 09:00", &undo);
    assert!(tale.lead.consents().is_withdrawn(Channel::Mail, Purpose::Marketing));
}

#[test]
fn an_imported_step_is_a_turn_like_any_other() {
    let day = |text: &str| Some(instant(text).into());
    let row = LegacyRow {
        reached: [
            (Milestone::Lead, day("01-10 09:00")),
            (Milestone::Mql, None),
            (Milestone::Opportunity, day("02-10 09:00")),
        ]
        .into(),
        value: Some(yen(1_200_000)),
        end: Some(LegacyEnd::Won { at: day("03-10 09:00"), value: None, contract: None }),
        ..LegacyRow::new(k("lead"), Origin::Referral)
    };
    let lifecycle = Lifecycle::new(Policy::standard());
    let ctx = Context::new(instant("04-01 09:00"), actor(Role::System, 0));
    let rules = BackfillRules { as_of: ctx.now, order: OrderPolicy::Clamp, zone: lead_lifecycle::calendar::Zone::JST };
    let facts = lifecycle.import(&row, &rules, &ctx).unwrap().into_facts();
    let mut tale = Tale { lead: Lead::replay(&facts).unwrap(), facts, lifecycle };
    assert_eq!(tale.lead.stage().kind(), StageKind::Customer);
    let steps = tale.all(F::StepImported);
    let words = tale.not_taken_back(&who(Role::Manager, 0), "04-02 09:00", &mistake([steps[0]]));
    assert_eq!(words.len(), 1);
    assert!(words[0].starts_with("later turns are to be taken back too: 3 `step_imported`"), "{words:?}");
    tale.takes_back("04-02 09:00", &mistake([*steps.last().unwrap()]));
    assert_eq!(tale.lead.stage().kind(), StageKind::Opportunity);
    assert!(tale.lead.customer().is_none());
    let kind = |tale: &Tale| tale.lead.stage().kind();
    tale.takes_back("04-02 10:00", &mistake(steps.iter().copied().rev().skip(1)));
    assert_eq!((kind(&tale), tale.lead.totals().milestones.get(Milestone::Mql)), (StageKind::Lead, 0));
}

/// The renewal stands on the contract: told again alone it is corrected, with the win it goes.
#[test]
fn a_renewal_of_a_contract_that_never_was_goes_with_it() {
    let mut tale = standard();
    tale.reaches_customer("04-02");
    tale.does(Role::Cs, "04-05 09:00", &renewed("C-1"));
    let (won, renewal) = (tale.newest(F::Won), tale.newest(F::ContractRenewed));
    let manager = who(Role::Manager, 0);
    assert_eq!(
        tale.not_taken_back(&manager, "04-06 09:00", &mistake([renewal])),
        [format!("leave these out, they are corrected by telling again what is right: {renewal} `contract_renewed`")]
    );
    assert_eq!(
        tale.not_taken_back(&manager, "04-06 09:00", &mistake([won])),
        [format!("these stand on what is taken back, and are to be taken back too: {renewal} `contract_renewed`")]
    );
    assert_eq!(tale.takes_back("04-06 09:00", &mistake([won, renewal])), [F::TakenBack]);
    assert_eq!((tale.lead.stage().kind(), tale.lead.totals().renewals), (StageKind::Opportunity, 0));
}

#[test]
fn an_edit_of_a_deal_stands_on_its_hand_over() {
    let mut tale = standard();
    tale.reaches_sql("04-02");
    let edit = DealEdit { expected_close: Edit::To(k("2026-10-31")), ..DealEdit::default() };
    tale.does(Role::Fs, "04-03 09:00", &Command::EditDeal { edit: Box::new(edit) });
    let (sql, edit) = (tale.newest(F::BecameSql), tale.newest(F::DealEdited));
    let words = tale.not_taken_back(&who(Role::Manager, 0), "04-04 09:00", &mistake([sql]));
    assert_eq!(
        words,
        [format!("these stand on what is taken back, and are to be taken back too: {edit} `deal_edited`")]
    );
    tale.takes_back("04-04 09:00", &mistake([sql, edit]));
    assert_eq!((tale.lead.stage().kind(), tale.lead.stage().deal()), (StageKind::Mql, None));
    assert_eq!(tale.lead.cycle().handoff_print(), None);
}

/// A meeting that was cancelled, moved or missed was agreed on.
#[test]
fn what_became_of_a_meeting_stands_on_the_meeting() {
    let mut tale = standard();
    tale.reaches_mql("04-02 09:00");
    tale.hears("04-02 10:00");
    let book = |at: &str| Command::ScheduleAppointment(lead_lifecycle::lead::Meeting::new(instant(at), Channel::Phone));
    tale.does(Role::Sdr, "04-02 11:00", &book("04-08 10:00"));
    let moved = Command::ChangeAppointment { to: Some(instant("04-09 10:00")), note: None };
    tale.does(Role::Sdr, "04-03 11:00", &moved);
    let (booked, moved) = (tale.newest(F::AppointmentScheduled), tale.newest(F::AppointmentMoved));
    let words = tale.not_taken_back(&who(Role::Sdr, 0), "04-04 09:00", &mistake([booked]));
    assert_eq!(
        words,
        [format!("these stand on what is taken back, and are to be taken back too: {moved} `appointment_moved`")]
    );
    tale.takes_back("04-04 09:00", &mistake([booked, moved]));
    assert_eq!(tale.lead.cycle().appointment(), None);
    // A call is no meeting: nothing stands on it.
    tale.does(Role::Sdr, "04-05 09:00", &call(ContactOutcome::Answered, None));
    tale.takes_back("04-05 10:00", &mistake([tale.newest(F::AttemptRecorded)]));
    assert_eq!(tale.lead.totals().attempts, 1);
}

/// A customer asks for more, opens an expansion, and it was a test: the expansion never was.
#[test]
fn an_expansion_opened_by_a_hand_raise_falls_with_it() {
    let asks = || {
        let mut tale = Tale::begun(common::unclocked(), "04-01 09:00");
        let (contract, attribution) = (contract("C-1", "JPY"), Attribution::default());
        tale.does(Role::Cs, "04-02 09:00", &Command::RecordPurchase { contract, attribution });
        assert_eq!(
            tale.does(Role::System, "04-05 09:00", &hand_raise("h-1")),
            [F::ActivityRecorded, F::ExpansionOpened]
        );
        tale
    };
    let mut tale = asks();
    let asked = tale.newest(F::ActivityRecorded);
    assert_eq!(tale.takes_back("04-06 09:00", &mistake([asked])), [F::TakenBack]);
    assert_eq!(
        (tale.lead.stage().kind(), tale.lead.totals().cycles, tale.lead.totals().expansions),
        (StageKind::Customer, 1, 0)
    );
    assert_eq!(tale.lead.hand_raise().since(), None);
    // Another asked in the meantime: it opens one now.
    let mut tale = asks();
    let asked = tale.newest(F::ActivityRecorded);
    tale.does(Role::System, "04-05 10:00", &hand_raise("h-2"));
    assert_eq!(tale.takes_back("04-06 09:00", &mistake([asked])), [F::TakenBack, F::ExpansionOpened]);
    let opened = tale.facts.last().unwrap();
    assert_eq!(serde_json::to_value(&opened.envelope.cause).unwrap(), serde_json::json!({"rule": "correction"}));
    assert_eq!((tale.lead.stage().kind(), tale.lead.cycle().number()), (StageKind::Mql, 2));
    // What the correction brought goes with it.
    tale.takes_back("04-06 10:00", &mistake([tale.newest(F::TakenBack)]));
    assert_eq!((tale.lead.stage().kind(), tale.lead.stage_entered_at()), (StageKind::Mql, instant("04-05 09:00")));
    // Inside sales has handed it over: it stays, and is hollow.
    let mut tale = asks();
    let (asked, opened) = (tale.newest(F::ActivityRecorded), tale.newest(F::ExpansionOpened));
    tale.hears("04-05 10:00");
    tale.does(Role::Sdr, "04-05 11:00", &qualify("more", "D-2"));
    tale.takes_back("04-06 09:00", &mistake([asked]));
    assert_eq!(tale.taken().hollow.iter().collect::<Vec<_>>(), [opened]);
    assert_eq!((tale.lead.stage().kind(), tale.lead.totals().expansions), (StageKind::Sql, 1));
    let hollow: Vec<_> =
        counted(&tale.facts).unwrap().iter().filter(|one| one.hollow).map(|one| one.fact.envelope.revision).collect();
    assert_eq!(hollow, [opened]);
}

/// While the deal was won by mistake its stage was renamed: open again, it is in the new one.
#[test]
fn a_deal_that_was_won_by_mistake_lands_where_the_newer_version_puts_it() {
    let old = common::unclocked();
    let new = common::policy(&include_str!("../common/brisk.toml").replace("name = \"proposal\"", "name = \"pitch\""));
    let mapping: DealMapping = toml::from_str("[stages.default]\nproposal = \"pitch\"").unwrap();
    let version = Version::new(instant("05-01 09:00"), new).with_deal_stages(mapping);
    let book = PolicyBook::new([Version::new(Instant::MIN, old), version]).unwrap();
    let mut tale = Tale::begun(common::unclocked(), "04-01 09:00");
    tale.lifecycle = Lifecycle::with_book(book);
    tale.reaches_opportunity("04-28");
    tale.does(Role::Fs, "04-28 15:00", &Command::MoveDeal { to: k("proposal") });
    for stage in ["quote", "closing"] {
        tale.does(Role::Fs, "04-28 16:00", &Command::MoveDeal { to: k(stage) });
    }
    tale.does(Role::Fs, "04-29 09:00", &Command::Win { contract: contract("C-1", "JPY") });
    assert_eq!(tale.clock("05-02 09:00"), [F::PolicyAdopted]);
    let turns = tale.all(F::DealMoved);
    let named = [turns[1], turns[2], tale.newest(F::Won)];
    assert_eq!(tale.takes_back("05-02 10:00", &mistake(named)), [F::TakenBack]);
    assert_eq!(tale.lead.stage().deal().unwrap().stage().as_str(), "pitch");
    let placed = |one: &lead_lifecycle::lead::Counted<'_>| (one.fact.kind(), one.place.stage);
    let last = counted(&tale.facts).unwrap().last().map(placed);
    assert_eq!(last, Some((F::PolicyAdopted, StageKind::Opportunity)));
    tale.does(Role::Fs, "05-03 09:00", &Command::MoveDeal { to: k("quote") });
}

/// A version renames a tag, the score is counted again; then one of the downloads turns out to be ours.
#[test]
fn a_recount_in_between_counts_what_counts() {
    let new = include_str!("../common/brisk.toml").replace("document = { kinds", "paper = { kinds");
    let new = common::policy(&new.replace("tag = \"document\"", "tag = \"paper\"").replace("enter = 30", "enter = 90"));
    let book = PolicyBook::of(common::unclocked()).with(Version::new(instant("04-03 09:00"), new)).unwrap();
    let mut tale = Tale::begun(common::unclocked(), "04-01 09:00");
    tale.lifecycle = Lifecycle::with_book(book);
    for (id, at) in [("a", "04-02 09:00"), ("b", "04-02 10:00")] {
        let activity = common::activity(id, "document_download");
        tale.does(Role::System, at, &Command::RecordActivity { activity });
    }
    assert_eq!(tale.lead.stage().kind(), StageKind::Mql);
    tale.clock("04-03 10:00");
    let counted = tale.lifecycle.recount(&tale.facts, instant("04-03 11:00")).unwrap();
    tale.does(Role::System, "04-03 11:00", &Command::Recount(Recounting::Counted(Box::new(counted))));
    let score = |tale: &Tale| tale.lifecycle.score(&tale.lead, tale.lead.recorded_at()).unwrap().total().to_string();
    assert_eq!(score(&tale), "37");
    tale.takes_back("04-03 12:00", &mistake([2]));
    assert_eq!(score(&tale), "21");
    assert_eq!((tale.lead.stage().kind(), tale.lead.recount_due()), (StageKind::Lead, None));
    let again = tale.lifecycle.recount(&tale.facts, instant("04-03 12:00")).unwrap();
    assert_eq!(again.state, *tale.lead.scoring());
    assert_eq!(again.activities, 1);
}

/// To undo the undoing, and so on.
#[test]
fn a_correction_is_undone_and_done_again() {
    let mut tale = standard();
    tale.reaches_customer("04-02");
    let won = tale.lead.clone();
    tale.takes_back("04-03 09:00", &mistake([tale.newest(F::Won)]));
    let first = tale.newest(F::TakenBack);
    let open = tale.lead.clone();
    tale.takes_back("04-03 10:00", &mistake([first]));
    assert_eq!((tale.lead.stage(), tale.lead.customer()), (won.stage(), won.customer()));
    assert!(kinds(&that_count(&tale.facts)).contains(&F::Won));
    let second = tale.newest(F::TakenBack);
    // The first is gone: naming it again changes nothing.
    assert!(tale.takes_back("04-03 11:00", &mistake([first])).is_empty());
    tale.takes_back("04-03 11:00", &mistake([second]));
    assert_eq!(tale.lead.stage(), open.stage());
    assert!(matches!(tale.lead.stage(), Stage::Opportunity { .. }));
}
