//! What a book will make of a lead, before it is in force.

use alloc::boxed::Box;
use alloc::vec::Vec;
use serde::Serialize;

use crate::deal::Deal;
use crate::lead::{ApplyError, Because, Cause, Fact, FactBody, FactKind, Lead, Recounting, Stage};
use crate::lifecycle::book::{PolicyBook, PolicyGap, Version};
use crate::lifecycle::case::Case;
use crate::lifecycle::clock::{catch_up, clock_context};
use crate::lifecycle::fact_chain::FactChain;
use crate::lifecycle::mint::Times;
use crate::lifecycle::recount::{RecountError, counted, recount};
use crate::lifecycle::sets_off::{stock_may, stock_waits_until};
use crate::scoring::Standing;
use crate::values::{DealKey, DealStageName, Instant, LeadKey, Money, PipelineName, PolicyStamp, StageKind};

/// What the versions of a book that come into force make of one lead. Nothing is changed by it.
///
/// Only what happens because of a version is told, not what time would have made true anyway.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
#[expect(clippy::struct_excessive_bools, reason = "answers that do not depend on each other")]
pub struct LeadPreview {
    /// The lead.
    pub lead: LeadKey,
    /// The version that it is under now.
    pub from: PolicyStamp,
    /// The version that it will be under.
    pub to: PolicyStamp,
    /// The stage at which it is now.
    pub stage_before: StageKind,
    /// The stage at which it will be.
    pub stage_after: StageKind,
    /// Whether it is promoted because of a version.
    pub promoted: bool,
    /// Whether a first contact becomes due because of a version: it is promoted by one, and then stands at MQL where nobody has
    /// tried to contact it. Before, it did not.
    pub first_contact: bool,
    /// Whether its score reaches the threshold and the rules for stock hold it back.
    pub held_back: bool,
    /// Whether it is demoted because of one.
    pub demoted: bool,
    /// Whether its stage becomes stale because of one, flagged or recycled.
    pub stale: bool,
    /// Where its open deal goes, if it goes to another stage or pipeline.
    pub deal_moved: Option<DealMoved>,
    /// Whether its score has to be counted again: until then it neither promotes nor demotes. [`preview`] then says nothing of the
    /// score; [`preview_counted`] and [`preview_kept`] do it, and tell what that brings.
    pub recount_due: bool,
}

/// An open deal that goes to another stage or pipeline with a version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct DealMoved {
    /// The deal.
    pub deal: DealKey,
    /// What it is worth.
    pub value: Money,
    /// Its pipeline and stage now.
    pub from: (PipelineName, DealStageName),
    /// Its pipeline and stage then.
    pub to: (PipelineName, DealStageName),
}

/// What a book makes of a lead up to an instant, read from its snapshot. It is what will happen if nothing else does.
///
/// `at` is mostly the instant from which the version is in force: before it there is nothing to tell. It tells what all versions bring
/// that come into force up to then. What a later one brings beside an earlier that is still to come, the difference to the book
/// without it says.
///
/// ```
/// # use lead_lifecycle::{Actor, Capture, Context, Instant, Lead, Lifecycle, Origin, Policy, Role};
/// use lead_lifecycle::lifecycle::{PolicyPreview, Version, preview};
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let lifecycle = Lifecycle::new(Policy::standard());
/// # let by = |role: Role, at: &str| -> Result<Context, Box<dyn std::error::Error>> {
/// #     Ok(Context::new(at.parse()?, Actor::new("tanaka".parse()?, role)))
/// # };
/// # let capture = Capture::new("lead-1".parse()?, Origin::Inbound);
/// # let first = lifecycle.capture(&capture, &by(Role::System, "2026-04-01T09:00:00+09:00")?)?;
/// # let lead = Lead::replay(first.facts())?;
/// let july: Instant = "2026-07-01T00:00:00+09:00".parse()?;
/// let book = lifecycle.book().clone().with(Version::new(july, Policy::standard()))?;
/// let mut sum = PolicyPreview::with_names();
/// sum.add(&preview(&lead, &book, july)?);
/// assert_eq!((sum.leads, sum.adopted, sum.promoted), (1, 1, 0)); // the same rules promote nobody
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// The book says nothing of the lead.
pub fn preview(lead: &Lead, book: &PolicyBook, at: Instant) -> Result<LeadPreview, PolicyGap> {
    foreseen(lead, book, at, Recounts::Wait)
}

/// The same, with what is kept accepted wherever a recount becomes due: for a host without histories.
///
/// # Errors
/// The book says nothing of the lead.
pub fn preview_kept(lead: &Lead, book: &PolicyBook, at: Instant) -> Result<LeadPreview, PolicyGap> {
    foreseen(lead, book, at, Recounts::Kept)
}

