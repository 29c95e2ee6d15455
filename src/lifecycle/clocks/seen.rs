//! What clocks see of a fact and of the lead after it.

use crate::lead::{Attribution, Fact, FactBody, HandoffRecord, ImportedStep, Lead, Place, Stage};
use crate::policy::Policy;
use crate::sla::{SeenAttempt, Sight, States, Traits};
use crate::values::{DealStageName, FactKind, Instant, Milestone, Rank, StageKind};

/// Where a lead is, and what holds its clocks there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Standing {
    pub(super) place: Place,
    pub(super) states: States,
}

impl Standing {
    pub(super) fn of(lead: &Lead) -> Self {
        let cycle = lead.cycle();
        let put_off = cycle.postponement().filter(|put_off| put_off.is_running());
        Self {
            place: lead.place(),
            states: States {
                postponed: put_off.map(|put_off| (put_off.at, put_off.until)),
                appointment: cycle.appointment().map(|agreed| agreed.at),
                unowned: cycle.owner().is_none().then(|| lead.anchors().owner_assigned.unwrap_or(cycle.opened_at())),
            },
        }
    }
}

/// Lets clocks see a fact, with the lead before and after it.
pub(super) fn seen<T>(
    policy: &Policy,
    before: &Standing,
    fact: &Fact,
    lead: &Lead,
    look: impl FnOnce(&Sight<'_>) -> T,
) -> T {
    let (envelope, kind) = (&fact.envelope, kind_of(fact));
    let after = Standing::of(lead);
    let (from, to) = (before.place, after.place);
    let reaches_stage = |stage: &DealStageName| reaches(policy, fact, lead, stage);
    let ends = |stage| matches!(stage, StageKind::Customer | StageKind::Disqualified | StageKind::Merged);
    let reached = kind.milestone().filter(|milestone| reaches_first(lead, *milestone, envelope.effective_at));
    look(&Sight {
        kind,
        revision: envelope.revision,
        at: envelope.effective_at,
        told: fact.told_at(),
        recorded_at: envelope.recorded_at,
        milestone: reached,
        activity: if let FactBody::ActivityRecorded { activity, .. } = &fact.body {
            Some(&activity.kind)
        } else {
            None
        },
        attempt: attempt_of(fact),
        raises_hand: raises_hand(fact),
        met: met(fact),
        is_given: is_given(fact),
        reaches_stage: &reaches_stage,
        leaves_stage: from != to,
        leaves_cycle: from.cycle != to.cycle || (ends(to.stage) && from.stage != to.stage),
        is_gone: to.stage == StageKind::Merged || lead.erased_at().is_some(),
        before: before.states,
        after: after.states,
        traits: traits(lead),
    })
}

/// What targets are chosen by.
pub(super) fn traits(lead: &Lead) -> Traits<'_> {
    let cycle = lead.cycle();
    let Attribution { source, medium, .. } = cycle.attribution();
    Traits {
        rank: rank_of(lead.stage()),
        origin: cycle.origin(),
        source: source.as_ref(),
        medium: medium.as_ref(),
        deal_value: lead.stage().deal().map(crate::deal::Deal::value),
        team: cycle.team(),
    }
}

fn rank_of(stage: &Stage) -> Option<Rank> {
    if let HandoffRecord::Filed(file) = stage.handoff()? { file.handoff.rank } else { None }
}

/// An imported step is the fact that it stands for.
fn kind_of(fact: &Fact) -> FactKind {
    let FactBody::StepImported { step, .. } = &fact.body else { return fact.kind() };
    match step {
        ImportedStep::Mql => FactKind::BecameMql,
        ImportedStep::Sql { .. } => FactKind::BecameSql,
        ImportedStep::Sao => FactKind::HandoffAccepted,
        ImportedStep::Opportunity { .. } => FactKind::BecameOpportunity,
        ImportedStep::DealStage { .. } => FactKind::DealMoved,
        ImportedStep::Won { .. } => FactKind::Won,
        ImportedStep::Bought { .. } => FactKind::PurchaseRecorded,
        ImportedStep::Lost { .. } => FactKind::Lost,
        ImportedStep::Recycled { .. } => FactKind::Recycled,
        ImportedStep::Disqualified { .. } => FactKind::Disqualified,
        ImportedStep::ContractEnded { .. } => FactKind::ContractEnded,
        ImportedStep::Merged { .. } => FactKind::MergedInto,
        ImportedStep::Opened(_) => FactKind::StepImported,
    }
}

fn attempt_of(fact: &Fact) -> Option<SeenAttempt> {
    let FactBody::AttemptRecorded { direction, channel, outcome, .. } = &fact.body else { return None };
    Some(SeenAttempt { direction: *direction, channel: *channel, outcome: *outcome, by: fact.envelope.actor.role })
}

const fn raises_hand(fact: &Fact) -> bool {
    matches!(
        fact.body,
        FactBody::ActivityRecorded { raises_hand: true, .. } | FactBody::AttemptRecorded { raises_hand: true, .. }
    )
}

const fn met(fact: &Fact) -> bool {
    matches!(fact.body, FactBody::BecameOpportunity { met: true, .. })
}

#[expect(clippy::wildcard_enum_match_arm, reason = "only these facts give a lead to a member")]
fn is_given(fact: &Fact) -> bool {
    match &fact.body {
        FactBody::Captured(captured) => captured.owner.is_some(),
        FactBody::Assigned { owner, .. } => owner.is_some(),
        _ => false,
    }
}

/// Whether a milestone is reached first with what took effect then.
fn reaches_first(lead: &Lead, milestone: Milestone, at: Instant) -> bool {
    lead.cycle().milestones().get(milestone).is_some_and(|mark| mark.at.is_none_or(|known| known == at))
}

/// Whether the deal comes with a fact to a stage of its pipeline, or beyond it.
#[expect(clippy::wildcard_enum_match_arm, reason = "only these facts move a deal")]
fn reaches(policy: &Policy, fact: &Fact, lead: &Lead, stage: &DealStageName) -> bool {
    let Some(deal) = lead.stage().deal() else { return fact.kind() == FactKind::Won };
    let Some(pipeline) = policy.pipelines().of(deal) else { return deal.stage() == stage };
    let from = match &fact.body {
        FactBody::DealMoved(moved) | FactBody::BecameOpportunity { moved, .. } => pipeline.position(&moved.from),
        FactBody::BecameSql { .. } | FactBody::StepImported { .. } => None,
        _ => return false,
    };
    let (Some(wanted), Some(at)) = (pipeline.position(stage), pipeline.position(deal.stage())) else { return false };
    at >= wanted && from.is_none_or(|from| from < wanted)
}
