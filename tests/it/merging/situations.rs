//! One situation after another, in words: what becomes of everything that the loser had.

use lead_lifecycle::lead::{Because, Cause, DealOwner, Meeting, Propose, Stage, TeamChange, Trigger};
use lead_lifecycle::lifecycle::TakeBack;
use lead_lifecycle::values::{
    Channel, ConsentStatus, ContactOutcome, ContractKey, FieldValue, LeadKey, Moment, Points, Purpose,
};
use lead_lifecycle::{Capture, Command, Fact, FactBody, FactKind, Instant, Lifecycle, Origin, Role, StageKind};

use crate::common::tale::{call, hand_raise};
use crate::common::{DAY, at, contract, k, reason, text, yen};
use crate::correction_laws::differences;
use crate::merge_laws::{Family, codes, refused};
use crate::merging::{family, kinds, notes, seminar, words};

fn later(now: Instant, days: i64) -> Instant {
    at(now.seconds() + days * DAY)
}

fn purchase(key: &str) -> Command {
    Command::RecordPurchase {
        contract: contract(key, "JPY"),
        attribution: lead_lifecycle::lead::Attribution::default(),
    }
}

fn points(family: &Family, name: &str) -> Points {
    family.lifecycle.score(&family.lead(name), family.now).unwrap().total()
}

fn contracts(family: &Family, name: &str) -> Vec<String> {
    let lead = family.lead(name);
    let held = lead.customer().map_or(&[][..], |customer| customer.contracts());
    held.iter().map(|held| format!("{} until {:?} for {}", held.key(), held.ends(), held.value())).collect()
}

