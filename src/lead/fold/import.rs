//! Imported steps: milestones carry the legacy instants, clocks start at the import.

use crate::lead::fact::FactBody;
use crate::lead::fold::lead::Lead;
use crate::lead::fold::stock;
use crate::lead::fold::turns::{
    become_mql, begin_cycle, buy, end_contract, end_cycle, enter, next_number, open_opportunity, reach, win,
};
use crate::lead::handoff_record::{Acceptance, HandoffRecord};
use crate::lead::imported_step::{ImportedOpening, ImportedStep};
use crate::lead::milestones::MilestoneMark;
use crate::lead::stage::Stage;
use crate::lead::trigger::Trigger;
use crate::recycle::Ownership;
use crate::values::FactKind;
use crate::values::{Instant, Milestone, Origin, StageKind};

impl Lead {
    /// Whether a legacy system put the lead back, and nothing else has been said of its cycle since: the next row is its own.
    #[must_use]
    pub fn waits_for_row(&self) -> bool {
        let cycle = &self.cycle;
        let put_back = matches!(cycle.opened_by(), FactKind::StepImported | FactKind::ContractEnded);
        cycle.is_imported()
            && put_back
            && cycle.turned_by() == FactKind::StepImported
            && cycle.turned_at() == cycle.opened_at()
            && self.stage.kind() == StageKind::Lead
            && !cycle.milestones().reached(Milestone::Mql)
    }
}

/// Takes a step that was effective at an instant and is entered at another.
pub(super) fn take(lead: &mut Lead, step: &ImportedStep, (at, entered): (Instant, Instant), mark: MilestoneMark) {
    match step {
        ImportedStep::Opened(opening) => open(lead, opening, (at, entered), mark),
        ImportedStep::Mql => become_mql(lead, Trigger::Import, entered, mark, None),
        ImportedStep::Sql { deal } => {
            let stage =
                Stage::Sql { handoff: HandoffRecord::Imported, deal: deal.clone(), acceptance: Acceptance::Pending };
            lead.cycle.hand_over(None);
            lead.deal_keys.remember(deal.key());
            lead.anchors.handed_over = Some(entered);
            enter(lead, stage, entered);
            reach(lead, Milestone::Sql, mark);
        }
        ImportedStep::Sao => {
            lead.stage.accept(Acceptance::Accepted { by: None, at: mark.at });
            reach(lead, Milestone::Sao, mark);
        }
        ImportedStep::Opportunity { deal_stage } => {
            open_opportunity(lead, deal_stage, entered, mark.at.unwrap_or(entered));
            reach(lead, Milestone::Opportunity, mark);
        }
        ImportedStep::DealStage { deal_stage } => {
            if let Some(deal) = lead.stage.deal_mut() {
                deal.move_to(deal_stage, mark.at.unwrap_or(entered));
            }
        }
        ImportedStep::Won { contract } => win(lead, contract, entered, mark),
        ImportedStep::Lost { ending, .. } => {
            if lead.stage.deal().is_some() {
                lead.totals.losses = lead.totals.losses.saturating_add(1);
            }
            end_cycle(lead, ending, None, (entered, mark), FactKind::StepImported);
        }
        ImportedStep::Recycled { ending, .. } => {
            let before = lead.cycle.number();
            end_cycle(lead, ending, None, (entered, mark), FactKind::StepImported);
            if lead.cycle.number() != before {
                lead.cycle.take_over(at);
            }
        }
        ImportedStep::Disqualified { ending, .. } => {
            end_cycle(lead, ending, None, (entered, mark), FactKind::StepImported);
        }
        ImportedStep::Bought { contract } => {
            let attribution = lead.cycle.attribution().clone();
            buy(lead, contract, (&attribution, Ownership::CLEARED), entered, mark);
        }
        ImportedStep::ContractEnded { contract, ending, .. } => {
            let before = lead.cycle.number();
            end_contract(lead, contract, ending.as_ref(), None, entered, mark);
            if lead.cycle.number() != before {
                lead.cycle.take_over(at);
            }
        }
        ImportedStep::Merged { into } => {
            lead.cycle.drop_appointment();
            enter(lead, Stage::Merged { into: into.clone() }, entered);
        }
    }
}

/// Whether a row goes on with the cycle that is open: that is nobody's turn, and answers nobody.
pub(super) const fn goes_on(lead: &Lead, body: &FactBody) -> bool {
    matches!(body, FactBody::StepImported { step: ImportedStep::Opened(_), .. })
        && matches!(lead.stage, Stage::Lead { .. } | Stage::Mql { .. })
}

/// The next cycle begins, or the open one goes on.
fn open(lead: &mut Lead, opening: &ImportedOpening, (at, entered): (Instant, Instant), mark: MilestoneMark) {
    let ImportedOpening { origin, attribution, owner, team, keeps, stock } = opening;
    let goes_on = !matches!(lead.stage.kind(), StageKind::Disqualified | StageKind::Customer);
    // What was put back before is waiting for its row.
    let is_own = goes_on && lead.waits_for_row() && *origin != Origin::Expansion;
    match lead.stage.kind() {
        StageKind::Disqualified => {
            lead.totals.reopens = lead.totals.reopens.saturating_add(1);
            let cycle = next_number(lead, *origin, attribution.clone(), at, FactKind::Reopened);
            begin_cycle(lead, cycle, Stage::Lead { cooling_until: None }, entered, *keeps);
            lead.cycle.take_over(at);
            reach(lead, Milestone::Lead, mark);
        }
        StageKind::Customer => {
            lead.totals.expansions = lead.totals.expansions.saturating_add(1);
            let cycle = next_number(lead, Origin::Expansion, attribution.clone(), at, FactKind::ExpansionOpened);
            begin_cycle(lead, cycle, Stage::Mql { trigger: Trigger::Expansion }, entered, *keeps);
            lead.cycle.take_over(at);
            lead.anchors.became_mql = Some(entered);
            reach(lead, Milestone::Mql, mark);
        }
        // INVARIANT: `Lead::step_of_import` refuses any other.
        StageKind::Lead | StageKind::Mql | StageKind::Sql | StageKind::Opportunity | StageKind::Merged => {
            if is_own {
                lead.cycle.begin_row(*origin, attribution);
            }
            lead.cycle.fill_attribution(attribution);
        }
    }
    if lead.cycle.take_owner((owner.as_ref(), team.as_ref()), goes_on && !is_own) {
        lead.anchors.owner_assigned = Some(at);
    }
    stock::take_over(lead, *stock, entered, goes_on);
}
