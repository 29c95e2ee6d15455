//! Refusals: what a host sends to a screen, stores for its reports and reads again.
//!
//! `tests/golden/refusals.json` pins the code, the stored form and the words of every condition.

use std::collections::BTreeSet;

use lead_lifecycle::access::Grant;
use lead_lifecycle::calendar::Zone;
use lead_lifecycle::deal::{ContractError, DealError, DealItem};
use lead_lifecycle::handoff::{HandoffItem, MissingItem};
use lead_lifecycle::lead::{ApplyError, MeetingKind};
use lead_lifecycle::lifecycle::{
    AccessUnmet, BackfillError, ContactUnmet, ContractUnmet, DealUnmet, FactAt, HandoffUnmet, IntakeUnmet, LeadUnmet,
    LegacyStep, MergeUnmet, Permitted, PolicyGap, ProposalUnmet, QualificationUnmet, RoomFor, TimeUnmet, Way,
};
use lead_lifecycle::qualification::{Answers, BarKind, BarReport};
use lead_lifecycle::recycle::{ReasonList, ReasonProblem};
use lead_lifecycle::values::{
    CommandKind, FieldError, Fingerprint, Milestone, Moment, MoneyError, PolicyStamp, Progress, TextError,
};
use lead_lifecycle::{
    Actor, Capture, Command, Context, Currency, FactBody, FactKind, Instant, Lead, Lifecycle, Origin, Policy, Refusal,
    Role, Span, StageKind, Unmet,
};

use crate::common::stages::golden;
use crate::common::{DAY, START, at, k};

fn day(number: i64) -> Instant {
    at(START + number * DAY)
}

