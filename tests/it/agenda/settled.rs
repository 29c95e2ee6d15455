//! What an item names as settling it does settle it.

use std::collections::BTreeSet;

use lead_lifecycle::deal::{DealEdit, Edit};
use lead_lifecycle::lead::{BookedBy, DealOwner, Meeting, MeetingKind, MissedBy, Proposable, Propose, TeamChange};
use lead_lifecycle::lifecycle::AgendaKind;
use lead_lifecycle::values::{Channel, CommandKind, ContactOutcome, FieldValue};
use lead_lifecycle::{Command, Policy, Role};

use crate::common::tale::*;
use crate::common::{activity, contract, k, reason};

type Kind = AgendaKind;

fn begun() -> Tale {
    Tale::begun(Policy::standard(), "04-01 09:00")
}

fn first(when: &str, booked_by: BookedBy) -> Command {
    let meeting = Meeting::new(instant(when), Channel::WebMeeting);
    Command::ScheduleAppointment(Meeting { kind: Some(MeetingKind::First), booked_by, ..meeting })
}

fn tried() -> Command {
    call(ContactOutcome::Dialled, None)
}

fn spoke() -> Command {
    call(ContactOutcome::Conversation, None)
}

fn closes(day: &str) -> Command {
    let edit = DealEdit { expected_close: Edit::To(k(day)), ..DealEdit::default() };
    Command::EditDeal { edit: Box::new(edit) }
}

fn ends(reason_code: &str) -> Command {
    Command::EndContract { contract: k("C-1"), reason: reason(reason_code, false), until: None }
}

/// Where an item of a kind waits at an instant, and commands each of which settles it.
struct Case {
    kind: Kind,
    tale: Tale,
    at: &'static str,
    settles: Vec<(Role, Command)>,
}

fn recycle() -> (Role, Command) {
    (Role::Sdr, Command::Recycle { reason: reason("timing", false), until: None })
}

fn lose(role: Role) -> (Role, Command) {
    (role, Command::Lose { reason: reason("price", false), until: None })
}

fn win() -> (Role, Command) {
    (Role::Fs, Command::Win { contract: contract("C-1", "JPY") })
}

fn reject() -> (Role, Command) {
    (Role::Fs, Command::Reject { reason: reason("no_need", false) })
}

fn disqualify() -> (Role, Command) {
    (Role::Sdr, Command::Disqualify { reason: reason("no_fit", false) })
}

/// Before a meeting, and what has passed of one.
fn meetings() -> Vec<Case> {
    let mut before = begun();
    before.does(Role::System, "04-02 09:00", &first("04-20 09:00", BookedBy::Lead));
    before.does(Role::Sdr, "04-02 10:00", &confirmed("need"));
    before.does(Role::Sdr, "04-02 10:00", &confirmed("timeline"));
    let mut booked = begun();
    booked.does(Role::System, "04-02 09:00", &first("04-05 09:00", BookedBy::Lead));
    let mut accepted = begun();
    accepted.reaches_accepted("04-02");
    accepted.does(Role::Fs, "04-02 13:00", &first("04-05 09:00", BookedBy::Us));
    let mut followed = begun();
    followed.reaches_opportunity("04-02");
    let meeting =
        Meeting { kind: Some(MeetingKind::FollowUp), ..Meeting::new(instant("04-05 09:00"), Channel::InPerson) };
    followed.does(Role::Fs, "04-02 15:00", &Command::ScheduleAppointment(meeting));
    let mut invalid = begun();
    invalid.reaches_accepted("04-02");
    invalid.does(Role::Fs, "04-03 09:00", &first_meeting(false));
    let missed = (Role::Sdr, Command::MissAppointment { by: MissedBy::Lead });
    let moved = |to: Option<&str>| (Role::Sdr, Command::ChangeAppointment { to: to.map(instant), note: None });
    let (later, cancelled) = (moved(Some("04-09 09:00")), moved(None));
    let held = |valid| (Role::Fs, first_meeting(valid));
    let case = |kind, tale, settles| Case { kind, tale, at: "04-06 09:00", settles };
    vec![
        case(Kind::BeforeMeeting, before, vec![(Role::Sdr, confirmed("authority"))]),
        case(Kind::Appointment, booked, vec![later, cancelled, missed]),
        case(Kind::Appointment, accepted, vec![held(true), held(false)]),
        case(Kind::Appointment, followed, vec![(Role::Fs, Command::HoldMeeting { note: None })]),
        case(
            Kind::InvalidMeeting,
            invalid,
            vec![reject(), recycle(), lose(Role::Fs), (Role::Fs, first("04-20 09:00", BookedBy::Us))],
        ),
    ]
}

