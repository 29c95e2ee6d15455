//! What an item says: who answers, by when, how urgent; and in which order items stand.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use lead_lifecycle::lead::{BookedBy, DealOwner, Meeting, TeamChange};
use lead_lifecycle::lifecycle::{Agenda, AgendaItem, AgendaKind, PolicyGap, Severity};
use lead_lifecycle::values::Channel;
use lead_lifecycle::{Capture, Command, Lead, Lifecycle, Origin, Policy, Role, Span};
use proptest::prelude::*;

use crate::common::tale::*;
use crate::common::{brisk, contract, full_capture, k, reason, story, tell};

fn begun(origin: Origin) -> Tale {
    let capture = Capture { fields: crate::common::full_profile(), ..Capture::new(k("lead"), origin) };
    Tale::captured(Policy::standard(), &capture, "04-01 09:00", None)
}

fn assign(owner: &str, deal: DealOwner) -> Command {
    Command::Assign { owner: Some(k(owner)), team: TeamChange::Set(k("east")), deal }
}

fn item(tale: &Tale, at: &str, kind: AgendaKind) -> AgendaItem {
    let items = tale.agenda(at);
    items.into_iter().find(|item| item.kind == kind).unwrap_or_else(|| panic!("{kind}: {:?}", tale.waits(at)))
}

#[test]
fn the_role_is_that_of_stage_and_kind() {
    let role = |tale: &Tale, at: &str, kind| item(tale, at, kind).role;
    let mut lead = begun(Origin::Inbound);
    assert_eq!(role(&lead, "07-20 09:00", AgendaKind::Stale), Some(Role::Mk));
    lead.reaches_mql("04-02 09:00");
    assert_eq!(role(&lead, "04-03 09:00", AgendaKind::FirstContact), Some(Role::Sdr));
    assert_eq!(role(&lead, "04-20 09:00", AgendaKind::ClockDue), Some(Role::System));
    let mut outbound = begun(Origin::Outbound);
    outbound.reaches_mql("04-02 09:00");
    assert_eq!(role(&outbound, "04-03 09:00", AgendaKind::FirstContact), Some(Role::Bdr));
    let mut sold = begun(Origin::Inbound);
    sold.reaches_sql("04-02");
    assert_eq!(role(&sold, "04-03 09:00", AgendaKind::Handoff), Some(Role::Fs));
    // The stage is field sales', what must be asked is inside sales'.
    assert_eq!(role(&sold, "12-20 09:00", AgendaKind::StaleAnswer), Some(Role::Sdr));
    sold.does(Role::Fs, "04-03 10:00", &Command::Accept);
    sold.does(Role::Fs, "04-03 11:00", &first_meeting(true));
    sold.does(Role::Fs, "04-03 12:00", &Command::Win { contract: contract("C-1", "JPY") });
    assert_eq!(role(&sold, "2027-06-02T00:00:00Z", AgendaKind::ContractTerm), Some(Role::Cs));
    // A customer's contract is customer success' while an expansion is sold, too.
    let expand = Command::OpenExpansion { note: None, attribution: lead_lifecycle::lead::Attribution::default() };
    sold.does(Role::Cs, "05-03 12:00", &expand);
    assert_eq!(role(&sold, "2027-06-02T00:00:00Z", AgendaKind::ContractTerm), Some(Role::Cs));
    let mut out = begun(Origin::Inbound);
    out.does(Role::Sdr, "04-02 09:00", &Command::Discard { reason: reason("no_need", false) });
    out.does(Role::System, "04-03 09:00", &hand_raise("h-1"));
    assert_eq!(role(&out, "04-04 09:00", AgendaKind::Reopen), Some(Role::Manager));
}