/// What only the loser's own people can do with it stays with it, is told to whoever merges, and is there again after a split.
#[test]
fn what_is_not_carried_over_is_told() {
    let mut family = family(true, &["a", "b"]);
    family.lifecycle = Lifecycle::new(crate::common::policy(r#"sla.presets = ["first_contact"]"#));
    family.leads.get_mut(&k::<LeadKey>("b")).unwrap().clear();
    let captured = Capture {
        account: Some(k("acme")),
        person: Some(k("hanako")),
        owner: Some(k("sdr-5")),
        ..Capture::new(k("b"), Origin::Referral)
    };
    family.begins("b", |_| captured);
    family.begins("a", |name| Capture {
        account: Some(k("acme-kk")),
        owner: Some(k("sdr-1")),
        ..Capture::new(k(name), Origin::Inbound)
    });
    family.tells("b", &Command::Promote { note: None });
    let meeting = later(family.now, 5);
    family.tells(
        "b",
        &Command::ScheduleAppointment(Meeting {
            booked_by: lead_lifecycle::lead::BookedBy::Lead,
            ..Meeting::new(meeting, Channel::Phone)
        }),
    );
    let proposed: lead_lifecycle::lead::Proposable =
        Command::UpdateProfile { fields: [(k("region"), Some(FieldValue::Text(k("kanto"))))].into() }
            .try_into()
            .unwrap();
    let propose = Propose { id: k("p-1"), command: Box::new(proposed), rationale: text("the web page says so") };
    family.tells("b", &Command::Propose(propose));
    let until = later(family.now, 20);
    family.tells("b", &Command::Postpone { until: Moment::At(until), note: None });
    family.looks();
    assert!(family.lead("b").clock(&k("first_contact")).unwrap().is_running());
    let before = family.lead("b");

    let together = family.ask_merge("b", "a").unwrap();
    let told = notes(&together);
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(
        told[0],
        format!(
            "left with `b`, not carried over: proposal `p-1`, that it was put off until {until}, the appointment of {meeting} \
             (agree on it again), a service-level clock, owner `sdr-5`, company `acme`"
        )
    );
    family.stores(together);
    let lead = family.lead("a");
    assert!(lead.proposals().is_empty() && lead.clocks().is_empty());
    assert!(lead.cycle().appointment().is_none() && !lead.cycle().is_postponed());
    assert_eq!(lead.cycle().owner().map(ToString::to_string).as_deref(), Some("sdr-1"));
    assert_eq!(lead.account().map(ToString::to_string).as_deref(), Some("acme-kk"));
    // The survivor had no person.
    assert_eq!(lead.person().map(ToString::to_string).as_deref(), Some("hanako"));
    // Nobody can approve what is left with a merged lead.
    let approve = Command::Approve { proposal: k("p-1") };
    let refusal = family.lifecycle.decide(&family.lead("b"), &approve, &family.by(Role::Manager)).unwrap_err();
    assert_eq!(codes(&refusal), ["stage"]);

    family.splits("b");
    assert_eq!(differences(&before, &family.lead("b")), Vec::<String>::new());
    assert_eq!(family.lead("b").proposals().len(), 1);
    assert_eq!(family.lead("a").person(), None);
}

/// Somebody asks for contact at the duplicate, and nobody has answered: the survivor is promoted for it, with the date of it.
#[test]
fn a_hand_raise_that_waits_promotes_the_survivor() {
    let mut family = family(true, &["a", "b"]);
    family.tells("b", &hand_raise("h-1"));
    let raised = family.now;
    family.waits(2);
    assert_eq!(family.merges("b", "a"), [FactKind::MergedFrom, FactKind::BecameMql, FactKind::MergedInto]);
    let lead = family.lead("a");
    assert_eq!(lead.hand_raise().since(), Some(raised));
    let promoted = family.history("a").last().unwrap();
    let FactBody::BecameMql { trigger, grounds, .. } = &promoted.body else { panic!("{promoted}") };
    assert_eq!((*trigger, *grounds), (Trigger::HandRaise, Some(raised)));
    assert_eq!(promoted.envelope.cause, Cause::Rule(Because::Merge));
    // Told again to the survivor it is recorded, and is no second hand-raise.
    family.waits(1);
    let decision = family.asks("a", &hand_raise("h-1"));
    let FactBody::ActivityRecorded { raises_hand, .. } = decision.own_facts()[0].body else { panic!() };
    assert!(!raises_hand);
    family.tells("a", &hand_raise("h-1"));
    assert_eq!(family.lead("a").hand_raise().newest(), Some(raised));
    // Another one is one.
    family.tells("a", &hand_raise("h-2"));
    assert_eq!(family.lead("a").hand_raise().newest(), Some(family.now));
}

/// Where the hand-raise of a merged lead is told again, the host is not told that it is too old: it is known.
#[test]
fn a_hand_raise_told_again_is_not_called_forgotten() {
    let mut family = family(true, &["a", "b"]);
    family.tells("b", &hand_raise("h-1"));
    family.merges("b", "a");
    let decision = family.asks("a", &hand_raise("h-1"));
    let told: Vec<String> = decision.notes().iter().map(ToString::to_string).collect();
    assert!(!told.iter().any(|note| note.contains("older than the hand-raises that are remembered")), "{told:?}");
}

/// Who was reached after asking for contact waits no more, at whichever of the two leads it was.
#[test]
fn an_answered_hand_raise_promotes_nobody() {
    let mut at_loser = family(true, &["a", "b"]);
    at_loser.tells("b", &hand_raise("h-1"));
    at_loser.tells("b", &call(ContactOutcome::Answered, None));
    at_loser.merges("b", "a");
    assert_eq!(at_loser.lead("a").hand_raise().since(), None);
    assert_eq!(at_loser.lead("a").stage().kind(), StageKind::Lead);

    let mut at_survivor = family(true, &["a", "b"]);
    at_survivor.tells("b", &hand_raise("h-1"));
    at_survivor.tells("a", &call(ContactOutcome::Answered, None));
    at_survivor.merges("b", "a");
    assert_eq!(at_survivor.lead("a").hand_raise().since(), None);
    assert_eq!(at_survivor.lead("a").stage().kind(), StageKind::Lead);
    // After the split it waits at the loser, as it did.
    at_survivor.splits("b");
    assert!(at_survivor.lead("b").hand_raise().since().is_some());

    // Before it was raised, a call answers nothing.
    let mut before = family(true, &["a", "b"]);
    before.tells("a", &call(ContactOutcome::Answered, None));
    before.tells("b", &hand_raise("h-1"));
    before.merges("b", "a");
    assert_eq!(before.lead("a").stage().kind(), StageKind::Mql);
}

/// Answered at the survivor after the merge, it waits again at the loser that lives by itself.
#[test]
fn what_the_survivor_answered_waits_at_the_loser_after_a_split() {
    let mut family = family(true, &["a", "b"]);
    family.tells("b", &hand_raise("h-1"));
    let raised = family.now;
    family.merges("b", "a");
    family.tells("a", &call(ContactOutcome::Answered, None));
    family.splits("b");
    assert_eq!(family.lead("a").hand_raise().since(), None);
    assert_eq!(family.lead("b").hand_raise().since(), Some(raised));
}

/// A hand-raise that waits ends the cooling of a survivor that was recycled, and suggests to reopen one that was disqualified.
#[test]
fn a_hand_raise_that_waits_rouses_the_survivor() {
    let mut cooling = family(true, &["a", "b"]);
    cooling.tells("a", &Command::Promote { note: None });
    cooling.tells("a", &Command::Recycle { reason: reason("timing", false), until: None });
    assert!(matches!(cooling.lead("a").stage(), Stage::Lead { cooling_until: Some(_) }));
    cooling.tells("b", &hand_raise("h-1"));
    cooling.merges("b", "a");
    assert_eq!(cooling.lead("a").stage().kind(), StageKind::Mql);

    let mut gone = family(true, &["a", "b"]);
    gone.tells("a", &Command::Discard { reason: reason("spam", false) });
    gone.tells("b", &hand_raise("h-1"));
    assert_eq!(gone.merges("b", "a"), [FactKind::MergedFrom, FactKind::ReopenSuggested, FactKind::MergedInto]);
}

/// What was found out to be a machine's at the loser is not taken in again by the survivor.
#[test]
fn what_was_taken_back_at_the_loser_stays_taken_back() {
    let mut family = family(true, &["a", "b"]);
    let nothing = points(&family, "a");
    family.tells("b", &seminar("s-1"));
    let order = TakeBack::new([2], reason("scanner", false));
    let decision = family.lifecycle.take_back(&family.past("b"), &order, &family.manager()).unwrap();
    family.leads.get_mut(&k::<LeadKey>("b")).unwrap().extend(decision.into_facts());
    family.merges("b", "a");
    let decision = family.asks("a", &seminar("s-1"));
    assert!(decision.is_empty());
    assert_eq!(
        decision.notes().iter().map(ToString::to_string).collect::<Vec<_>>(),
        ["activity `s-1` is among those that were taken back: it is not taken in again"]
    );
    assert_eq!(points(&family, "a"), nothing);
    // After the split the survivor may be told of it: it never heard of it itself.
    family.splits("b");
    assert_eq!(family.tells("a", &seminar("s-1")), [FactKind::ActivityRecorded]);
}

/// An activity that both had reported stays with both; one that was told again to the survivor after the merge stays with it.
#[test]
fn whose_an_activity_is_after_a_split() {
    let mut family = family(true, &["a", "b"]);
    // The profile has points of its own.
    let fit: i32 = points(&family, "a").to_string().parse().unwrap();
    for (name, id) in [("a", "both"), ("b", "both"), ("b", "his"), ("b", "again")] {
        family.now = at(crate::common::START);
        family.tells(name, &seminar(id));
    }
    let one = points(&family, "a");
    let times = |count: i32| Points::from_int(count * 15 + fit);
    assert_eq!(one, times(1));
    family.merges("b", "a");
    assert_eq!(points(&family, "a"), times(3));
    // The same activity at the same instant: the score does not count it twice.
    let again = family.by(Role::System).with_effective_at(at(crate::common::START + 60));
    let decision = family.lifecycle.decide(&family.lead("a"), &seminar("again"), &again).unwrap();
    assert_eq!(decision.own_facts().len(), 1);
    family.leads.get_mut(&k::<LeadKey>("a")).unwrap().extend(decision.into_facts());
    assert_eq!(points(&family, "a"), times(3));
    family.splits("b");
    assert_eq!((points(&family, "a"), points(&family, "b")), (times(2), times(3)));
}

/// The survivor of a customer has the contracts at whatever stage it is, and they are renewed and ended there.
#[test]
fn contracts_are_held_at_every_stage() {
    let mut family = family(true, &["a", "b"]);
    family.tells("b", &purchase("C-1"));
    family.tells("b", &purchase("C-2"));
    family.merges("b", "a");
    assert_eq!(family.lead("a").stage().kind(), StageKind::Lead);
    assert_eq!(contracts(&family, "a").len(), 2);
    let renew = Command::RenewContract { contract: k("C-1"), ends: Some(k("2028-05-31")), value: Some(yen(5)) };
    assert_eq!(family.tells("a", &renew), [FactKind::ContractRenewed]);
    for key in ["C-1", "C-2"] {
        let end = Command::EndContract { contract: k(key), reason: reason("expired", false), until: None };
        assert_eq!(family.tells("a", &end), [FactKind::ContractEnded]);
    }
    assert_eq!((family.lead("a").stage().kind(), family.lead("a").customer()), (StageKind::Lead, None));
}

/// Of one contract that both hold the later terms count, each by its own instant.
#[test]
fn terms_of_one_contract_unite() {
    let mut family = family(true, &["a", "b"]);
    for name in ["a", "b"] {
        family.tells(name, &purchase("C-1"));
    }
    let amend = |value, ends| Command::AmendContract { contract: k("C-1"), value, ends };
    family.tells("a", &amend(Some(yen(9)), lead_lifecycle::deal::Edit::Keep));
    family.tells("b", &amend(None, lead_lifecycle::deal::Edit::To(k("2029-12-31"))));
    family.merges("b", "a");
    let lead = family.lead("a");
    let held = lead.customer().unwrap().contract(&k::<ContractKey>("C-1")).unwrap();
    assert_eq!((held.value(), held.ends()), (yen(9), Some(k("2029-12-31"))));
    assert_eq!(lead.customer().unwrap().contracts().len(), 1);
}

/// What was told of a contract to the survivor goes with it, and the host is told to tell it again there.
#[test]
fn what_was_told_of_a_contract_that_leaves_is_told_again() {
    let mut family = family(true, &["a", "b"]);
    family.tells("b", &purchase("C-1"));
    family.merges("b", "a");
    let renew = Command::RenewContract { contract: k("C-1"), ends: Some(k("2028-05-31")), value: None };
    family.tells("a", &renew);
    family.tells(
        "a",
        &Command::AmendContract {
            contract: k("C-1"),
            value: Some(yen(7)),
            ends: lead_lifecycle::deal::Edit::default(),
        },
    );
    let together = family.ask_split("b").unwrap();
    let told = notes(&together);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(
        told[0].starts_with("told of contracts that part with `b`, tell it again there: 3 `contract_renewed`"),
        "{told:?}"
    );
    family.stores(together);
    assert_eq!(contracts(&family, "a"), Vec::<String>::new());
    assert!(contracts(&family, "b")[0].starts_with("C-1 until Some(2027-05-31)"));
    assert_eq!(family.tells("b", &renew), [FactKind::ContractRenewed]);
}

/// Its end is a turn of the survivor: it is taken back first.
#[test]
fn an_ended_contract_stands_on_the_merge() {
    let mut family = family(true, &["a", "b"]);
    family.tells("b", &purchase("C-1"));
    family.merges("b", "a");
    let end = Command::EndContract { contract: k("C-1"), reason: reason("expired", false), until: None };
    family.tells("a", &end);
    let refusal = refused(family.ask_split("b"));
    assert_eq!(codes(&refusal), ["stand_on_part"], "{:?}", words(&refusal));
    let order = TakeBack::new([family.lead("a").revision()], reason("mistake", false));
    let decision = family.lifecycle.take_back(&family.past("a"), &order, &family.manager()).unwrap();
    family.leads.get_mut(&k::<LeadKey>("a")).unwrap().extend(decision.into_facts());
    family.splits("b");
    assert_eq!(contracts(&family, "b").len(), 1);
}

/// Both leads were met: the earlier touch is kept as the first, with where it came from, and goes with the split.
#[test]
fn the_first_touch_is_the_earliest() {
    let mut family = family(true, &[]);
    family.begins("b", |name| Capture::new(k(name), Origin::Referral));
    family.waits(3).begins("a", |name| Capture::new(k(name), Origin::Inbound));
    family.merges("b", "a");
    let lead = family.lead("a");
    assert_eq!((lead.origin(), lead.first_touch().lead), (Origin::Referral, k("b")));
    assert_eq!(lead.first_touch().at, at(crate::common::START));
    assert_eq!(lead.cycle().origin(), Origin::Inbound);
    family.splits("b");
    let lead = family.lead("a");
    assert_eq!((lead.origin(), lead.first_touch().lead), (Origin::Inbound, k("a")));
}

/// What was counted at the loser is kept apart: it is never added, and its cycle and milestones stay its own.
#[test]
fn lifetime_totals_are_kept_apart() {
    let mut family = family(true, &["a", "b"]);
    family.tells("b", &Command::Promote { note: None });
    family.tells("b", &seminar("s-1"));
    family.tells("b", &call(ContactOutcome::Dialled, None));
    let (a, b) = (family.lead("a"), family.lead("b"));
    family.merges("b", "a");
    let lead = family.lead("a");
    assert_eq!(lead.totals(), a.totals());
    let known = lead.absorbed_lead(&k("b")).unwrap();
    assert_eq!((known.totals, known.revision, known.with.clone()), (*b.totals(), b.revision(), k("b")));
    let gone = family.lead("b");
    assert!(matches!(gone.stage(), Stage::Merged { into } if *into == k::<LeadKey>("a")));
    assert_eq!(gone.cycle().milestones(), b.cycle().milestones());
}

/// Somebody unsubscribed at one record and subscribed again at another: the last word counts, whoever survives.
#[test]
fn consents_of_two_records() {
    type Word = (Channel, Purpose, ConsentStatus, i64);
    let (mail, phone) = (Channel::Mail, Channel::Phone);
    let (news, sales) = (Purpose::Marketing, Purpose::Sales);
    let (yes, no) = (ConsentStatus::Granted, ConsentStatus::Withdrawn);
    let first: &[Word] = &[(mail, news, yes, 1), (mail, news, no, 50), (phone, sales, yes, 1)];
    let came_back: &[Word] = &[(mail, news, yes, 140), (phone, sales, no, 25)];
    let earlier: &[Word] = &[(mail, news, yes, 25)];
    let at_once: &[Word] = &[(mail, news, yes, 50)];
    let told = |family: &mut Family, name: &str, words: &[Word]| {
        for (channel, purpose, status, day) in words {
            let day = at(crate::common::START + day * DAY);
            let by = family.by(Role::Sdr).with_effective_at(day);
            let command = Command::RecordConsent { channel: *channel, purpose: *purpose, status: *status };
            let decision = family.lifecycle.decide(&family.lead(name), &command, &by).unwrap();
            family.leads.get_mut(&k::<LeadKey>(name)).unwrap().extend(decision.into_facts());
        }
    };
    for (other, by_mail, by_phone) in
        [(came_back, (yes, 140), (no, 25)), (earlier, (no, 50), (yes, 1)), (at_once, (no, 50), (yes, 1))]
    {
        for (goes, stays) in [("p", "q"), ("q", "p")] {
            let mut family = family(true, &["p", "q"]);
            family.waits(200);
            told(&mut family, "p", first);
            told(&mut family, "q", other);
            family.merges(goes, stays);
            let lead = family.lead(stays);
            let word = |channel, purpose| {
                let known = lead.consents().get(channel, purpose).unwrap();
                (known.status, (known.at.seconds() - crate::common::START) / DAY)
            };
            assert_eq!((word(mail, news), word(phone, sales)), (by_mail, by_phone), "{stays} survives");
        }
    }
}

/// A wrong merge is found out after the survivor was merged itself: what the one brought leaves with it, the rest stays where it
/// is, and it can be merged again.
#[test]
fn a_wrong_merge_in_the_middle_of_a_chain() {
    let mut family = family(true, &[]);
    for name in ["a", "b", "c"] {
        family.begins(name, |name| Capture::new(k(name), Origin::Inbound));
    }
    let number = FieldValue::Text(text("03-1234-5678"));
    family.tells("b", &Command::UpdateProfile { fields: [(k("phone"), Some(number.clone()))].into() });
    for (name, id) in [("a", "a1"), ("b", "b1"), ("b", "a1"), ("c", "c1")] {
        family.tells(name, &seminar(id));
    }
    let (granted, sales) = (ConsentStatus::Granted, Purpose::Sales);
    family.tells("b", &Command::RecordConsent { channel: Channel::Phone, purpose: sales, status: granted });
    family.merges("b", "a");
    family.merges("a", "c");
    assert_eq!(family.lead("c").profile().get("phone"), Some(&number));
    assert!(family.lead("c").consents().get(Channel::Phone, sales).is_some());
    family.tells("c", &seminar("c2"));

    family.splits("b");
    let (a, b, c) = (family.lead("a"), family.lead("b"), family.lead("c"));
    assert_eq!((c.profile().get("phone"), b.profile().get("phone")), (None, Some(&number)));
    assert!(c.consents().get(Channel::Phone, sales).is_none() && b.consents().get(Channel::Phone, sales).is_some());
    assert_eq!(points(&family, "c"), Points::from_int(45));
    assert_eq!(points(&family, "b"), Points::from_int(30));
    let held: Vec<_> = c.absorbed().unwrap().leads().iter().map(|known| known.lead.to_string()).collect();
    assert_eq!(held, ["a"]);
    assert!(a.absorbed().is_none());
    assert_eq!(family.way("a"), [k::<LeadKey>("c")]);
    assert_eq!(codes(&refused(family.ask_split("b"))), ["not_merged"]);
    // Into the one in the middle it cannot go: that one lives on elsewhere.
    assert_eq!(codes(&refused(family.ask_merge("b", "a"))), ["merged_before"]);
    family.merges("b", "c");
    assert_eq!(family.lead("c").profile().get("phone"), Some(&number));
}

/// A promotion by the united score falls with the split, if nobody has worked on it.
#[test]
fn a_promotion_by_the_united_score_falls_with_the_split() {
    let mut family = family(true, &["a", "b"]);
    family.tells("a", &seminar("s-1"));
    family.tells("b", &seminar("s-2"));
    assert_eq!(family.merges("b", "a"), [FactKind::MergedFrom, FactKind::BecameMql, FactKind::MergedInto]);
    let together = family.ask_split("b").unwrap();
    assert_eq!(
        kinds(&together),
        [("b".to_owned(), vec![FactKind::SplitFrom]), ("a".to_owned(), vec![FactKind::SplitOff])]
    );
    let of_a: Vec<Fact> = together.of(&k("a")).unwrap().own_facts().to_vec();
    let FactBody::SplitOff(split) = &of_a[0].body else { panic!() };
    assert_eq!((split.fallen.iter().collect::<Vec<_>>(), split.hollow.is_empty()), (vec![4], true));
    family.stores(together);
    assert_eq!(family.lead("a").stage().kind(), StageKind::Lead);
}

/// Once people have worked on its strength it stays, and is hollow.
#[test]
fn a_promotion_that_people_worked_on_is_hollow_after_the_split() {
    let mut family = family(true, &["a", "b"]);
    family.tells("a", &seminar("s-1"));
    family.tells("b", &seminar("s-2"));
    family.merges("b", "a");
    let promoted = family.lead("a").revision();
    family.tells("a", &Command::Recycle { reason: reason("timing", false), until: None });
    family.splits("b");
    let history = family.history("a");
    let facts: Vec<&Fact> = history.iter().collect();
    assert_eq!(lead_lifecycle::lead::hollow(&facts).into_iter().collect::<Vec<_>>(), [promoted]);
    assert_eq!(family.lead("a").cycle().number(), 2);
    let counted = lead_lifecycle::lead::counted(history).unwrap();
    assert_eq!(counted.iter().filter(|one| one.hollow).count(), 1);
    assert!(counted.iter().all(|one| one.fact.kind() != FactKind::MergedFrom));
}

/// The owner of the loser is told only where it is another.
#[test]
fn nothing_is_told_of_what_is_the_same() {
    let mut family = family(true, &["a", "b"]);
    for name in ["a", "b"] {
        let assign = Command::Assign { owner: Some(k("sdr-1")), team: TeamChange::Keep, deal: DealOwner::Follow };
        family.tells(name, &assign);
    }
    assert_eq!(notes(&family.ask_merge("b", "a").unwrap()), Vec::<String>::new());
}

/// Time makes nothing of a merged lead: nobody is woken for it, and nothing of it is on an agenda. After the split it goes on.
#[test]
fn nobody_waits_for_a_merged_lead() {
    let mut family = family(true, &["a", "b"]);
    family.tells("b", &Command::Promote { note: None });
    let wakes = |family: &Family| family.lifecycle.next_wake(&family.lead("b")).unwrap().is_some();
    assert!(wakes(&family));
    family.merges("b", "a");
    family.waits(200);
    assert!(!wakes(&family));
    assert!(family.lifecycle.agenda(&family.lead("b"), family.now).unwrap().is_empty());
    assert!(family.asks("b", &Command::CheckClock).is_empty());
    // It has been stale for long when it lives again.
    let together = family.ask_split("b").unwrap();
    let of_b: Vec<FactKind> = together.of(&k("b")).unwrap().facts().iter().map(Fact::kind).collect();
    assert_eq!(of_b[..2], [FactKind::SplitFrom, FactKind::BecameStale]);
}

/// The hand-raise for which the survivor was promoted leaves with the duplicate, and so does the promotion.
#[test]
fn a_promotion_for_a_hand_raise_that_leaves_falls() {
    let mut family = family(true, &["a", "b"]);
    family.tells("b", &hand_raise("h-1"));
    family.merges("b", "a");
    assert_eq!(family.lead("a").stage().kind(), StageKind::Mql);
    family.splits("b");
    let lead = family.lead("a");
    assert_eq!((lead.stage().kind(), lead.hand_raise().since()), (StageKind::Lead, None));
    assert_eq!(family.lead("b").stage().kind(), StageKind::Mql);
}
