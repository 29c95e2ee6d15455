//! What a book will make of leads, before it is in force.

use alloc::boxed::Box;
use alloc::collections::BTreeSet;
use alloc::vec::Vec;
use serde::Serialize;

use crate::lead::{Because, Cause, Fact, FactBody, FactKind, Lead, Recounting};
use crate::lifecycle::book::{PolicyBook, PolicyGap};
use crate::lifecycle::case::Case;
use crate::lifecycle::clock::{catch_up, clock_context};
use crate::lifecycle::fact_chain::FactChain;
use crate::lifecycle::mint::Times;
use crate::lifecycle::recount::{RecountError, counted, recount};
use crate::values::{Instant, LeadKey, PolicyStamp, StageKind};

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
    /// Whether it is demoted because of one.
    pub demoted: bool,
    /// Whether its stage becomes stale because of one, flagged or recycled.
    pub stale: bool,
    /// Whether its open deal goes to another stage or pipeline.
    pub deal_moved: bool,
    /// Whether its score has to be counted again: until then it neither promotes nor demotes. [`preview`] then says nothing of the
    /// score; [`preview_counted`] has counted it, and tells what that brings.
    pub recount_due: bool,
}

/// What a book makes of a lead up to an instant, read from its snapshot. It is what will happen if nothing else does.
///
/// It tells what all versions bring that come into force up to then. What a later one brings beside an earlier that is still to
/// come, the difference to the book without it says.
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
    book.of_lead(lead)?;
    let mut chain = FactChain::after(lead);
    // What does not fit is a fault of the crate, which deciding tells: the rest is told as far as it goes.
    let _caught = catch_up(book, &mut chain, (lead.recorded_at(), Because::Time), at);
    Ok(told(lead, chain, &[Because::Policy]))
}

/// The same from the whole history, with the score counted again at that instant where that will be due: so that nobody is
/// missing from it whom the recount will promote or demote.
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
    book.of_lead(&lead).map_err(RecountError::Policy)?;
    let at = at.max(lead.recorded_at());
    let mut chain = FactChain::after(&lead);
    let _caught = catch_up(book, &mut chain, (lead.recorded_at(), Because::Time), at);
    let Some(now) = chain.lead().ok().filter(|now| now.recount_due().is_some()).cloned() else {
        return Ok(told(&lead, chain, &[Because::Policy]));
    };
    let version = book.of_lead(&now).map_err(RecountError::Policy)?;
    let how = Recounting::Counted(Box::new(counted(&facts, &now, version)));
    let ctx = clock_context(at);
    let case = Case::new(version, &now, &ctx, Times::at_once(at));
    let mut again = match recount(case, &how) {
        Ok(cleared) => cleared.into_chain(),
        Err(_unmet) => return Ok(told(&lead, chain, &[Because::Policy])),
    };
    let _caught = catch_up(book, &mut again, (at, Because::Recount), at);
    let mut preview = told(&lead, chain, &[Because::Policy]);
    let recounted = told(&now, again, &[Because::Recount]);
    preview.promoted |= recounted.promoted;
    preview.demoted |= recounted.demoted;
    preview.stage_after = recounted.stage_after;
    Ok(preview)
}

fn told(lead: &Lead, mut chain: FactChain<'_>, becauses: &[Because]) -> LeadPreview {
    let after = chain.lead().unwrap_or(lead);
    let (to, stage_after) = (after.policy().clone(), after.stage().kind());
    let recount_due = after.recount_due().is_some();
    let facts = chain.into_facts();
    let moves = |fact: &Fact| {
        matches!(&fact.body, FactBody::PolicyAdopted { deal_pipeline, deal_stage, .. }
            if deal_pipeline.is_some() || deal_stage.is_some())
    };
    let deal_moved = facts.iter().any(moves);
    let because = |kind: FactKind| {
        let of_kind = |fact: &&Fact| fact.kind() == kind;
        let mut causes = facts.iter().filter(of_kind).map(|fact| &fact.envelope.cause);
        causes.any(|cause| matches!(cause, Cause::Rule(because) if becauses.contains(because)))
    };
    LeadPreview {
        lead: lead.key().clone(),
        from: lead.policy().clone(),
        to,
        stage_before: lead.stage().kind(),
        stage_after,
        promoted: because(FactKind::BecameMql),
        demoted: because(FactKind::Demoted),
        stale: because(FactKind::BecameStale),
        deal_moved,
        recount_due,
    }
}

