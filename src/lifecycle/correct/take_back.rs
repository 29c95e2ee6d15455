//! The call: from an order to the facts that heal a mistake.

use alloc::boxed::Box;
use alloc::vec::Vec;

use crate::access::Right;
use crate::lead::{Because, Cause, Fact, FactBody, Lead, Stage, TakenBack, TakenBackIds};
use crate::lifecycle::case::Case;
use crate::lifecycle::clock::catch_up;
use crate::lifecycle::clocks::{Settling, restate, settle};
use crate::lifecycle::context::Context;
use crate::lifecycle::correct::again::{Again, Judging, again};
use crate::lifecycle::correct::instead::{InTime, tell};
use crate::lifecycle::correct::named::{Named, beyond_news, check_size, of_stage, reaches_before};
use crate::lifecycle::correct::order::{TakeBack, TakeBackError};
use crate::lifecycle::correct::past::{Folded, Past};
use crate::lifecycle::correct::set_off_again::set_off_again;
use crate::lifecycle::decision::Decision;
use crate::lifecycle::fact_chain::FactChain;
use crate::lifecycle::lifecycle::Lifecycle;
use crate::lifecycle::mint::{By, Times};
use crate::lifecycle::note::{Note, notes as notes_of};
use crate::lifecycle::permission::may;
use crate::lifecycle::preconditions::enter;
use crate::lifecycle::reasons::check_reason;
use crate::lifecycle::refusal::Refusal;
use crate::lifecycle::unmet::{CorrectionUnmet, FactAt, Unmet, misfit};
use crate::recycle::ReasonList;
use crate::values::{CommandKind, Instant};

/// An order, its history, and the lead as it was up to where nothing is otherwise.
struct Asked<'a> {
    order: &'a TakeBack,
    named: Named<'a>,
    snapshot: Option<&'a Lead>,
    begun: Lead,
    /// Whether the leads that it was merged into are told too.
    survivors_told: bool,
}

impl Lifecycle {
    /// Takes facts back, as a mistake: what counts, the score, clocks and later reports are as if they had never been.
    ///
    /// First comes everything that time alone has made true up to `ctx.now`; then one fact,
    /// [`TakenBack`](crate::FactBody::TakenBack), that says what is taken back, what falls with it and what the lead comes to
    /// without it; then what is told instead, and what the rules make of it all. Which facts may be taken back, and what falls, is
    /// told on the page of [`TakeBack`].
    ///
    /// It changes nothing: store the facts, then apply them. To see before what would change, see
    /// [`correction`](Self::correction). Taking back what is taken back already yields no fact.
    ///
    /// ```
    /// # use lead_lifecycle::{Actor, Capture, Command, Context, Lead, Lifecycle, Origin, Policy, Role, StageKind};
    /// use lead_lifecycle::lifecycle::{Past, TakeBack};
    /// use lead_lifecycle::recycle::Reason;
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let lifecycle = Lifecycle::new(Policy::standard());
    /// # let by = |role: Role, at: &str| -> Result<Context, Box<dyn std::error::Error>> {
    /// #     Ok(Context::new(at.parse()?, Actor::new("tanaka".parse()?, role)))
    /// # };
    /// # let capture = Capture::new("lead-1".parse()?, Origin::Inbound);
    /// # let mut facts = lifecycle.capture(&capture, &by(Role::System, "2026-04-01T09:00:00+09:00")?)?.into_facts();
    /// # let mut lead = Lead::replay(&facts)?;
    /// // Promoted by mistake: somebody clicked on the wrong line.
    /// let promoted = lifecycle.decide(&lead, &Command::Promote { note: None }, &by(Role::Mk, "2026-04-02T09:00:00+09:00")?)?;
    /// lead.apply_all(promoted.facts())?;
    /// facts.extend(promoted.into_facts());
    ///
    /// let order = TakeBack::new([2], Reason::new("wrong_record".parse()?, None));
    /// let manager = by(Role::Manager, "2026-04-02T09:05:00+09:00")?;
    /// let decision = lifecycle.take_back(&Past::Whole(&facts), &order, &manager)?;
    /// lead.apply_all(decision.facts())?;
    /// assert_eq!(lead.stage().kind(), StageKind::Lead);
    /// assert_eq!(lead.totals().milestones.mql, 0); // it never was
    ///
    /// // Marketing takes back news, but not what changes the stage.
    /// let refused = lifecycle.take_back(&Past::Whole(&facts), &order, &by(Role::Mk, "2026-04-02T09:05:00+09:00")?);
    /// assert!(refused.unwrap_err().to_string().contains("permitted: manager"));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// `Replay`: the past does not fold, an empty one for example, or facts that do not follow on the snapshot.
    ///
    /// `Refused`, in steps, each with all that is wrong: first a context whose `effective_at` is not its `now`, or that expects
    /// another revision; a lead that was merged, see [`take_back_merged`](Self::take_back_merged); more than 10,000 facts, or more than 64 commands instead. Then an order that names
    /// nothing and tells nothing instead; fact 99 of a lead that has 8; fact 1, `captured`, which is never taken back; a promotion
    /// by score, which falls by itself; a win without the `expansion_opened` after it, or by field sales; a reason that the policy
    /// does not list; with [`Past::Since`], a fact before the snapshot. Then the hand-over of a deal without the edit that
    /// stands on it; `assigned`, which is told again. Last, what is told instead and refused.
    #[doc(alias = "訂正")]
    #[doc(alias = "undo")]
    pub fn take_back(&self, past: &Past<'_>, order: &TakeBack, ctx: &Context) -> Result<Decision, TakeBackError> {
        self.take_back_of(past, order, ctx, false)
    }

