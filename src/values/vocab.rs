//! The fieldless vocabularies: one word for one thing, everywhere.

use core::fmt;
use serde::{Deserialize, Serialize};

macro_rules! vocabulary {
    ($($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal,)* })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$vdoc])* #[serde(rename = $word)] $variant,)*
        }

        impl $name {
            /// Every word, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The word as it is stored.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)*
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }
    )*};
}

pub(crate) use vocabulary;

vocabulary! {
    /// The stages of a lead's life, without their data.
    #[doc(alias = "ライフサイクルステージ")]
    StageKind {
        /// Known, not yet handed to sales.
        #[doc(alias = "リード")]
        Lead = "lead",
        /// Marketing says that sales should act.
        Mql = "mql",
        /// Sales says that it should go ahead; handed to field sales.
        Sql = "sql",
        /// Proposal and negotiation.
        #[doc(alias = "商談")]
        Opportunity = "opportunity",
        /// A contract is, or was, signed in this cycle.
        #[doc(alias = "顧客")]
        Customer = "customer",
        /// Discarded.
        #[doc(alias = "破棄")]
        Disqualified = "disqualified",
        /// Merged into another lead.
        Merged = "merged",
    }

    /// What a funnel counts, each at most once per cycle.
    Milestone {
        /// The cycle began.
        Lead = "lead",
        /// Became MQL.
        Mql = "mql",
        /// Became SQL.
        Sql = "sql",
        /// Sales accepted opportunity: field sales accepted the hand-over.
        Sao = "sao",
        /// The first meeting was held.
        Opportunity = "opportunity",
        /// A contract was won.
        Won = "won",
    }

    /// Who acts.
    Role {
        /// Marketing.
        #[doc(alias = "マーケティング")]
        Mk = "mk",
        /// Inside sales, inbound.
        #[doc(alias = "インサイドセールス")]
        Sdr = "sdr",
        /// Inside sales, outbound.
        Bdr = "bdr",
        /// Inside sales, relationship and closing support.
        Isr = "isr",
        /// Field sales.
        #[doc(alias = "フィールドセールス")]
        Fs = "fs",
        /// Customer success.
        #[doc(alias = "カスタマーサクセス")]
        Cs = "cs",
        /// A manager of any of them.
        Manager = "manager",
        /// The host itself: imports, clocks, automatic rules.
        System = "system",
        /// An AI assistant: proposes, never decides.
        #[doc(alias = "AI")]
        Assistant = "assistant",
    }

    /// A way to reach a person.
    Channel {
        /// Telephone.
        #[doc(alias = "電話")]
        Phone = "phone",
        /// Mail.
        #[doc(alias = "メール")]
        Mail = "mail",
        /// A social network.
        Social = "social",
        /// Chat on a site or in a messenger.
        Chat = "chat",
        /// A meeting by video.
        WebMeeting = "web_meeting",
        /// Face to face.
        InPerson = "in_person",
        /// A letter on paper.
        Letter = "letter",
        /// A form on a site.
        Form = "form",
    }

    /// What a person may be contacted for.
    Purpose {
        /// Sales conversations.
        Sales = "sales",
        /// Newsletters and nurture mail.
        Marketing = "marketing",
        /// Invitations to events.
        Events = "events",
        /// Service of existing contracts.
        Service = "service",
    }

    /// Whether a person agreed to be contacted.
    ConsentStatus {
        /// Agreed.
        Granted = "granted",
        /// Withdrawn: opted out.
        #[doc(alias = "オプトアウト")]
        Withdrawn = "withdrawn",
    }

    /// Where a cycle came from.
    Origin {
        /// The lead came to us.
        Inbound = "inbound",
        /// We went to the lead.
        Outbound = "outbound",
        /// Someone sent the lead.
        Referral = "referral",
        /// An existing customer may buy more.
        Expansion = "expansion",
    }

    /// Who began a contact.
    Direction {
        /// The lead contacted us.
        Inbound = "inbound",
        /// We contacted the lead.
        Outbound = "outbound",
    }

    /// How far a contact attempt came. Each includes those before it.
    ///
    /// Reach rate is answered ÷ dialled, connect rate decision maker ÷ answered: see
    /// [the practice](crate::practice::indicators).
    ContactOutcome {
        /// Tried; nobody answered.
        Dialled = "dialled",
        /// Somebody answered.
        #[doc(alias = "通電")]
        Answered = "answered",
        /// The decision maker answered.
        #[doc(alias = "接続")]
        DecisionMaker = "decision_maker",
        /// A real conversation took place.
        Conversation = "conversation",
    }

    /// How far inside sales has come with an MQL.
    Progress {
        /// Nobody has tried yet.
        Untouched = "untouched",
        /// A first contact was tried or made.
        Contacted = "contacted",
        /// Inside sales confirmed that the lead fits.
        Validated = "validated",
        /// The lead agreed to a meeting.
        Consented = "consented",
    }

    /// The temperature at hand-over.
    #[doc(alias = "ランク")]
    Rank {
        /// Hot.
        A = "A",
        /// Warm.
        B = "B",
        /// Cool.
        C = "C",
    }

    /// What the end of a cycle does to the engagement gathered so far.
    Carry {
        /// It counts on in full.
        Keep = "keep",
        /// It counts half from then on.
        Halve = "halve",
        /// It counts no more.
        Reset = "reset",
    }

    /// Every command, without its data.
    CommandKind {
        /// Starts a lead.
        Capture = "capture",
        /// Starts a lead from a legacy row.
        Import = "import",
        /// Changes profile fields.
        UpdateProfile = "update_profile",
        /// Records what the lead did.
        RecordActivity = "record_activity",
        /// Records a consent or its withdrawal.
        RecordConsent = "record_consent",
        /// Makes a lead an MQL by judgement.
        Promote = "promote",
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
        /// Sends the lead back to nurturing.
        #[doc(alias = "リサイクル")]
        Recycle = "recycle",
        /// Discards the lead.
        Disqualify = "disqualify",
        /// Takes a discarded lead back.
        Reopen = "reopen",
        /// Opens an expansion cycle for a customer.
        OpenExpansion = "open_expansion",
        /// Ends a contract.
        #[doc(alias = "解約")]
        EndContract = "end_contract",
        /// Changes owner or team.
        Assign = "assign",
        /// Puts the lead under a new policy.
        AdoptPolicy = "adopt_policy",
        /// Records what time alone has made true.
        CheckClock = "check_clock",
        /// Merges the lead into another.
        Merge = "merge",
        /// Removes personal data.
        Redact = "redact",
        /// Proposes a command for a person to approve.
        Propose = "propose",
        /// Approves a proposal.
        Approve = "approve",
        /// Turns a proposal down.
        Decline = "decline",
    }
}
