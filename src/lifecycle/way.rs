//! The way from a stage to one at which a command is possible: no refusal of a stage is left without it.

use crate::lead::{Lead, Stage};
use crate::lifecycle::unmet::{LeadUnmet, Way};
use crate::values::{CommandKind, StageKind};

use CommandKind as Do;
use StageKind::{Customer, Disqualified, Lead as AtLead, Merged, Mql, Opportunity, Sql};

/// The stage stands in the way of a command.
pub(super) fn stage_unmet(command: CommandKind, lead: &Lead, possible: &[StageKind]) -> LeadUnmet {
    let at = lead.stage().kind();
    let way = match (lead.stage(), instead(command, at)) {
        (Stage::Merged { into }, _) => Way::Lead(into.clone()),
        (_, Some(other)) => Way::Instead(other),
        (_, None) => {
            // An expansion that ends leaves the customer a customer.
            let expands = lead.cycle().is_expansion() && lead.customer().is_some();
            Way::Steps(shortest(at, possible, expands).to_vec())
        }
    };
    LeadUnmet::Stage { at, possible: possible.to_vec(), way }
}

/// What is meant by a command at a stage where another one does it.
pub(super) const fn instead(command: CommandKind, at: StageKind) -> Option<CommandKind> {
    match (command, at) {
        (Do::Disqualify | Do::Lose, AtLead) => Some(Do::Discard),
        (Do::Discard | Do::Lose, Mql) | (Do::Discard, Sql) => Some(Do::Disqualify),
        (Do::Discard | Do::Disqualify | Do::Recycle | Do::Reject, Opportunity) => Some(Do::Lose),
        (Do::Recycle, AtLead) => Some(Do::Postpone),
        (Do::HoldFirstMeeting, Opportunity | Customer) => Some(Do::HoldMeeting),
        (Do::Promote, Customer) => Some(Do::OpenExpansion),
        _ => None,
    }
}

fn shortest(at: StageKind, possible: &[StageKind], expands: bool) -> &'static [CommandKind] {
    let of_expansion = |to: StageKind| if expands { steps_of_expansion(at, to) } else { None };
    let ways = possible.iter().filter_map(|to| of_expansion(*to).or_else(|| steps(at, *to)));
    ways.min_by_key(|steps| (steps.iter().filter(|step| ends(**step)).count(), steps.len())).unwrap_or_default()
}

/// Whether a step ends something: nobody takes it only to get somewhere else, as long as there is another.
const fn ends(step: CommandKind) -> bool {
    matches!(step, Do::Recycle | Do::Discard | Do::Disqualify | Do::Reject | Do::Lose | Do::EndContract)
}

/// The commands that lead from a stage of an expansion to another, where they are others: the expansion ends at Customer.
const fn steps_of_expansion(from: StageKind, to: StageKind) -> Option<&'static [CommandKind]> {
    Some(match (from, to) {
        (Mql | Sql, AtLead | Disqualified) => &[Do::Recycle, Do::EndContract],
        (Mql | Sql, Customer) => &[Do::Recycle],
        (Opportunity, AtLead | Disqualified) => &[Do::Lose, Do::EndContract],
        (Opportunity, Mql) => &[Do::Lose, Do::OpenExpansion],
        (Opportunity, Sql) => &[Do::Lose, Do::OpenExpansion, Do::Qualify],
        _ => return None,
    })
}

