//! The call: from two leads to one.

use alloc::boxed::Box;
use alloc::vec::Vec;

use crate::access::Right;
use crate::lead::{
    Because, Cause, ContributionPart, Contributions, Fact, FactBody, FactKind, MergedFrom, Misfit, Stage,
};
use crate::lifecycle::clock::catch_up;
use crate::lifecycle::clocks::{Settling, settle};
use crate::lifecycle::context::Context;
use crate::lifecycle::correct::{Past, set_off_again};
use crate::lifecycle::fact_chain::FactChain;
use crate::lifecycle::lifecycle::Lifecycle;
use crate::lifecycle::merge::contribution::{contribution, left_behind, redacted_for};
use crate::lifecycle::merge::side::{Side, now_of};
use crate::lifecycle::merge::together::{MergeError, Together};
use crate::lifecycle::mint::{By, Times};
use crate::lifecycle::note::Note;
use crate::lifecycle::unmet::{MergeUnmet, RoomFor, Unmet, misfit};
use crate::scoring::FitTags;
use crate::values::{CommandKind, LeadKey, limits};

impl Lifecycle {
    /// Merges a lead, the loser, into another, the winner: from here on they are one, and the winner lives on.
    ///
    /// First comes, for each, what time alone has made true up to `ctx.now`; then
    /// [`MergedFrom`](crate::FactBody::MergedFrom) at the winner, with what it sets off, and
    /// [`MergedInto`](crate::FactBody::MergedInto) at the loser. What becomes of what, an example and the ways out of every refusal are told
    /// on the page of [`Together`]. Merging what is merged brings no facts of its own.
    ///
    /// # Errors
    /// `Replay`: a past does not fold; that of an unknown lead is empty.
    ///
    /// `Refused`: a context whose `effective_at` is not its `now`, or that expects another revision of the loser; an actor who may not merge;
    /// a lead merged into itself; a loser with an open deal, or whose recount is due, or that was erased where the winner was not; two leads
    /// that are one already the other way round; one that was merged into a third; a winner that would hold more than 64 contracts, 256
    /// fields, 32 answers or 64 merged leads; with [`Past::Since`], a loser into which others were merged before the snapshot.
    #[doc(alias = "名寄せ")]
    pub fn merge(&self, loser: &Past<'_>, winner: &Past<'_>, ctx: &Context) -> Result<Together, MergeError> {
        let (goes, stays) = (now_of(loser)?, now_of(winner)?);
        let goes = Side::of(self, (loser, &goes), CommandKind::Merge, ctx, true)?;
        let stays = Side::of(self, (winner, &stays), CommandKind::Merge, ctx, false)?;
        let (by_goes, by_stays) =
            (goes.case(ctx, Right::Merge).into_unmet(), stays.case(ctx, Right::Merge).into_unmet());
        let state = State::of(&goes, &stays);
        let unmet: Vec<Unmet> = by_goes.into_iter().chain(state.unmet(&goes, &stays)).collect();
        if !unmet.is_empty() {
            return Err(goes.refusal(unmet).into());
        }
        if !by_stays.is_empty() {
            return Err(stays.refusal(by_stays).into());
        }
        if is_undone(&goes, ctx) {
            return Ok(Together::new(alloc::vec![
                stays.decide(Vec::new(), ctx, Vec::new()),
                goes.decide(Vec::new(), ctx, Vec::new())
            ]));
        }
        let mut notes = Vec::new();
        let winners = if state.is_known {
            if !state.is_merged {
                self.still_brings(&goes, &stays, ctx)?;
            }
            Vec::new()
        } else {
            let merged = self.merged_from(&goes, &stays).map_err(|unmet| goes.refusal(alloc::vec![unmet]))?;
            notes.extend(erase_also(&goes, &stays));
            self.take_in(&stays, merged, ctx).map_err(|unmet| stays.refusal(unmet))?
        };
        let (mut losers, mut of_loser) = (Vec::new(), Vec::new());
        if !state.is_merged {
            let left = left_behind(goes.lead(), stays.lead());
            if !left.is_empty() {
                of_loser.push(Note::LeftBehind { lead: goes.key().clone(), left });
            }
            losers = merged_into(self, &goes, stays.key(), ctx).map_err(|unmet| goes.refusal(unmet))?;
        }
        Ok(Together::new(alloc::vec![stays.decide(winners, ctx, notes), goes.decide(losers, ctx, of_loser)]))
    }

