//! What a fact is in a story: when it happened, and who or what brought it about.

use lead_lifecycle::calendar::Zone;
use lead_lifecycle::lead::{Because, Cause, Counted};
use lead_lifecycle::wording::Words;
use lead_lifecycle::{Date, Fact, FactKind, Instant, StageKind};
use serde::Serialize;

use crate::screen::Clock;

/// When it happened, as exactly as it is known, with the offset.
pub(crate) fn when(fact: &Fact, zone: &Zone) -> String {
    fact.envelope.day.map_or_else(|| Clock::of(zone).zoned(fact.envelope.effective_at), |day| day.to_string())
}

/// The same below a heading that names the zone.
pub(super) fn when_in_column(at: Instant, day: Option<Date>, clock: &Clock) -> String {
    day.map_or_else(|| clock.at(at), |day| day.to_string())
}

/// Who or what brought it about. That a policy comes into force is told apart from what it makes of the lead.
pub(super) fn by(fact: &Fact, words: Words<'_>) -> String {
    let actor = &fact.envelope.actor;
    let policy = words.of(&fact.envelope.policy);
    match &fact.envelope.cause {
        Cause::Command => format!("{} ({})", actor.id, actor.role),
        Cause::Rule(_) if fact.kind() == FactKind::PolicyAdopted => format!("the policy {policy} comes into force"),
        Cause::Rule(Because::Policy) => format!("because the policy {policy}"),
        Cause::Rule(Because::Recount) => String::from("because the score was counted again"),
        Cause::Rule(Because::Correction) => String::from("because facts were taken back, or leads split"),
        Cause::Rule(Because::Merge) => String::from("because a lead was merged into it"),
        Cause::Rule(_) => String::from("rule"),
        Cause::Proposal(id) => format!("{} ({}), proposal {id}", actor.id, actor.role),
        Cause::Import => String::from("import"),
        _ => String::from("other"),
    }
}

/// A fact that brought a lead to another stage, or a deal into the hands of field sales.
#[derive(Debug, Serialize)]
pub(super) struct Step {
    pub(super) at: Instant,
    pub(super) day: Option<Date>,
    pub(super) cycle: u32,
    /// The stage since then.
    pub(super) stage: StageKind,
    pub(super) what: String,
    pub(super) by: String,
    /// What it stood on was taken back.
    pub(super) hollow: bool,
}

/// What is told of a life although the stage stays the same.
const TOLD: [FactKind; 7] = [
    FactKind::HandoffAccepted,
    FactKind::FirstMeetingInvalid,
    FactKind::PurchaseRecorded,
    FactKind::ContractEnded,
    FactKind::ContractRenewed,
    FactKind::ContractAmended,
    FactKind::Redacted,
];

/// How a lead came to where it stands: of the facts that count those that changed its stage.
pub(super) fn steps(counts: &[Counted<'_>], words: Words<'_>) -> Vec<Step> {
    let mut before: Option<(u32, StageKind)> = None;
    let mut steps = Vec::new();
    for one in counts {
        let place = (one.place.cycle, one.place.stage);
        let is_step = before != Some(place) || TOLD.contains(&one.fact.kind());
        before = Some(place);
        if is_step {
            let envelope = &one.fact.envelope;
            steps.push(Step {
                at: envelope.effective_at,
                day: envelope.day,
                cycle: one.place.cycle,
                stage: one.place.stage,
                what: words.of(&one.fact.body).to_string(),
                by: by(one.fact, words),
                hollow: one.hollow,
            });
        }
    }
    steps
}
