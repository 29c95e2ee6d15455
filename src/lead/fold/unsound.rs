//! How the parts of a stored snapshot contradict each other.

/// How the parts of a snapshot contradict each other: it is not the fold of any facts. A programmer reads it, as the
/// error of whatever format the snapshot was read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum Unsound {
    /// The form is of another version.
    #[error("this snapshot is not the fold of any facts: `schema` is not the version of this snapshot form")]
    Schema,
    /// No fact was ever folded.
    #[error("this snapshot is not the fold of any facts: `revision` is 0")]
    Revision,
    /// No cycle ever began.
    #[error("this snapshot is not the fold of any facts: `cycle.number` is 0")]
    CycleNumber,
    /// Fewer cycles are counted than have begun.
    #[error("this snapshot is not the fold of any facts: `totals.cycles` is smaller than `cycle.number`")]
    Cycles,
    /// Every cycle is counted as an expansion; the first cannot be one.
    #[error("this snapshot is not the fold of any facts: `totals.expansions` leaves no first cycle")]
    Expansions,
    /// The present stage was never entered.
    #[error("this snapshot is not the fold of any facts: the present stage has no clock")]
    NoClock,
    /// At MQL, which was never reached.
    #[error("this snapshot is not the fold of any facts: at MQL without its milestone")]
    MqlNotReached,
    /// At SQL, which was never reached.
    #[error("this snapshot is not the fold of any facts: at SQL without its milestone")]
    SqlNotReached,
    /// At Opportunity, which was never reached.
    #[error("this snapshot is not the fold of any facts: at Opportunity without its milestone")]
    OpportunityNotReached,
    /// A customer has at least one contract, and a bounded number of them.
    #[error("this snapshot is not the fold of any facts: `customer` has no contract, or too many")]
    Contracts,
    /// At Customer, but no customer.
    #[error("this snapshot is not the fold of any facts: at Customer without a contract in force")]
    NoContract,
    /// Merged into itself.
    #[error("this snapshot is not the fold of any facts: merged into itself")]
    IntoItself,
    /// The present cycle is an expansion, and none is counted.
    #[error("this snapshot is not the fold of any facts: an expansion cycle that is not counted as one")]
    ExpansionNotCounted,
    /// Consents, proposals or clocks break their order or their bounds.
    #[error(
        "this snapshot is not the fold of any facts: consents or clocks out of order, or too many proposals or clocks"
    )]
    Beside,
}