    /// That a winner which knows the loser already, because only its half was stored, holds what the loser brings now: what was
    /// told to the loser since would be lost.
    fn still_brings(&self, goes: &Side<'_>, stays: &Side<'_>, ctx: &Context) -> Result<(), MergeError> {
        let refuse = |unmet: Unmet| MergeError::from(goes.refusal(alloc::vec![unmet]));
        let contributions = Contributions::of(stays.past.facts());
        let known = stays.merge_of(goes.key(), &contributions).ok_or_else(|| refuse(stays.whole_needed()))?;
        let (merge, known) = known;
        // Time has gone on since; what it makes of the loser is nothing that was told.
        let then = goes.at(self, merge.envelope.recorded_at, ctx)?;
        let brings = redacted_for(contribution(self, &then).map_err(refuse)?.0, stays.lead());
        let into = stays.key().clone();
        // Of either, what was erased since is left aside.
        let same = redacted_for(redacted_for(known.clone(), stays.lead()), goes.lead()).brings_the_same(&brings);
        if same { Ok(()) } else { Err(refuse(Unmet::Merge(MergeUnmet::HalfMerged { into }))) }
    }

    /// What the loser brings, as the winner takes it in.
    fn merged_from(&self, goes: &Side<'_>, stays: &Side<'_>) -> Result<MergedFrom, Unmet> {
        let winner = stays.lead();
        let (own, others) = contribution(self, goes)?;
        let parts = core::iter::once(own).chain(others);
        let contribution: Vec<ContributionPart> = parts.map(|part| redacted_for(part, winner)).collect();
        if let Some(part) = contribution.iter().find(|part| winner.absorbed_lead(part.lead()).is_some()) {
            return Err(Unmet::Merge(MergeUnmet::BroughtBefore { lead: part.lead().clone() }));
        }
        let mut merged = MergedFrom { from: goes.key().clone(), contribution, tags: FitTags::default() };
        merged.fits_onto(winner).map_err(no_room)?;
        merged.tags = stays.version.policy().scoring().tag_profile(&merged.profile_with(winner));
        Ok(merged)
    }

    /// The facts of the winner: what comes in, and what it sets off.
    fn take_in(&self, stays: &Side<'_>, merged: MergedFrom, ctx: &Context) -> Result<Vec<Fact>, Vec<Unmet>> {
        let (version, now) = (stays.version, stays.recorded_at());
        let mut chain = FactChain::after(stays.lead());
        let by = By { stamp: version.stamp(), ctx, times: Times::at_once(now), cause: Cause::Command };
        let newest = merged.contribution.iter().filter_map(|part| part.scoring().newest_activity()).max();
        let active = newest.is_some_and(|newest| newest >= stays.lead().stage_entered_at());
        let known = stays.lead().hand_raise().newest();
        chain.push(by, FactBody::MergedFrom(Box::new(merged))).map_err(misfit)?;
        let raised = chain.lead().map_err(misfit)?.hand_raise().newest();
        let is_news = active || raised.is_some_and(|raised| known.is_none_or(|known| raised > known));
        // Of an erased lead nothing is set off any more; and what is known here has set off what it does.
        if is_news && stays.lead().erased_at().is_none() {
            set_off_again(&mut chain, version, (ctx, now), Because::Merge)?;
        }
        let settling = Settling { book: self.book(), ctx, times: Times::at_once(now) };
        settle(settling, &mut chain, (0, stays.lead())).map_err(misfit)?;
        catch_up(self.book(), &mut chain, (now, Because::Merge), now).map_err(misfit)?;
        Ok(chain.into_facts())
    }
}

/// Whether this very command has merged the lead before, and it was split since: arriving again, it does not merge anew.
fn is_undone(goes: &Side<'_>, ctx: &Context) -> bool {
    let by_command = |fact: &&Fact| fact.kind() == FactKind::MergedInto && fact.envelope.command == ctx.command_id;
    let merged = goes.past.facts().iter().rev().find(by_command).map(|fact| fact.envelope.revision);
    let stands = goes.standing(FactKind::MergedInto);
    ctx.command_id.is_some() && merged.is_some_and(|merged| !stands.iter().any(|fact| fact.envelope.revision == merged))
}

