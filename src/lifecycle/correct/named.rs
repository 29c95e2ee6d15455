//! What an order names, and what becomes of it.

use alloc::vec::Vec;

use crate::calendar::Zone;
use crate::lead::{ContributionPart, Contributions, Fact, FactBody, FactKind, Revisions, hollow, standing};
use crate::lifecycle::case::Case;
use crate::lifecycle::correct::class::{Class, is_of_stage};
use crate::lifecycle::correct::order::TakeBack;
use crate::lifecycle::unmet::{CorrectionUnmet, FactAt, Unmet};
use crate::values::{Instant, LeadKey, limits};

/// A history, and which of its facts are to count.
#[derive(Debug)]
pub(super) struct Named<'h> {
    /// Every fact after `since`.
    pub(super) facts: Vec<&'h Fact>,
    /// Up to this revision nothing is known fact by fact.
    pub(super) since: u64,
    /// What the order names; of too many, one more than may be.
    pub(super) asked_for: Revisions,
    /// Of these, what stands so far.
    pub(super) gone: Revisions,
    /// Which facts stood so far, one answer for each.
    pub(super) stood: Vec<bool>,
    /// Which facts stand without them, one answer for each.
    pub(super) stands: Vec<bool>,
    /// What merges bring now.
    pub(super) contributions: Contributions,
    /// Whether it is about what merges bring, and not about facts of the lead itself.
    pub(super) parts: bool,
    /// Whether something is named that lies before what is known fact by fact.
    pub(super) too_far: bool,
    /// The place of the first fact from which anything can be otherwise.
    pub(super) from: usize,
    /// Up to this place every fact counts, before and after, and nothing is otherwise.
    pub(super) shared: usize,
    /// The place of the first turn among them.
    pub(super) first_turn: Option<usize>,
    /// The promotions that are hollow so far.
    pub(super) hollow: Revisions,
    /// The earliest date of what is told instead.
    pub(super) told: Option<Instant>,
    /// What stands in the way, as far as it can be said without folding.
    pub(super) unmet: Vec<Unmet>,
}

impl<'h> Named<'h> {
    /// Takes an order apart. The facts follow each other without a gap, or what comes of it is thrown away with the error of
    /// folding them. Days that are told instead are those of an zone.
    pub(super) fn of(order: &TakeBack, zone: &Zone, facts: Vec<&'h Fact>, since: u64) -> Self {
        // One more than may be named is enough to refuse it.
        let named: Revisions =
            order.facts.iter().copied().take(limits::TAKEN_BACK.max_len().saturating_add(1)).collect();
        let so_far = standing(&facts, &Revisions::default());
        let undone = undone(&named, (&facts, &so_far), since);
        // Of what a correction took back that is undone here, somebody may name some again.
        let mut stands = if undone.is_empty() { so_far.clone() } else { standing(&facts, &undone) };
        let (others, too_far, unmet) = gone(&named, (&facts, &stands), since);
        let others_of = |revision: u64| fact_of(&facts, since, revision);
        let first_turn = others
            .iter()
            .filter_map(others_of)
            .find(|(_, fact)| Class::of(fact) == Class::Turn)
            .map(|(place, _)| place);
        for (place, _) in others.iter().filter_map(others_of) {
            stands.get_mut(place).into_iter().for_each(|stands| *stands = false);
        }
        let gone: Revisions = others.iter().chain(undone.iter()).collect();
        let hollow: Revisions = hollow(&facts).into_iter().collect();
        let otherwise = so_far.iter().zip(&stands).position(|(before, after)| before != after);
        let told = order.instead.iter().map(|told| told.at.start(zone)).min();
        let first_told = told.and_then(|at| facts.iter().position(|fact| fact.envelope.effective_at > at));
        let changed = [otherwise, first_told].into_iter().flatten().min();
        // One that is hollow may have lost what it stood for.
        let first_hollow = hollow.iter().next().and_then(others_of).map(|(place, _)| place);
        let from = changed.map_or(facts.len(), |at| first_hollow.map_or(at, |hollow| at.min(hollow)));
        let contributions = Contributions::of(facts.iter().copied());
        let shared = shared_until(&facts, &so_far, from, &contributions);
        Self {
            facts,
            since,
            asked_for: named,
            gone,
            stood: so_far,
            stands,
            contributions,
            parts: false,
            too_far,
            from,
            shared,
            first_turn,
            hollow,
            told,
            unmet,
        }
    }

