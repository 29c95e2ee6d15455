//! Deciding: what time has made true, then the command, judged on the lead as it then is.

use crate::lead::{Because, Command, Lead};
use crate::lifecycle::case::Case;
use crate::lifecycle::clock::catch_up;
use crate::lifecycle::clocks::{Settling, settle};
use crate::lifecycle::context::Context;
use crate::lifecycle::decision::Decision;
use crate::lifecycle::fact_chain::FactChain;
use crate::lifecycle::intake::stays_taken_back;
use crate::lifecycle::judge::judge;
use crate::lifecycle::lifecycle::Lifecycle;
use crate::lifecycle::mint::Times;
use crate::lifecycle::note::{Note, notes};
use crate::lifecycle::preconditions::enter;
use crate::lifecycle::recount::counted_as_brought;
use crate::lifecycle::refusal::Refusal;
use crate::lifecycle::unmet::{TimeUnmet, Unmet, misfit};
use crate::lifecycle::upkeep::erase_also;
use crate::values::CommandKind;

impl Lifecycle {
    /// Decides a command on a lead. Changes nothing: store the facts, then apply them.
    ///
    /// First comes everything that time alone has made true up to `ctx.now`, then the command's own facts, then what
    /// they set off by rule. A command whose outcome is already so yields no fact of its own.
    ///
    /// ```
    /// # use lead_lifecycle::{Actor, Capture, Context, Lead, Lifecycle, Origin, Policy, Role, Command, StageKind};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let lifecycle = Lifecycle::new(Policy::standard());
    /// # let by = |role: Role, at: &str| -> Result<Context, Box<dyn std::error::Error>> {
    /// #     Ok(Context::new(at.parse()?, Actor::new("tanaka".parse()?, role)))
    /// # };
    /// # let capture = Capture::new("lead-1".parse()?, Origin::Inbound);
    /// # let first = lifecycle.capture(&capture, &by(Role::System, "2026-04-01T09:00:00+09:00")?)?;
    /// # let mut lead = Lead::replay(first.facts())?;
    /// let promote = Command::Promote { note: None };
    /// let decision = lifecycle.decide(&lead, &promote, &by(Role::Mk, "2026-04-02T09:00:00+09:00")?)?;
    /// lead.apply_all(decision.facts())?;
    /// assert_eq!(lead.stage().kind(), StageKind::Mql);
    ///
    /// let too_soon = lifecycle.decide(&lead, &Command::Accept, &by(Role::Fs, "2026-04-02T10:00:00+09:00")?);
    /// let words = too_soon.unwrap_err().to_string();
    /// assert!(words.starts_with("`accept` refused for lead `lead-1` at mql: not possible at stage mql, only at sql"));
    /// assert!(words.ends_with("first `qualify`")); // how to get there
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Every unmet condition at once: times, stage, permission, guards of the command. A lead under another policy, or
    /// at another revision than expected, is refused for that alone.
    pub fn decide(&self, lead: &Lead, command: &Command, ctx: &Context) -> Result<Decision, Refusal> {
        let entered =
            enter(self, lead, command.kind(), ctx).map_err(|refusal| self.complete(refusal, lead, command, ctx))?;
        let (now, book) = (entered.recorded_at, self.book());
        let refuse = |lead: &Lead, unmet| Refusal::of(lead, command.kind(), now, unmet);
        let gap = |gap| refuse(lead, alloc::vec![Unmet::Policy(gap)]);
        let adopting = command.kind() == CommandKind::AdoptPolicy && !self.governs(lead);
        let mut due = FactChain::after(lead);
        // A book that does not know the version of the lead says nothing of the time before it is adopted.
        let floor = (lead.recorded_at(), Because::Time);
        let caught = if adopting { Ok(()) } else { catch_up(book, &mut due, floor, now) };
        let lead_now = caught.and_then(|()| due.lead()).map_err(|error| refuse(lead, misfit(error)))?;
        let version = if adopting { book.covers(now) } else { book.of_lead(lead_now) }.map_err(gap)?;
        let case = Case::new(version, lead_now, ctx, entered.times(version.policy(), lead_now));
        let own = judge(case, command).and_then(|cleared| {
            let mut own = cleared.into_chain();
            let settling = Settling { book, ctx, times: Times::at_once(now) };
            settle(settling, &mut own, (0, lead_now)).map_err(misfit)?;
            if let Some(because) = own.makes_due() {
                catch_up(book, &mut own, (now, because), now).map_err(misfit)?;
            }
            Ok(own.into_facts())
        });
        let own = own.map_err(|unmet| refuse(lead_now, unmet))?;
        let mut notes = notes(version.policy(), lead_now, &own);
        if let Some(activity) = stays_taken_back(lead_now, command).filter(|_| own.is_empty()) {
            notes.push(Note::StaysTakenBack { activity: activity.id.clone() });
        }
        if command.kind() == CommandKind::Redact {
            notes.extend(erase_also(lead_now));
        }
        if command.kind() == CommandKind::Recount {
            notes.extend(counted_as_brought(lead_now));
        }
        let mut facts = due.into_facts();
        let clock_facts = facts.len();
        if facts.is_empty() {
            facts = own;
        } else {
            facts.extend(own);
        }
        Ok(Decision::new(lead.revision(), facts, clock_facts).of(ctx.command_id.clone(), notes))
    }

    /// A refusal for its times, with everything else that stands in the way at the instant it is judged. One for its
    /// revision or policy stays alone: the lead at hand is not the one to judge.
    fn complete(&self, mut refusal: Refusal, lead: &Lead, command: &Command, ctx: &Context) -> Refusal {
        let of_times = |unmet: &Unmet| {
            matches!(
                unmet,
                Unmet::Time(
                    TimeUnmet::Future { .. }
                        | TimeUnmet::FutureDay { .. }
                        | TimeUnmet::ClockBehind { .. }
                        | TimeUnmet::TooFarBack { .. }
                        | TimeUnmet::TooFarBackDay { .. }
                )
            )
        };
        if refusal.unmet.iter().all(of_times) {
            let at = refusal.at;
            let judged = self.virtually(lead, at, |lead, version| {
                let judged = judge(Case::new(version, lead, ctx, Times::at_once(at)), command);
                (judged.err().unwrap_or_default(), lead.stage().kind())
            });
            match judged {
                Ok((unmet, stage)) => {
                    refusal.unmet.extend(unmet);
                    refusal.stage = Some(stage);
                }
                Err(gap) => refusal.unmet.push(Unmet::Policy(gap)),
            }
        }
        refusal
    }
}
