//! The checked service levels of a policy.

use alloc::vec::Vec;

use crate::calendar::Calendars;
use crate::sla::clock_draft::{ClockDraft, StepFrom, TargetDraft};
use crate::sla::clock_event::ClockEvent;
use crate::sla::clock_rule::ClockRule;
use crate::sla::sla_draft::SlaDraft;
use crate::values::{
    ActivityKind, ClockName, Counted, Declared, Expected, FactKind, FaultCode, Faults, Got, Path, ProcessDemand,
    limits::{self, Limit},
};

/// The checked service levels of a policy: its clocks, in the order of their names.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ServiceLevels {
    clocks: Vec<ClockRule>,
    retime: bool,
}

impl ServiceLevels {
    /// The clocks, in the order of their names.
    pub fn iter(&self) -> core::slice::Iter<'_, ClockRule> {
        self.clocks.iter()
    }

    /// A clock by its name.
    #[must_use]
    pub fn get(&self, clock: &ClockName) -> Option<&ClockRule> {
        self.clocks.iter().find(|rule| rule.name() == clock)
    }

    /// Whether clocks that run when the policy comes into force are timed anew by it.
    #[must_use]
    pub const fn retimes(&self) -> bool {
        self.retime
    }

    /// Whether there are no clocks.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.clocks.is_empty()
    }

    /// Whether a fact of a kind may start, stop or hold any of them, at a lead that is put off or not. `quiet` is the kind of an
    /// activity that asks for nothing: most are none that a clock waits for, and rouse nobody.
    #[must_use]
    pub fn heeds(&self, kind: FactKind, quiet: Option<&ActivityKind>, is_put_off: bool) -> bool {
        self.clocks.iter().any(|rule| match quiet {
            Some(activity) => rule.heeds_activity(activity),
            None => rule.heeds(kind, is_put_off) || (kind.is_turn() && rule.heeds_turn(kind)),
        })
    }
}

impl<'s> IntoIterator for &'s ServiceLevels {
    type Item = &'s ClockRule;
    type IntoIter = core::slice::Iter<'s, ClockRule>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// What the clocks of a policy refer to.
#[derive(Debug, Clone, Copy)]
pub struct SlaContext<'p> {
    /// The calendars of the policy.
    pub calendars: &'p Calendars,
    /// The stages of all its pipelines.
    pub deal_stages: &'p [&'p str],
}

impl SlaDraft {
    /// Checks the clocks written below a path; every fault is added, and they come back only if there is none.
    pub fn check(&self, context: SlaContext<'_>, path: &Path, faults: &mut Faults) -> Option<ServiceLevels> {
        let before = faults.len();
        let mut seen = Vec::new();
        for preset in &self.presets {
            if seen.contains(preset) {
                let got = Got::Twice(preset.as_str().into());
                faults.add(FaultCode::Duplicate, &path.key("presets"), ProcessDemand::EachPresetOnce, got);
            }
            seen.push(*preset);
        }
        let all = self.written_out();
        let at = path.key("clocks");
        entries(all.len(), limits::CLOCKS, &at, faults);
        for (name, clock) in &all {
            // A fault of a preset stands where the preset is named.
            let written = if self.clocks.contains_key(name) {
                at.key(name.as_str())
            } else {
                path.key("presets").key(name.as_str())
            };
            clock.check(context, &written, faults);
        }
        let clocks = all.into_iter().map(|(name, draft)| ClockRule::new(name, draft)).collect();
        (faults.len() == before).then_some(ServiceLevels { clocks, retime: self.retime })
    }
}

