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
        /// May on deals of its own only.
        OwnDeals = "R own",
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
}
