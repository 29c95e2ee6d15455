//! What a funnel counts.

use crate::values::vocabulary::define::vocabulary;

vocabulary! {
    /// What a funnel counts, each at most once per cycle.
    Milestone {
        /// The cycle began.
        Lead = "lead",
        /// Became MQL.
        Mql = "mql",
        /// Became SQL.
        Sql = "sql",
        /// Sales accepted opportunity: field sales accepted the hand-over.
        Sao = "sao",
        /// The first meeting was held.
        Opportunity = "opportunity",
        /// A contract was won.
        Won = "won",
    }
}
