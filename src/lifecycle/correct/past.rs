//! What a host gives of a lead when facts of it are taken back.

use crate::lead::{Fact, Lead, ReplayError};

/// The past of a lead, as far as the host gives it.
///
/// ```
/// use lead_lifecycle::lifecycle::{Past, TakeBack};
/// # use lead_lifecycle::recycle::Reason;
/// # use lead_lifecycle::{Actor, Capture, Command, Context, Lead, Lifecycle, Origin, Policy, Role};
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let lifecycle = Lifecycle::new(Policy::standard());
/// # let by = |role: Role, at: &str| -> Result<Context, Box<dyn std::error::Error>> {
/// #     Ok(Context::new(at.parse()?, Actor::new("tanaka".parse()?, role)))
/// # };
/// # let capture = Capture::new("lead-1".parse()?, Origin::Inbound);
/// # let mut facts = lifecycle.capture(&capture, &by(Role::System, "2026-04-01T09:00:00+09:00")?)?.into_facts();
/// // A host keeps a snapshot, and the facts after it.
/// let snapshot = Lead::replay(&facts)?;
/// let promote = Command::Promote { note: None };
/// let after = lifecycle.decide(&snapshot, &promote, &by(Role::Mk, "2026-04-02T09:00:00+09:00")?)?.into_facts();
///
/// let past = Past::Since(&snapshot, &after);
/// let mistake = |fact| TakeBack::new([fact], Reason::new("mistake".parse().unwrap(), None));
/// let manager = by(Role::Manager, "2026-04-02T09:05:00+09:00")?;
/// assert!(lifecycle.take_back(&past, &mistake(2), &manager).is_ok());
///
/// // Fact 1 is before the snapshot: ask again with `Past::Whole`.
/// let refused = lifecycle.take_back(&past, &mistake(1), &manager).unwrap_err().to_string();
/// assert!(refused.ends_with("before the snapshot at revision 1: give the whole history"), "{refused}");
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, Copy)]
pub enum Past<'a> {
    /// Every fact.
    Whole(&'a [Fact]),
    /// A snapshot, and every fact after it. Nothing before the snapshot can be taken back with it, nor be told instead.
    Since(&'a Lead, &'a [Fact]),
}

/// A lead as it was at some place of its history, and as it is.
#[derive(Debug)]
pub(in crate::lifecycle) struct Folded {
    pub(in crate::lifecycle) begun: Lead,
    pub(in crate::lifecycle) now: Lead,
}

impl<'a> Past<'a> {
    /// Folds it, and keeps what the facts up to a place come to.
    pub(in crate::lifecycle) fn folded(&self, until: usize) -> Result<Folded, ReplayError> {
        let facts = self.facts();
        let (mut now, first) = match (self.snapshot(), facts.first()) {
            (Some(snapshot), _) => (snapshot.clone(), 0),
            (None, Some(fact)) => (Lead::start(fact).map_err(|error| ReplayError::Fact { number: 1, error })?, 1),
            (None, None) => return Err(ReplayError::Empty),
        };
        let mut begun = (until <= first).then(|| now.clone());
        for ((place, fact), number) in facts.iter().enumerate().zip(1_u64..).skip(first) {
            if place == until {
                begun = Some(now.clone());
            }
            now.apply(fact).map_err(|error| ReplayError::Fact { number, error })?;
        }
        Ok(Folded { begun: begun.unwrap_or_else(|| now.clone()), now })
    }

    /// The same past with these facts in the place of those it has.
    pub(in crate::lifecycle) const fn with<'f>(&self, facts: &'f [Fact]) -> Past<'f>
    where
        'a: 'f,
    {
        match self {
            Self::Whole(_) => Past::Whole(facts),
            Self::Since(snapshot, _) => Past::Since(snapshot, facts),
        }
    }

    pub(in crate::lifecycle) const fn snapshot(&self) -> Option<&'a Lead> {
        match self {
            Self::Whole(_) => None,
            Self::Since(snapshot, _) => Some(snapshot),
        }
    }

    /// Up to this revision nothing is known fact by fact.
    pub(in crate::lifecycle) fn since(&self) -> u64 {
        self.snapshot().map_or(0, Lead::revision)
    }

    pub(in crate::lifecycle) const fn facts(&self) -> &'a [Fact] {
        let (Self::Whole(facts) | Self::Since(_, facts)) = *self;
        facts
    }
}