/// The fact of the loser.
fn merged_into(lifecycle: &Lifecycle, goes: &Side<'_>, into: &LeadKey, ctx: &Context) -> Result<Vec<Fact>, Vec<Unmet>> {
    let mut chain = FactChain::after(goes.lead());
    let times = Times::at_once(goes.recorded_at());
    let by = By { stamp: goes.version.stamp(), ctx, times, cause: Cause::Command };
    chain.push(by, FactBody::MergedInto { into: into.clone() }).map_err(misfit)?;
    settle(Settling { book: lifecycle.book(), ctx, times }, &mut chain, (0, goes.lead())).map_err(misfit)?;
    Ok(chain.into_facts())
}

/// Who else is to be erased: the winner was, and the loser was not.
fn erase_also(goes: &Side<'_>, stays: &Side<'_>) -> Option<Note> {
    let due = stays.lead().erased_at().is_some() && goes.lead().erased_at().is_none();
    due.then(|| {
        let absorbed = goes.lead().absorbed().map_or(&[][..], |absorbed| absorbed.leads());
        let leads = core::iter::once(goes.key()).chain(absorbed.iter().map(|known| &known.lead));
        Note::EraseAlso { leads: leads.cloned().collect() }
    })
}

/// How far two leads are one already.
struct State {
    /// The loser says that it was merged into the winner.
    is_merged: bool,
    /// The winner says that the loser was merged into it.
    is_known: bool,
}

impl State {
    fn of(goes: &Side<'_>, stays: &Side<'_>) -> Self {
        let is_known = stays.lead().absorbed_lead(goes.key()).is_some();
        // Merged into one that was merged into the winner, they are one as well.
        let is_merged = matches!(goes.lead().stage(), Stage::Merged { into } if into == stays.key() || is_known);
        Self { is_merged, is_known }
    }

    /// What stands in the way, of both together.
    fn unmet(&self, goes: &Side<'_>, stays: &Side<'_>) -> Vec<Unmet> {
        let (loser, winner) = (goes.lead(), stays.lead());
        if loser.key() == winner.key() {
            return alloc::vec![Unmet::Merge(MergeUnmet::IntoItself)];
        }
        if self.is_merged && self.is_known {
            return Vec::new();
        }
        let mut unmet = Vec::new();
        let absorbed = loser.absorbed_lead(winner.key()).is_some();
        if let Stage::Merged { into } = winner.stage() {
            let (merged, into) = (winner.key().clone(), into.clone());
            let circle = absorbed || into == *loser.key();
            unmet.push(if circle { MergeUnmet::Circle { merged } } else { MergeUnmet::MergedBefore { merged, into } });
        } else if absorbed {
            unmet.push(MergeUnmet::Circle { merged: winner.key().clone() });
        }
        if let (Stage::Merged { into }, false) = (loser.stage(), self.is_merged) {
            unmet.push(MergeUnmet::MergedBefore { merged: loser.key().clone(), into: into.clone() });
        }
        if let Some(deal) = loser.stage().deal() {
            let other = winner.stage().deal().map(|deal| deal.key().clone());
            unmet.push(MergeUnmet::OpenDeal { deal: deal.key().clone(), other });
        }
        if let (Some(at), None) = (loser.erased_at(), winner.erased_at()) {
            unmet.push(MergeUnmet::ErasedHere { at, other: winner.key().clone() });
        }
        if let Some(since) = loser.recount_due() {
            unmet.push(MergeUnmet::RecountDue { since });
        }
        unmet.into_iter().map(Unmet::Merge).collect()
    }
}

/// The winner cannot hold so much.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "of the parts of a lead that is sound, nothing else can be too much"
)]
fn no_room(misfit: Misfit) -> Unmet {
    let (of, most) = match misfit {
        Misfit::ContractsFull => (RoomFor::Contracts, limits::CONTRACTS.max_len()),
        Misfit::ProfileFull => (RoomFor::Fields, limits::FIELDS.max_len()),
        Misfit::AnswersFull => (RoomFor::Answers, limits::CRITERIA.max_len()),
        _ => (RoomFor::Leads, limits::ABSORBED.max_len()),
    };
    Unmet::Merge(MergeUnmet::NoRoom { of, most })
}