    /// That these facts, or these parts of merges, count no longer, because leads part.
    pub(super) fn parting(gone: &Parting, facts: Vec<&'h Fact>, since: u64) -> Self {
        let stood = standing(&facts, &Revisions::default());
        let mut contributions = Contributions::of(facts.iter().copied());
        gone.parts.iter().for_each(|(merged, lead)| contributions.leave_out(*merged, lead));
        let anew = gone.anew.as_ref();
        if let Some((merged, part)) = anew {
            contributions.say_anew(*merged, part.clone());
        }
        let touched = gone.parts.iter().map(|(merged, _)| *merged).chain(anew.map(|(merged, _)| *merged));
        let touched: Vec<u64> = touched.collect();
        let is_gone = |fact: &&Fact| gone.facts.contains(fact.envelope.revision);
        let stands = facts.iter().zip(&stood).map(|(fact, stood)| *stood && !is_gone(fact)).collect();
        let is_otherwise = |fact: &&Fact| is_gone(fact) || touched.contains(&fact.envelope.revision);
        let from = facts.iter().position(is_otherwise).unwrap_or(facts.len());
        let hollow: Revisions = hollow(&facts).into_iter().collect();
        let first_hollow = hollow.iter().next().and_then(|revision| fact_of(&facts, since, revision));
        let from = first_hollow.map_or(from, |(place, _)| from.min(place));
        let shared = shared_until(&facts, &stood, from, &contributions);
        Self {
            facts,
            since,
            asked_for: gone.facts.clone(),
            gone: gone.facts.clone(),
            stood,
            stands,
            contributions,
            parts: true,
            too_far: false,
            from,
            shared,
            first_turn: None,
            hollow,
            told: None,
            unmet: Vec::new(),
        }
    }

    /// The same, and what time has made true since.
    pub(super) fn with<'s>(self, due: &'s [Fact]) -> Named<'s>
    where
        'h: 's,
    {
        let mut named: Named<'s> = self;
        let known = named.facts.len();
        named.facts.extend(due);
        named.stood.resize(named.facts.len(), true);
        named.stands.resize(named.facts.len(), true);
        if named.from == known {
            let later = |fact: &Fact| named.told.is_some_and(|at| fact.envelope.effective_at > at);
            named.from = due.iter().position(later).unwrap_or(due.len()).saturating_add(known);
        }
        named
    }

    /// Whether nothing of the order is new.
    pub(super) fn is_done(&self) -> bool {
        self.gone.is_empty() && !self.asked_for.is_empty()
    }

    /// What is named and does not count any more.
    pub(super) fn before(&self) -> Revisions {
        self.asked_for.iter().filter(|revision| !self.gone.contains(*revision)).collect()
    }

    /// Whether a fact counts, as far as it was not made by a rule that no longer holds.
    pub(super) fn counts(&self, place: usize) -> bool {
        let fact = self.facts.get(place).is_some_and(|fact| !fact.kind().corrects());
        fact && self.stands.get(place).copied().unwrap_or_default()
    }

    /// The fact of a revision.
    pub(super) fn fact(&self, revision: u64) -> Option<&'h Fact> {
        fact_of(&self.facts, self.since, revision).map(|(_, fact)| fact)
    }

    /// Whether the fact of a revision stands; what lies before the snapshot does.
    pub(super) fn stands_at(&self, revision: u64) -> bool {
        let place = fact_of(&self.facts, self.since, revision).map(|(place, _)| place);
        place.is_none_or(|place| self.stands.get(place).copied().unwrap_or_default())
    }
}

/// What parts from a lead: whole facts of merges, and parts of others; or what one of them brings instead.
#[derive(Debug, Default)]
pub(in crate::lifecycle) struct Parting {
    /// Facts of merges that count no longer.
    pub(in crate::lifecycle) facts: Revisions,
    /// Of other merges what counts no longer: the fact, and whose part of it.
    pub(in crate::lifecycle) parts: Vec<(u64, LeadKey)>,
    /// What is brought by a merge instead.
    pub(in crate::lifecycle) anew: Option<(u64, ContributionPart)>,
}

/// Up to which place every fact counts, as a whole, and nothing is otherwise.
fn shared_until(facts: &[&Fact], stood: &[bool], from: usize, contributions: &Contributions) -> usize {
    let whole = |fact: &Fact| !contributions.touch(fact.envelope.revision);
    let counts = |(fact, stood): (&&Fact, &bool)| *stood && !fact.kind().corrects() && whole(fact);
    facts.iter().zip(stood).take(from).position(|one| !counts(one)).unwrap_or(from)
}

/// The facts of a history follow each other without a gap.
fn fact_of<'h>(facts: &[&'h Fact], since: u64, revision: u64) -> Option<(usize, &'h Fact)> {
    let place = usize::try_from(revision.checked_sub(since)?.checked_sub(1)?).ok()?;
    facts.get(place).map(|fact| (place, *fact))
}

/// The corrections that are named and stand.
fn undone(named: &Revisions, (facts, so_far): (&[&Fact], &[bool]), since: u64) -> Revisions {
    let standing = |revision: &u64| {
        let found = fact_of(facts, since, *revision);
        found.is_some_and(|(place, fact)| {
            fact.kind() == FactKind::TakenBack && so_far.get(place).copied().unwrap_or_default()
        })
    };
    named.iter().filter(standing).collect()
}

