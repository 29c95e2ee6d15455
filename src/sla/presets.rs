//! The clocks of [the practice](crate::practice).

use alloc::vec;
use alloc::vec::Vec;

use crate::sla::attempt_pattern::AttemptPattern;
use crate::sla::clock_draft::{ClockDraft, ClockScope, EscalationStep, StepFrom, TargetDraft};
use crate::sla::clock_event::{ClockAnchor, ClockEvent};
use crate::sla::clock_when::ClockWhen;
use crate::sla::target::Target;
use crate::values::{
    Addressee, ClockName, DealStageName, FactKind, Literal as _, Milestone, Origin, Role, Span, vocabulary,
};

vocabulary! {
    /// A clock of the practice.
    SlaPreset {
        /// Inside sales contacts an MQL within 5 minutes; after 24 hours the manager is told. That the five minutes are minutes
        /// of working time is ours: the practice does not say.
        FirstContact = "first_contact",
        /// A BDR approaches an outbound lead within 24 hours of the target list.
        FirstApproach = "first_approach",
        /// Field sales holds the first meeting within 48 hours of the hand-over.
        FirstMeeting = "first_meeting",
        /// Another guide: field sales is in touch within 2 business days of the hand-over.
        FirstTouch = "first_touch",
        /// The same guide: a proposal within 7 business days of the hand-over.
        Proposal = "proposal",
        /// The result of a meeting is recorded within 24 hours of its time.
        MeetingResult = "meeting_result",
    }
}

impl SlaPreset {
    /// Its name as a clock.
    #[must_use]
    pub fn clock(self) -> ClockName {
        ClockName::literal(self.as_str())
    }

    /// What it says.
    #[must_use]
    pub fn draft(self) -> ClockDraft {
        let anchor = |anchor| vec![ClockEvent::Anchor(anchor)];
        let attempt = || ClockEvent::Attempt(AttemptPattern::of_person());
        match self {
            Self::FirstContact => ClockDraft {
                starts: anchor(ClockAnchor::BecameMql),
                stops: vec![attempt()],
                targets: within(Target::Working(Span::minutes(5))),
                responsible: Some(Role::Sdr),
                steps: vec![EscalationStep {
                    after: Target::Elapsed(Span::hours(24)),
                    from: StepFrom::Start,
                    tell: vec![Addressee::literal("manager")],
                    reassign: false,
                }],
                ..ClockDraft::empty()
            },
            Self::FirstApproach => ClockDraft {
                starts: vec![ClockEvent::Fact(FactKind::Captured)],
                stops: vec![attempt()],
                targets: vec![TargetDraft {
                    when: ClockWhen { origin: [Origin::Outbound].into(), ..ClockWhen::default() },
                    within: Target::Elapsed(Span::hours(24)),
                    warn_after: None,
                }],
                scope: ClockScope::Cycle,
                responsible: Some(Role::Bdr),
                ..ClockDraft::empty()
            },
            Self::FirstMeeting => ClockDraft {
                starts: anchor(ClockAnchor::HandedOver),
                stops: anchor(ClockAnchor::Meeting),
                targets: within(Target::Elapsed(Span::hours(48))),
                responsible: Some(Role::Fs),
                ..ClockDraft::empty()
            },
            Self::FirstTouch => ClockDraft {
                starts: anchor(ClockAnchor::HandedOver),
                stops: vec![attempt(), ClockEvent::Anchor(ClockAnchor::Meeting)],
                targets: within(Target::BusinessDays(2)),
                scope: ClockScope::Cycle,
                responsible: Some(Role::Fs),
                ..ClockDraft::empty()
            },
            Self::Proposal => ClockDraft {
                starts: anchor(ClockAnchor::HandedOver),
                stops: vec![
                    ClockEvent::DealStage(DealStageName::literal("proposal")),
                    ClockEvent::Milestone(Milestone::Won),
                ],
                targets: within(Target::BusinessDays(7)),
                scope: ClockScope::Cycle,
                responsible: Some(Role::Fs),
                ..ClockDraft::empty()
            },
            Self::MeetingResult => ClockDraft {
                starts: anchor(ClockAnchor::Appointment),
                stops: vec![
                    ClockEvent::Anchor(ClockAnchor::ResultRecorded),
                    ClockEvent::Fact(FactKind::AppointmentMissed),
                    ClockEvent::Fact(FactKind::AppointmentCancelled),
                ],
                targets: within(Target::Elapsed(Span::hours(24))),
                scope: ClockScope::Cycle,
                responsible: Some(Role::Fs),
                ..ClockDraft::empty()
            },
        }
    }
}

fn within(within: Target) -> Vec<TargetDraft> {
    vec![TargetDraft { when: ClockWhen::default(), within, warn_after: None }]
}