    /// The same, of a merged lead too where the leads that it was merged into are told.
    pub(in crate::lifecycle) fn take_back_of(
        &self,
        past: &Past<'_>,
        order: &TakeBack,
        ctx: &Context,
        survivors_told: bool,
    ) -> Result<Decision, TakeBackError> {
        let offset = self.newest_policy().zone();
        let named = Named::of(order, offset, past.facts().iter().collect(), past.since());
        let Folded { begun, now } = past.folded(named.shared).map_err(TakeBackError::Replay)?;
        let asked = Asked { order, named, snapshot: past.snapshot(), begun, survivors_told };
        self.correct(asked, &now, ctx).map_err(TakeBackError::Refused)
    }

    fn correct(&self, asked: Asked<'_>, lead: &Lead, ctx: &Context) -> Result<Decision, Refusal> {
        let entered = enter(self, lead, CommandKind::TakeBack, ctx)?;
        let (now, book) = (entered.recorded_at, self.book());
        let refuse = |lead: &Lead, unmet| Refusal::of(lead, CommandKind::TakeBack, now, unmet);
        let mut due = FactChain::after(lead);
        let caught = catch_up(book, &mut due, (lead.recorded_at(), Because::Time), now);
        let caught = caught.and_then(|()| due.lead().map(|_lead| ()));
        caught.map_err(|error| refuse(lead, misfit(error)))?;
        let (own, notes) = {
            let (lead_now, added) = due.parts();
            let version = book.of_lead(lead_now).map_err(|gap| refuse(lead_now, alloc::vec![Unmet::Policy(gap)]))?;
            let case = Case::new(version, lead_now, ctx, entered.times(version.policy(), lead_now));
            let asked = Asked { named: asked.named.with(added), ..asked };
            self.own(case, asked).map_err(|unmet| refuse(lead_now, unmet))?
        };
        let mut facts = due.into_facts();
        let clock_facts = facts.len();
        facts.extend(own);
        Ok(Decision::new(lead.revision(), facts, clock_facts).of(ctx.command_id.clone(), notes))
    }

