//! What is told in the place of a mistake, each with its true date.

use alloc::vec::Vec;

use crate::lead::{Command, Fact, Lead};
use crate::lifecycle::book::PolicyBook;
use crate::lifecycle::case::Case;
use crate::lifecycle::context::Context;
use crate::lifecycle::correct::class::Class;
use crate::lifecycle::correct::order::Instead;
use crate::lifecycle::fact_chain::FactChain;
use crate::lifecycle::intake::stays_taken_back;
use crate::lifecycle::judge::judge;
use crate::lifecycle::note::Note;
use crate::lifecycle::preconditions::{Entered, untimely};
use crate::lifecycle::unmet::{CorrectionUnmet, Unmet, misfit};
use crate::values::{CommandKind, Instant};

/// Whether a command says that something happened to the lead; the others are no news of it.
pub(super) fn may_be_instead(command: &Command) -> bool {
    !matches!(
        command.kind(),
        CommandKind::AdoptPolicy
            | CommandKind::Recount
            | CommandKind::CheckClock
            | CommandKind::Merge
            | CommandKind::Redact
            | CommandKind::Propose
            | CommandKind::Approve
            | CommandKind::Decline
    )
}

/// The news among what is told instead, as they would have been told in time: for a walk that judges by them.
///
/// Turns are left out: none that counts comes after them. So is what would have been refused; it is judged once more where it
/// is told.
pub(super) struct InTime<'a> {
    book: &'a PolicyBook,
    ctx: &'a Context,
    /// The rest, newest first.
    rest: Vec<&'a Instead>,
}

impl<'a> InTime<'a> {
    pub(super) fn of(book: &'a PolicyBook, ctx: &'a Context, told: &'a [Instead]) -> Self {
        let mut rest: Vec<&Instead> = told.iter().collect();
        rest.reverse();
        rest.sort_by_key(|told| core::cmp::Reverse(told.at.start(zone_of(book))));
        Self { book, ctx, rest }
    }

    pub(super) fn before(&mut self, at: Instant, lead: &Lead) -> Vec<Fact> {
        let mut facts = Vec::new();
        while let Some(told) = self.rest.last().filter(|told| told.at.start(zone_of(self.book)) < at) {
            facts.extend(self.told(told, lead));
            self.rest.pop();
        }
        facts
    }

    fn told(&self, told: &Instead, lead: &Lead) -> Vec<Fact> {
        let Some(version) = self.book.find(lead.policy()) else {
            return Vec::new();
        };
        let policy = version.policy();
        let recorded_at = told.at.start(policy.zone()).max(lead.recorded_at());
        let times = Entered::told(recorded_at, told.at).times(policy, lead);
        let Ok(cleared) = judge(Case::new(version, lead, self.ctx, times), &told.command) else {
            return Vec::new();
        };
        let mut facts = cleared.into_chain().into_facts();
        facts.retain(|fact| Class::of(fact) == Class::News);
        // They take nobody's number.
        for fact in &mut facts {
            fact.envelope.revision = lead.revision();
        }
        facts
    }
}

fn zone_of(book: &PolicyBook) -> &crate::calendar::Zone {
    book.newest().policy().zone()
}

/// Tells what happened instead, after the correction.
///
/// Gives what is to be known of it.
///
/// # Errors
/// What is unmet, behind a condition that says of what.
pub(super) fn tell(
    book: &PolicyBook,
    chain: &mut FactChain<'_>,
    (ctx, now): (&Context, Instant),
    told: &[Instead],
) -> Result<Vec<Note>, Vec<Unmet>> {
    let (mut notes, mut refused) = (Vec::new(), Vec::new());
    for (told, number) in told.iter().zip(1_usize..) {
        let command = told.command.kind();
        match tell_one(book, chain, (ctx, now), told) {
            Ok(true) => {}
            Ok(false) => notes.push(Note::InsteadAlreadySo { number, command }),
            Err(unmet) => {
                refused.push(Unmet::Correction(CorrectionUnmet::InsteadRefused { number, command }));
                refused.extend(unmet);
            }
        }
    }
    if refused.is_empty() { Ok(notes) } else { Err(refused) }
}

/// Tells one, and gives whether a fact came of it.
fn tell_one(
    book: &PolicyBook,
    chain: &mut FactChain<'_>,
    (ctx, now): (&Context, Instant),
    told: &Instead,
) -> Result<bool, Vec<Unmet>> {
    let lead = chain.lead().map_err(misfit)?;
    let version = book.of_lead(lead).map_err(|gap| alloc::vec![Unmet::Policy(gap)])?;
    let policy = version.policy();
    if !may_be_instead(&told.command) {
        let command = told.command.kind();
        return Err(alloc::vec![Unmet::Correction(CorrectionUnmet::NotInstead { command })]);
    }
    // It would be no news: its id is remembered as taken back.
    if let Some(activity) = stays_taken_back(lead, &told.command) {
        return Err(alloc::vec![Unmet::Correction(CorrectionUnmet::InsteadTakenBack {
            activity: activity.id.clone()
        })]);
    }
    if let Some(unmet) = untimely(policy, told.at, now) {
        return Err(alloc::vec![unmet]);
    }
    let times = Entered::told(now, told.at).times(policy, lead);
    let cleared = judge(Case::new(version, lead, ctx, times), &told.command)?;
    let facts = cleared.into_chain().into_facts();
    let came = !facts.is_empty();
    chain.extend(facts);
    Ok(came)
}
