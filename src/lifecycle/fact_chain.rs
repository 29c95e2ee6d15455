//! Facts one after another, each put onto the lead as the ones before have left it.

use alloc::boxed::Box;
use alloc::vec::Vec;

use crate::lead::{ApplyError, Because, Fact, FactBody, FactKind, Lead, Place};
use crate::lifecycle::mint::{By, Seat, mint};
use crate::values::LeadKey;

/// A lead, and the facts that follow it.
///
/// The lead is copied, and facts are folded into the copy, only when something follows that depends on it: most
/// commands yield one fact, and a fact that leaves cycle, stage and visit as they are changes the place of no other.
#[derive(Debug)]
pub(super) struct FactChain<'l> {
    lead: Held<'l>,
    facts: Vec<Fact>,
    /// How many facts, from the end, the lead does not hold yet.
    ahead: usize,
    /// Where the lead is after all of them.
    place: Option<Place>,
    /// Whether what follows depends on them in other ways than by its place.
    folds_first: bool,
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

impl<'l> FactChain<'l> {
    /// No fact yet, after a lead.
    pub(super) const fn after(lead: &'l Lead) -> Self {
        Self { lead: Held::Given(lead), facts: Vec::new(), ahead: 0, place: None, folds_first: false }
    }

    /// The first fact of a new lead.
    ///
    /// # Errors
    /// The body begins no lead.
    pub(super) fn begin(by: By<'_>, lead: &LeadKey, body: FactBody) -> Result<FactChain<'static>, ApplyError> {
        let fact = mint(by, Seat::first(lead), body);
        let lead = Held::Own(Box::new(Lead::start(&fact)?));
        Ok(FactChain { lead, facts: alloc::vec![fact], ahead: 0, place: None, folds_first: false })
    }

    /// Adds a fact, minted under the policy of `by`.
    ///
    /// # Errors
    /// The lead, as it then is, does not have what the body changes.
    pub(super) fn push(&mut self, by: By<'_>, body: FactBody) -> Result<(), ApplyError> {
        if self.folds_first || self.place.is_some_and(|place| place != self.lead.get().place()) {
            self.fold()?;
        }
        let ahead = u64::try_from(self.ahead).unwrap_or(u64::MAX);
        let seat = Seat::after(self.lead.get(), ahead, &body)?;
        self.place = Some(seat.place());
        // A correction may change everything, and leave the place as it is.
        self.folds_first = body.kind() == FactKind::TakenBack;
        self.ahead = self.ahead.saturating_add(1);
        self.facts.push(mint(by, seat, body));
        Ok(())
    }

    /// Adds facts that another chain has made after [`lead`](Self::lead).
    pub(super) fn extend(&mut self, facts: Vec<Fact>) {
        self.ahead = self.ahead.saturating_add(facts.len());
        self.facts.extend(facts);
        self.folds_first = true;
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

    /// Folds the facts after so many one by one, and shows each with the lead after it. `before` is the lead before them, for where
    /// some of them are folded already.
    ///
    /// # Errors
    /// A fact does not fold.
    pub(super) fn show_each(
        &mut self,
        (known, before): (usize, &Lead),
        mut show: impl FnMut(&Fact, &Lead),
    ) -> Result<(), ApplyError> {
        if self.facts.len().saturating_sub(self.ahead) > known {
            let mut lead = before.clone();
            for fact in self.facts.iter().skip(known) {
                lead.apply(fact)?;
                show(fact, &lead);
            }
            return Ok(());
        }
        self.fold_each(|place, fact, lead| {
            if place >= known {
                show(fact, lead);
            }
        })
    }

    /// The lead as far as it is folded, and every fact.
    pub(super) fn parts(&self) -> (&Lead, &[Fact]) {
        (self.lead.get(), &self.facts)
    }

    /// The revision of the newest fact, or of the lead if there is none.
    pub(super) fn newest_revision(&self) -> u64 {
        self.facts.last().map_or_else(|| self.lead.get().revision(), |fact| fact.envelope.revision)
    }

    /// Because of which of the facts the rules may make something due at once.
    pub(super) fn makes_due(&self) -> Option<Because> {
        let causes = [(FactKind::PolicyAdopted, Because::Policy), (FactKind::Recounted, Because::Recount)];
        let because =
            |fact: &Fact| causes.into_iter().find(|(kind, _)| *kind == fact.kind()).map(|(_, because)| because);
        self.facts.iter().find_map(because)
    }

    pub(super) fn len(&self) -> usize {
        self.facts.len()
    }

    /// The facts after so many.
    pub(super) fn since(&self, count: usize) -> &[Fact] {
        self.facts.get(count..).unwrap_or_default()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.facts.is_empty()
    }

    pub(super) fn into_facts(self) -> Vec<Fact> {
        self.facts
    }

    #[cold]
    fn fold(&mut self) -> Result<(), ApplyError> {
        self.fold_each(|_place, _fact, _lead| ())
    }

    fn fold_each(&mut self, mut folded: impl FnMut(usize, &Fact, &Lead)) -> Result<(), ApplyError> {
        if let Held::Given(lead) = self.lead {
            self.lead = Held::Own(Box::new(lead.clone()));
        }
        if let Held::Own(lead) = &mut self.lead {
            let held = self.facts.len().saturating_sub(self.ahead);
            for (place, fact) in self.facts.iter().enumerate().skip(held) {
                lead.apply(fact)?;
                folded(place, fact, lead);
            }
        }
        (self.ahead, self.place, self.folds_first) = (0, None, false);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use alloc::boxed::Box;
    use alloc::vec::Vec;

    use crate::lead::{
        Actor, ApplyError, Capture, Cause, DealOwner, Ending, Erasure, FactBody, FactKind, Lead, NextCycle, TeamChange,
        Trigger,
    };
    use crate::lifecycle::book::Version;
    use crate::lifecycle::context::Context;
    use crate::lifecycle::fact_chain::{FactChain, Held};
    use crate::lifecycle::lifecycle::Lifecycle;
    use crate::lifecycle::mint::{By, Times};
    use crate::policy::{Policy, PolicyDraft};
    use crate::recycle::{Ownership, Reason};
    use crate::values::{
        ActorId, Carry, Instant, LeadKey, Literal as _, Origin, Progress, ReasonCode, Role, StageKind,
    };

    fn context() -> Context {
        Context::new(Instant::from_seconds(0).unwrap(), Actor::new(ActorId::literal("tester"), Role::System))
    }

    fn by<'a>(version: &'a Version, ctx: &'a Context) -> By<'a> {
        By { stamp: version.stamp(), ctx, times: Times::at_once(ctx.now), cause: Cause::Command }
    }

    fn redacted() -> FactBody {
        FactBody::Redacted(Box::new(Erasure::of_everything()))
    }

    fn standard() -> Version {
        Version::new(Instant::MIN, Policy::standard())
    }

    fn begun(version: &Version, ctx: &Context) -> Lead {
        let capture = Capture::new(LeadKey::new("lead").unwrap(), Origin::Inbound);
        Lead::replay(Lifecycle::new(version.policy().clone()).capture(&capture, ctx).unwrap().facts()).unwrap()
    }

    fn promoted() -> FactBody {
        let (grounds, progress) = (None, Progress::Untouched);
        FactBody::BecameMql { trigger: Trigger::Manual, score: None, note: None, grounds, progress }
    }

    /// One decision may change the stage more than once: each place is that of the lead as it then is.
    #[test]
    fn facts_that_turn_the_lead_one_after_another_fold() {
        let (version, ctx) = (standard(), context());
        let lead = begun(&version, &ctx);
        let ending = Ending::Recycled(NextCycle { cooling_until: None, carry: Carry::Keep, keeps: Ownership::CLEARED });
        let reason = Reason::new(ReasonCode::literal("timing"), None);
        let recycled = FactBody::Recycled { reason, ending, until: None };
        let mut chain = FactChain::after(&lead);
        for body in [promoted(), FactBody::Demoted { score: None }, promoted(), recycled, promoted()] {
            chain.push(by(&version, &ctx), body).unwrap();
        }
        let after = chain.lead().unwrap().clone();
        let facts = chain.into_facts();
        let places: Vec<_> = facts.iter().map(|fact| (fact.envelope.cycle, fact.envelope.visit)).collect();
        assert_eq!(places, [(1, 1), (1, 2), (1, 2), (2, 1), (2, 1)]);
        let mut folded = lead;
        folded.apply_all(&facts).unwrap();
        assert_eq!(folded, after);
        assert_eq!((after.stage().kind(), after.cycle().number()), (StageKind::Mql, 2));
    }

    #[test]
    fn a_body_that_does_not_fit_makes_no_fact() {
        let (version, ctx) = (standard(), context());
        let lead = begun(&version, &ctx);
        let mut chain = FactChain::after(&lead);
        chain.push(by(&version, &ctx), promoted()).unwrap();
        let misfit = chain.push(by(&version, &ctx), promoted()).unwrap_err();
        assert!(matches!(misfit, ApplyError::Misfit { kind: FactKind::BecameMql, stage: StageKind::Mql, .. }));
        assert_eq!(chain.into_facts().len(), 1);
        assert!(FactChain::begin(by(&version, &ctx), lead.key(), promoted()).is_err());
    }

    #[test]
    fn the_lead_is_copied_only_when_a_place_depends_on_what_came_before() {
        let (version, ctx) = (standard(), context());
        let lead = begun(&version, &ctx);
        let mut chain = FactChain::after(&lead);
        for body in
            [redacted(), FactBody::Assigned { owner: None, team: TeamChange::Clear, deal: DealOwner::Keep }, promoted()]
        {
            chain.push(by(&version, &ctx), body).unwrap();
        }
        assert!(matches!(chain.lead, Held::Given(_)));
        chain.push(by(&version, &ctx), FactBody::Demoted { score: None }).unwrap();
        assert!(matches!(chain.lead, Held::Own(_)));
        let mut folded = lead.clone();
        folded.apply_all(&chain.into_facts()).unwrap();
    }

    #[test]
    fn every_fact_is_minted_under_the_policy_it_is_given() {
        let mut draft = PolicyDraft::standard();
        draft.recycle.max_cycles = 2;
        let versions = [standard(), Version::new(Instant::MIN, Policy::try_from(draft).unwrap())];
        let (lead, ctx) = (begun(&versions[0], &context()), context());
        let mut chain = FactChain::after(&lead);
        for version in &versions {
            chain.push(by(version, &ctx), redacted()).unwrap();
        }
        let facts = chain.into_facts();
        assert!(facts.iter().map(|fact| &fact.envelope.policy).eq(versions.iter().map(Version::stamp)));
        assert_ne!(versions[0].stamp().fingerprint, versions[1].stamp().fingerprint);
    }
}
