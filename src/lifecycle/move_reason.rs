//! Why a command, or time alone, changes the stage of a lead.

use serde::Serialize;

/// Why the stage changes. `Display` has the words of the diagram.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum MoveReason {
    /// The score reaches the threshold to enter.
    ScoreReached,
    /// The lead asks to be contacted.
    HandRaise,
    /// Nobody has worked on the MQL, and news takes its score below the threshold to leave.
    ScoreFell,
    /// The next cycle begins, and is cooling.
    Recycled,
    /// The lead has had as many cycles as the policy allows.
    MaxCycles,
    /// The expansion ends, and the lead is a customer as before.
    ExpansionEnds,
    /// The reason given.
    Reason,
    /// The rule of the reason begins the next cycle.
    ReasonRecycles,
    /// The rule of the reason disqualifies.
    ReasonDisqualifies,
    /// Cooling is over or a penalty has expired, and the score is at the threshold to enter.
    WaitOver,
    /// Nobody has worked on the MQL, and its score has decayed below the threshold to leave.
    ScoreDecayed,
    /// The lead has been at the stage for too long, and the policy recycles it.
    Stale,
    /// The same, after as many cycles as the policy allows.
    StaleAtMaxCycles,
    /// The same, in an expansion: the lead is a customer as before.
    StaleExpansion,
    /// Two leads are one.
    Duplicate,
    /// They are two after all.
    Parted,
    /// A person judges so.
    Judgement,
    /// The bar is met, the hand-over file is complete and the lead has agreed to a meeting.
    HandedOver,
    /// Field sales has accepted, and the first meeting was held.
    FirstMeetingHeld,
    /// The contract is signed.
    ContractSigned,
    /// Field sales has accepted, in a pipeline that knows no first meeting.
    AcceptedUnmet,
    /// The lead bought without sales.
    Bought,
    /// The next cycle begins.
    NextCycle,
    /// The last contract ends, and the rule of the reason says what follows.
    LastContractEnds,
}
