//! Who owns a round that nobody owns, when it is read back: an empty cell says that nobody knows.

use lead_lifecycle::recycle::Ownership;
use lead_lifecycle::values::{Retain, TeamKey};
use lead_lifecycle::{ActorId, Policy};

use crate::export::gap::Gap;
use crate::export::round::{EndKind, Round};

/// Notes the rounds that inherit an owner or a team from the one before, as the policy of today says.
pub(crate) fn check_owners(rounds: &mut [Round], policy: &Policy) {
    let mut before: Option<(Ownership, Option<ActorId>, Option<TeamKey>)> = None;
    for round in rounds {
        let (keeps, owner, team) = before.unwrap_or((Ownership::CLEARED, None, None));
        let owner = owner.filter(|_| keeps.owner == Retain::Keep && round.owner.is_none());
        let team = team.filter(|_| keeps.team == Retain::Keep && round.team.is_none());
        if owner.is_some() || team.is_some() {
            round.note(Gap::OwnerKept);
        }
        before = Some((keeps_after(round, policy), round.owner.clone().or(owner), round.team.clone().or(team)));
    }
}

/// What the round after this one keeps.
fn keeps_after(round: &Round, policy: &Policy) -> Ownership {
    let keeps = policy.next_cycle();
    match round.end.as_ref().map(|end| end.kind) {
        Some(EndKind::Won | EndKind::Bought) if round.churn.is_none() => keeps.expansion,
        Some(EndKind::Won | EndKind::Bought | EndKind::Recycled) => keeps.recycle,
        Some(EndKind::Lost | EndKind::Disqualified | EndKind::Discarded | EndKind::Merged) | None => keeps.reopen,
    }
}
