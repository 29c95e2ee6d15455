//! What a lead lacks that a fact changes.

use serde::{Deserialize, Serialize};

/// What a lead lacks that a fact changes. A programmer reads it: nothing that was decided on this lead brings it about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Misfit {
    /// What a correction says of the lead contradicts itself, or the key of the lead.
    #[error("what the correction says of the lead contradicts itself")]
    SectionsUnsound,
    /// A correction says what a lead comes to: where facts are folded again, it is left out.
    #[error("a correction is left out where facts are folded again")]
    CorrectionInRefold,
    /// The lead has begun: a second beginning does not fit.
    #[error("it has begun already")]
    BegunAlready,
    /// The profile would hold too many fields.
    #[error("the profile is full")]
    ProfileFull,
    /// Only a lead at Lead becomes MQL.
    #[error("only a lead becomes MQL")]
    OnlyLeadBecomesMql,
    /// Only an MQL goes back to Lead in the same cycle.
    #[error("only an MQL is demoted")]
    OnlyMqlIsDemoted,
    /// Only an MQL is handed over.
    #[error("only an MQL becomes SQL")]
    OnlyMqlBecomesSql,
    /// There is no hand-over to accept or to reject.
    #[error("there is no hand-over")]
    NoHandoff,
    /// Only an SQL has its first meeting.
    #[error("only an SQL becomes Opportunity")]
    OnlySqlBecomesOpportunity,
    /// There is no open deal to change or to lose.
    #[error("there is no open deal")]
    NoOpenDeal,
    /// Only an opportunity is won.
    #[error("only an opportunity is won")]
    OnlyOpportunityIsWon,
    /// Nobody works on the cycle, so it is neither recycled nor disqualified.
    #[error("the cycle is not being worked on")]
    CycleNotWorkedOn,
    /// The lead is not disqualified, so there is nothing to reopen.
    #[error("it was not disqualified")]
    NotDisqualified,
    /// Only a customer has an expansion.
    #[error("only a customer expands")]
    OnlyCustomerExpands,
    /// Nothing was put off.
    #[error("nothing was put off")]
    NotPostponed,
    /// The lead cannot be put off where it is.
    #[error("only an open cycle is put off")]
    NothingToPostpone,
    /// A merged lead buys nothing.
    #[error("neither in an open cycle nor a customer")]
    CannotBuy,
    /// Nothing is cooling.
    #[error("nothing is cooling")]
    NotCooling,
    /// The lead is at another stage than the one that became stale.
    #[error("it is at another stage")]
    OtherStage,
    /// The lead was merged already.
    #[error("it was merged already")]
    MergedAlready,
    /// A lead cannot be merged into itself.
    #[error("a lead cannot be merged into itself")]
    IntoItself,
    /// A lead brings what was brought before, or its own survivor; or too many leads become one; or the merge does not say whose
    /// part is whose.
    #[error("what is merged into it does not fit")]
    ContributionUnfit,
    /// Only what was merged is split.
    #[error("it was not merged")]
    NotMerged,
    /// Too many proposals are open.
    #[error("too many open proposals")]
    ProposalsFull,
    /// Too many service-level clocks run or are spoken of, or the holds of one are out of order.
    #[error("too many service-level clocks, or holds out of order")]
    ClocksFull,
    /// The lead does not have this run of a service-level clock.
    #[error("the lead does not have this run of the clock")]
    NoSuchRun,
    /// Too many criteria are answered.
    #[error("too many answered criteria")]
    AnswersFull,
    /// The lead cannot go back to Customer: no contract is in force.
    #[error("it is not a customer")]
    NotCustomer,
    /// No such contract is in force.
    #[error("no such contract is in force")]
    ContractUnknown,
    /// The last contract ends, and the fact does not say what follows.
    #[error("the last contract ends and nothing follows")]
    NothingFollows,
    /// The end of the last contract cannot lead back to Customer.
    #[error("the end of a contract does not lead back to it")]
    BackToEndedContract,
    /// The fact says what follows, but another contract or an expansion goes on.
    #[error("something follows although a contract or cycle goes on")]
    CycleGoesOn,
    /// Too many contracts are in force.
    #[error("too many contracts")]
    ContractsFull,
    /// The imported step does not follow from the stage.
    #[error("the imported step does not follow from it")]
    StepOutOfOrder,
    /// The edit does not fit onto the deal.
    #[error("the edit does not fit onto the deal")]
    EditDoesNotFit,
}