/// What else is named and stands without those, if it may be taken back; whether more is named than is known; and what stands in
/// the way.
fn gone(named: &Revisions, (facts, stands): (&[&Fact], &[bool]), since: u64) -> (Revisions, bool, Vec<Unmet>) {
    let mut unmet = Vec::new();
    let mut require = |holds: bool, what: CorrectionUnmet| {
        if !holds {
            unmet.push(Unmet::Correction(what));
        }
    };
    let newest = facts.last().map_or(since, |fact| fact.envelope.revision);
    let (mut gone, mut missing, mut by_rule, mut never) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut too_far = false;
    for revision in named.iter() {
        let Some((place, fact)) = fact_of(facts, since, revision) else {
            if revision > newest || revision == 0 {
                missing.push(revision);
            } else {
                too_far = true;
            }
            continue;
        };
        too_far |= reaches_before(fact, since);
        if !stands.get(place).copied().unwrap_or_default() {
            continue;
        }
        match Class::of(fact) {
            Class::Rule => by_rule.push(FactAt::of(fact)),
            Class::Never => never.push(FactAt::of(fact)),
            // Whether one that is told again may go is known when it is folded: it may, where it has nothing to stand on.
            Class::News | Class::Turn | Class::ToldAgain | Class::Correction => gone.push(revision),
        }
    }
    let missing: Revisions = missing.into_iter().collect();
    require(missing.is_empty(), CorrectionUnmet::NoSuchFact { facts: missing, newest });
    require(by_rule.is_empty(), CorrectionUnmet::MadeByRule { facts: by_rule });
    require(never.is_empty(), CorrectionUnmet::NeverTakenBack { facts: never });
    let gone: Revisions = gone.into_iter().collect();
    let turn = |fact: &Fact| Class::of(fact) == Class::Turn;
    let first = facts.iter().position(|fact| gone.contains(fact.envelope.revision) && turn(fact));
    let later = facts.iter().zip(stands).skip(first.unwrap_or(facts.len()));
    let unnamed = later.filter(|(fact, stands)| **stands && turn(fact) && !gone.contains(fact.envelope.revision));
    let unnamed: Vec<FactAt> = unnamed.map(|(fact, _)| FactAt::of(fact)).collect();
    require(unnamed.is_empty(), CorrectionUnmet::TurnsAfter { facts: unnamed });
    (gone, too_far, unmet)
}

/// Whether a correction speaks of facts before a revision.
#[expect(clippy::wildcard_enum_match_arm, reason = "only corrections speak of other facts")]
pub(super) fn reaches_before(fact: &Fact, since: u64) -> bool {
    let reaches = |of: &Revisions| of.runs().next().is_some_and(|(first, _)| first <= since);
    match &fact.body {
        FactBody::TakenBack(taken) => reaches(&taken.facts) || reaches(&taken.fallen),
        FactBody::SplitFrom(split) | FactBody::SplitOff(split) => {
            reaches(&split.facts) || reaches(&split.fallen) || split.parts.iter().any(|(of, _)| *of <= since)
        }
        FactBody::ContributionCorrected(said) => reaches(&said.fallen) || said.merged <= since,
        _ => false,
    }
}

/// What of an order needs the right to take back what changes the stage; not only that to take back news.
pub(super) fn of_stage(named: &Named<'_>) -> Vec<FactAt> {
    let mut of_stage: Vec<u64> = Vec::new();
    for fact in &named.facts {
        let is_one = if let FactBody::TakenBack(taken) = &fact.body {
            // To undo a correction is as much as to make it, and so on along a chain of them.
            reaches_into(&taken.facts, &of_stage)
        } else {
            is_of_stage(fact)
        };
        if is_one {
            of_stage.push(fact.envelope.revision);
        }
    }
    let gone = of_stage.into_iter().filter(|revision| named.gone.contains(*revision));
    gone.filter_map(|revision| named.fact(revision)).map(FactAt::of).collect()
}

/// Whether any of these revisions, ascending, is in a set.
fn reaches_into(set: &Revisions, revisions: &[u64]) -> bool {
    set.runs().any(|(first, last)| {
        let from = revisions.partition_point(|revision| *revision < first);
        revisions.get(from).is_some_and(|revision| *revision <= last)
    })
}

/// What of an order is more than news: no such thing is taken back from a lead that is merged.
pub(super) fn beyond_news(named: &Named<'_>) -> Vec<FactAt> {
    let is_news = |fact: &Fact| Class::of(fact) == Class::News;
    let of_news = |fact: &Fact| {
        if let FactBody::TakenBack(taken) = &fact.body {
            return taken.facts.iter().all(|revision| named.fact(revision).is_some_and(is_news));
        }
        is_news(fact)
    };
    let gone = named.gone.iter().filter_map(|revision| named.fact(revision));
    gone.filter(|fact| !of_news(fact)).map(FactAt::of).collect()
}

/// Whether an order asks for anything, and for no more than one order may.
pub(super) fn check_size(case: &mut Case<'_>, order: &TakeBack) {
    let asks = !order.facts.is_empty() || !order.instead.is_empty();
    case.require(asks, || Unmet::Correction(CorrectionUnmet::NothingNamed));
    for (limit, given) in [(limits::TAKEN_BACK, order.facts.len()), (limits::INSTEAD, order.instead.len())] {
        let most = limit.max_len();
        case.require(given <= most, || Unmet::Correction(CorrectionUnmet::TooMany { given, most }));
    }
}
