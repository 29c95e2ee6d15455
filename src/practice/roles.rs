//! Who does what (役割分担): four teams, what each hands over, and what an AI assistant may do.
//!
//! # The four teams
//!
//! | team | what it does | what it hands over |
//! |---|---|---|
//! | marketing, MK (マーケティング) | wins leads, nurtures them | to IS: a lead that has become MQL |
//! | inside sales, IS (インサイドセールス) | checks, qualifies, creates the opportunity | to FS: an SQL with its file |
//! | field sales, FS (フィールドセールス) | pursues the deal, wins it | back to IS: the outcome and its reason |
//! | customer success, CS (カスタマーサクセス) | retention, upsell, renewal | back to IS: customers who may buy more |
//!
//! The step from inside sales to field sales is called トスアップ; what the file holds is on the page [`handoff`].
//!
//! Inside sales has up to three kinds of members: SDR for inbound leads (反響型), BDR for outbound work (新規開拓型),
//! ISR for relationships and for support in closing.
//!
//! # Who answers for what
//!
//! R: responsible, does it. A: accountable, answers for it. C: consulted, is asked before. I: informed, is told after.
//!
//! | activity | MK | IS | FS | CS |
//! |---|---|---|---|---|
//! | winning MQLs | R | C | I | I |
//! | checking a lead (validation) | C | R/A | I | I |
//! | setting an appointment (アポイント) | I | R/A | C | I |
//! | handling the deal (商談) | I | C | R/A | I |
//! | processing the order (受注) | I | I | R/A | C |
//! | following up | I | C | C | R/A |
//!
//! # AI assistants
//!
//! An assistant may look things up, write drafts and make proposals. Every final decision is a person's. Whatever an
//! assistant produces is kept on the timeline of the lead. What it may do is written down beforehand, and is widened
//! one step at a time.
//!
//! # In this crate
//!
//! [`Access`] has a cell for every [`Right`] and role; [`Access::matrix`] prints it. A policy changes single cells
//! through [`AccessDraft`].
//!
//! | activity | commands |
//! |---|---|
//! | winning MQLs | `capture`, `promote` |
//! | checking a lead | `record_attempt`, `record_answer`, `qualify`; `discard`, `postpone`, `recycle`, `disqualify` |
//! | setting an appointment | `schedule_appointment`, `change_appointment`, `miss_appointment`, of the first meeting |
//! | handling the deal | `accept`, `reject`, `hold_first_meeting`, `edit_deal`, `move_deal`, `lose`; later meetings |
//! | processing the order | `win`; `record_purchase`, where nobody sold |
//! | following up | `open_expansion`, `renew_contract`, `amend_contract`, `end_contract` |
//!
//! A hand-raise is answered by whoever speaks to the lead, or closed with a reason (`close_hand_raise`). Leads and deals are
//! given to somebody by a manager or the host (`assign`).
//!
//! A mistake is taken back by whoever told news of the kind (`take_back`); what changes the stage, and the withdrawal of a consent, is
//! taken back by a manager (`take_back_stage`).
//!
//! Meetings after the first have rows of their own: `schedule_follow_up`, `change_follow_up`, `miss_follow_up` and
//! `hold_meeting`.
//!
//! ```
//! use lead_lifecycle::access::{Access, Grant, Right};
//! use lead_lifecycle::values::CommandKind;
//! use lead_lifecycle::Role;
//! let access = Access::default();
//! let row = |right: Right| [Role::Mk, Role::Sdr, Role::Fs, Role::Cs].map(|role| access.grant(right, role).as_str());
//! assert_eq!(row(Right::Qualify), ["C", "R/A", "I", "I"]); // checking a lead
//! assert_eq!(row(Right::ScheduleAppointment), ["I", "R/A", "R", "I"]); // field sales may too: ours
//! assert_eq!(row(Right::MoveDeal), ["I", "C", "R/A", "I"]); // handling the deal
//! assert_eq!(row(Right::ScheduleFollowUp), ["I", "R", "R/A", "R"]); // whoever speaks to the lead: ours
//! assert_eq!(row(Right::Win), ["I", "I", "R/A", "C"]); // processing the order
//! assert_eq!(row(Right::RenewContract), ["I", "C", "C", "R/A"]); // following up
//! // An outbound member promotes leads of its own.
//! assert_eq!(access.grant(CommandKind::Promote, Role::Bdr), Grant::OwnLeads);
//!
//! // An assistant proposes or does nothing, whatever the command.
//! for right in Right::ALL {
//!     assert!(matches!(access.grant(*right, Role::Assistant), Grant::Propose | Grant::No));
//! }
//! ```
//!
//! An assistant's output is a [`Proposal`], made by the command `propose` and kept as a fact. A person approves or
//! declines it. To widen what an assistant may do, a policy turns `no` into `propose`, command by command; any other
//! grant for an assistant is a fault of the policy.
//!
//! Ours is every cell that the table of activities does not give, among them: a manager is accountable everywhere;
//! inside sales may also capture leads and open an expansion; marketing is accountable for a promotion by hand, and BDR
//! promotes leads of its own; whoever speaks to a lead records the attempt and answers its hand-raise; field sales may
//! record answers, agree on a first meeting, postpone what is its own, and recycle or disqualify a lead whose deal is its
//! own, or nobody's yet; every team may agree on later meetings, marketing apart; what the host itself (`system`) may
//! do: of first meetings only those that the lead booked itself. How many proposals may be open, and for how long, is
//! ours too ([`ProposalRules`]).
//!
//! [`Access`]: crate::access::Access
//! [`Access::matrix`]: crate::access::Access::matrix
//! [`AccessDraft`]: crate::access::AccessDraft
//! [`Right`]: crate::access::Right
//! [`Proposal`]: crate::lead::Proposal
//! [`ProposalRules`]: crate::access::ProposalRules
//! [`handoff`]: crate::practice::handoff
