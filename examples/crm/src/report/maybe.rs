//! What everybody could do with a lead now, and what stands in the way of the rest.

use lead_lifecycle::{Actor, ActorId, Context, Instant, Lead, Lifecycle, Role, Unmet};
use serde::Serialize;

use crate::problem::Problem;
use crate::screen::{Clock, Column, Table};

/// Who is asked about: an assistant proposes, and the system does what nobody decides.
const ROLES: [Role; 5] = [Role::Mk, Role::Sdr, Role::Fs, Role::Cs, Role::Manager];

/// One command.
#[derive(Debug, Serialize)]
pub(crate) struct Possible {
    pub(super) command: String,
    /// Who may issue it now.
    open_to: Vec<Role>,
    /// What stands in the way of those who have the right to it, each told once.
    pub(super) not_yet: Vec<Obstacle>,
}

/// A condition that is not met.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct Obstacle {
    pub(super) code: String,
    pub(super) text: String,
}

/// Every command that somebody could issue at this stage.
pub(crate) fn possible(
    lifecycle: &Lifecycle,
    lead: &Lead,
    (now, clock): (Instant, &Clock),
) -> Result<Vec<Possible>, Problem> {
    let mut commands: Vec<Possible> = Vec::new();
    for role in ROLES {
        let context = Context::new(now, Actor::new(ActorId::new("reader")?, role));
        let outlooks = lifecycle.outlook(lead, &context);
        for outlook in outlooks.map_err(|refusal| Problem::refused(&refusal, lifecycle))? {
            if outlook.unmet.iter().any(is_out_of_question) {
                continue;
            }
            let name = outlook.command.to_string();
            let place = commands.iter().position(|known| known.command == name).unwrap_or_else(|| {
                commands.push(Possible { command: name, open_to: Vec::new(), not_yet: Vec::new() });
                commands.len().saturating_sub(1)
            });
            if let Some(command) = commands.get_mut(place) {
                command.take(role, &outlook.unmet, clock);
            }
        }
    }
    Ok(commands)
}

/// Whether it is nothing that the lead lacks: others may do it, or at other stages.
fn is_out_of_question(unmet: &Unmet) -> bool {
    matches!(unmet.code(), "permission" | "stage" | "not_own_deal" | "not_own_lead")
}

impl Possible {
    fn take(&mut self, role: Role, unmet: &[Unmet], clock: &Clock) {
        if unmet.is_empty() {
            self.open_to.push(role);
        }
        for unmet in unmet {
            let obstacle = Obstacle { code: unmet.code().to_owned(), text: clock.words().of(unmet).to_string() };
            if !self.not_yet.contains(&obstacle) {
                self.not_yet.push(obstacle);
            }
        }
    }
}

/// The commands as a table: those that are open first.
pub(super) fn table(commands: &[Possible]) -> Table {
    let mut table = Table::new(&[Column::left("command"), Column::left("open to"), Column::left("not yet, because")]);
    let (open, shut): (Vec<_>, Vec<_>) = commands.iter().partition(|command| !command.open_to.is_empty());
    for Possible { command, open_to, not_yet } in open.into_iter().chain(shut) {
        let open_to = open_to.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        let not_yet = not_yet.iter().map(|obstacle| obstacle.text.clone()).collect::<Vec<_>>().join("; ");
        table.row([command.clone(), open_to, not_yet]);
    }
    table
}

impl Obstacle {
    /// The same, told in another place too.
    pub(super) fn again(&self) -> Self {
        Self { code: self.code.clone(), text: self.text.clone() }
    }
}
