//! What the rules of the process demand beyond bounds and declared names.

use serde::Serialize;

/// What the rules of the process (stages, deals, reasons, permissions) demand of a value beyond its type, its bound and
/// that its name is declared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ProcessDemand {
    /// An assistant may propose or do nothing: it never decides.
    AssistantGrant,
    /// Only an MQL and an SQL can be recycled by the clock: elsewhere a stage that lasts too long is flagged.
    FlagOnly,
    /// Only a pipeline or stage that the new version no longer has leads somewhere else: the rest stays where it is.
    GoneDealPlace,
    /// The clock gives a reason, and cannot write a note.
    NoteFreeReason,
    /// One pipeline is written in the short form, several in the long one: never in both.
    OneFormOfPipelines,
    /// `won` and `lost` are how a deal ends, not open stages of it.
    OpenDealStage,
    /// Only a stage that a lead passes through can last too long: Lead, MQL, SQL, Opportunity.
    OpenStage,
    /// Two stages of a pipeline have two names.
    OwnStageName,
    /// Some reason codes are the crate's own.
    UnreservedReason,
    /// A calendar does not extend itself, not through others either.
    NoCircle,
    /// A team works by one calendar.
    OneCalendarPerTeam,
    /// The hours of a weekday are written once.
    OneEntryPerWeekday,
    /// A calendar is open at some time of the week.
    OpenSomeTime,
    /// The opening intervals of a day do not overlap.
    ShiftsApart,
    /// What starts and stops a clock is a fact of the lead's life, not one of clocks or corrections.
    FactOfLife,
    /// A warning comes before the deadline.
    WarningBeforeTarget,
    /// A target for all leads is the last one: none after it is ever chosen.
    LastTargetForAll,
    /// Steps of an escalation are written in the order in which they come.
    StepsInOrder,
    /// A preset is named once.
    EachPresetOnce,
}
