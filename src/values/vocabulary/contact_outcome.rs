//! How far a contact attempt came.

use crate::values::vocabulary::define::vocabulary;

vocabulary! {
    /// How far a contact attempt came. Each includes those before it.
    ///
    /// Reach rate is answered ÷ dialled, connect rate decision maker ÷ answered: see
    /// [the practice](crate::practice::indicators).
    ContactOutcome {
        /// Tried; nobody answered.
        Dialled = "dialled",
        /// Somebody answered.
        #[doc(alias = "通電")]
        Answered = "answered",
        /// The decision maker answered.
        #[doc(alias = "接続")]
        DecisionMaker = "decision_maker",
        /// A real conversation took place.
        Conversation = "conversation",
    }
}
