//! What news sets off by rule: promotion, demotion, an expansion, a suggestion to reopen.
//!
//! It takes effect when the news is recorded, and carries the instant of its grounds: when what set it off had happened.

use crate::lead::{Adoption, FactBody, Lead, PromoteStock, Stage, Trigger};
use crate::policy::Policy;
use crate::scoring::{Breakdown, Crossing, EarnedTags, FitTags, Preview, ScoringState, Standing};
use crate::values::{Digest, Instant, Progress};

/// What an activity earned, when, and which activity it was.
pub(super) type Earned<'t> = (&'t EarnedTags, Instant, Digest);

/// Whether the score may promote a lead where it is: something happened in the cycle or, where the policy lets fit alone
/// promote, the profile says it; and, of a lead that was there before the policy, what its version waits for has happened,
/// a day apart.
pub(super) fn may_promote(policy: &Policy, lead: &Lead) -> bool {
    stirs(policy, lead) && stock_may(policy, lead, |_since| false, |_since| false)
}

/// Whether something has happened in the cycle or, where fit alone promotes, the profile says enough.
pub(super) fn stirs(policy: &Policy, lead: &Lead) -> bool {
    let (cycle, fit_alone) = (lead.cycle(), policy.scoring().promotes_by_fit_alone());
    cycle.has_own_activity() || (fit_alone && (cycle.number() == 1 || cycle.has_profile_change()))
}

/// Until when its version keeps a lead of the stock waiting for a promotion by score.
pub(super) fn stock_waits_until(lead: &Lead) -> Instant {
    match lead.adoption().map(Adoption::promote) {
        Some(PromoteStock::NotBefore(at)) => at,
        Some(PromoteStock::AtOnce | PromoteStock::NewActivity) | None => Instant::MIN,
    }
}

/// Whether a lead that was there before the policy has shown what its version waits for, or shows it now.
pub(super) fn stock_may(
    policy: &Policy,
    lead: &Lead,
    active_since: impl Fn(Instant) -> bool,
    changed_since: impl Fn(Instant) -> bool,
) -> bool {
    lead.adoption().is_none_or(|open| match open.promote() {
        PromoteStock::AtOnce | PromoteStock::NotBefore(_) => true,
        PromoteStock::NewActivity => {
            let fit_alone = policy.scoring().promotes_by_fit_alone();
            let changed = open.has_new_profile() || changed_since(open.since());
            open.has_new_activity() || active_since(open.since()) || (fit_alone && changed)
        }
    })
}

/// Whether the score may not take an MQL back for now: it was under the exit when it came under its version, and that spares
/// it. Of one that was worked on it does not matter.
pub(super) fn is_spared(lead: &Lead) -> bool {
    let spared = lead.adoption().is_some_and(|open| open.spared_since().is_some());
    spared && lead.cycle().progress() == Progress::Untouched
}

/// Whether the score may take an MQL back that it made: nobody has worked on it, and the lead does not wait for an answer.
pub(super) fn may_demote(lead: &Lead) -> bool {
    lead.cycle().is_untouched() && lead.hand_raise().since().is_none()
}

/// How far inside sales has come with an MQL when it becomes one: contacted, if somebody was reached in this cycle, or was
/// tried since.
pub(super) fn progress_so_far(lead: &Lead, since: Instant) -> Progress {
    let attempts = lead.cycle().attempts();
    let contacted = attempts.reached || attempts.last_at.is_some_and(|at| at >= since);
    if contacted { Progress::Contacted } else { Progress::Untouched }
}

/// A lead when news of it are recorded: what they set off takes effect then.
#[derive(Debug, Clone, Copy)]
pub(super) struct News<'a> {
    pub(super) policy: &'a Policy,
    pub(super) lead: &'a Lead,
    /// When they happened.
    pub(super) at: Instant,
    /// When they are recorded.
    pub(super) now: Instant,
}

