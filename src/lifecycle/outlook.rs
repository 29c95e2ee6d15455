//! What would it take? The same conditions that decide, asked without deciding.

use alloc::vec::Vec;
use serde::Serialize;

use crate::lead::{Lead, PromoteStock, Stage};
use crate::lifecycle::book::Version;
use crate::lifecycle::case::Case;
use crate::lifecycle::context::Context;
use crate::lifecycle::guard::hold;
use crate::lifecycle::judge::conditions;
use crate::lifecycle::lifecycle::Lifecycle;
use crate::lifecycle::mint::Times;
use crate::lifecycle::preconditions::enter;
use crate::lifecycle::refusal::Refusal;
use crate::lifecycle::rights::may_issue_any;
use crate::lifecycle::sets_off::{may_promote, stirs, stock_may, stock_waits_until};
use crate::lifecycle::transition::TRANSITIONS;
use crate::lifecycle::unmet::Unmet;
use crate::policy::Policy;
use crate::scoring::{Crossing, Missing, Standing};
use crate::values::{CommandKind, Instant, Points, StageKind};

/// One command, and what stands in its way before its own data are looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct CommandOutlook {
    /// The command.
    pub command: CommandKind,
    /// Every unmet condition; empty: the command is open to this actor now.
    pub unmet: Vec<Unmet>,
}

/// Why a lead was, or was not, promoted by its score.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct PromotionReport {
    /// The stage.
    pub stage: StageKind,
    /// The total score now.
    pub total: Points,
    /// The threshold to enter.
    pub enter: Points,
    /// Every reason against a promotion by score, of the lead as time has made it: one whose promotion is due and not recorded
    /// yet is told as at MQL.
    pub against: Vec<Obstacle>,
    /// When time alone will promote it, if it will.
    pub promoted_at: Option<Instant>,
}

/// Something that keeps a lead from being promoted by its score.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Obstacle {
    /// It is not at Lead.
    Stage(StageKind),
    /// Personal data was removed.
    Erased,
    /// It is cooling.
    Cooling {
        /// Until then.
        until: Instant,
    },
    /// Nothing has happened in this cycle yet, and its profile alone does not promote it.
    NoOwnActivity,
    /// A version of the policy needs more than was kept: the score waits to be counted again.
    RecountDue {
        /// Since when.
        since: Instant,
    },
    /// It was there before its version of the policy, or imported, and such a lead is promoted only after something new.
    StockSilent {
        /// Since when nothing new has happened.
        since: Instant,
    },
    /// It was there before its version of the policy, or imported, and such a lead is promoted not before a day.
    StockUntil {
        /// When the day begins.
        until: Instant,
    },
    /// The score is short, with what would lift it.
    Score(Missing),
}

impl Lifecycle {
    /// For every command: is it open to this actor now, and if not, what stands in the way?
    ///
    /// These are the same conditions that [`decide`](Self::decide) checks before it looks at the data of a command: a
    /// host builds its buttons from them.
    ///
    /// ```
    /// # use lead_lifecycle::{Actor, Capture, Context, Lead, Lifecycle, Origin, Policy, Role};
    /// # use lead_lifecycle::values::CommandKind;
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let lifecycle = Lifecycle::new(Policy::standard());
    /// # let by = |role: Role, at: &str| -> Result<Context, Box<dyn std::error::Error>> {
    /// #     Ok(Context::new(at.parse()?, Actor::new("tanaka".parse()?, role)))
    /// # };
    /// # let capture = Capture::new("lead-1".parse()?, Origin::Inbound);
    /// # let first = lifecycle.capture(&capture, &by(Role::System, "2026-04-01T09:00:00+09:00")?)?;
    /// # let mut lead = Lead::replay(first.facts())?;
    /// let outlooks = lifecycle.outlook(&lead, &by(Role::Mk, "2026-04-02T09:00:00+09:00")?)?;
    /// let is_open = |command| outlooks.iter().any(|outlook| outlook.command == command && outlook.unmet.is_empty());
    /// assert!(is_open(CommandKind::Promote) && !is_open(CommandKind::Win));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// The lead is under another policy, or the times or revision of the context do not fit.
    pub fn outlook(&self, lead: &Lead, ctx: &Context) -> Result<Vec<CommandOutlook>, Refusal> {
        self.caught_up(lead, ctx, |lead, version, times| {
            let outlooks = TRANSITIONS.iter().map(|row| {
                let mut case = Case::new(version, lead, ctx, times);
                may_issue_any(&mut case, row.command);
                conditions(&mut case, row);
                hold(&mut case, row.outlook);
                CommandOutlook { command: row.command, unmet: case.into_unmet() }
            });
            outlooks.collect()
        })
    }

