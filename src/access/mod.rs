//! Access (権限): who may do what. One matrix in the manner of RACI, a row for every right and a column for every role.
//!
//! | question | answer |
//! |---|---|
//! | who may do what? | [`Access::grant`], [`Access::permits`], [`Access::anybody`] |
//! | what has a row of its own? | [`Right`]: every command, and meetings after the first once more |
//! | what does R, A, C or I allow? | [`Grant::permits`] |
//! | which grants depend on the lead? | [`Grant`]: `R own leads`, `R own deals`, `R own`, `R self-booked` |
//! | whose is a lead, whose a deal? | [`Cycle::owner`](crate::lead::Cycle::owner), [`Deal::owner`](crate::deal::Deal::owner); `assign` changes it |
//! | why was this actor refused, and who could? | [`AccessUnmet`](crate::lifecycle::AccessUnmet) |
//! | how do I print the matrix? | [`Access::matrix`] |
//! | how do I write my own? | [`AccessDraft`]: only the cells that differ |
//! | what may an assistant do? | propose or nothing: any other grant is a fault of the policy |
//! | how many proposals may be open, and for how long? | [`ProposalRules`] |
//!
//! Permission is asked of the command that somebody issues, never of what rules and time make of it.
//!
//! ```
//! use lead_lifecycle::access::{Access, Grant, Right};
//! use lead_lifecycle::values::CommandKind;
//! use lead_lifecycle::Role;
//! let access = Access::default();
//! assert!(access.permits(CommandKind::ScheduleAppointment, Role::Fs));
//! assert_eq!(access.grant(Right::ScheduleFollowUp, Role::Fs), Grant::ResponsibleAccountable);
//! // Outbound promotes by hand only what is its own.
//! assert_eq!(access.grant(CommandKind::Promote, Role::Bdr), Grant::OwnLeads);
//! assert_eq!(access.grant(CommandKind::Promote, Role::Sdr), Grant::Consulted);
//! ```

mod access;
mod draft;
mod grant;
mod proposal_rules;
mod right;
mod standard;

pub use access::Access;
pub use draft::AccessDraft;
pub use grant::Grant;
pub use proposal_rules::ProposalRules;
pub use right::Right;
