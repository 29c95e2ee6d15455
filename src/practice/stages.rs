//! The stages of a lead's life (ライフサイクルステージ), what ends each, and the ways back.
//!
//! # Forward
//!
//! | stage | what it means | responsible | it ends, for example, when |
//! |---|---|---|---|
//! | Lead (リード) | first contact: a form, a business card | MK | its score is enough, or it takes a certain action |
//! | MQL | marketing says that sales should act | MK → IS | IS has confirmed BANT and finds it workable |
//! | SQL | sales says that it should go ahead | IS → FS | the first meeting is held and the deal is in the pipeline |
//! | Opportunity (商談) | proposal and negotiation | FS | the contract is signed |
//! | Customer (顧客) | a contract is in force | CS | never; if it may buy more, a new cycle begins with IS |
//!
//! Between SQL and Opportunity lies a milestone, the SAO (sales accepted opportunity): field sales formally takes the
//! SQL as a chance to propose something. It is no stage of its own, but funnels count it.
//!
//! At MQL, inside sales goes through steps of its own: first contact → validation → consent to a meeting → hand-over.
//! Another guide names them contact → interest → fit confirmed → opportunity.
//!
//! # Who or what promotes
//!
//! The step to MQL is made by the score, automatically. The step to SQL is a judgement of a person. There are rules on
//! who may make it and how it is recorded.
//!
//! # Backward
//!
//! Ways back are part of the design, not accidents. Each is taken for a reason, and the reason is recorded.
//!
//! - *Recycling* (差し戻し・リサイクル) takes an MQL back to Lead, to be nurtured again.
//! - *Rejecting*: field sales may turn an SQL down. It records why and tells inside sales. Inside sales looks at the
//!   lead again, then recycles it or discards it (破棄).
//! - *Losing*: a lost deal (失注) is nurtured again as well. Contacting such people again in a personal way is reported
//!   to re-open 20–30 % more of them.
//!
//! # In this crate
//!
//! [`StageKind`] lists the stages, [`TRANSITIONS`] every way between them, and [`lifecycle_diagram`] draws it.
//! [`Milestone`] is what funnels count, [`Progress`] the work at MQL, [`Trigger`] what made a lead an MQL. A certain
//! action that promotes whatever the score is a hand-raise (ハンドレイズ).
//!
//! ```
//! use lead_lifecycle::lifecycle::{StageMove, transition};
//! use lead_lifecycle::values::{CommandKind, Milestone, Progress};
//! use lead_lifecycle::StageKind;
//! let words: Vec<_> = Milestone::ALL.iter().map(|milestone| milestone.as_str()).collect();
//! assert_eq!(words, ["lead", "mql", "sql", "sao", "opportunity", "won"]);
//! let words: Vec<_> = Progress::ALL.iter().map(|progress| progress.as_str()).collect();
//! assert_eq!(words, ["untouched", "contacted", "validated", "consented"]);
//!
//! // The ways back are ways of the table, like any other.
//! let possible = |command, from, to| {
//!     let moves = transition(command).map_or(&[] as &[StageMove], |row| row.moves);
//!     moves.iter().any(|way| (way.from, way.to) == (from, to))
//! };
//! assert!(possible(CommandKind::Recycle, StageKind::Mql, StageKind::Lead));
//! assert!(possible(CommandKind::Reject, StageKind::Sql, StageKind::Mql));
//! assert!(possible(CommandKind::Disqualify, StageKind::Mql, StageKind::Disqualified));
//! assert!(possible(CommandKind::Lose, StageKind::Opportunity, StageKind::Lead));
//! assert!(possible(CommandKind::OpenExpansion, StageKind::Customer, StageKind::Mql));
//! ```
//!
//! The first meeting makes the Opportunity only after field sales has accepted: SAO comes first. One that showed no chance
//! ([`MeetingResult::Invalid`]) leaves the lead at SQL until somebody decides. In a pipeline that knows no first meeting
//! the acceptance alone makes the Opportunity. Every way back that a person takes needs a reason from [`ReasonsDraft`].
//! After a loss the reason decides what follows.
//!
//! Ours:
//!
//! - what is no lead at all, as spam, is discarded at Lead ([`Command::Discard`]) and never counts as MQL;
//! - "call me again in October" is no way back: [`Command::Postpone`] leaves stage and deal as they are; where it ends the
//!   cycle, `until` of [`Command::Lose`] or [`Command::Recycle`] holds the day;
//! - who books a meeting at Lead, or buys without sales ([`Command::RecordPurchase`]), skips the stages between;
//! - a recycled lead cools before it can be promoted again, and has a maximum of cycles ([`RecycleDraft`]);
//! - a score that decays takes an MQL back to Lead that the score promoted and nobody has touched;
//! - a stage that lasts too long is flagged ([`StaleDraft`]).
//!
//! Not built yet: the crate does not say how many lost deals come back. Planning takes that share from the caller
//! ([`Return`]).
//!
//! [`Command::Discard`]: crate::Command::Discard
//! [`Command::Lose`]: crate::Command::Lose
//! [`Command::Postpone`]: crate::Command::Postpone
//! [`Command::RecordPurchase`]: crate::Command::RecordPurchase
//! [`Command::Recycle`]: crate::Command::Recycle
//! [`MeetingResult::Invalid`]: crate::lead::MeetingResult::Invalid
//! [`Milestone`]: crate::values::Milestone
//! [`Progress`]: crate::values::Progress
//! [`ReasonsDraft`]: crate::recycle::ReasonsDraft
//! [`RecycleDraft`]: crate::recycle::RecycleDraft
//! [`Return`]: crate::planning::Return
//! [`StageKind`]: crate::StageKind
//! [`StaleDraft`]: crate::policy::StaleDraft
//! [`TRANSITIONS`]: crate::lifecycle::TRANSITIONS
//! [`Trigger`]: crate::lead::Trigger
//! [`lifecycle_diagram`]: crate::wording::lifecycle_diagram
