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
//! [`Access`] has a cell for every command and role; [`Access::matrix`] prints it. A policy changes single cells
//! through [`AccessDraft`].
//!
//! | activity | commands |
//! |---|---|
//! | winning MQLs | `capture`, `promote` |
//! | checking a lead | `record_attempt`, `record_answer`, `qualify` |
//! | setting an appointment | `schedule_appointment`, `change_appointment`, `miss_appointment` |
//! | handling the deal | `accept`, `reject`, `hold_first_meeting`, `edit_deal`, `move_deal`, `lose` |
//! | processing the order | `win` |
//! | following up | `open_expansion`, `end_contract` |
//!
//! ```
//! use lead_lifecycle::access::{Access, Grant};
//! use lead_lifecycle::values::CommandKind;
//! use lead_lifecycle::Role;
//! let access = Access::default();
//! let row = |command| [Role::Mk, Role::Sdr, Role::Fs, Role::Cs].map(|role| access.grant(command, role).as_str());
//! assert_eq!(row(CommandKind::Qualify), ["C", "R/A", "I", "I"]); // checking a lead
//! assert_eq!(row(CommandKind::ScheduleAppointment), ["I", "R/A", "C", "I"]);
//! assert_eq!(row(CommandKind::MoveDeal), ["I", "C", "R/A", "I"]); // handling the deal
//! assert_eq!(row(CommandKind::Win), ["I", "I", "R/A", "C"]); // processing the order
//! assert_eq!(access.grant(CommandKind::OpenExpansion, Role::Cs), Grant::ResponsibleAccountable); // following up
//!
//! // An assistant proposes or does nothing, whatever the command.
//! for command in CommandKind::ALL {
//!     assert!(matches!(access.grant(*command, Role::Assistant), Grant::Propose | Grant::No));
//! }
//! ```
//!
//! An assistant's output is a [`Proposal`], made by the command `propose` and kept as a fact. A person approves or
//! declines it. To widen what an assistant may do, a policy turns `no` into `propose`, command by command; any other
//! grant for an assistant is a fault of the policy.
//!
//! Ours is every cell that the table of activities does not give, among them: a manager is accountable everywhere;
//! inside sales may also capture leads and open an expansion; marketing is accountable for a promotion by hand; field
//! sales may record attempts and answers, change a meeting, and recycle or discard a lead whose deal is its own; what
//! the host itself (`system`) may do. How many proposals may be open, and for how long, is ours too
//! ([`ProposalRules`]).
//!
//! [`Access`]: crate::access::Access
//! [`Access::matrix`]: crate::access::Access::matrix
//! [`AccessDraft`]: crate::access::AccessDraft
//! [`Proposal`]: crate::lead::Proposal
//! [`ProposalRules`]: crate::access::ProposalRules
//! [`handoff`]: crate::practice::handoff
