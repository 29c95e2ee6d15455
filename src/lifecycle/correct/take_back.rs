//! The call: from an order to the facts that heal a mistake.

use alloc::boxed::Box;
use alloc::vec::Vec;

use crate::access::Right;
use crate::lead::{Because, Fact, FactBody, Lead, TakenBack, TakenBackIds};
use crate::lifecycle::book::Version;
use crate::lifecycle::case::Case;
use crate::lifecycle::clock::catch_up;
use crate::lifecycle::context::Context;
use crate::lifecycle::correct::again::{Again, Judging, again};
use crate::lifecycle::correct::instead::{InTime, tell};
use crate::lifecycle::correct::named::{Named, check_size, is_stage, reaches_before};
use crate::lifecycle::correct::order::{TakeBack, TakeBackError};
use crate::lifecycle::correct::past::Past;
use crate::lifecycle::decision::Decision;
use crate::lifecycle::fact_chain::FactChain;
use crate::lifecycle::lifecycle::Lifecycle;
use crate::lifecycle::mint::{By, Times};
use crate::lifecycle::note::notes;
use crate::lifecycle::permission::may;
use crate::lifecycle::preconditions::enter;
use crate::lifecycle::reasons::check_reason;
use crate::lifecycle::recount::state_of;
use crate::lifecycle::refusal::Refusal;
use crate::lifecycle::sets_off::News;
use crate::lifecycle::unmet::{CorrectionUnmet, Unmet, misfit};
use crate::recycle::ReasonList;
use crate::scoring::ScoringState;
use crate::values::{CommandKind, Instant, StageKind, UtcOffset};

/// Where facts may be taken back: everywhere but from a lead that was merged into another.
const POSSIBLE: &[StageKind] = &[
    StageKind::Lead,
    StageKind::Mql,
    StageKind::Sql,
    StageKind::Opportunity,
    StageKind::Customer,
    StageKind::Disqualified,
];

impl Lifecycle {
    /// Takes facts back.
    ///
    /// # Errors
    /// The past does not fold; or everything that stands in the way.
    pub fn take_back(&self, past: &Past<'_>, order: &TakeBack, ctx: &Context) -> Result<Decision, TakeBackError> {
        let lead = past.lead().map_err(TakeBackError::Replay)?;
        self.correct(past, &lead, order, ctx).map_err(TakeBackError::Refused)
    }

    fn correct(&self, past: &Past<'_>, lead: &Lead, order: &TakeBack, ctx: &Context) -> Result<Decision, Refusal> {
        let entered = enter(self, lead, CommandKind::TakeBack, ctx)?;
        let (now, book) = (entered.recorded_at, self.book());
        let refuse = |lead: &Lead, unmet| Refusal::of(lead, CommandKind::TakeBack, now, unmet);
        let mut due = FactChain::after(lead);
        let caught = catch_up(book, &mut due, (lead.recorded_at(), Because::Time), now);
        let caught = caught.and_then(|()| due.lead().map(|_lead| ()));
        caught.map_err(|error| refuse(lead, misfit(error)))?;
        let (lead_now, added) = due.parts();
        let version = book.of_lead(lead_now).map_err(|gap| refuse(lead_now, alloc::vec![Unmet::Policy(gap)]))?;
        let case = Case::new(version, lead_now, ctx, entered.times(version.policy(), lead_now));
        let own = self.own(case, past, added, order).map_err(|unmet| refuse(lead_now, unmet))?;
        let notes = notes(version.policy(), &own);
        let mut facts = due.into_facts();
        let clock_facts = facts.len();
        facts.extend(own);
        Ok(Decision::new(lead.revision(), facts, clock_facts).of(ctx.command_id.clone(), notes))
    }

