//! Every command, without its data.

use crate::values::vocabulary::define::vocabulary;

vocabulary! {
    /// Every command, without its data.
    CommandKind {
        /// Starts a lead.
        Capture = "capture",
        /// Starts a lead from a legacy row.
        Import = "import",
        /// Changes profile fields.
        UpdateProfile = "update_profile",
        /// Corrects company, person, origin or source.
        EditCapture = "edit_capture",
        /// Records what the lead did.
        RecordActivity = "record_activity",
        /// Records a consent or its withdrawal.
        RecordConsent = "record_consent",
        /// Makes a lead an MQL by judgement.
        Promote = "promote",
        /// Discards a lead that never became MQL.
        #[doc(alias = "破棄")]
        Discard = "discard",
        /// Puts the lead off until an instant; stage and deal stay.
        #[doc(alias = "保留")]
        Postpone = "postpone",
        /// Closes a hand-raise without an answer to it.
        CloseHandRaise = "close_hand_raise",
        /// Records a contact attempt.
        RecordAttempt = "record_attempt",
        /// Records the answer to a qualification criterion.
        RecordAnswer = "record_answer",
        /// Agrees on a meeting.
        ScheduleAppointment = "schedule_appointment",
        /// Moves or cancels an agreed meeting.
        ChangeAppointment = "change_appointment",
        /// Records that an agreed meeting did not take place.
        MissAppointment = "miss_appointment",
        /// Records that a meeting after the first was held.
        HoldMeeting = "hold_meeting",
        /// Hands the lead over as SQL.
        #[doc(alias = "トスアップ")]
        Qualify = "qualify",
        /// Field sales accepts the hand-over.
        Accept = "accept",
        /// Field sales rejects the hand-over.
        #[doc(alias = "差し戻し")]
        Reject = "reject",
        /// Records the first meeting and its result.
        HoldFirstMeeting = "hold_first_meeting",
        /// Changes the open deal.
        EditDeal = "edit_deal",
        /// Moves the open deal along the pipeline.
        MoveDeal = "move_deal",
        /// Wins the deal with a contract.
        #[doc(alias = "受注")]
        Win = "win",
        /// Loses the deal.
        #[doc(alias = "失注")]
        Lose = "lose",
        /// Records that the lead bought without sales.
        RecordPurchase = "record_purchase",
        /// Sends the lead back to nurturing.
        #[doc(alias = "リサイクル")]
        Recycle = "recycle",
        /// Disqualifies the lead.
        Disqualify = "disqualify",
        /// Takes a disqualified lead back.
        Reopen = "reopen",
        /// Opens an expansion cycle for a customer.
        OpenExpansion = "open_expansion",
        /// Renews a contract for another term.
        #[doc(alias = "更新")]
        RenewContract = "renew_contract",
        /// Changes the terms of a contract.
        AmendContract = "amend_contract",
        /// Ends a contract.
        #[doc(alias = "解約")]
        EndContract = "end_contract",
        /// Changes owner or team.
        Assign = "assign",
        /// Puts the lead under a new policy.
        AdoptPolicy = "adopt_policy",
        /// Counts the score again, or accepts what was kept.
        Recount = "recount",
        /// Records what time alone has made true.
        CheckClock = "check_clock",
        /// Merges the lead into another.
        #[doc(alias = "名寄せ")]
        Merge = "merge",
        /// Removes personal data.
        Redact = "redact",
        /// Proposes a command for a person to approve.
        Propose = "propose",
        /// Approves a proposal.
        Approve = "approve",
        /// Turns a proposal down.
        Decline = "decline",
        /// Takes facts back, as a mistake.
        #[doc(alias = "訂正")]
        TakeBack = "take_back",
        /// Undoes a merge: the lead lives by itself again.
        #[doc(alias = "名寄せ解除")]
        Split = "split",
    }
}