/// What a book makes of many leads: previews added up, in any order and in parts.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[non_exhaustive]
pub struct PolicyPreview {
    /// Leads that were looked at.
    pub leads: u64,
    /// Of them, those that come under another version.
    pub adopted: u64,
    /// Those that are promoted because of a version.
    pub promoted: u64,
    /// Those that are demoted because of one.
    pub demoted: u64,
    /// Those whose stage becomes stale because of one.
    pub stale: u64,
    /// Those whose open deal goes to another stage or pipeline.
    pub deals_moved: u64,
    /// Those whose score has to be counted again.
    pub recount_due: u64,
    /// Which they are, if that was asked for.
    pub names: Option<PreviewNames>,
}

/// Which leads a preview tells of, each list in the order of its keys.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[non_exhaustive]
pub struct PreviewNames {
    /// Promoted.
    pub promoted: BTreeSet<LeadKey>,
    /// Demoted.
    pub demoted: BTreeSet<LeadKey>,
    /// Stale.
    pub stale: BTreeSet<LeadKey>,
    /// With a deal that goes to another stage or pipeline.
    pub deals_moved: BTreeSet<LeadKey>,
    /// To be counted again.
    pub recount_due: BTreeSet<LeadKey>,
}

impl PolicyPreview {
    /// No lead yet; only counts.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// No lead yet; with the names of the leads that something happens to.
    #[must_use]
    pub fn with_names() -> Self {
        Self { names: Some(PreviewNames::default()), ..Self::default() }
    }

    /// Adds a lead. Each lead is added once.
    pub fn add(&mut self, lead: &LeadPreview) {
        let count = |total: &mut u64, holds: bool| *total = total.saturating_add(u64::from(holds));
        count(&mut self.leads, true);
        count(&mut self.adopted, !lead.from.is_version(&lead.to));
        count(&mut self.promoted, lead.promoted);
        count(&mut self.demoted, lead.demoted);
        count(&mut self.stale, lead.stale);
        count(&mut self.deals_moved, lead.deal_moved);
        count(&mut self.recount_due, lead.recount_due);
        if let Some(names) = &mut self.names {
            for (list, holds) in [
                (&mut names.promoted, lead.promoted),
                (&mut names.demoted, lead.demoted),
                (&mut names.stale, lead.stale),
                (&mut names.deals_moved, lead.deal_moved),
                (&mut names.recount_due, lead.recount_due),
            ] {
                list.extend(holds.then(|| lead.lead.clone()));
            }
        }
    }

    /// Adds what was told of other leads. Names are kept only if both sides have them: half a list would look like a whole one.
    pub fn merge(&mut self, other: &Self) {
        for (total, more) in [
            (&mut self.leads, other.leads),
            (&mut self.adopted, other.adopted),
            (&mut self.promoted, other.promoted),
            (&mut self.demoted, other.demoted),
            (&mut self.stale, other.stale),
            (&mut self.deals_moved, other.deals_moved),
            (&mut self.recount_due, other.recount_due),
        ] {
            *total = total.saturating_add(more);
        }
        self.names = self.names.take().zip(other.names.as_ref()).map(|(mut names, more)| {
            names.promoted.extend(more.promoted.iter().cloned());
            names.demoted.extend(more.demoted.iter().cloned());
            names.stale.extend(more.stale.iter().cloned());
            names.deals_moved.extend(more.deals_moved.iter().cloned());
            names.recount_due.extend(more.recount_due.iter().cloned());
            names
        });
    }
}