    /// The correction, what is told instead, and what the rules make of both; and what is to be known of it.
    fn own(&self, mut case: Case<'_>, asked: Asked<'_>) -> Result<(Vec<Fact>, Vec<Note>), Vec<Unmet>> {
        let Asked { order, mut named, snapshot, begun, survivors_told } = asked;
        let (book, version, lead, ctx, now) =
            (self.book(), case.version(), case.lead(), case.ctx(), case.recorded_at());
        if let Stage::Merged { into } = lead.stage() {
            let into = into.clone();
            case.require(survivors_told, || Unmet::Correction(CorrectionUnmet::Merged { into }));
            case = case.so_far()?;
            let facts = beyond_news(&named);
            case.require(facts.is_empty(), || Unmet::Correction(CorrectionUnmet::OfMerged { facts }));
        }
        check_size(&mut case, order);
        case = case.so_far()?;
        case.at_once();
        for unmet in core::mem::take(&mut named.unmet) {
            case.refuse(unmet);
        }
        may_take_back(&mut case, of_stage(&named));
        check_reason(&mut case, ReasonList::TakeBack, &order.reason);
        case.require(!needs_whole(snapshot, &named), || {
            Unmet::Correction(CorrectionUnmet::NeedsWhole { snapshot: named.since })
        });
        let case = case.so_far()?;
        let mut notes = Vec::new();
        let before = named.before();
        if !before.is_empty() {
            notes.push(Note::TakenBackBefore { facts: before });
        }
        if named.is_done() {
            let left_out = order.instead.iter().map(|told| told.command.kind());
            notes.extend(left_out.zip(1_usize..).map(|(command, number)| Note::InsteadNotTold { number, command }));
            return Ok((Vec::new(), notes));
        }
        let mut in_time = InTime::of(book, ctx, &order.instead);
        let mut told = |at: Instant, lead: &Lead| in_time.before(at, lead);
        let found = if order.instead.is_empty() {
            again((book, version), &named, begun, Judging::Anew(&mut told))
        } else {
            let judged = again((book, version), &named, begun.clone(), Judging::Anew(&mut told));
            again((book, version), &named, begun, Judging::As(&judged)).with_hollow_of(judged)
        };
        let unmet = found.unmet();
        if !unmet.is_empty() {
            return Err(unmet);
        }
        let _cleared = case.clear()?;
        let (set_off, clocks) = (found.set_off, found.clocks.clone());
        let settling = Settling { book, ctx, times: Times::at_once(now) };
        let mut chain = FactChain::after(lead);
        if !named.gone.is_empty() || !found.fallen.is_empty() {
            let body = FactBody::TakenBack(Box::new(taken_back(order, &named, found)));
            let by = By { stamp: version.stamp(), ctx, times: Times::at_once(now), cause: Cause::Command };
            chain.push(by, body).map_err(misfit)?;
            restate(settling, &mut chain, &clocks).map_err(misfit)?;
        }
        let (known, before) = (chain.len(), chain.lead().map_err(misfit)?.clone());
        notes.extend(tell(book, &mut chain, (ctx, now), &order.instead)?);
        if set_off {
            set_off_again(&mut chain, version, (ctx, now), Because::Correction)?;
        }
        settle(settling, &mut chain, (known, &before)).map_err(misfit)?;
        catch_up(book, &mut chain, (now, Because::Correction), now).map_err(misfit)?;
        let own = chain.into_facts();
        notes.extend(notes_of(version.policy(), lead, &own));
        Ok((own, notes))
    }
}

/// Whether the actor may take back; and if what changes the stage keeps it from that, which facts these are.
fn may_take_back(case: &mut Case<'_>, of_stage: Vec<FactAt>) {
    if of_stage.is_empty() {
        may(case, Right::TakeBack, false);
        return;
    }
    let mut alone = case.afresh();
    may(&mut alone, Right::TakeBackStage, false);
    let refused = alone.into_unmet();
    case.require(refused.is_empty(), || Unmet::Correction(CorrectionUnmet::OfStage { facts: of_stage }));
    for unmet in refused {
        case.refuse(unmet);
    }
}

/// What the correction says.
fn taken_back(order: &TakeBack, named: &Named<'_>, found: Again) -> TakenBack {
    let taken = named.gone.iter().filter_map(|revision| named.fact(revision));
    let activities = taken.filter_map(|fact| {
        let FactBody::ActivityRecorded { activity, .. } = &fact.body else {
            return None;
        };
        Some((&activity.kind, fact.envelope.effective_at, activity.id.digest()))
    });
    TakenBack {
        facts: named.gone.clone(),
        fallen: found.fallen.iter().copied().collect(),
        hollow: found.hollow.iter().copied().collect(),
        since: named.since,
        reason: order.reason.clone(),
        activities: TakenBackIds::of(activities),
        lead: Box::new(found.refold.into_sections()),
    }
}

/// Whether the snapshot is too young for what is asked.
fn needs_whole(snapshot: Option<&Lead>, named: &Named<'_>) -> bool {
    let Some(snapshot) = snapshot else {
        return false;
    };
    // What a rule made before the snapshot might fall, had this been told in time.
    let told_before = named.told.is_some_and(|told| told < snapshot.recorded_at());
    if named.too_far || told_before {
        return true;
    }
    let before = |fact: &Fact| reaches_before(fact, snapshot.revision());
    let standing = named.facts.iter().zip(&named.stands).filter(|(_, stands)| **stands);
    let counted = |fact: &Fact| matches!(&fact.body, FactBody::Recounted { counted: Some(_), .. });
    standing.clone().any(|(fact, _)| before(fact)) || named.facts.iter().skip(named.from).any(|fact| counted(fact))
}