/// The same from the whole history, with the score counted again wherever that becomes due, at once: so that nobody is missing from
/// it whom the recount will promote or demote. It reads the history once for each version that is still to come and asks for a
/// recount: at most as often as a book has versions.
///
/// # Errors
/// The history does not fold, or the book says nothing of the lead.
#[expect(single_use_lifetimes, reason = "`impl Trait` cannot elide the lifetime")]
pub fn preview_counted<'a>(
    history: impl IntoIterator<Item = &'a Fact>,
    book: &PolicyBook,
    at: Instant,
) -> Result<LeadPreview, RecountError> {
    let facts: Vec<&Fact> = history.into_iter().collect();
    let lead = Lead::replay(facts.iter().copied()).map_err(RecountError::Replay)?;
    foreseen(&lead, book, at, Recounts::Counted(&facts)).map_err(RecountError::Policy)
}

/// What is done with a recount that becomes due.
#[derive(Clone, Copy)]
enum Recounts<'f> {
    /// Nothing.
    Wait,
    /// What is kept is accepted at once.
    Kept,
    /// The history is counted again at once.
    Counted(&'f [&'f Fact]),
}

/// What will happen up to an instant, or to the newest fact where that is later.
fn foreseen(lead: &Lead, book: &PolicyBook, at: Instant, recounts: Recounts<'_>) -> Result<LeadPreview, PolicyGap> {
    let mut version = book.of_lead(lead)?;
    let (mut now, mut facts, mut recount_due) = (lead.clone(), Vec::new(), false);
    let floor = lead.recorded_at();
    let at = at.max(floor);
    let adoptions = book.versions().map(Version::from).filter(|from| floor < *from && *from < at);
    for until in core::iter::once(floor).chain(adoptions).chain([at]) {
        // What does not fit is a fault of the crate, which deciding tells: the rest is told as far as it goes.
        let _caught = go_on(book, (&mut now, &mut facts), Because::Time, until);
        version = book.find(now.policy()).unwrap_or(version);
        recount_due |= now.recount_due().is_some();
        if now.recount_due().is_none() {
            continue;
        }
        let how = match recounts {
            Recounts::Wait => continue,
            Recounts::Kept => Recounting::Kept,
            Recounts::Counted(facts) => Recounting::Counted(Box::new(counted(facts, &now, version))),
        };
        let (before, ctx) = (now.clone(), clock_context(until));
        if let Ok(cleared) = recount(Case::new(version, &before, &ctx, Times::at_once(until)), &how) {
            let _folded = now.apply_all(&cleared.into_chain().into_facts());
            let _caught = go_on(book, (&mut now, &mut facts), Because::Recount, until);
        }
    }
    let because = |kind: FactKind| {
        let mut of_kind = facts.iter().filter(|fact| fact.kind() == kind);
        of_kind.any(|fact| matches!(fact.envelope.cause, Cause::Rule(Because::Policy | Because::Recount)))
    };
    let moves = |fact: &Fact| {
        matches!(&fact.body, FactBody::PolicyAdopted { deal_pipeline, deal_stage, .. }
            if deal_pipeline.is_some() || deal_stage.is_some())
    };
    let place = |deal: &Deal| (deal.pipeline().clone(), deal.stage().clone());
    let deals = lead.stage().deal().zip(now.stage().deal()).filter(|_| facts.iter().any(moves));
    let deal_moved = deals.map(|(before, after)| DealMoved {
        deal: before.key().clone(),
        value: before.value(),
        from: place(before),
        to: place(after),
    });
    let scoring = version.policy().scoring();
    let at_threshold = || scoring.verdict(&scoring.score(now.scoring(), at)) == Standing::Enter;
    let held = stock_waits_until(&now) > at || !stock_may(version.policy(), &now, |_| false, |_| false);
    let waits_at_lead = matches!(now.stage(), Stage::Lead { cooling_until: None });
    let held_back = held && waits_at_lead && now.recount_due().is_none() && now.erased_at().is_none() && at_threshold();
    let promoted = because(FactKind::BecameMql);
    Ok(LeadPreview {
        lead: lead.key().clone(),
        from: lead.policy().clone(),
        to: now.policy().clone(),
        stage_before: lead.stage().kind(),
        stage_after: now.stage().kind(),
        promoted,
        first_contact: promoted && waits_for_contact(&now) && !waits_for_contact(lead),
        held_back,
        demoted: because(FactKind::Demoted),
        stale: because(FactKind::BecameStale),
        deal_moved,
        recount_due,
    })
}

/// Whether nobody has tried to contact the MQL that it is.
fn waits_for_contact(lead: &Lead) -> bool {
    lead.stage().kind() == StageKind::Mql && lead.cycle().is_untouched()
}

/// Everything that is due up to an instant, put onto the lead and kept.
fn go_on(
    book: &PolicyBook,
    (lead, facts): (&mut Lead, &mut Vec<Fact>),
    at_floor: Because,
    until: Instant,
) -> Result<(), ApplyError> {
    let floor = lead.recorded_at();
    let mut chain = FactChain::after(lead);
    catch_up(book, &mut chain, (floor, at_floor), until)?;
    let next = chain.into_facts();
    lead.apply_all(&next)?;
    facts.extend(next);
    Ok(())
}
