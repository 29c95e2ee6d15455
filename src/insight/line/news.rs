//! What is not a turn: work, what the lead does, who owns it and what is known of it.

use alloc::vec::Vec;

use crate::deal::Edit;
use crate::insight::line::clock_line::ClockLine;
use crate::insight::line::cycle_line::CycleLine;
use crate::insight::line::lead_line::LeadLine;
use crate::insight::line::line_plan::LinePlan;
use crate::insight::line::standing::Standing;
use crate::insight::line::stay::Stay;
use crate::insight::line::touch::{FirstMet, Touch};
use crate::insight::line::when::When;
use crate::insight::line::work::{ActivitiesOf, AttemptsOf};
use crate::lead::{
    Attribution, AttributionEdit, CaptureEdit, ClocksChanged, ContributionPart, DealOwner, Erasure, Fact, FieldWrite,
    TeamChange,
};
use crate::values::{
    Activity, ActorId, Channel, ClockName, ContactOutcome, Direction, FieldName, FieldValue, Instant, Keyword,
    StageKind,
};

/// Of two writers the later by effective time counts.
fn counts(mark: &mut Option<Instant>, at: Instant) -> bool {
    let later = mark.is_none_or(|known| at >= known);
    if later {
        *mark = Some(at);
    }
    later
}

pub(super) fn write_fields(line: &mut LeadLine, plan: &LinePlan, writes: &[FieldWrite], at: Instant) {
    if plan.fields().is_empty() {
        return;
    }
    for write in writes {
        let Ok(place) = plan.fields().binary_search(&write.name) else { continue };
        let (fields, marks) = (&mut line.now.standing.fields, &mut line.now.writers.fields);
        if let Some((field, mark)) = fields.get_mut(place).zip(marks.get_mut(place)) {
            if counts(mark, at) {
                // What is personal stays with the lead.
                *field = write.value.clone().filter(|_| !write.personal);
            }
        }
    }
}

pub(super) fn edit_capture(line: &mut LeadLine, edit: &CaptureEdit, at: Instant) {
    let writers = &mut line.now.writers;
    if edit.account != Edit::Keep && counts(&mut writers.account, at) {
        line.account = Edit::of(edit.account.clone(), line.account.take());
    }
    if edit.person != Edit::Keep && counts(&mut writers.person, at) {
        line.person = Edit::of(edit.person.clone(), line.person.take());
    }
    let Some(cycle) = line.cycles.last_mut() else { return };
    if let Some(origin) = edit.origin.filter(|_| counts(&mut writers.origin, at)) {
        if line.first_met.is_none() {
            line.now.origin = origin;
        }
        cycle.origin = origin;
    }
    let mut newer = edit.attribution.clone();
    let parts = [&mut newer.source, &mut newer.medium, &mut newer.campaign, &mut newer.content];
    for (part, mark) in parts.into_iter().zip(&mut writers.attribution) {
        if *part != Edit::Keep && !counts(mark, at) {
            *part = Edit::Keep;
        }
    }
    cycle.attribution = AttributionEdit::of(&newer, &cycle.attribution);
}

pub(super) fn assign(
    line: &mut LeadLine,
    (owner, team, deal): (Option<&ActorId>, &TeamChange, &DealOwner),
    at: Instant,
) {
    let now = &mut line.now;
    if counts(&mut now.writers.owner, at) {
        now.standing.owner = owner.cloned();
    }
    let set = match team {
        TeamChange::Keep => None,
        TeamChange::Set(team) => Some(Some(team)),
        TeamChange::Clear => Some(None),
    };
    if let Some(team) = set {
        if counts(&mut now.writers.team, at) {
            now.standing.team = team.cloned();
        }
    }
    let of_deal = match deal {
        DealOwner::Keep => return,
        DealOwner::Follow => owner,
        DealOwner::To(member) => Some(member),
    };
    if let Some(open) = line.cycle().and_then(CycleLine::open_deal) {
        let opened = open.imported.or(open.opened.map(|opened| opened.at));
        if opened.is_none_or(|opened| at >= opened) && counts(&mut open.owned_at, at) {
            open.owner = of_deal.cloned();
        }
    }
}

pub(super) fn attempt(
    line: &mut LeadLine,
    plan: &LinePlan,
    fact: &Fact,
    (direction, channel, outcome): (Direction, Channel, ContactOutcome),
) {
    let (at, day) = (fact.envelope.effective_at, fact.envelope.day);
    let zone = plan.zone();
    let hour = || {
        let offset = i64::from(zone.offset_at(at).seconds());
        let second = at.seconds().saturating_add(offset).rem_euclid(86_400);
        u8::try_from(second.div_euclid(3_600)).unwrap_or(0)
    };
    line.attempts.count(AttemptsOf {
        day: When { at, day }.date(zone),
        hour: day.is_none().then(hour),
        member: fact.envelope.actor.id.clone(),
        direction,
        channel,
        outcome,
    });
    // What a machine of theirs sends is nobody's attempt.
    if direction == Direction::Inbound && outcome.by_machine() {
        return;
    }
    let first = line.cycles.last().and_then(|cycle| cycle.opened).is_none_or(|opened| at >= opened.at);
    if first {
        let known = line.now.attempts;
        line.now.attempts = Some(known.map_or((at, at), |(first, last)| (first.min(at), last.max(at))));
    }
    let answered = |stay: &&mut Stay| {
        let ended = stay.end.and_then(|end| end.when).map(|when| when.at);
        stay.stage == StageKind::Mql
            && stay.since().is_some_and(|since| at >= since)
            && ended.is_none_or(|ended| at <= ended)
    };
    let mut stays = line.cycles.iter_mut().rev().flat_map(|cycle| cycle.stays.iter_mut().rev());
    if let Some(stay) = stays.find(answered) {
        stay.first_attempt = Some(stay.first_attempt.map_or(at, |known| known.min(at)));
    }
}

