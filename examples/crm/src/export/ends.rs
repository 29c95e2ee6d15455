//! When a fact was, and how it ends a round.

use lead_lifecycle::deal::Contract;
use lead_lifecycle::lead::{Ending, ImportedStep};
use lead_lifecycle::recycle::Reason;
use lead_lifecycle::values::{ContractKey, Moment};
use lead_lifecycle::{Fact, FactBody, LeadKey};

use crate::export::round::{End, EndKind};

/// When something was, as exactly as it is known; none where a legacy system did not say.
pub(crate) fn moment(fact: &Fact) -> Option<Moment> {
    #[expect(clippy::wildcard_enum_match_arm, reason = "only these facts may be undated")]
    let known = match &fact.body {
        FactBody::StepImported { at, .. } => at.is_some(),
        FactBody::Captured(captured) => captured.at.is_some(),
        _ => true,
    };
    let envelope = &fact.envelope;
    known.then(|| envelope.day.map_or(Moment::At(envelope.effective_at), Moment::Day))
}

/// The contract that is signed with a fact.
#[expect(clippy::wildcard_enum_match_arm, reason = "only these facts sign contracts")]
pub(crate) const fn contract(body: &FactBody) -> Option<&Contract> {
    match body {
        FactBody::Won { contract, .. }
        | FactBody::PurchaseRecorded { contract, .. }
        | FactBody::StepImported { step: ImportedStep::Won { contract } | ImportedStep::Bought { contract }, .. } => {
            Some(contract)
        }
        _ => None,
    }
}

/// Which contract ended with a fact, why, and what follows.
#[expect(clippy::wildcard_enum_match_arm, reason = "only these facts end contracts")]
pub(crate) const fn contract_end(body: &FactBody) -> Option<(&ContractKey, &Reason, Option<&Ending>)> {
    match body {
        FactBody::ContractEnded { contract, reason, ending, .. }
        | FactBody::StepImported { step: ImportedStep::ContractEnded { contract, reason, ending }, .. } => {
            Some((contract, reason, ending.as_ref()))
        }
        _ => None,
    }
}

/// The end that a fact tells.
///
/// A lead that was recycled as often as the policy allows, or for a reason after which it is out, is out of the running: read
/// back as recycled it would begin another round.
pub(crate) fn end(fact: &Fact) -> Option<End> {
    if contract(&fact.body).is_some() {
        let bought = matches!(
            fact.body,
            FactBody::PurchaseRecorded { .. } | FactBody::StepImported { step: ImportedStep::Bought { .. }, .. }
        );
        let kind = if bought { EndKind::Bought } else { EndKind::Won };
        return Some(End { kind, at: moment(fact), reason: None, into: None });
    }
    let (kind, reason, into): (EndKind, Option<&Reason>, Option<&LeadKey>) = of_body(&fact.body)?;
    Some(End { kind, at: moment(fact), reason: reason.map(|reason| reason.code().clone()), into: into.cloned() })
}

type Told<'f> = (EndKind, Option<&'f Reason>, Option<&'f LeadKey>);

#[expect(clippy::wildcard_enum_match_arm, reason = "only these facts end a round that was not won")]
fn of_body(body: &FactBody) -> Option<Told<'_>> {
    match body {
        FactBody::Lost { reason, .. } => Some((EndKind::Lost, Some(reason), None)),
        FactBody::Recycled { reason, ending, .. } => Some((recycled(ending), Some(reason), None)),
        FactBody::Disqualified { reason, .. } => Some((EndKind::Disqualified, Some(reason), None)),
        FactBody::MergedInto { into } => Some((EndKind::Merged, None, Some(into))),
        FactBody::StepImported { step, .. } => of_step(step),
        _ => None,
    }
}

const fn of_step(step: &ImportedStep) -> Option<Told<'_>> {
    match step {
        ImportedStep::Lost { reason, .. } => Some((EndKind::Lost, Some(reason), None)),
        ImportedStep::Recycled { reason, ending } => Some((recycled(ending), Some(reason), None)),
        ImportedStep::Disqualified { reason, .. } => Some((EndKind::Disqualified, Some(reason), None)),
        ImportedStep::Merged { into } => Some((EndKind::Merged, None, Some(into))),
        ImportedStep::Opened(_)
        | ImportedStep::Mql
        | ImportedStep::Sql { .. }
        | ImportedStep::Sao
        | ImportedStep::Opportunity { .. }
        | ImportedStep::DealStage { .. }
        | ImportedStep::Bought { .. }
        | ImportedStep::ContractEnded { .. }
        | ImportedStep::Won { .. } => None,
    }
}

const fn recycled(ending: &Ending) -> EndKind {
    match ending {
        Ending::Recycled(_) | Ending::BackToCustomer => EndKind::Recycled,
        Ending::Disqualified { .. } => EndKind::Disqualified,
    }
}