/// What is stale, and what asks for time's own facts.
fn stages() -> Vec<Case> {
    let mut mql = begun();
    mql.reaches_mql("04-02 09:00");
    mql.hears("04-02 10:00");
    let waiting = mql.lead.clone();
    assert_eq!(mql.clock("04-20 09:00").len(), 1);
    let mut sql = begun();
    sql.reaches_accepted("04-02");
    sql.clock("04-20 09:00");
    let mut opportunity = begun();
    opportunity.reaches_opportunity("04-02");
    opportunity.does(Role::Fs, "04-02 15:00", &closes("2026-12-31"));
    opportunity.clock("07-20 09:00");
    let unclocked = Tale { lead: waiting, facts: vec![], ..begun() };
    let discard = (Role::Sdr, Command::Discard { reason: reason("no_need", false) });
    vec![
        Case {
            kind: Kind::Stale,
            tale: begun(),
            at: "07-20 09:00",
            settles: vec![(Role::Mk, Command::Promote { note: None }), discard],
        },
        Case {
            kind: Kind::Stale,
            tale: mql,
            at: "04-20 09:00",
            settles: vec![recycle(), disqualify(), (Role::Sdr, qualify("memo", "D-1"))],
        },
        Case { kind: Kind::Stale, tale: sql, at: "04-20 09:00", settles: vec![reject(), recycle(), lose(Role::Fs)] },
        Case { kind: Kind::Stale, tale: opportunity, at: "07-20 09:00", settles: vec![win(), lose(Role::Fs)] },
        Case {
            kind: Kind::ClockDue,
            tale: unclocked,
            at: "04-20 09:00",
            settles: vec![(Role::System, Command::CheckClock)],
        },
    ]
}

/// What somebody waits for.
fn waiting() -> Vec<Case> {
    let mut raised = begun();
    raised.does(Role::System, "04-02 09:00", &hand_raise("h-1"));
    let spam = || (Role::Sdr, Command::CloseHandRaise { reason: reason("support_question", false) });
    let mut put_off = begun();
    put_off.reaches_mql("04-02 09:00");
    put_off.does(Role::Sdr, "04-02 10:00", &Command::Postpone { until: moment("04-20"), note: None });
    put_off.clock("04-20 00:00");
    let mut untouched = begun();
    untouched.reaches_mql("04-02 09:00");
    let mut handed = begun();
    handed.reaches_sql("04-02");
    let mut out = begun();
    out.does(Role::Sdr, "04-02 09:00", &Command::Discard { reason: reason("no_need", false) });
    for id in ["s1", "s2"] {
        out.does(Role::System, "04-03 09:00", &Command::RecordActivity { activity: activity(id, "seminar") });
    }
    let mut proposed = begun();
    let fields = [(k("region"), Some(FieldValue::Text(k("kanto"))))].into();
    let command = Box::new(Proposable::UpdateProfile { fields });
    let propose = Propose { id: k("p-1"), command, rationale: k("the signature says so") };
    proposed.does(Role::Assistant, "04-02 09:00", &Command::Propose(propose));
    let mut heard = begun();
    heard.reaches_mql("04-02 09:00");
    heard.does(Role::Sdr, "04-02 10:00", &confirmed("need"));
    heard.clock("08-01 09:00");
    let first_again = (Role::System, first("04-25 09:00", BookedBy::Lead));
    let reopen = (Role::Manager, Command::Reopen { reason: reason("new_interest", false) });
    let decline = Command::Decline { proposal: k("p-1"), note: None };
    let case = |kind, tale, at, settles| Case { kind, tale, at, settles };
    vec![
        case(Kind::HandRaise, raised, "04-03 09:00", vec![(Role::Sdr, spoke()), first_again, spam()]),
        case(Kind::PutOff, put_off, "04-20 09:00", vec![(Role::Sdr, tried())]),
        case(Kind::FirstContact, untouched, "04-03 09:00", vec![(Role::Sdr, tried())]),
        case(Kind::Handoff, handed, "04-03 09:00", vec![(Role::Fs, Command::Accept), reject()]),
        case(Kind::Reopen, out, "04-04 09:00", vec![reopen, spam()]),
        case(
            Kind::Proposal,
            proposed,
            "04-03 09:00",
            vec![(Role::Sdr, Command::Approve { proposal: k("p-1") }), (Role::Sdr, decline)],
        ),
        case(Kind::StaleAnswer, heard, "08-01 09:00", vec![(Role::Sdr, confirmed("need"))]),
    ]
}

