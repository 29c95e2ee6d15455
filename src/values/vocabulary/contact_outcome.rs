//! How far a contact attempt came.

use crate::values::vocabulary::define::vocabulary;

vocabulary! {
    /// How far a contact attempt came: a call, a mail, a chat, a letter.
    ///
    /// Of `dialled` to `conversation` each includes those before it; so do `sent`, `delivered` and `replied`.
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
        /// A message went out; nothing more is known.
        Sent = "sent",
        /// The message arrived.
        Delivered = "delivered",
        /// The message came back: there is no such address, or it takes none.
        Bounced = "bounced",
        /// A person answered the message.
        Replied = "replied",
        /// A machine answered the message, as an out-of-office note: nobody was reached.
        AutoReply = "auto_reply",
    }
}

impl ContactOutcome {
    /// Whether a person was reached.
    #[must_use]
    pub const fn reached(self) -> bool {
        match self {
            Self::Answered | Self::DecisionMaker | Self::Conversation | Self::Replied => true,
            Self::Dialled | Self::Sent | Self::Delivered | Self::Bounced | Self::AutoReply => false,
        }
    }

    /// Whether a machine answered: whoever began, no person did anything.
    #[must_use]
    pub const fn by_machine(self) -> bool {
        matches!(self, Self::Bounced | Self::AutoReply)
    }
}
