//! What a clock sees of a fact and of the lead after it.

use crate::values::{
    ActivityKind, Channel, ContactOutcome, DealStageName, Direction, FactKind, Instant, Keyword, Milestone, Money,
    Origin, Rank, Role, TeamKey,
};

/// What a clock sees of a fact and of the lead after it.
#[expect(clippy::struct_excessive_bools, reason = "each says one thing of a fact, and they go together freely")]
pub(crate) struct Sight<'f> {
    pub(crate) kind: FactKind,
    pub(crate) revision: u64,
    /// When it happened.
    pub(crate) at: Instant,
    /// From when its deadlines run: when it was told, or happened by rule.
    pub(crate) told: Instant,
    pub(crate) recorded_at: Instant,
    pub(crate) milestone: Option<Milestone>,
    pub(crate) activity: Option<&'f ActivityKind>,
    pub(crate) attempt: Option<SeenAttempt>,
    pub(crate) raises_hand: bool,
    /// Whether a first meeting was held with it.
    pub(crate) met: bool,
    /// Whether it gives the lead to a member.
    pub(crate) is_given: bool,
    /// Whether the open deal comes with it to a stage of its pipeline, or beyond it.
    pub(crate) reaches_stage: &'f dyn Fn(&DealStageName) -> bool,
    /// Whether the stage was left with it; a further visit of the same stage is another.
    pub(crate) leaves_stage: bool,
    /// Whether the cycle came to its end with it.
    pub(crate) leaves_cycle: bool,
    /// Whether nothing waits for anybody any more: merged, or erased.
    pub(crate) is_gone: bool,
    pub(crate) before: States,
    pub(crate) after: States,
    pub(crate) traits: Traits<'f>,
}

/// What holds clocks as long as it lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct States {
    /// The lead is put off: since when, and until when.
    pub(crate) postponed: Option<(Instant, Instant)>,
    /// A meeting is agreed on.
    pub(crate) appointment: Option<Instant>,
    /// Nobody owns the lead: since when.
    pub(crate) unowned: Option<Instant>,
}

/// What a target is chosen by.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Traits<'f> {
    pub(crate) rank: Option<Rank>,
    pub(crate) origin: Origin,
    pub(crate) source: Option<&'f Keyword>,
    pub(crate) medium: Option<&'f Keyword>,
    pub(crate) deal_value: Option<Money>,
    pub(crate) team: Option<&'f TeamKey>,
}

impl Sight<'_> {
    /// The time that was agreed on.
    pub(super) const fn appointment(&self) -> Option<Instant> {
        self.after.appointment
    }
}

/// An attempt, as a clock sees it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SeenAttempt {
    pub(crate) direction: Direction,
    pub(crate) channel: Channel,
    pub(crate) outcome: ContactOutcome,
    pub(crate) by: Role,
}

impl SeenAttempt {
    /// Whether the lead answered with it, or was reached.
    pub(super) const fn is_answer(self) -> bool {
        match self.direction {
            Direction::Inbound => !self.outcome.by_machine(),
            Direction::Outbound => self.outcome.reached(),
        }
    }
}