/// Dates that have passed.
fn dates() -> Vec<Case> {
    let mut open = begun();
    open.reaches_opportunity("04-02");
    open.does(Role::Fs, "04-02 15:00", &closes("2026-04-10"));
    let mut customer = begun();
    customer.reaches_customer("04-02");
    let amended = |ends| Command::AmendContract { contract: k("C-1"), value: None, ends };
    let settles = vec![
        (Role::Cs, Command::RenewContract { contract: k("C-1"), ends: Some(k("2028-05-31")), value: None }),
        (Role::Cs, amended(Edit::To(k("2027-12-31")))),
        (Role::Cs, amended(Edit::Clear)),
        (Role::Cs, ends("expired")),
    ];
    vec![
        Case {
            kind: Kind::ExpectedClose,
            tale: open,
            at: "04-20 09:00",
            settles: vec![(Role::Fs, closes("2026-05-30")), win(), lose(Role::Fs)],
        },
        Case { kind: Kind::ContractTerm, tale: customer, at: "2027-06-02T09:00:00+09:00", settles },
    ]
}

/// A clock that nobody stopped asks for another owner.
fn escalated() -> Vec<Case> {
    let clock = r#"
        [sla.clocks.answer]
        starts = [{ anchor = "became_mql" }]
        stops = [{ attempt = {} }]
        targets = [{ within = { elapsed = "1h" } }]
        steps = [{ after = { elapsed = "2h" }, tell = ["manager"], reassign = true }]
    "#;
    let mut tale = Tale::begun(crate::common::policy(clock), "04-01 09:00");
    tale.reaches_mql("04-01 10:00");
    tale.clock("04-01 13:00");
    let (team, deal) = (TeamChange::Keep, DealOwner::Keep);
    let assign = Command::Assign { owner: Some(k("sdr-2")), team, deal };
    vec![Case { kind: Kind::Reassign, tale, at: "04-01 14:00", settles: vec![(Role::Manager, assign)] }]
}

/// Every command that an item names settles it, and each kind and command is shown here; a recount is with the books.
#[test]
fn what_an_item_names_settles_it() {
    let mut shown: BTreeSet<(Kind, CommandKind)> = BTreeSet::new();
    for case in meetings().into_iter().chain(stages()).chain(waiting()).chain(dates()).chain(escalated()) {
        let Case { kind, tale, at, settles } = case;
        let waits = |tale: &Tale| tale.agenda(at).into_iter().find(|item| item.kind == kind);
        let item = waits(&tale).unwrap_or_else(|| panic!("{kind} waits not: {:?}", tale.waits(at)));
        for (role, command) in settles {
            let named = command.kind();
            assert!(item.settle.contains(&named), "{kind}: {named}");
            let mut after = Tale { lifecycle: tale.lifecycle.clone(), lead: tale.lead.clone(), facts: vec![] };
            after.does(role, at, &command);
            assert_eq!(waits(&after), None, "{named} settles {kind}");
            shown.insert((kind, named));
        }
    }
    let all = Kind::ALL.iter().flat_map(|kind| kind.settle().iter().map(|command| (*kind, *command)));
    let left: Vec<_> = all.filter(|pair| !shown.contains(pair)).collect();
    assert_eq!(left, [(Kind::Recount, CommandKind::Recount)]);
}
