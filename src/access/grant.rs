//! What a role may do with a command.

use crate::values::vocabulary;

vocabulary! {
    /// A cell of the matrix.
    #[doc(alias = "RACI")]
    Grant {
        /// Does it: may issue the command.
        Responsible = "R",
        /// Answers for it: may issue the command.
        Accountable = "A",
        /// Both.
        ResponsibleAccountable = "R/A",
        /// Is asked before: may not.
        Consulted = "C",
        /// Is told after: may not.
        Informed = "I",
        /// May on leads of its own only: the lead's owner is the actor.
        OwnLeads = "R own leads",
        /// May on deals of its own only: the owner of the open deal is the actor, or nobody yet.
        OwnDeals = "R own deals",
        /// May on leads and on deals of its own only: either will do.
        Own = "R own",
        /// May on meetings only that the lead booked itself.
        SelfBooked = "R self-booked",
        /// May propose it for a person to approve.
        Propose = "propose",
        /// Has nothing to do with it.
        No = "no",
    }
}

impl Grant {
    /// Whether the role may issue the command on any lead: R, A and R/A.
    #[must_use]
    pub const fn permits(self) -> bool {
        matches!(self, Self::Responsible | Self::Accountable | Self::ResponsibleAccountable)
    }

    /// Whether the role may issue the command on some leads only: it depends on who owns them, or who booked.
    #[must_use]
    pub const fn is_conditional(self) -> bool {
        matches!(self, Self::OwnLeads | Self::OwnDeals | Self::Own | Self::SelfBooked)
    }
}
