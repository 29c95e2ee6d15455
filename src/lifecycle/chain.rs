//! Facts one after another, each put onto the lead as the ones before have left it.

use alloc::boxed::Box;
use alloc::vec::Vec;

use crate::lead::{ApplyError, Fact, FactBody, Lead, Place};
use crate::lifecycle::mint::{By, Seat, mint};
use crate::values::LeadKey;

/// A lead, and the facts that follow it.
///
/// The lead is copied, and facts are folded into the copy, only when something follows that depends on it: most commands yield
/// one fact, and a fact that leaves cycle, stage and visit as they are changes the place of no other.
#[derive(Debug)]
pub(super) struct Chain<'l> {
    lead: Held<'l>,
    facts: Vec<Fact>,
    /// How many facts, from the end, the lead does not hold yet.
    ahead: usize,
    /// Where the lead is after all of them.
    place: Option<Place>,
}

/// A lead as it was given, or a copy of our own.
#[derive(Debug)]
enum Held<'l> {
    Given(&'l Lead),
    Own(Box<Lead>),
}

impl Held<'_> {
    fn get(&self) -> &Lead {
        match self {
            Self::Given(lead) => lead,
            Self::Own(lead) => lead,
        }
    }
}

impl<'l> Chain<'l> {
    /// No fact yet, after a lead.
    pub(super) const fn after(lead: &'l Lead) -> Self {
        Self { lead: Held::Given(lead), facts: Vec::new(), ahead: 0, place: None }
    }

    /// The first fact of a new lead.
    ///
    /// # Errors
    /// The body begins no lead.
    pub(super) fn begin(by: By<'_>, lead: &LeadKey, body: FactBody) -> Result<Chain<'static>, ApplyError> {
        let fact = mint(by, Seat::first(lead), body);
        let lead = Held::Own(Box::new(Lead::start(&fact)?));
        Ok(Chain { lead, facts: alloc::vec![fact], ahead: 0, place: None })
    }

    /// Adds a fact, minted under the policy of `by`.
    ///
    /// # Errors
    /// The lead, as it then is, does not have what the body changes.
    pub(super) fn push(&mut self, by: By<'_>, body: FactBody) -> Result<(), ApplyError> {
        if self.place.is_some_and(|place| place != self.lead.get().place()) {
            self.fold()?;
        }
        let ahead = u64::try_from(self.ahead).unwrap_or(u64::MAX);
        let seat = Seat::after(self.lead.get(), ahead, &body)?;
        self.place = Some(seat.place());
        self.ahead = self.ahead.saturating_add(1);
        self.facts.push(mint(by, seat, body));
        Ok(())
    }

    /// Makes room for so many facts and no more: a list that doubles would throw memory away.
    pub(super) fn expect(&mut self, facts: usize) {
        self.facts.reserve_exact(facts);
    }

    /// The lead with every fact so far.
    ///
    /// # Errors
    /// A fact does not fold.
    pub(super) fn lead(&mut self) -> Result<&Lead, ApplyError> {
        if self.ahead > 0 {
            self.fold()?;
        }
        Ok(self.lead.get())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.facts.is_empty()
    }

    pub(super) fn into_facts(self) -> Vec<Fact> {
        self.facts
    }

    #[cold]
    fn fold(&mut self) -> Result<(), ApplyError> {
        if let Held::Given(lead) = self.lead {
            self.lead = Held::Own(Box::new(lead.clone()));
        }
        if let Held::Own(lead) = &mut self.lead {
            let held = self.facts.len().saturating_sub(self.ahead);
            for fact in self.facts.iter().skip(held) {
                lead.apply(fact)?;
            }
        }
        (self.ahead, self.place) = (0, None);
        Ok(())
    }
}
