//! What a host gives of a lead when facts of it are taken back.

use alloc::vec::Vec;

use crate::lead::{Fact, Lead, ReplayError};

/// The past of a lead, as far as the host gives it.
#[derive(Debug, Clone, Copy)]
pub enum Past<'a> {
    /// Every fact.
    Whole(&'a [Fact]),
    /// A snapshot, and every fact after it. Nothing before the snapshot can be taken back with it.
    Since(&'a Lead, &'a [Fact]),
}

impl<'a> Past<'a> {
    /// The lead as it is.
    pub(super) fn lead(&self) -> Result<Lead, ReplayError> {
        match self {
            Self::Whole(facts) => Lead::replay(*facts),
            Self::Since(snapshot, facts) => {
                let mut lead = (*snapshot).clone();
                for (fact, number) in facts.iter().zip(1_u64..) {
                    lead.apply(fact).map_err(|error| ReplayError::Fact { number, error })?;
                }
                Ok(lead)
            }
        }
    }

    pub(super) const fn snapshot(&self) -> Option<&'a Lead> {
        match self {
            Self::Whole(_) => None,
            Self::Since(snapshot, _) => Some(snapshot),
        }
    }

    /// Up to this revision nothing is known fact by fact.
    pub(super) fn since(&self) -> u64 {
        self.snapshot().map_or(0, Lead::revision)
    }

    /// Its facts, and those that time has added.
    pub(super) fn facts<'f>(&self, due: &'f [Fact]) -> Vec<&'f Fact>
    where
        'a: 'f,
    {
        let (Self::Whole(facts) | Self::Since(_, facts)) = *self;
        facts.iter().chain(due).collect()
    }
}