    /// The correction, what is told instead, and what the rules make of both.
    fn own(
        &self,
        mut case: Case<'_>,
        past: &Past<'_>,
        added: &[Fact],
        order: &TakeBack,
    ) -> Result<Vec<Fact>, Vec<Unmet>> {
        let (book, version, lead, ctx, now) =
            (self.book(), case.version(), case.lead(), case.ctx(), case.recorded_at());
        if !POSSIBLE.contains(&case.stage()) {
            case.refuse_stage(CommandKind::TakeBack, POSSIBLE);
            return Err(case.into_unmet());
        }
        check_size(&mut case, order);
        case = case.so_far()?;
        case.at_once();
        let named = Named::of(&mut case, order, past.facts(added), past.since());
        let right = if is_stage(&named) { Right::TakeBackStage } else { Right::TakeBack };
        may(&mut case, right, false);
        check_reason(&mut case, ReasonList::TakeBack, &order.reason);
        case.require(!needs_whole(past, &named, order, version.policy().utc_offset()), || {
            Unmet::Correction(CorrectionUnmet::NeedsWhole { snapshot: named.since })
        });
        let case = case.so_far()?;
        if named.is_done(order) {
            return Ok(Vec::new());
        }
        let mut in_time = InTime::of(book, ctx, &order.instead);
        let mut told = |at: Instant, lead: &Lead| in_time.before(at, lead);
        let mut found = again((book, version), &named, past.snapshot(), Judging::Anew(&mut told)).map_err(misfit)?;
        if !order.instead.is_empty() {
            let plain = again((book, version), &named, past.snapshot(), Judging::As(&found)).map_err(misfit)?;
            found = plain.with_hollow_of(found);
        }
        let unmet = found.unmet();
        if !unmet.is_empty() {
            return Err(unmet);
        }
        let hand_lowered = found.hand_lowered;
        let mut chain = FactChain::after(lead);
        let stamp = version.stamp();
        if !named.gone.is_empty() || !found.fallen.is_empty() {
            let body = FactBody::TakenBack(Box::new(taken_back(order, &named, found, version, past)));
            let times = Times::at_once(now);
            chain.push(By { stamp, ctx, times, cause: crate::lead::Cause::Command }, body).map_err(misfit)?;
        }
        let _cleared = case.clear()?;
        tell(book, &mut chain, (ctx, now), &order.instead)?;
        if hand_lowered {
            raise_again(&mut chain, version, ctx, now)?;
        }
        catch_up(book, &mut chain, (now, Because::Correction), now).map_err(misfit)?;
        Ok(chain.into_facts())
    }
}

/// What the correction says.
fn taken_back(order: &TakeBack, named: &Named<'_>, found: Again, version: &Version, past: &Past<'_>) -> TakenBack {
    let activities = named.gone.iter().filter_map(|revision| named.fact(revision)).filter_map(|fact| {
        let FactBody::ActivityRecorded { activity, .. } = &fact.body else { return None };
        Some((&activity.kind, fact.envelope.effective_at, activity.id.digest()))
    });
    let scoring = scoring(named, &found, version, past);
    TakenBack {
        facts: named.gone.clone(),
        fallen: found.fallen.iter().copied().collect(),
        hollow: found.hollow.iter().copied().collect(),
        since: named.since,
        reason: order.reason.clone(),
        activities: TakenBackIds::of(activities),
        lead: Box::new(found.refold.into_sections(scoring)),
    }
}

/// The score: counted anew from the whole history, or what is left since the snapshot. Of an erased lead, whose history says
/// less than was known, it is what was kept.
fn scoring(named: &Named<'_>, found: &Again, version: &Version, past: &Past<'_>) -> ScoringState {
    let lead = found.refold.lead();
    if past.snapshot().is_some() || lead.erased_at().is_some() {
        return lead.scoring().clone();
    }
    state_of(found.counted(named).into_iter(), lead.profile(), version)
}

/// Whether the snapshot is too young for what is asked.
fn needs_whole(past: &Past<'_>, named: &Named<'_>, order: &TakeBack, offset: UtcOffset) -> bool {
    let Some(snapshot) = past.snapshot() else {
        return false;
    };
    // What a rule made before the snapshot might fall, had this been told in time.
    let told_before = order.instead.iter().any(|told| told.at.start(offset) < snapshot.recorded_at());
    if named.too_far || told_before {
        return true;
    }
    let standing = named.facts.iter().zip(&named.stands).filter(|(_, stands)| **stands);
    let reaches =
        |fact: &Fact| matches!(&fact.body, FactBody::TakenBack(taken) if reaches_before(taken, snapshot.revision()));
    let counted = |fact: &Fact| matches!(&fact.body, FactBody::Recounted { counted: Some(_), .. });
    standing.clone().any(|(fact, _)| reaches(fact)) || named.facts.iter().skip(named.from).any(|fact| counted(fact))
}

/// A promotion that a hand-raise had set off fell, and another hand-raise waits: it sets off what the first one did.
fn raise_again(chain: &mut FactChain<'_>, version: &Version, ctx: &Context, now: Instant) -> Result<(), Vec<Unmet>> {
    let lead = chain.lead().map_err(misfit)?;
    let Some(at) = lead.hand_raise().newest() else {
        return Ok(());
    };
    let news = News { policy: version.policy(), lead, at, now };
    if let Some(body) = news.raise_hand(None) {
        let cause = crate::lead::Cause::Rule(Because::Correction);
        let by = By { stamp: version.stamp(), ctx, times: Times::at_once(now), cause };
        chain.push(by, body).map_err(misfit)?;
    }
    Ok(())
}