pub(super) fn activity(
    line: &mut LeadLine,
    plan: &LinePlan,
    fact: &Fact,
    activity: &Activity,
    personal: impl Fn(&FieldName) -> bool,
) {
    let (at, day) = (fact.envelope.effective_at, fact.envelope.day);
    line.activities.count(ActivitiesOf { day: When { at, day }.date(plan.zone()), kind: activity.kind.clone() });
    if activity.fields.is_empty() {
        return;
    }
    let touch = plan.touch();
    let word = |name: &FieldName| match activity.fields.get(name.as_str()) {
        Some(FieldValue::Text(text)) if !personal(name) => Keyword::new(text.as_str()).ok(),
        _ => None,
    };
    let Some(source) = word(&touch.source) else { return };
    let (medium, campaign, content) = (word(&touch.medium), word(&touch.campaign), word(&touch.content));
    let attribution = Attribution { source: Some(source), medium, campaign, content };
    line.touches.push(Touch { at, attribution });
}

pub(super) fn clocks(line: &mut LeadLine, said: &ClocksChanged) {
    let standing = line.standing();
    for run in said.runs() {
        let newer = ClockLine::of(run, standing);
        let known =
            line.clocks.iter_mut().rev().find(|known| known.number == run.number() && known.clock == *run.clock());
        match known {
            Some(known) => *known = ClockLine { standing: known.standing, ..newer },
            None => line.clocks.push(newer),
        }
    }
}

/// A deadline was missed, or it turned out that it was not.
pub(super) fn missed(line: &mut LeadLine, clock: &ClockName, run: u64, missed: bool) {
    let known = line.clocks.iter_mut().rev().find(|known| known.number == run && known.clock == *clock);
    if let Some(known) = known {
        known.missed = missed;
    }
}

/// What another lead brings into this one; of an erased lead, without what the erasures do not spare.
pub(super) fn unite(line: &mut LeadLine, plan: &LinePlan, (parts, erasures): (&[&ContributionPart], &[&Erasure])) {
    for part in parts {
        for (place, name) in plan.fields().iter().enumerate() {
            let Some(entry) = part.profile().entry(name.as_str()) else { continue };
            let (fields, marks) = (&mut line.now.standing.fields, &mut line.now.writers.fields);
            let Some((field, mark)) = fields.get_mut(place).zip(marks.get_mut(place)) else { continue };
            // At a tie the survivor's word stays.
            if mark.is_none_or(|known| entry.at > known) {
                let stays = !entry.personal && erasures.iter().all(|erasure| erasure.spares(name));
                (*field, *mark) = (entry.value.clone().filter(|_| stays), Some(entry.at));
            }
        }
        let first = part.first_touch();
        let known = line.first_met.clone().or_else(|| line.met_first());
        if known.is_none_or(|known| first.at < known.at) {
            line.now.origin = first.origin;
            line.first_met =
                Some(FirstMet { at: first.at, origin: first.origin, attribution: first.attribution.clone() });
        }
        line.account = line.account.take().or_else(|| part.account().cloned());
        line.person = line.person.take().or_else(|| part.person().cloned());
    }
}

/// Removes what an erasure does not spare: values of fields, wherever they stand.
pub(super) fn erase(line: &mut LeadLine, plan: &LinePlan, erasure: &Erasure) {
    line.quality.erased = 1;
    let gone = |place: usize| plan.fields().get(place).is_none_or(|name| !erasure.spares(name));
    for standing in line.standings.iter_mut().chain([&mut line.now.standing]) {
        for (place, field) in standing.fields.iter_mut().enumerate() {
            if gone(place) {
                *field = None;
            }
        }
    }
    let touch = plan.touch();
    if !erasure.spares(&touch.source) {
        line.touches.clear();
    }
    for Touch { attribution, .. } in &mut line.touches {
        let Attribution { source: _, medium, campaign, content } = attribution;
        for (word, name) in [(medium, &touch.medium), (campaign, &touch.campaign), (content, &touch.content)] {
            if !erasure.spares(name) {
                *word = None;
            }
        }
    }
    line.same_standings();
}

impl LeadLine {
    /// Standings that came to be the same, one after another, become one.
    fn same_standings(&mut self) {
        let mut places: Vec<u32> = Vec::with_capacity(self.standings.len());
        let mut kept: Vec<Standing> = Vec::new();
        for standing in core::mem::take(&mut self.standings) {
            if kept.last() != Some(&standing) {
                kept.push(standing);
            }
            places.push(u32::try_from(kept.len().saturating_sub(1)).unwrap_or(u32::MAX));
        }
        self.standings = kept;
        let now = |place: &mut u32| {
            let found = usize::try_from(*place).ok().and_then(|old| places.get(old));
            *place = found.copied().unwrap_or(*place);
        };
        for cycle in &mut self.cycles {
            cycle.standings().for_each(now);
        }
        self.contracts.iter_mut().for_each(|event| now(&mut event.standing));
        self.clocks.iter_mut().for_each(|run| now(&mut run.standing));
    }
}
