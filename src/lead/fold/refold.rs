//! Folding a history again without some of its facts, and the one view of what counts.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

use crate::lead::apply_error::ApplyError;
use crate::lead::contributions::Contributions;
use crate::lead::fact::Fact;
use crate::lead::fold::lead::Lead;
use crate::lead::fold::place::Place;
use crate::lead::fold::sections;
use crate::lead::fold::{edits, effects};
use crate::lead::misfit::Misfit;
use crate::lead::replay_error::ReplayError;
use crate::lead::revisions::Revisions;
use crate::lead::sections::Sections;
use crate::scoring::{FitTags, ScoringState};

/// A lead that is folded again: facts may be left out, and cycles and visits are numbered anew.
///
/// It holds no rule: whether a promotion still stands is decided where the policy is known, by
/// [`Lifecycle::take_back`](crate::Lifecycle::take_back). To read a history that has corrections, [`counted`] is shorter.
///
/// ```
/// use lead_lifecycle::lead::Refold;
/// # use lead_lifecycle::{Actor, Capture, Command, Context, Lead, Lifecycle, Origin, Policy, Role};
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let lifecycle = Lifecycle::new(Policy::standard());
/// # let by = |role: Role, at: &str| -> Result<Context, Box<dyn std::error::Error>> {
/// #     Ok(Context::new(at.parse()?, Actor::new("tanaka".parse()?, role)))
/// # };
/// # let capture = Capture::new("lead-1".parse()?, Origin::Inbound);
/// # let mut facts = lifecycle.capture(&capture, &by(Role::System, "2026-04-01T09:00:00+09:00")?)?.into_facts();
/// # let lead = Lead::replay(&facts)?;
/// # let promote = Command::Promote { note: None };
/// # facts.extend(lifecycle.decide(&lead, &promote, &by(Role::Mk, "2026-04-02T09:00:00+09:00")?)?.into_facts());
/// let mut refold = Refold::start(&facts[0])?;
/// let place = refold.take(&facts[1])?;
/// assert_eq!((place.cycle, place.visit), (facts[1].envelope.cycle, facts[1].envelope.visit));
/// assert!(refold.take(&facts[1]).is_err()); // it became MQL already
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Refold {
    lead: Lead,
    /// What merges bring now.
    contributions: Contributions,
}

impl Refold {
    /// From the first fact of a lead.
    ///
    /// # Errors
    /// A fact that begins no lead.
    pub fn start(fact: &Fact) -> Result<Self, ApplyError> {
        Lead::start(fact).map(Self::from)
    }

    /// From where a lead was: a snapshot.
    #[must_use]
    pub const fn from(lead: Lead) -> Self {
        Self { lead, contributions: Contributions::none() }
    }

    /// Takes from every merge what it brings now, and not what its fact says.
    #[must_use]
    pub fn with(self, contributions: Contributions) -> Self {
        Self { contributions, ..self }
    }

    /// The lead as far as it is folded, but for the activities that it [remembers](Lead::memory): these stay as they were, whatever
    /// is taken back.
    #[must_use]
    pub const fn lead(&self) -> &Lead {
        &self.lead
    }

    /// Takes in the next fact that counts, and says where it stands now. Cycle and visit of its envelope are not asked for, nor
    /// is its revision, beyond being none of an earlier one.
    ///
    /// # Errors
    /// The fact is of another lead or of an earlier revision, it is a correction, or it does not fit onto what counts before it. The
    /// lead is then as it was.
    pub fn take(&mut self, fact: &Fact) -> Result<Place, ApplyError> {
        let anew = self.contributions.said_anew(fact);
        let fact = anew.as_ref().unwrap_or(fact);
        let place = self.place_of(fact)?;
        let (lead, envelope) = (&mut self.lead, &fact.envelope);
        effects::take(lead, fact)?;
        lead.revision = envelope.revision;
        lead.recorded_at = envelope.recorded_at;
        Ok(place)
    }

    /// Whether a fact could be [taken in](Self::take): nothing is copied to find out, and nothing changed.
    #[must_use]
    pub fn admits(&self, fact: &Fact) -> bool {
        self.place_of(fact).is_ok() && edits::admits(&self.lead, fact)
    }

