//! What a correction could get wrong without being refused.

use lead_lifecycle::deal::{DealEdit, Edit};
use lead_lifecycle::lead::Stage;
use lead_lifecycle::lifecycle::Past;
use lead_lifecycle::values::{ContactOutcome, List};
use lead_lifecycle::{Command, Fact, FactKind, Lead, Policy, Role, StageKind};

use super::{mistake, refused};
use crate::common::tale::*;
use crate::common::{self, activity, contract, k, line, reason};
use crate::correction_laws::manager;

use FactKind as F;

fn edit() -> Command {
    let (lines, expected_close) = (Some(List::one(line(77))), Edit::To(k("2026-12-24")));
    Command::EditDeal { edit: Box::new(DealEdit { lines, expected_close, ..DealEdit::default() }) }
}

/// Rejected and handed over again with another deal, which is edited. Without both the first deal is open, and the edit is not
/// of it.
#[test]
fn an_edit_is_of_the_deal_that_was_edited_and_of_no_other() {
    let mut tale = Tale::begun(Policy::standard(), "04-01 09:00");
    tale.reaches_sql("04-02");
    tale.does(Role::Fs, "04-03 09:00", &Command::Reject { reason: reason("no_need", false) });
    tale.does(Role::Sdr, "04-04 09:00", &qualify("another", "D-2"));
    tale.does(Role::Fs, "04-05 09:00", &edit());
    let (rejected, again, edited) =
        (tale.newest(F::HandoffRejected), tale.newest(F::BecameSql), tale.newest(F::DealEdited));
    let words = tale.not_taken_back(&who(Role::Manager, 0), "04-06 09:00", &mistake([rejected, again]));
    assert_eq!(
        words,
        [format!("these stand on what is taken back, and are to be taken back too: {edited} `deal_edited`")]
    );
    let mut first = Tale::begun(Policy::standard(), "04-01 09:00");
    first.reaches_sql("04-02");
    tale.takes_back("04-06 09:00", &mistake([rejected, again, edited]));
    assert_eq!(tale.lead.stage(), first.lead.stage());
    // The first deal is edited from now on; to undo the correction would put that onto the second.
    let undo = mistake([tale.newest(F::TakenBack)]);
    tale.does(Role::Fs, "04-07 09:00", &edit());
    let later = tale.newest(F::DealEdited);
    let words = tale.not_taken_back(&who(Role::Manager, 0), "04-08 09:00", &undo);
    assert_eq!(
        words,
        [format!("these stand on what is taken back, and are to be taken back too: {later} `deal_edited`")]
    );
    let both = mistake([undo.facts[0], later]);
    tale.takes_back("04-08 09:00", &both);
    let deal = tale.lead.stage().deal().unwrap();
    assert_eq!((deal.key().as_str(), deal.expected_close()), ("D-2", Some(k("2026-12-24"))));
}

/// To undo the undoing of a stage correction is a stage correction.
#[test]
fn a_chain_of_undoing_needs_the_right_of_its_beginning() {
    let mut tale = Tale::begun(Policy::standard(), "04-01 09:00");
    tale.reaches_customer("04-02");
    tale.takes_back("04-03 09:00", &mistake([tale.newest(F::Won)]));
    for hour in ["10", "11", "12"] {
        let undo = mistake([tale.newest(F::TakenBack)]);
        let at = format!("04-03 {hour}:00");
        let needed = format!("the right `take_back_stage` is needed for {} `taken_back`", undo.facts[0]);
        let words = tale.not_taken_back(&who(Role::Sdr, 0), &at, &undo);
        assert_eq!(words, [needed.as_str(), "role sdr may not; permitted: manager"]);
        tale.takes_back(&at, &undo);
    }
}

/// Two asked to be called by a lead that was lost; the first was a test: it is suggested to reopen because of the second.
#[test]
fn a_suggestion_to_reopen_stays_while_another_hand_is_raised() {
    let mut tale = Tale::begun(Policy::standard(), "04-01 09:00");
    tale.does(Role::Sdr, "04-02 09:00", &Command::Discard { reason: reason("no_need", false) });
    assert_eq!(tale.does(Role::System, "04-03 09:00", &hand_raise("h-1")), [F::ActivityRecorded, F::ReopenSuggested]);
    let suggested = |tale: &Tale| matches!(tale.lead.stage(), Stage::Disqualified { suggested: true, .. });
    tale.takes_back("04-03 10:00", &mistake([3]));
    assert!(!suggested(&tale) && tale.lead.hand_raise().since().is_none());
    tale.does(Role::System, "04-04 09:00", &hand_raise("h-2"));
    tale.does(Role::System, "04-04 10:00", &hand_raise("h-3"));
    assert_eq!(tale.all(F::ReopenSuggested).len(), 2);
    tale.takes_back("04-05 09:00", &mistake([tale.all(F::ActivityRecorded)[1]]));
    assert!(suggested(&tale), "the third waits");
}

/// A suggestion that the score made falls with the activity of which it came; later ones that would have made it make it.
#[test]
fn a_suggestion_by_score_stays_while_the_score_suggests_it() {
    let mut tale = Tale::begun(Policy::standard(), "04-01 09:00");
    tale.does(Role::Sdr, "04-02 09:00", &Command::Discard { reason: reason("no_need", false) });
    let download = |id: &str| Command::RecordActivity { activity: activity(id, "document_download") };
    let suggested = |tale: &Tale| matches!(tale.lead.stage(), Stage::Disqualified { suggested: true, .. });
    for id in ["a", "b", "c", "d"] {
        tale.does(Role::System, "04-03 09:00", &download(id));
    }
    assert!(suggested(&tale));
    let news = tale.all(F::ActivityRecorded);
    // Three are enough without the one that set it off; two are not.
    let kinds = tale.takes_back("04-03 10:00", &mistake([news[2]]));
    assert_eq!((kinds, suggested(&tale)), (vec![F::TakenBack, F::ReopenSuggested], true));
    tale.takes_back("04-03 11:00", &mistake([news[3]]));
    assert!(!suggested(&tale));
}