impl News<'_> {
    /// A hand-raise promotes even while cooling; it suggests to reopen a disqualified lead, and opens an expansion for a
    /// customer where the policy says so.
    pub(super) fn raise_hand(self, earned: Option<Earned<'_>>) -> Option<FactBody> {
        let Self { policy, lead, at, now } = self;
        match lead.stage() {
            Stage::Lead { .. } if at >= lead.cycle().opened_at() => {
                let preview = Preview { profile: None, activity: earned };
                let scoring = policy.scoring();
                let score = scoring.breakdown(&scoring.preview(lead.scoring(), preview, now));
                Some(self.promoted(Trigger::HandRaise, score, at.max(lead.cycle().turned_at())))
            }
            Stage::Disqualified { suggested: false, .. } if at >= lead.cycle().opened_at() => {
                Some(FactBody::ReopenSuggested { trigger: Trigger::HandRaise })
            }
            Stage::Customer { .. } if policy.hand_raise().opens_expansion && at >= lead.cycle().turned_at() => {
                Some(FactBody::ExpansionOpened {
                    note: None,
                    attribution: lead.cycle().attribution().clone(),
                    grounds: self.before_now(at),
                    keeps: policy.next_cycle().expansion,
                })
            }
            Stage::Lead { .. }
            | Stage::Mql { .. }
            | Stage::Sql { .. }
            | Stage::Opportunity { .. }
            | Stage::Customer { .. }
            | Stage::Disqualified { .. }
            | Stage::Merged { .. } => None,
        }
    }

    /// What the new score sets off: promotion, demotion, or a suggestion to reopen.
    pub(super) fn weigh(self, profile: Option<&FitTags>, activity: Option<Earned<'_>>) -> Option<FactBody> {
        let Self { policy, lead, now, .. } = self;
        // Until it is counted again, nobody knows the score.
        if lead.recount_due().is_some() {
            return None;
        }
        let earned_here = |since: Instant| activity.is_some_and(|(tags, at, _)| !tags.is_empty() && at >= since);
        let wanted = match lead.stage() {
            Stage::Lead { cooling_until: None } if self.may_promote(profile, earned_here) => Standing::Enter,
            Stage::Mql { trigger: Trigger::Score } if is_spared(lead) => return self.end_sparing(profile, activity),
            Stage::Mql { trigger: Trigger::Score } if may_demote(lead) => Standing::BelowExit,
            Stage::Disqualified { suggested: false, .. } if earned_here(lead.stage_entered_at()) => Standing::Enter,
            Stage::Lead { .. }
            | Stage::Mql { .. }
            | Stage::Sql { .. }
            | Stage::Opportunity { .. }
            | Stage::Customer { .. }
            | Stage::Disqualified { .. }
            | Stage::Merged { .. } => return None,
        };
        let scoring = policy.scoring();
        let score = scoring.preview(lead.scoring(), Preview { profile, activity }, now);
        if scoring.verdict(&score) != wanted {
            return None;
        }
        let score = scoring.breakdown(&score);
        match lead.stage() {
            Stage::Lead { .. } => {
                let grounds = self.crossed_at(profile, activity);
                Some(self.promoted(Trigger::Score, score, grounds))
            }
            Stage::Mql { .. } => Some(FactBody::Demoted { score }),
            Stage::Disqualified { .. } => Some(FactBody::ReopenSuggested { trigger: Trigger::Score }),
            Stage::Sql { .. } | Stage::Opportunity { .. } | Stage::Customer { .. } | Stage::Merged { .. } => None,
        }
    }

    /// A score that is at the exit or over it with the news: from here on a decline demotes.
    /// The suggestion to reopen that the score of a disqualified lead makes by what is recorded.
    pub(super) fn suggest(self) -> Option<FactBody> {
        let Self { policy, lead, now, .. } = self;
        let active = lead.scoring().newest_activity().is_some_and(|newest| newest >= lead.stage_entered_at());
        let open = matches!(lead.stage(), Stage::Disqualified { suggested: false, .. }) && lead.recount_due().is_none();
        let scoring = policy.scoring();
        let enters = || scoring.verdict(&scoring.score(lead.scoring(), now)) == Standing::Enter;
        (active && open && enters()).then_some(FactBody::ReopenSuggested { trigger: Trigger::Score })
    }

    fn end_sparing(self, profile: Option<&FitTags>, activity: Option<Earned<'_>>) -> Option<FactBody> {
        let scoring = self.policy.scoring();
        let score = scoring.preview(self.lead.scoring(), Preview { profile, activity }, self.now);
        (scoring.verdict(&score) != Standing::BelowExit).then_some(FactBody::SparingEnded)
    }

    fn may_promote(self, profile: Option<&FitTags>, earned_here: impl Fn(Instant) -> bool) -> bool {
        let opened = self.lead.cycle().opened_at();
        let (policy, lead) = (self.policy, self.lead);
        let changed_since = |since: Instant| profile.is_some() && self.at >= since;
        let fit_alone = changed_since(opened) && policy.scoring().promotes_by_fit_alone();
        let waits = stock_waits_until(lead) > self.now;
        !waits
            && (fit_alone || stirs(policy, lead) || earned_here(opened))
            && stock_may(policy, lead, earned_here, changed_since)
    }

    fn promoted(self, trigger: Trigger, score: Option<Breakdown>, grounds: Instant) -> FactBody {
        let progress = progress_so_far(self.lead, grounds);
        FactBody::BecameMql { trigger, score, note: None, grounds: self.before_now(grounds), progress }
    }

    /// When the score, as it is known now, reached the threshold: not before the news, nor before the newest turn or the end
    /// of cooling.
    fn crossed_at(self, profile: Option<&FitTags>, activity: Option<Earned<'_>>) -> Instant {
        let Self { policy, lead, at, now } = self;
        let cycle = lead.cycle();
        // A version says nothing of the time before it.
        let begins = lead.adopted_at().unwrap_or(lead.policy().since).max(stock_waits_until(lead));
        let from = at.max(cycle.turned_at()).max(cycle.cooled_until().unwrap_or(Instant::MIN)).max(begins);
        if from >= now {
            return now;
        }
        // Only for late news: the state is copied.
        let mut state: ScoringState = lead.scoring().clone();
        if let Some(tags) = profile {
            state.apply_profile(tags);
        }
        if let Some((tags, at, print)) = activity {
            state.apply_activity(tags, at, print);
        }
        policy.scoring().crosses_at(&state, from, Some(now), Crossing::UpToEnter).unwrap_or(now)
    }

    fn before_now(self, grounds: Instant) -> Option<Instant> {
        Some(grounds).filter(|grounds| *grounds < self.now)
    }
}