/// The commands that lead from one stage to another.
pub(super) const fn steps(from: StageKind, to: StageKind) -> Option<&'static [CommandKind]> {
    Some(match (from, to) {
        (AtLead, Mql) => &[Do::Promote],
        (AtLead, Sql) => &[Do::Promote, Do::Qualify],
        (AtLead, Opportunity) => &[Do::Promote, Do::Qualify, Do::Accept, Do::HoldFirstMeeting],
        (AtLead, Customer) => &[Do::Promote, Do::Qualify, Do::Accept, Do::HoldFirstMeeting, Do::Win],
        (AtLead, Disqualified) => &[Do::Discard],
        (Mql | Sql, AtLead) => &[Do::Recycle],
        (Mql, Sql) => &[Do::Qualify],
        (Mql, Opportunity) => &[Do::Qualify, Do::Accept, Do::HoldFirstMeeting],
        (Mql, Customer) => &[Do::Qualify, Do::Accept, Do::HoldFirstMeeting, Do::Win],
        (Mql | Sql, Disqualified) => &[Do::Disqualify],
        (Sql, Mql) => &[Do::Reject],
        (Sql, Opportunity) => &[Do::Accept, Do::HoldFirstMeeting],
        (Sql, Customer) => &[Do::Accept, Do::HoldFirstMeeting, Do::Win],
        (Opportunity, AtLead | Disqualified) => &[Do::Lose],
        (Opportunity, Mql) => &[Do::Lose, Do::Promote],
        (Opportunity, Sql) => &[Do::Lose, Do::Promote, Do::Qualify],
        (Opportunity, Customer) => &[Do::Win],
        (Customer, Mql) => &[Do::OpenExpansion],
        (Customer, Sql) => &[Do::OpenExpansion, Do::Qualify],
        (Customer, Opportunity) => &[Do::OpenExpansion, Do::Qualify, Do::Accept, Do::HoldFirstMeeting],
        (Customer, AtLead | Disqualified) => &[Do::EndContract],
        (Disqualified, AtLead) => &[Do::Reopen],
        (Disqualified, Mql) => &[Do::Reopen, Do::Promote],
        (Disqualified, Sql) => &[Do::Reopen, Do::Promote, Do::Qualify],
        (Disqualified, Opportunity) => &[Do::Reopen, Do::Promote, Do::Qualify, Do::Accept, Do::HoldFirstMeeting],
        (Disqualified, Customer) => &[Do::Reopen, Do::Promote, Do::Qualify, Do::Accept, Do::HoldFirstMeeting, Do::Win],
        (Merged, _) | (_, Merged) => return None,
        (AtLead, AtLead)
        | (Mql, Mql)
        | (Sql, Sql)
        | (Opportunity, Opportunity)
        | (Customer, Customer)
        | (Disqualified, Disqualified) => &[],
    })
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use crate::lifecycle::transition::{TRANSITIONS, transition};
    use crate::lifecycle::way::{instead, shortest, steps};
    use crate::values::{CommandKind, StageKind};

    /// Where a command may lead from a stage, itself included.
    fn reached(command: CommandKind, at: StageKind) -> Vec<StageKind> {
        let row = transition(command).unwrap();
        assert!(row.possible_at(at), "{command} at {at}");
        let mut to: Vec<_> = row.moves.iter().filter(|step| step.from == at).map(|step| step.to).collect();
        // Accepting turns the stage only where the pipeline knows no first meeting.
        if to.is_empty() || command == CommandKind::Accept {
            to.push(at);
        }
        to
    }

    #[test]
    fn every_way_is_in_the_table() {
        for from in StageKind::ALL {
            for to in StageKind::ALL {
                let Some(way) = steps(*from, *to) else {
                    assert!(*from == StageKind::Merged || *to == StageKind::Merged);
                    continue;
                };
                let mut at = alloc::vec![*from];
                for command in way {
                    let possible = |stage: &&StageKind| transition(*command).unwrap().possible_at(**stage);
                    let here: Vec<_> = at.iter().filter(possible).copied().collect();
                    assert!(!here.is_empty(), "{from} to {to}: {command} is not possible at {at:?}");
                    at = here.into_iter().flat_map(|stage| reached(*command, stage)).collect();
                }
                assert!(at.contains(to), "{from} to {to} ends at {at:?}");
            }
        }
    }

    #[test]
    fn no_refusal_of_a_stage_is_without_a_way() {
        // What was not merged is not split: no way leads there.
        for row in TRANSITIONS.iter().filter(|row| row.command != CommandKind::Split) {
            for at in StageKind::ALL.iter().filter(|at| **at != StageKind::Merged && !row.possible_at(**at)) {
                match instead(row.command, *at) {
                    Some(other) => assert!(transition(other).unwrap().possible_at(*at), "{other} at {at}"),
                    None => assert!(!shortest(*at, row.from, false).is_empty(), "{} at {at}", row.command),
                }
            }
        }
    }
}