/// What field sales answers for is the deal owner's, all else the lead owner's; a deal of nobody is the lead owner's.
#[test]
fn matters_of_the_deal_are_its_owners() {
    let owner = |tale: &Tale, at: &str, kind| item(tale, at, kind).owner.map(|owner| owner.to_string());
    let mut tale = begun(Origin::Inbound);
    tale.reaches_sql("04-02");
    assert!(item(&tale, "04-02 12:00", AgendaKind::Handoff).is_unowned());
    tale.does(Role::Manager, "04-02 12:00", &assign("sato", DealOwner::Keep));
    assert_eq!(owner(&tale, "04-02 13:00", AgendaKind::Handoff).as_deref(), Some("sato"), "the deal is nobody's");
    tale.does(Role::Manager, "04-02 14:00", &assign("sato", DealOwner::To(k("mori"))));
    assert_eq!(owner(&tale, "04-02 15:00", AgendaKind::Handoff).as_deref(), Some("mori"));
    assert_eq!(owner(&tale, "12-20 09:00", AgendaKind::StaleAnswer).as_deref(), Some("sato"));
    let team = item(&tale, "04-02 15:00", AgendaKind::Handoff).team;
    assert_eq!(team, Some(k("east")));
}

/// The table of `AgendaItem`, where a date or a choice is behind it.
#[test]
fn due_is_by_when_or_since_when() {
    let mut tale = begun(Origin::Inbound);
    tale.reaches_opportunity("04-02");
    let close = item(&tale, "10-05 09:00", AgendaKind::ExpectedClose);
    assert_eq!((close.due, close.severity), (Some(k("2026-09-30T23:59:59+09:00")), Severity::Overdue));
    let stale = item(&tale, "10-05 09:00", AgendaKind::Stale);
    assert_eq!((stale.due, stale.severity), (Some(instant("06-01 13:00")), Severity::Overdue), "60 days");
    let meeting = Meeting { booked_by: BookedBy::Lead, ..Meeting::new(instant("04-20 09:00"), Channel::WebMeeting) };
    let mut tale = begun(Origin::Inbound);
    tale.does(Role::System, "04-02 09:00", &Command::ScheduleAppointment(meeting));
    let before = item(&tale, "04-03 09:00", AgendaKind::BeforeMeeting);
    assert_eq!((before.due, before.severity), (Some(instant("04-20 09:00")), Severity::Soon));
    let over = item(&tale, "04-20 10:00", AgendaKind::Appointment);
    assert_eq!((over.due, over.severity), (Some(instant("04-20 09:00")), Severity::Overdue));
    let mut out = begun(Origin::Inbound);
    out.does(Role::Sdr, "04-02 09:00", &Command::Discard { reason: reason("no_need", false) });
    out.does(Role::System, "04-03 09:00", &hand_raise("h-1"));
    let reopen = item(&out, "04-04 09:00", AgendaKind::Reopen);
    assert_eq!((reopen.due, reopen.severity), (None, Severity::Due));
}

/// An answer that a later policy lets count again is told without an instant, until it is too old by that one too.
#[test]
fn an_answer_that_counts_again_has_no_since() {
    let mut tale = begun(Origin::Inbound);
    tale.reaches_mql("04-02 09:00");
    tale.does(Role::Sdr, "04-02 10:00", &confirmed("need"));
    tale.clock("07-02 09:00");
    assert_eq!(item(&tale, "07-03 09:00", AgendaKind::StaleAnswer).due, Some(instant("07-01 10:00")));
    let patient = crate::common::policy(
        "[qualification.criteria]\nneed = { valid_for = \"120d\" }\nbudget = {}\nauthority = {}\ntimeline = {}\n",
    );
    let version = lead_lifecycle::lifecycle::Version::new(instant("07-04 00:00"), patient);
    tale.lifecycle = Lifecycle::with_book(tale.lifecycle.book().clone().with(version).unwrap());
    tale.clock("07-04 00:00");
    assert_eq!(item(&tale, "07-05 09:00", AgendaKind::StaleAnswer).due, None);
    let wake = tale.lifecycle.next_wake_after(&tale.lead, instant("07-05 09:00")).unwrap().unwrap();
    assert_eq!((wake.at, wake.fact, wake.agenda), (instant("07-31 10:00"), None, true));
    assert_eq!(item(&tale, "07-31 10:00", AgendaKind::StaleAnswer).due, Some(wake.at));
}

