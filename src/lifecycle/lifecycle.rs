//! `Lifecycle`: what a host holds. Its questions and answers stand in the files at the top of this room.

use crate::lead::Lead;
use crate::lifecycle::book::{PolicyBook, PolicyGap};
use crate::policy::Policy;
use crate::values::Instant;

/// The rules of a lead's life under a book of policies, mostly of one.
///
/// It holds no lead and no state: [`decide`](Self::decide) takes a lead and returns facts,
/// [`Lead::apply`](crate::Lead::apply) folds them. One value serves a whole process: every method takes `&self`, and
/// none of them keeps anything.
///
/// ```
/// use lead_lifecycle::{Lifecycle, Policy};
///
/// let lifecycle = Lifecycle::new(Policy::standard());
/// assert_eq!(lifecycle.newest_policy(), &Policy::standard());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[doc(alias = "リードライフサイクル")]
pub struct Lifecycle {
    book: PolicyBook,
}

impl Lifecycle {
    /// The lifecycle under one policy, which is in force from the earliest instant: a book of one.
    #[must_use]
    pub fn new(policy: Policy) -> Self {
        Self::with_book(PolicyBook::of(policy))
    }

    /// The lifecycle under a book of policies, each in force from its own instant on.
    #[must_use]
    pub const fn with_book(book: PolicyBook) -> Self {
        Self { book }
    }

    /// The book.
    #[must_use]
    pub const fn book(&self) -> &PolicyBook {
        &self.book
    }

    /// The policy of the newest version, in force or not: the only one of a book of one. What holds at an instant, or for a lead, say
    /// [`policy_at`](Self::policy_at) and [`policy_of`](Self::policy_of).
    #[must_use]
    pub fn newest_policy(&self) -> &Policy {
        self.book.newest().policy()
    }

    /// The policy in force at an instant.
    ///
    /// # Errors
    /// The first version of the book comes into force later.
    pub fn policy_at(&self, at: Instant) -> Result<&Policy, PolicyGap> {
        Ok(self.book.covers(at)?.policy())
    }

    /// The policy that a lead is under, as it is stored: what the clock will make of it is not looked at.
    ///
    /// # Errors
    /// The book says nothing of the lead.
    pub fn policy_of(&self, lead: &Lead) -> Result<&Policy, PolicyGap> {
        Ok(self.book.of_lead(lead)?.policy())
    }

    /// Whether the book has the version that a lead is under, and says what holds since its newest fact. If not, every
    /// command is refused with what [`policy_of`](Self::policy_of) says.
    #[must_use]
    pub fn governs(&self, lead: &Lead) -> bool {
        self.book.of_lead(lead).is_ok()
    }
}