/// What is told instead reaches back as any fact does: what a snapshot has decided it cannot judge anew.
#[test]
fn what_is_told_instead_of_before_a_snapshot_needs_the_whole() {
    let mut tale = Tale::begun(common::unclocked(), "04-01 09:00");
    for id in ["a", "b"] {
        let activity = activity(id, "document_download");
        tale.does(Role::System, "04-02 09:00", &Command::RecordActivity { activity });
    }
    tale.clock("04-10 09:00");
    let (snapshot, now) = (tale.lead.clone(), instant("04-10 10:00"));
    tale.does(Role::Sdr, "04-10 10:00", &call(ContactOutcome::Dialled, None));
    let newest = std::slice::from_ref(tale.facts.last().unwrap());
    let words = |at: &str, named: &[u64]| {
        let order = mistake(named.iter().copied()).instead(call(ContactOutcome::Answered, None), moment(at));
        match refused(tale.lifecycle.take_back(&Past::Since(&snapshot, newest), &order, &manager(now))) {
            Ok(decision) => decision.own_facts().iter().map(|fact| fact.kind().to_string()).collect(),
            Err(refusal) => refusal.unmet.iter().map(ToString::to_string).collect::<Vec<_>>(),
        }
    };
    let revision = snapshot.revision();
    let whole = format!("it reaches back to before the snapshot at revision {revision}: give the whole history");
    assert_eq!(words("04-05 09:00", &[]), std::slice::from_ref(&whole));
    // However often it reaches back, it is said once.
    assert_eq!(words("04-05 09:00", &[2, 3]), [whole]);
    assert_eq!(words("04-10 09:00", &[]), ["attempt_recorded"]);
}

/// A correction after a snapshot that speaks of what lies before it cannot be judged without the whole.
#[test]
fn a_correction_that_reaches_before_a_snapshot_needs_the_whole() {
    let mut tale = Tale::begun(Policy::standard(), "04-01 09:00");
    tale.reaches_opportunity("04-02");
    let snapshot = tale.lead.clone();
    tale.takes_back("04-03 09:00", &mistake([3]));
    tale.does(Role::Fs, "04-03 10:00", &call(ContactOutcome::Dialled, None));
    let later = &tale.facts[usize::try_from(snapshot.revision()).unwrap()..];
    let newest = tale.lead.revision();
    for named in [vec![newest], vec![newest - 1], vec![2, newest]] {
        let past = Past::Since(&snapshot, later);
        let decided = refused(tale.lifecycle.take_back(&past, &mistake(named), &manager(instant("04-03 11:00"))));
        let unmet: Vec<_> = decided.unwrap_err().unmet.iter().map(lead_lifecycle::Unmet::code).collect();
        assert_eq!(unmet, ["needs_whole"]);
    }
    // One that is undone speaks no more.
    tale.takes_back("04-03 12:00", &mistake([newest - 1]));
    let later = &tale.facts[usize::try_from(snapshot.revision()).unwrap()..];
    let decided =
        tale.lifecycle.take_back(&Past::Since(&snapshot, later), &mistake([newest]), &manager(instant("04-03 13:00")));
    assert_eq!(decided.unwrap().own_facts().len(), 1);
}

/// A clock turn after a turn that never was goes with it, whatever it would be judged by.
#[test]
fn what_time_made_after_a_turn_that_is_taken_back_goes_with_it() {
    let mut tale = Tale::begun(common::unclocked(), "04-01 09:00");
    tale.reaches_sql("04-02");
    assert_eq!(
        tale.clock("04-20 09:00"),
        [
            F::AnswerBecameStale,
            F::AnswerBecameStale,
            F::AnswerBecameStale,
            F::BecameStale,
            F::Recycled,
            F::CoolingEnded
        ]
    );
    tale.takes_back("04-20 10:00", &mistake([tale.newest(F::BecameSql)]));
    let after: Vec<_> =
        tale.facts.iter().rev().take_while(|fact| fact.kind() != F::TakenBack).map(Fact::kind).collect();
    assert_eq!(tale.taken().fallen.len(), 3, "{:?}", tale.taken().fallen);
    // An MQL nobody had worked on since: time makes it stale now, because of the correction.
    assert_eq!(after, [F::Recycled, F::BecameStale]);
    assert_eq!((tale.lead.stage().kind(), tale.lead.cycle().number()), (StageKind::Lead, 2));
    assert_eq!(Lead::replay(&tale.facts).unwrap(), tale.lead);
}

/// A purchase under another contract, recorded twice: only the second goes.
#[test]
fn a_purchase_that_was_recorded_twice_is_taken_back_once() {
    let mut tale = Tale::begun(common::unclocked(), "04-01 09:00");
    let bought = |key: &str| Command::RecordPurchase {
        contract: contract(key, "JPY"),
        attribution: lead_lifecycle::lead::Attribution::default(),
    };
    tale.does(Role::Cs, "04-02 09:00", &bought("C-1"));
    let once = tale.lead.clone();
    tale.does(Role::Cs, "04-02 10:00", &bought("C-2"));
    tale.takes_back("04-02 11:00", &mistake([tale.newest(F::PurchaseRecorded)]));
    assert_eq!((tale.lead.customer(), tale.lead.totals()), (once.customer(), once.totals()));
}
