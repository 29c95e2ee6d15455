//! What comes in with a call.

use crate::lead::Actor;
use crate::values::{CommandId, Instant, Moment};

/// Who asks, and when. The crate has no clock: time comes in here.
///
/// ```
/// use lead_lifecycle::{Actor, Context, Instant, Role};
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// // A call of this morning, typed in at noon, only if nobody else was faster.
/// let caller = Actor::new("sato".parse()?, Role::Sdr);
/// let context = Context::new("2026-04-01T12:00:00+09:00".parse()?, caller)
///     .with_effective_at("2026-04-01T09:30:00+09:00".parse::<Instant>()?)
///     .with_command_id("form-4711".parse()?)
///     .with_expected_revision(7);
/// assert_eq!(context.expected_revision, Some(7));
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Context {
    /// Now: when the facts are recorded.
    pub now: Instant,
    /// Who issues the command.
    pub actor: Actor,
    /// When it happened, if not now: an instant, or a day when no more is known. Later than now only within the policy's
    /// tolerance, earlier as far back as it allows.
    pub effective_at: Option<Moment>,
    /// The host's id of the command, copied into its facts and into the decision: unique per decision, see
    /// [`Decision::command_id`](crate::lifecycle::Decision::command_id).
    pub command_id: Option<CommandId>,
    /// The revision at which the caller last saw the lead: another one is refused.
    pub expected_revision: Option<u64>,
}

impl Context {
    /// An actor, now.
    #[must_use]
    pub const fn new(now: Instant, actor: Actor) -> Self {
        Self { now, actor, effective_at: None, command_id: None, expected_revision: None }
    }

    /// The same, for something that happened at another instant, or on a day: earlier, mostly.
    #[must_use]
    pub fn with_effective_at(self, at: impl Into<Moment>) -> Self {
        Self { effective_at: Some(at.into()), ..self }
    }

    /// The same, with the host's command id.
    #[must_use]
    pub fn with_command_id(self, id: CommandId) -> Self {
        Self { command_id: Some(id), ..self }
    }

    /// The same, only if the lead is still at this revision: another one is refused with the code `revision`.
    #[must_use]
    pub fn with_expected_revision(self, revision: u64) -> Self {
        Self { expected_revision: Some(revision), ..self }
    }
}