/// An item's word is the word of its reason, as it is stored.
fn word_is_that_of_the_reason(item: &AgendaItem) {
    let stored = serde_json::to_value(item).unwrap();
    let reason = &stored["reason"];
    let word = reason.as_str().or_else(|| reason.as_object().and_then(|map| map.keys().next().map(String::as_str)));
    assert_eq!(word, Some(item.kind.as_str()));
    assert_eq!(stored["kind"], item.kind.as_str());
    assert_eq!(stored["settle"].as_array().map(Vec::len), Some(item.settle.len()));
    // What stops a clock, its rule says, and how bad it is, the instant.
    if item.kind != AgendaKind::ServiceLevel && item.kind != AgendaKind::Escalation {
        assert_eq!((item.severity, item.settle.as_slice()), (item.kind.severity(), item.kind.settle()));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// The order is total: no two items are equal in it, and those of many leads are those of each, in the same order whatever
    /// order the leads come in.
    #[test]
    fn an_agenda_of_many_is_the_agendas_of_each(
        stories in proptest::collection::vec(story(18), 1..6), days in 0..120_u32, turn in 0..6_usize,
    ) {
        let lifecycle = Lifecycle::new(brisk());
        let mut leads: Vec<Lead> = stories
            .iter()
            .enumerate()
            .map(|(number, steps)| named(&tell(&lifecycle, steps, |_, _, _, _| {}).lead, number))
            .collect();
        let last = leads.iter().map(Lead::recorded_at).max().unwrap();
        let now = last.saturating_add(Span::days(days));
        let agenda = lifecycle.agenda_of(&leads, now);
        let mut of_each: Vec<AgendaItem> = leads.iter().flat_map(|lead| lifecycle.agenda(lead, now).unwrap()).collect();
        of_each.iter().for_each(word_is_that_of_the_reason);
        of_each.reverse();
        of_each.sort_by(AgendaItem::by_urgency);
        prop_assert_eq!(&agenda.items, &of_each);
        for pair in agenda.items.windows(2) {
            prop_assert_eq!(pair[0].by_urgency(&pair[1]), Ordering::Less);
            prop_assert!(pair[0].severity <= pair[1].severity);
        }
        for lead in &leads {
            let own: Vec<_> = agenda.items.iter().filter(|item| item.lead == *lead.key()).cloned().collect();
            prop_assert_eq!(own, lifecycle.agenda(lead, now).unwrap());
        }
        let count = leads.len();
        leads.rotate_left(turn % count);
        prop_assert_eq!(lifecycle.agenda_of(&leads, now), agenda);
    }
}

/// The same lead under a key of its own.
fn named(lead: &Lead, number: usize) -> Lead {
    let mut stored = serde_json::to_value(lead).unwrap();
    stored["key"] = format!("lead-{number}").into();
    serde_json::from_value(stored).unwrap()
}

/// A lead of which the book says nothing hides none of the others, and is told.
#[test]
fn a_gap_hides_nobody() {
    let mut known = begun(Origin::Inbound);
    known.reaches_mql("04-02 09:00");
    let strange = Tale::captured(brisk(), &full_capture("strange"), "04-01 09:00", None);
    let agenda = known.lifecycle.agenda_of([&strange.lead, &known.lead], instant("04-03 09:00"));
    assert_eq!(agenda.items, known.agenda("04-03 09:00"));
    assert_eq!(agenda.items.len(), 1);
    let Agenda { gaps, .. } = &agenda;
    assert!(matches!(gaps.as_slice(), [(lead, PolicyGap::Unknown { .. })] if lead.as_str() == "strange"), "{gaps:?}");
    assert_eq!(agenda.unowned().count(), 1);
}

/// Each kind has one severity, and all three are used.
#[test]
fn every_severity_is_used() {
    let used: BTreeSet<Severity> = AgendaKind::ALL.iter().map(|kind| kind.severity()).collect();
    assert_eq!(used.into_iter().collect::<Vec<_>>(), Severity::ALL);
}