fn bar(which: BarKind) -> BarReport {
    Policy::standard().qualification().judge(which, &Answers::default(), day(0), &Zone::JST)
}
fn stamp(label: &str) -> PolicyStamp {
    PolicyStamp { label: k(label), fingerprint: Fingerprint::from_bits(7), since: day(0) }
}
fn may(permitted: &[(Role, Grant)]) -> Vec<Permitted> {
    permitted.iter().map(|(role, grant)| Permitted { role: *role, grant: *grant }).collect()
}
/// One instance at least of every condition, and of every error in one.
#[expect(clippy::too_many_lines, reason = "one line per condition")]
fn every() -> Vec<Unmet> {
    let field = |name: &str| FieldError::Unknown { name: k(name), suggestion: Some("industry".into()) };
    vec![
        Unmet::Lead(LeadUnmet::Stage {
            at: StageKind::Customer,
            possible: vec![StageKind::Lead, StageKind::Mql, StageKind::Sql],
            way: Way::Steps(vec![CommandKind::OpenExpansion, CommandKind::Qualify]),
        }),
        Unmet::Lead(LeadUnmet::Stage {
            at: StageKind::Lead,
            possible: vec![StageKind::Mql],
            way: Way::Instead(CommandKind::Discard),
        }),
        Unmet::Lead(LeadUnmet::Stage {
            at: StageKind::Merged,
            possible: vec![StageKind::Mql],
            way: Way::Lead(k("winner")),
        }),
        Unmet::Lead(LeadUnmet::Erased { at: day(1) }),
        Unmet::Access(AccessUnmet::Permission {
            role: Role::Assistant,
            grant: Grant::Propose,
            permitted: may(&[
                (Role::Sdr, Grant::Responsible),
                (Role::Bdr, Grant::OwnLeads),
                (Role::Fs, Grant::OwnDeals),
            ]),
        }),
        Unmet::Access(AccessUnmet::Permission {
            role: Role::Mk,
            grant: Grant::Consulted,
            permitted: may(&[(Role::Sdr, Grant::Responsible), (Role::System, Grant::SelfBooked)]),
        }),
        Unmet::Access(AccessUnmet::Permission { role: Role::Mk, grant: Grant::Informed, permitted: vec![] }),
        Unmet::Access(AccessUnmet::NotOwnDeal {
            owner: Some(k("fs-2")),
            permitted: may(&[(Role::Manager, Grant::Accountable), (Role::Fs, Grant::OwnDeals)]),
        }),
        Unmet::Access(AccessUnmet::NotOwnDeal { owner: None, permitted: may(&[(Role::Manager, Grant::Accountable)]) }),
        Unmet::Access(AccessUnmet::NotOwnLead {
            owner: Some(k("bdr-2")),
            permitted: may(&[(Role::Mk, Grant::Responsible), (Role::Bdr, Grant::OwnLeads)]),
        }),
        Unmet::Access(AccessUnmet::NotOwnLead { owner: None, permitted: may(&[(Role::Mk, Grant::Responsible)]) }),
        Unmet::Access(AccessUnmet::NotSelfBooked { permitted: may(&[(Role::Sdr, Grant::ResponsibleAccountable)]) }),
        Unmet::Policy(PolicyGap::Newer { lead: stamp("new"), in_force: stamp("old") }),
        Unmet::Policy(PolicyGap::Unknown { lead: stamp("old"), in_force: stamp("new"), zones: vec![] }),
        Unmet::Policy(PolicyGap::Unknown {
            lead: stamp("old"),
            in_force: stamp("new"),
            zones: vec![k("Europe/London"), k("Asia/Tokyo")],
        }),
        Unmet::Policy(PolicyGap::Before { at: day(0), from: day(3) }),
        Unmet::Lead(LeadUnmet::RecountOtherLead { counted: k("lead-2") }),
        Unmet::Lead(LeadUnmet::RecountOutdated { counted: 3, activities: 4 }),
        Unmet::Lead(LeadUnmet::RecountOtherPolicy { counted: stamp("new"), lead: stamp("old") }),
        Unmet::Lead(LeadUnmet::Revision { expected: 4, actual: 5 }),
        Unmet::Time(TimeUnmet::ClockBehind { newest: day(3), given: day(1), tolerance: Span::minutes(5) }),
        Unmet::Time(TimeUnmet::Future { effective: day(3), latest: day(1) }),
        Unmet::Time(TimeUnmet::BeforeFact { fact: FactKind::BecameSql, at: day(3), effective: day(1) }),
        Unmet::Time(TimeUnmet::TooFarBack { effective: day(1), earliest: day(3) }),
        Unmet::Time(TimeUnmet::NotNow { given: day(1).into(), recorded: day(3) }),
        Unmet::Lead(LeadUnmet::EditReason),
        Unmet::Lead(LeadUnmet::PurchaseNotFrom { at: StageKind::Mql, from: vec![StageKind::Lead, StageKind::Sql] }),
        Unmet::Lead(LeadUnmet::NoHandRaise),
        Unmet::Lead(LeadUnmet::UntilPast { until: day(1) }),
        Unmet::Lead(LeadUnmet::UntilUnused { until: day(9), reason: Some(k("no_need")) }),
        Unmet::Lead(LeadUnmet::UntilUnused { until: day(9), reason: None }),
        Unmet::Contact(ContactUnmet::NothingToConclude { progress: Progress::Consented }),
        Unmet::Contact(ContactUnmet::MeetingKind { kind: MeetingKind::First, at: StageKind::Opportunity }),
        Unmet::Contact(ContactUnmet::MeetingKind { kind: MeetingKind::FollowUp, at: StageKind::Mql }),
        Unmet::Deal(DealUnmet::Known { deal: k("d-1") }),
        Unmet::Deal(DealUnmet::NoOpenDeal),
        Unmet::Contract(ContractUnmet::Terms(ContractError::EndsBeforeStart {
            starts: k("2026-06-01"),
            ends: k("2026-05-01"),
        })),
        Unmet::Contract(ContractUnmet::CurrencyChanged { contract: Currency::JPY, given: Currency::USD }),
        Unmet::Contract(ContractUnmet::NotLonger { ends: k("2026-06-01"), given: k("2026-05-01") }),
        Unmet::Contract(ContractUnmet::NoTerm),
        Unmet::Lead(LeadUnmet::Cooling { until: day(90) }),
        Unmet::Intake(IntakeUnmet::Field(field("industri"))),
        Unmet::Intake(IntakeUnmet::ProfileFull),
        Unmet::Intake(IntakeUnmet::BeyondMemory { watermark: day(2) }),
        Unmet::Qualification(QualificationUnmet::UnknownCriterion {
            criterion: k("ned"),
            suggestion: Some("need".into()),
        }),
        Unmet::Qualification(QualificationUnmet::UnknownCriterion { criterion: k("xyz"), suggestion: None }),
        Unmet::Qualification(QualificationUnmet::EvidenceNeeded { criterion: k("need") }),
        Unmet::Qualification(QualificationUnmet::AnswersFull),
        Unmet::Qualification(QualificationUnmet::Bar(bar(BarKind::Handover))),
        Unmet::Qualification(QualificationUnmet::AppointmentBar(bar(BarKind::Handover))),
        Unmet::Contact(ContactUnmet::NotConsented { progress: Progress::Contacted }),
        Unmet::Handoff(HandoffUnmet::Incomplete(MissingItem::Item(HandoffItem::Memo))),
        Unmet::Handoff(HandoffUnmet::Incomplete(MissingItem::Field(k("location")))),
        Unmet::Handoff(HandoffUnmet::NotRevised),
        Unmet::Contact(ContactUnmet::ConversationNeeded),
        Unmet::Contact(ContactUnmet::NoConclusion { progress: Progress::Contacted }),
        Unmet::Contact(ContactUnmet::NoAppointment),
        Unmet::Contact(ContactUnmet::AppointmentPast { at: day(1) }),
        Unmet::Handoff(HandoffUnmet::NotAccepted),
        Unmet::Deal(DealUnmet::Inconsistent(DealError::Quantity { got: 0 })),
        Unmet::Deal(DealUnmet::Field(field("industri"))),
        Unmet::Deal(DealUnmet::UnknownStage { stage: k("propsal"), suggestion: Some("proposal".into()) }),
        Unmet::Deal(DealUnmet::ItemMissing { stage: Some(k("closing")), item: DealItem::ExpectedClose }),
        Unmet::Deal(DealUnmet::ItemMissing { stage: None, item: DealItem::Field(k("budget")) }),
        Unmet::Deal(DealUnmet::SkipRefused { over: 2 }),
        Unmet::Deal(DealUnmet::BackwardRefused),
        Unmet::Contract(ContractUnmet::Currency { deal: Currency::JPY, contract: Currency::USD }),
        Unmet::Contract(ContractUnmet::Known { contract: k("c-1") }),
        Unmet::Contract(ContractUnmet::Unknown { contract: k("c-1") }),
        Unmet::Contract(ContractUnmet::Full),
        Unmet::Contract(ContractUnmet::NotCustomer),
        Unmet::Reason(ReasonProblem::NoteNeeded { code: k("other") }),
        Unmet::Reason(ReasonProblem::Unknown {
            code: k("timng"),
            list: ReasonList::Recycle,
            suggestion: Some("timing".into()),
        }),
        Unmet::Lead(LeadUnmet::Origin { origin: Origin::Expansion }),
        Unmet::Merge(MergeUnmet::IntoItself),
        Unmet::Merge(MergeUnmet::OpenDeal { deal: k("d-1"), other: None }),
        Unmet::Merge(MergeUnmet::OpenDeal { deal: k("d-1"), other: Some(k("d-2")) }),
        Unmet::Merge(MergeUnmet::Circle { merged: k("lead-2") }),
        Unmet::Merge(MergeUnmet::MergedBefore { merged: k("lead-2"), into: k("lead-3") }),
        Unmet::Merge(MergeUnmet::ErasedHere { at: at(0), other: k("lead-2") }),
        Unmet::Merge(MergeUnmet::RecountDue { since: at(0) }),
        Unmet::Merge(MergeUnmet::NoRoom { of: RoomFor::Contracts, most: 64 }),
        Unmet::Merge(MergeUnmet::HalfMerged { into: k("lead-2") }),
        Unmet::Merge(MergeUnmet::StandOnPart {
            lead: k("lead-2"),
            facts: vec![FactAt { fact: 7, kind: FactKind::ContractEnded }],
        }),
        Unmet::Merge(MergeUnmet::BroughtBefore { lead: k("lead-2") }),
        Unmet::Merge(MergeUnmet::NotMerged),
        Unmet::Merge(MergeUnmet::NotGiven { lead: k("lead-2") }),
        Unmet::Merge(MergeUnmet::NotOnTheWay { lead: k("lead-2") }),
        Unmet::Merge(MergeUnmet::WholeNeeded { lead: k("lead-2"), snapshot: 7 }),
        Unmet::Deal(DealUnmet::UnknownPipeline { pipeline: k("renewl"), suggestion: Some("renewal".into()) }),
        Unmet::Deal(DealUnmet::PipelineNeeded { known: vec![k("renewal"), k("sale")] }),
        Unmet::Deal(DealUnmet::PipelineGone { pipeline: k("renewal") }),
        Unmet::Deal(DealUnmet::PipelineKept { pipeline: k("renewal") }),
        Unmet::Deal(DealUnmet::StageGone { stage: k("closing") }),
        Unmet::Deal(DealUnmet::StageKept { stage: k("closing") }),
        Unmet::Proposal(ProposalUnmet::NotProposable { command: CommandKind::Propose }),
        Unmet::Proposal(ProposalUnmet::Full { max: 20 }),
        Unmet::Proposal(ProposalUnmet::Known { proposal: k("p-1") }),
        Unmet::Proposal(ProposalUnmet::NoneOpen),
        Unmet::Proposal(ProposalUnmet::Unknown { proposal: k("p-1") }),
        Unmet::Proposal(ProposalUnmet::Redacted { proposal: k("p-1") }),
        Unmet::Access(AccessUnmet::PersonNeeded { role: Role::Assistant }),
        Unmet::Proposed(vec![
            Unmet::Deal(DealUnmet::BackwardRefused),
            Unmet::Handoff(HandoffUnmet::NotAccepted),
            Unmet::Merge(MergeUnmet::IntoItself),
        ]),
        Unmet::Backfill(BackfillError::Order {
            earlier: Milestone::Mql.into(),
            before: day(3).into(),
            later: Milestone::Sql.into(),
            at: day(2).into(),
        }),
        Unmet::Backfill(BackfillError::Order {
            earlier: Milestone::Mql.into(),
            before: day(3).into(),
            later: Milestone::Sql.into(),
            at: Moment::Day(k("2026-01-02")),
        }),
        Unmet::Backfill(BackfillError::Order {
            earlier: LegacyStep::DealStage(k("quote")),
            before: day(3).into(),
            later: LegacyStep::End,
            at: day(2).into(),
        }),
        Unmet::Backfill(BackfillError::Order {
            earlier: LegacyStep::Turn(FactKind::Recycled),
            before: day(3).into(),
            later: Milestone::Lead.into(),
            at: day(2).into(),
        }),
        Unmet::Backfill(BackfillError::FutureActivity { activity: k("v-1"), at: day(3).into(), import: day(2) }),
        Unmet::Backfill(BackfillError::CycleOpen { stage: StageKind::Opportunity }),
        Unmet::Backfill(BackfillError::CycleOpen { stage: StageKind::Merged }),
        Unmet::Backfill(BackfillError::DiscardedLater { reached: Milestone::Sql }),
        Unmet::Backfill(BackfillError::ChurnedUnwon),
        Unmet::Backfill(BackfillError::LivesHere { into: k("l-2") }),
        Unmet::Backfill(BackfillError::DealKnown { deal: k("d-1") }),
        Unmet::Backfill(BackfillError::ContractKnown { contract: k("c-1") }),
        Unmet::Backfill(BackfillError::TooMany { count: 5_000, max: 4_096 }),
        Unmet::Backfill(BackfillError::OtherLead { row: k("l-2") }),
        Unmet::Backfill(BackfillError::Future { step: Milestone::Mql.into(), at: day(3).into(), import: day(2) }),
        Unmet::Backfill(BackfillError::Currency { deal: Currency::JPY, won: Currency::USD }),
        Unmet::Backfill(BackfillError::WonAndLost),
        Unmet::Backfill(BackfillError::Deal(DealError::Fields(FieldError::TooMany { count: 300, max: 256 }))),
        Unmet::Backfill(BackfillError::Deal(DealError::Total(MoneyError::Currency { got: "yen".into() }))),
        Unmet::Backfill(BackfillError::Contract(ContractError::EndsBeforeStart {
            starts: k("2026-09-30"),
            ends: k("2026-09-29"),
        })),
        Unmet::Backfill(BackfillError::Key(TextError::TooLong { chars: 130, max: 128 })),
        Unmet::Backfill(BackfillError::Key(TextError::Control { char: '\u{7}', at: 2 })),
        Unmet::Backfill(BackfillError::DealStage { stage: k("propsal"), first_meeting: Some(k("met")) }),
        Unmet::Backfill(BackfillError::DealStage { stage: k("propsal"), first_meeting: None }),
        Unmet::Backfill(BackfillError::UnknownPipeline { pipeline: k("renewl"), suggestion: Some("renewal".into()) }),
        Unmet::Backfill(BackfillError::PipelineNeeded { known: vec![k("renewal"), k("sale")] }),
        Unmet::Misfit(ApplyError::Schema { got: 2, newest: 1 }),
        Unmet::Misfit(ApplyError::OtherLead { expected: k("a"), got: k("b") }),
        Unmet::Misfit(ApplyError::Beginning { kind: FactKind::Redacted }),
        Unmet::Misfit(ApplyError::Place { cycle: 1, visit: 2, got_cycle: 3, got_visit: 4 }),
    ]
}

