//! What a lead lacks for the next stage.

use lead_lifecycle::Lead;
use lead_lifecycle::lead::{Acceptance, Stage};
use lead_lifecycle::lifecycle::PromotionReport;
use serde::Serialize;

use crate::report::maybe::{Obstacle, Possible};
use crate::screen::Clock;

/// What a lead lacks for the next stage.
#[derive(Debug, Serialize)]
pub(super) struct Lacks {
    /// What comes next, in words.
    pub(super) next: &'static str,
    /// The command that brings it there; none where the score does, or nothing can.
    pub(super) command: Option<&'static str>,
    pub(super) against: Vec<Obstacle>,
}

impl Lacks {
    pub(super) fn of(lead: &Lead, promotion: &PromotionReport, commands: &[Possible], clock: &Clock) -> Self {
        let by = |next, command: &'static str| {
            let known = commands.iter().find(|known| known.command == command);
            let against = known.map_or_else(Vec::new, |known| known.not_yet.iter().map(Obstacle::again).collect());
            // A command that nobody has the right to is no way.
            Self { next, command: known.map(|_| command), against }
        };
        match lead.stage() {
            Stage::Lead { .. } => {
                let against = promotion
                    .against
                    .iter()
                    .map(|obstacle| Obstacle { code: word(obstacle), text: clock.words().of(obstacle).to_string() });
                Self { next: "MQL", command: None, against: against.collect() }
            }
            Stage::Mql { .. } => by("SQL", "qualify"),
            Stage::Sql { acceptance: Acceptance::Pending, .. } => by("acceptance by field sales", "accept"),
            Stage::Sql { .. } => by("Opportunity", "hold_first_meeting"),
            Stage::Opportunity { .. } => by("winning", "win"),
            Stage::Customer { .. } => by("an expansion", "open_expansion"),
            Stage::Disqualified { .. } => by("another try", "reopen"),
            Stage::Merged { .. } => Self { next: "a life of its own", command: Some("split"), against: Vec::new() },
        }
    }
}

/// The stored word of an obstacle: the name of its variant.
fn word<T: Serialize>(obstacle: &T) -> String {
    let stored = serde_json::to_value(obstacle).unwrap_or_default();
    let named = stored.as_object().and_then(|members| members.keys().next().cloned());
    named.or_else(|| stored.as_str().map(String::from)).unwrap_or_default()
}