    /// Where a fact would take the lead.
    fn place_of(&self, fact: &Fact) -> Result<Place, ApplyError> {
        let (lead, envelope) = (&self.lead, &fact.envelope);
        if envelope.lead != lead.key {
            return Err(ApplyError::OtherLead { expected: lead.key.clone(), got: envelope.lead.clone() });
        }
        if envelope.revision < lead.revision {
            return Err(ApplyError::Revision { expected: lead.revision.saturating_add(1), got: envelope.revision });
        }
        if fact.kind().corrects() {
            let (kind, stage) = (fact.kind(), lead.stage.kind());
            return Err(ApplyError::Misfit { kind, stage, why: Misfit::CorrectionInRefold });
        }
        lead.place_after(&fact.body)
    }

    /// Puts the score in another state: that to which its rules come by what counts.
    pub fn rescore(&mut self, scoring: ScoringState) {
        self.lead.scoring = scoring;
    }

    /// Puts what the profile meets in the place of what it met.
    pub fn apply_profile(&mut self, met: &FitTags) {
        self.lead.scoring.apply_profile(met);
    }

    /// What a correction carries.
    #[must_use]
    pub fn into_sections(self) -> Sections {
        sections::of(self.lead)
    }
}

/// A fact that counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counted<'a> {
    /// The fact.
    pub fact: &'a Fact,
    /// Where it stands among what counts: cycle, stage and visit after it. Its envelope says where it stood when it was
    /// recorded.
    pub place: Place,
    /// Whether it is a promotion whose grounds were taken back, and which stays because people have worked on its strength.
    pub hollow: bool,
}

/// Revisions that are added set by set: asking takes no longer, however many sets there were.
#[derive(Debug, Default)]
struct Gathered(BTreeMap<u64, u64>);

impl Gathered {
    fn add(&mut self, more: &Revisions) {
        for (mut first, mut last) in more.runs() {
            while let Some((start, end)) = self.run_before(last).filter(|(_, end)| *end >= first) {
                let _joined = self.0.remove(&start);
                (first, last) = (first.min(start), last.max(end));
            }
            let _none = self.0.insert(first, last);
        }
    }

    fn contains(&self, revision: u64) -> bool {
        self.run_before(revision).is_some_and(|(_, end)| revision <= end)
    }

    /// The newest run that begins at a revision or before it.
    fn run_before(&self, revision: u64) -> Option<(u64, u64)> {
        self.0.range(..=revision).next_back().map(|(start, end)| (*start, *end))
    }
}

/// Which of these facts stand, one answer for each: not those that a correction took back, unless that one was taken back
/// itself. `without` are left out besides.
///
/// Nothing is folded: it is the quick way where no places are asked for, and of a part of a history. A correction speaks of
/// what comes before it, whatever it says. A fact that stands counts, unless it is a correction: see [`counted`].
#[must_use]
pub fn standing(history: &[&Fact], without: &Revisions) -> Vec<bool> {
    let mut taken = Gathered::default();
    taken.add(without);
    let mut stands: Vec<bool> = Vec::with_capacity(history.len());
    for fact in history.iter().rev() {
        let stands_here = !taken.contains(fact.envelope.revision);
        if let (Some(undone), true) = (fact.body.undone(), stands_here) {
            undone.facts.into_iter().for_each(|facts| taken.add(facts));
            taken.add(undone.fallen);
        }
        stands.push(stands_here);
    }
    stands.reverse();
    stands
}

/// The facts of a history that count, in its order: the quick way where no places are asked for, see [`counted`].
#[must_use]
pub fn that_count<'a>(history: impl IntoIterator<Item = &'a Fact>) -> Vec<&'a Fact> {
    let facts: Vec<&Fact> = history.into_iter().collect();
    let stands = standing(&facts, &Revisions::default());
    let counts = |(fact, stands): &(&Fact, bool)| *stands && !fact.kind().corrects();
    facts.into_iter().zip(stands).filter(counts).map(|(fact, _)| fact).collect()
}

/// The promotions of a history that are hollow, by their revisions: the newest correction that looked so far back says it.
#[must_use]
pub fn hollow(history: &[&Fact]) -> BTreeSet<u64> {
    let mut hollow = BTreeSet::new();
    // Those of which no newer correction has said anything.
    let mut unsaid: Option<BTreeSet<u64>> = None;
    for fact in history.iter().rev() {
        if let Some(undone) = fact.body.undone() {
            let unsaid = unsaid.get_or_insert_with(|| history.iter().map(|fact| fact.envelope.revision).collect());
            for (first, last) in undone.hollow.runs() {
                while let Some(revision) = unsaid.range(first..=last).next().copied() {
                    let _said = unsaid.remove(&revision) && hollow.insert(revision);
                }
            }
            while unsaid.last().is_some_and(|revision| *revision > undone.since) {
                let _said = unsaid.pop_last();
            }
            if unsaid.is_empty() {
                break;
            }
        }
    }
    hollow
}

