//! What the matrix has a row for.

use crate::values::{CommandKind, vocabulary};

/// Writes every right once: the vocabulary, and which right a command needs.
macro_rules! rights {
    (
        commands { $($before:ident = $before_word:literal,)* }
        follow_ups { $($(#[$doc:meta])* $follow_up:ident = $follow_up_word:literal,)* }
        commands { $($after:ident = $after_word:literal,)* }
        besides { $($(#[$beside_doc:meta])* $beside:ident = $beside_word:literal,)* }
    ) => {
        vocabulary! {
            /// What the matrix has a row for: every command; and once more some commands on a meeting after the first, and to take
            /// back what changes the stage.
            ///
            /// ```
            /// use lead_lifecycle::access::Right;
            /// use lead_lifecycle::values::CommandKind;
            /// assert_eq!(Right::from(CommandKind::Win), Right::Win);
            /// assert_eq!(Right::from(CommandKind::MissAppointment).on_follow_up(), Right::MissFollowUp);
            /// ```
            Right {
                $(#[doc = concat!("To issue `", $before_word, "`.")] $before = $before_word,)*
                $($(#[$doc])* $follow_up = $follow_up_word,)*
                $(#[doc = concat!("To issue `", $after_word, "`.")] $after = $after_word,)*
                $($(#[$beside_doc])* $beside = $beside_word,)*
            }
        }

        impl From<CommandKind> for Right {
            fn from(command: CommandKind) -> Self {
                match command {
                    $(CommandKind::$before => Self::$before,)*
                    $(CommandKind::$after => Self::$after,)*
                }
            }
        }
    };
}

rights! {
    commands {
        Capture = "capture",
        Import = "import",
        UpdateProfile = "update_profile",
        EditCapture = "edit_capture",
        RecordActivity = "record_activity",
        RecordConsent = "record_consent",
        Promote = "promote",
        Discard = "discard",
        Postpone = "postpone",
        CloseHandRaise = "close_hand_raise",
        RecordAttempt = "record_attempt",
        RecordAnswer = "record_answer",
        ScheduleAppointment = "schedule_appointment",
        ChangeAppointment = "change_appointment",
        MissAppointment = "miss_appointment",
    }
    follow_ups {
        /// To issue `schedule_appointment` for a meeting after the first.
        ScheduleFollowUp = "schedule_follow_up",
        /// To issue `change_appointment` for a meeting after the first.
        ChangeFollowUp = "change_follow_up",
        /// To issue `miss_appointment` for a meeting after the first.
        MissFollowUp = "miss_follow_up",
    }
    commands {
        HoldMeeting = "hold_meeting",
        Qualify = "qualify",
        Accept = "accept",
        Reject = "reject",
        HoldFirstMeeting = "hold_first_meeting",
        EditDeal = "edit_deal",
        MoveDeal = "move_deal",
        Win = "win",
        Lose = "lose",
        RecordPurchase = "record_purchase",
        Recycle = "recycle",
        Disqualify = "disqualify",
        Reopen = "reopen",
        OpenExpansion = "open_expansion",
        RenewContract = "renew_contract",
        AmendContract = "amend_contract",
        EndContract = "end_contract",
        Assign = "assign",
        AdoptPolicy = "adopt_policy",
        Recount = "recount",
        CheckClock = "check_clock",
        Merge = "merge",
        Redact = "redact",
        Propose = "propose",
        Approve = "approve",
        Decline = "decline",
        TakeBack = "take_back",
        Split = "split",
    }
    besides {
        /// To take back a turn, or the withdrawal of a consent.
        TakeBackStage = "take_back_stage",
    }
}

/// A right on the first meeting, and the same on any later one.
const MEETINGS: [(Right, Right); 3] = [
    (Right::ScheduleAppointment, Right::ScheduleFollowUp),
    (Right::ChangeAppointment, Right::ChangeFollowUp),
    (Right::MissAppointment, Right::MissFollowUp),
];

impl Right {
    /// The right that the same command needs on a meeting after the first; the same right where that makes no difference.
    #[must_use]
    pub fn on_follow_up(self) -> Self {
        MEETINGS.iter().find(|(first, _)| *first == self).map_or(self, |(_, follow_up)| *follow_up)
    }

    /// Whether it is about a meeting that the lead may have booked itself: only there [`Grant::SelfBooked`] permits.
    ///
    /// [`Grant::SelfBooked`]: crate::access::Grant::SelfBooked
    #[must_use]
    pub fn books(self) -> bool {
        MEETINGS.iter().any(|(first, follow_up)| *first == self || *follow_up == self)
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use crate::access::right::Right;
    use crate::values::CommandKind;

    #[test]
    fn every_command_has_its_right_by_the_same_word() {
        let of_commands: Vec<Right> = CommandKind::ALL.iter().map(|command| Right::from(*command)).collect();
        for (command, right) in CommandKind::ALL.iter().zip(&of_commands) {
            assert_eq!(right.as_str(), command.as_str());
        }
        assert!(of_commands.is_sorted(), "rights stand in the order of the commands");
        let apart: Vec<&str> =
            Right::ALL.iter().filter(|right| !of_commands.contains(right)).map(|right| right.as_str()).collect();
        assert_eq!(apart, ["schedule_follow_up", "change_follow_up", "miss_follow_up", "take_back_stage"]);
    }

    #[test]
    fn only_three_commands_tell_meetings_apart() {
        let other: Vec<&str> = CommandKind::ALL
            .iter()
            .filter(|command| Right::from(**command).on_follow_up() != Right::from(**command))
            .map(|command| command.as_str())
            .collect();
        assert_eq!(other, ["schedule_appointment", "change_appointment", "miss_appointment"]);
        assert_eq!(Right::ALL.iter().filter(|right| right.books()).count(), 6);
    }
}