    /// Why was this lead not promoted? Everything that keeps the score from making it an MQL at `ctx.now`.
    ///
    /// ```
    /// # use lead_lifecycle::{Actor, Capture, Context, Lead, Lifecycle, Origin, Policy, Role};
    /// # use lead_lifecycle::lifecycle::Obstacle;
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let lifecycle = Lifecycle::new(Policy::standard());
    /// # let by = |role: Role, at: &str| -> Result<Context, Box<dyn std::error::Error>> {
    /// #     Ok(Context::new(at.parse()?, Actor::new("tanaka".parse()?, role)))
    /// # };
    /// # let capture = Capture::new("lead-1".parse()?, Origin::Inbound);
    /// # let first = lifecycle.capture(&capture, &by(Role::System, "2026-04-01T09:00:00+09:00")?)?;
    /// # let mut lead = Lead::replay(first.facts())?;
    /// let report = lifecycle.promotion(&lead, &by(Role::Mk, "2026-04-02T09:00:00+09:00")?)?;
    /// assert_eq!(report.against[0], Obstacle::NoOwnActivity);
    /// assert!(report.to_string().starts_with("score 0 of 30 at lead; it has shown no tagged activity in this cycle"));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// The lead is under another policy, or the times or revision of the context do not fit.
    pub fn promotion(&self, lead: &Lead, ctx: &Context) -> Result<PromotionReport, Refusal> {
        self.caught_up(lead, ctx, |lead, version, times| self.report(version.policy(), lead, times.recorded_at))
    }

    fn report(&self, policy: &Policy, lead: &Lead, at: Instant) -> PromotionReport {
        let scoring = policy.scoring();
        let score = scoring.score(lead.scoring(), at);
        let mut against = Vec::new();
        match lead.stage() {
            Stage::Lead { cooling_until: Some(until) } => against.push(Obstacle::Cooling { until: *until }),
            Stage::Lead { cooling_until: None } => {}
            Stage::Mql { .. }
            | Stage::Sql { .. }
            | Stage::Opportunity { .. }
            | Stage::Customer { .. }
            | Stage::Disqualified { .. }
            | Stage::Merged { .. } => against.push(Obstacle::Stage(lead.stage().kind())),
        }
        if lead.erased_at().is_some() {
            against.push(Obstacle::Erased);
        }
        if !stirs(policy, lead) {
            against.push(Obstacle::NoOwnActivity);
        }
        if let Some(open) = lead.adoption() {
            against.extend(open.recount_due().map(|since| Obstacle::RecountDue { since }));
            match open.promote() {
                PromoteStock::NotBefore(until) if until > at => against.push(Obstacle::StockUntil { until }),
                PromoteStock::NewActivity if !stock_may(policy, lead, |_| false, |_| false) => {
                    against.push(Obstacle::StockSilent { since: open.since() });
                }
                PromoteStock::AtOnce | PromoteStock::NotBefore(_) | PromoteStock::NewActivity => {}
            }
        }
        if scoring.verdict(&score) != Standing::Enter {
            against.push(Obstacle::Score(scoring.missing(lead.scoring(), at)));
        }
        PromotionReport {
            stage: lead.stage().kind(),
            total: score.total(),
            enter: scoring.enter(),
            against,
            promoted_at: self.promoted_by_time(lead, at),
        }
    }

    /// When time alone will make a lead MQL, under this version or a later one.
    fn promoted_by_time(&self, lead: &Lead, now: Instant) -> Option<Instant> {
        let Stage::Lead { cooling_until } = lead.stage() else {
            return None;
        };
        if lead.erased_at().is_some() {
            return None;
        }
        let cooled = cooling_until.unwrap_or(now);
        let mut found = None;
        // The lead is under a version of the book, for it was caught up by it.
        let _asked = self.through_versions(lead, now, |lead, policy, from, until| {
            if may_promote(policy, lead) && lead.recount_due().is_none() {
                let from = from.max(cooled).max(stock_waits_until(lead));
                found = policy.scoring().crosses_at(lead.scoring(), from, until, Crossing::UpToEnter);
            }
            found.is_some()
        });
        found
    }

    /// Answers of the lead as it is once everything due has happened.
    fn caught_up<T>(
        &self,
        lead: &Lead,
        ctx: &Context,
        answer: impl FnOnce(&Lead, &Version, Times) -> T,
    ) -> Result<T, Refusal> {
        let entered = enter(self, lead, CommandKind::CheckClock, ctx)?;
        let now = entered.recorded_at;
        let answered =
            self.virtually(lead, now, |lead, version| answer(lead, version, entered.times(version.policy(), lead)));
        answered.map_err(|gap| Refusal::of(lead, CommandKind::CheckClock, now, alloc::vec![Unmet::Policy(gap)]))
    }
}