impl ClockDraft {
    fn check(&self, context: SlaContext<'_>, path: &Path, faults: &mut Faults) {
        for (key, events, needed) in
            [("starts", &self.starts, true), ("stops", &self.stops, true), ("restarts", &self.restarts, false)]
        {
            let at = path.key(key);
            if events.is_empty() && needed {
                let got = Got::Count { count: 0, of: Counted::Entries };
                faults.add(FaultCode::Missing, &at, Expected::AtLeastOne(Counted::Entries), got);
            }
            entries(events.len(), limits::CLOCK_EVENTS, &at, faults);
            for (event, number) in events.iter().zip(0_usize..) {
                let at = at.index(number);
                event.check(&at, faults);
                if let ClockEvent::DealStage(stage) = event {
                    if !context.deal_stages.contains(&stage.as_str()) {
                        let (at, known) = (at.key("deal_stage"), context.deal_stages.iter().copied());
                        faults.unknown(&at, Declared::PipelineStage, stage.as_str(), known);
                    }
                }
            }
        }
        if let Some(name) = self.calendar.as_ref().filter(|name| context.calendars.get(name).is_none()) {
            let known = context.calendars.iter().map(|(name, _)| name.as_str());
            faults.unknown(&path.key("calendar"), Declared::Calendar, name.as_str(), known);
        }
        entries(self.holds.len(), limits::CLOCK_EVENTS, &path.key("holds"), faults);
        self.check_targets(&path.key("targets"), faults);
        self.check_steps(&path.key("steps"), faults);
    }

    fn check_targets(&self, path: &Path, faults: &mut Faults) {
        if self.targets.is_empty() {
            let got = Got::Count { count: 0, of: Counted::Entries };
            faults.add(FaultCode::Missing, path, Expected::AtLeastOne(Counted::Entries), got);
        }
        entries(self.targets.len(), limits::CLOCK_TARGETS, path, faults);
        let mut for_all = false;
        for (target, number) in self.targets.iter().zip(0_usize..) {
            let at = path.index(number);
            if for_all {
                let got = Got::Number(u64::try_from(number).unwrap_or(u64::MAX));
                faults.add(FaultCode::Conflict, &at, ProcessDemand::LastTargetForAll, got);
            }
            for_all |= target.when.is_for_all();
            target.check(&at, faults);
        }
    }

    fn check_steps(&self, path: &Path, faults: &mut Faults) {
        entries(self.steps.len(), limits::CLOCK_STEPS, path, faults);
        for (step, number) in self.steps.iter().zip(0_usize..) {
            let at = path.index(number);
            step.after.check(&at.key("after"), faults);
            if step.tell.is_empty() && !step.reassign {
                let got = Got::Count { count: 0, of: Counted::Entries };
                faults.add(FaultCode::Missing, &at.key("tell"), Expected::AtLeastOne(Counted::Entries), got);
            }
            entries(step.tell.len(), limits::CLOCK_EVENTS, &at.key("tell"), faults);
            let earlier = self.steps.iter().take(number).filter(|earlier| earlier.from == step.from);
            if earlier.clone().any(|earlier| step.after.is_shorter_than(earlier.after) == Some(true)) {
                let got = Got::Number(u64::try_from(number).unwrap_or(u64::MAX));
                faults.add(FaultCode::Conflict, &at.key("after"), ProcessDemand::StepsInOrder, got);
            }
            let after_due = self.steps.iter().take(number).any(|earlier| earlier.from == StepFrom::Due);
            if step.from == StepFrom::Start && after_due {
                let got = Got::Number(u64::try_from(number).unwrap_or(u64::MAX));
                faults.add(FaultCode::Conflict, &at.key("from"), ProcessDemand::StepsInOrder, got);
            }
        }
    }
}

impl TargetDraft {
    fn check(&self, path: &Path, faults: &mut Faults) {
        self.within.check(&path.key("within"), faults);
        let Some(warning) = self.warn_after else { return };
        let at = path.key("warn_after");
        warning.check(&at, faults);
        if warning.is_shorter_than(self.within) == Some(false) {
            let got = Got::name(if warning == self.within { "the same" } else { "longer" });
            faults.add(FaultCode::OutOfRange, &at, ProcessDemand::WarningBeforeTarget, got);
        }
    }
}

fn entries(count: usize, limit: Limit, at: &Path, faults: &mut Faults) {
    if !limit.admits_len(count) {
        faults.add(FaultCode::OutOfRange, at, limit, Got::Count { count, of: Counted::Entries });
    }
}