/// The facts of a whole history that count, each with its place: the one view that reports, exports and audits read.
///
/// Facts that were taken back are left out, and so are the corrections; cycles and visits are numbered as if what was taken
/// back had never been. Of a history without corrections it is every fact, at the place that its envelope says.
///
/// A funnel counts these; hollow promotions are among them, and it tells them apart if it wants to.
///
/// ```
/// use lead_lifecycle::FactKind;
/// use lead_lifecycle::lead::counted;
/// # use lead_lifecycle::lifecycle::{Past, TakeBack};
/// # use lead_lifecycle::recycle::Reason;
/// # use lead_lifecycle::{Actor, Capture, Command, Context, Lead, Lifecycle, Origin, Policy, Role};
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let lifecycle = Lifecycle::new(Policy::standard());
/// # let by = |role: Role, at: &str| -> Result<Context, Box<dyn std::error::Error>> {
/// #     Ok(Context::new(at.parse()?, Actor::new("tanaka".parse()?, role)))
/// # };
/// # let capture = Capture::new("lead-1".parse()?, Origin::Inbound);
/// # let mut facts = lifecycle.capture(&capture, &by(Role::System, "2026-04-01T09:00:00+09:00")?)?.into_facts();
/// # let lead = Lead::replay(&facts)?;
/// # let promote = Command::Promote { note: None };
/// # facts.extend(lifecycle.decide(&lead, &promote, &by(Role::Mk, "2026-04-02T09:00:00+09:00")?)?.into_facts());
/// let mqls = |history: &[_]| -> Result<usize, Box<dyn std::error::Error>> {
///     Ok(counted(history)?.iter().filter(|one| one.fact.kind() == FactKind::BecameMql && !one.hollow).count())
/// };
/// assert_eq!(mqls(&facts)?, 1);
/// # let order = TakeBack::new([2], Reason::new("mistake".parse()?, None));
/// # let manager = by(Role::Manager, "2026-04-02T09:05:00+09:00")?;
/// # let decision = lifecycle.take_back(&Past::Whole(&facts), &order, &manager)?;
/// facts.extend(decision.into_facts()); // fact 2, the promotion, is taken back
/// assert_eq!(mqls(&facts)?, 0);
/// assert!(mqls(&facts[1..]).is_err()); // a part of a history cannot be counted: it begins with `captured`
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// The history is empty or only the end of one, or what counts of it does not fold.
pub fn counted<'a>(history: impl IntoIterator<Item = &'a Fact>) -> Result<Vec<Counted<'a>>, ReplayError> {
    let mut counted = Vec::new();
    counted_with(history, |one, _lead| counted.push(one))?;
    Ok(counted)
}

/// The same, one after another, each with the lead as what counts up to there makes it: where a report asks for more than the
/// facts say.
///
/// # Errors
/// As of [`counted`]; what came before was told.
pub fn counted_with<'a>(
    history: impl IntoIterator<Item = &'a Fact>,
    mut each: impl FnMut(Counted<'a>, &Lead),
) -> Result<(), ReplayError> {
    let facts: Vec<&Fact> = history.into_iter().collect();
    let (stands, hollow) = (standing(&facts, &Revisions::default()), hollow(&facts));
    let mut contributions = Contributions::of(facts.iter().copied());
    let mut refold: Option<Refold> = None;
    for ((fact, stands), number) in facts.into_iter().zip(stands).zip(1_u64..) {
        if !stands || fact.kind().corrects() {
            continue;
        }
        let place = match &mut refold {
            None => Refold::start(fact)
                .map(|begun| refold.insert(begun.with(core::mem::take(&mut contributions))).lead().place()),
            Some(refold) => refold.take(fact),
        };
        let place = place.map_err(|error| ReplayError::Fact { number, error })?;
        if let Some(refold) = &refold {
            each(Counted { fact, place, hollow: hollow.contains(&fact.envelope.revision) }, refold.lead());
        }
    }
    refold.map(|_done| ()).ok_or(ReplayError::Empty)
}