#[test]
fn codes_forms_and_words_are_pinned() {
    let lines: Vec<serde_json::Value> = every()
        .iter()
        .map(|unmet| serde_json::json!({ "code": unmet.code(), "json": unmet, "text": unmet.to_string() }))
        .collect();
    golden("refusals.json", &(serde_json::to_string_pretty(&lines).unwrap() + "\n"));
}

/// The groups do not show: a condition is stored under its code.
#[test]
fn every_condition_is_stored_under_its_code() {
    for unmet in every() {
        let stored = serde_json::to_value(&unmet).unwrap();
        let fields = stored.as_object().map(|fields| fields.keys().map(String::as_str).collect::<Vec<_>>());
        let word = fields.unwrap_or_else(|| stored.as_str().into_iter().collect());
        assert_eq!(word, [unmet.code()], "{unmet}");
    }
}

#[test]
fn every_condition_is_read_as_it_was_written() {
    for unmet in every() {
        let json = serde_json::to_string(&unmet).unwrap();
        assert_eq!(serde_json::from_str::<Unmet>(&json).unwrap(), unmet, "{json}");
        let bytes = postcard::to_allocvec(&unmet).unwrap();
        assert_eq!(postcard::from_bytes::<Unmet>(&bytes).unwrap(), unmet, "{json}");
    }
    let unknown = serde_json::from_str::<Unmet>(r#"{"cold_feet": {}}"#).unwrap_err();
    assert_eq!(unknown.to_string(), "an unmet condition by its code");
}

/// Conditions hold conditions once: what is proposed proposes nothing.
#[test]
fn no_input_nests_without_end() {
    let proposed = |levels: usize| {
        let (open, close) = (r#"{"proposed":["#.repeat(levels), "]}".repeat(levels));
        serde_json::from_str::<Unmet>(&format!("{open}\"not_accepted\"{close}"))
    };
    assert!(proposed(1).is_ok());
    assert!(proposed(2).is_err());
    // The same without field names: a variant, a length of one, and so on.
    let index = postcard::to_allocvec(&Unmet::Proposed(vec![])).unwrap()[0];
    assert!(postcard::from_bytes::<Unmet>(&[index, 1].repeat(100_000)).is_err());
    let group = |levels: usize| {
        let open = r#"{"group":{"needed":null,"met":false,"parts":["#.repeat(levels);
        serde_json::from_str::<BarReport>(&format!("{open}{}", "]}}".repeat(levels)))
    };
    assert!(group(9).is_ok());
    assert!(group(10).is_err());
}

#[test]
fn a_refusal_is_read_as_it_was_written() {
    let lifecycle = Lifecycle::new(Policy::standard());
    let by = |role| Context::new(day(0), Actor::new(k("tester"), role));
    let capture = Capture::new(k("lead-1"), Origin::Inbound);
    let lead = Lead::replay(lifecycle.capture(&capture, &by(Role::System)).unwrap().facts()).unwrap();
    let refusal = lifecycle.decide(&lead, &Command::Accept, &by(Role::Mk)).unwrap_err();
    let json = serde_json::to_string(&refusal).unwrap();
    assert_eq!(serde_json::from_str::<Refusal>(&json).unwrap(), refusal, "{json}");
    let bytes = postcard::to_allocvec(&refusal).unwrap();
    assert_eq!(postcard::from_bytes::<Refusal>(&bytes).unwrap(), refusal, "{json}");
}

/// A host sends these to a screen.
#[test]
fn what_a_screen_shows_is_data() {
    let lifecycle = Lifecycle::new(Policy::standard());
    let by = Context::new(day(0), Actor::new(k("tester"), Role::System));
    let decision = lifecycle.capture(&Capture::new(k("lead-1"), Origin::Inbound), &by).unwrap();
    let lead = Lead::replay(decision.facts()).unwrap();
    let shown = serde_json::json!({
        "decision": decision,
        "outlook": lifecycle.outlook(&lead, &by).unwrap(),
        "promotion": lifecycle.promotion(&lead, &by).unwrap(),
        "agenda": lifecycle.agenda(&lead, day(100)).unwrap(),
        "replay": Lead::replay([]).unwrap_err(),
    });
    assert_eq!(shown["decision"]["expected_revision"], 0);
    assert_eq!(shown["outlook"][0]["command"], "edit_capture");
    assert_eq!(shown["promotion"]["against"][0], "no_own_activity");
    assert_eq!(shown["replay"], "empty");
    let codes: BTreeSet<&str> = every().iter().map(Unmet::code).collect();
    assert_eq!(codes.len(), 91, "a condition without an instance here, or two with one code");
}

/// What a programmer reads when a fact does not fit: a stable word as data, a sentence in the error.
#[test]
fn a_misfit_says_what_the_lead_lacks() {
    let lifecycle = Lifecycle::new(Policy::standard());
    let by = Context::new(day(0), Actor::new(k("tester"), Role::System));
    let decision = lifecycle.capture(&Capture::new(k("lead-1"), Origin::Inbound), &by).unwrap();
    let lead = Lead::replay(decision.facts()).unwrap();
    let misfit = lead.place_after(&FactBody::HandoffAccepted).unwrap_err();
    assert_eq!(misfit.to_string(), "fact `handoff_accepted` does not fit onto a lead at lead: there is no hand-over");
    let unmet = Unmet::Misfit(misfit);
    let json = serde_json::to_string(&unmet).unwrap();
    assert_eq!(json, r#"{"misfit":{"misfit":{"kind":"handoff_accepted","stage":"lead","why":"no_handoff"}}}"#);
    assert_eq!(serde_json::from_str::<Unmet>(&json).unwrap(), unmet);
}
