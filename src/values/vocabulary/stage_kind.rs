//! The stages of a lead's life.

use crate::values::vocabulary::define::vocabulary;

vocabulary! {
    /// The stages of a lead's life, without their data.
    #[doc(alias = "ライフサイクルステージ")]
    StageKind {
        /// Known, not yet handed to sales.
        #[doc(alias = "リード")]
        Lead = "lead",
        /// Marketing says that sales should act.
        Mql = "mql",
        /// Sales says that it should go ahead; handed to field sales.
        Sql = "sql",
        /// Proposal and negotiation.
        #[doc(alias = "商談")]
        Opportunity = "opportunity",
        /// A contract is, or was, signed in this cycle.
        #[doc(alias = "顧客")]
        Customer = "customer",
        /// Discarded.
        #[doc(alias = "破棄")]
        Disqualified = "disqualified",
        /// Merged into another lead.
        Merged = "merged",
    }
}

impl StageKind {
    /// Whether a cycle is open there: it is worked on, and ends by being won or not.
    #[must_use]
    pub const fn is_open(self) -> bool {
        match self {
            Self::Lead | Self::Mql | Self::Sql | Self::Opportunity => true,
            Self::Customer | Self::Disqualified | Self::Merged => false,
        }
    }
}
