//! Recycling (差し戻し): reasons for going backward, and what follows from each: the next cycle with its cooling, or the end.
//!
//! | question | answer |
//! |---|---|
//! | which reasons are there, and for what? | [`ReasonsDraft`], by [`ReasonList`] |
//! | how is a reason given with a command? | [`Reason`]: a code that the list declares, and a note where the code needs one |
//! | is this reason accepted, and which are there to choose from? | [`ReasonRules::check_reason`], [`ReasonRules::codes`] |
//! | why not? | [`ReasonProblem`], with what was probably meant |
//! | what follows a reason? | [`ReasonRules::after`] → [`ReasonOutcome`] |
//! | how long does a recycled lead cool, the second time longer? | [`ReasonRules::cooling`], by the [`RecycleDraft`] |
//! | the lead named a day: who sets it? | the command: `until` of `recycle`, `lose`, `end_contract`, in the place of every rule here |
//! | how many cycles may a lead have? | [`ReasonRules::max_cycles`] |
//! | who owns the next cycle? | [`NextCycleRules`]: nobody, unless the policy keeps owner or team |
//!
//! `discard` and `disqualify` take their reasons from one list, `disqualify`; every other command from the list of its own
//! name. A list that a policy writes replaces the standard one as a whole.
//!
//! ```
//! use lead_lifecycle::recycle::{ReasonList, ReasonOutcome};
//! use lead_lifecycle::Policy;
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let text = r#"
//!     [recycle]
//!     cooling = "45d"
//!     [next_cycle.recycle]
//!     owner = "keep"
//!     [reasons.lose.budget_cut]
//!     label = "予算縮小"
//!     then = { recycle = { cooling = "120d" } }
//!     [reasons.lose.went_out_of_business]
//!     then = "disqualify"
//! "#;
//! let policy = Policy::from_document(toml::Deserializer::parse(text)?)?;
//! let codes: Vec<&str> = policy.reasons().codes(ReasonList::Lose).map(|(code, _)| code.as_str()).collect();
//! assert_eq!(codes, ["budget_cut", "went_out_of_business"]);
//! let cooling = policy.reasons().cooling(ReasonList::Lose, &"budget_cut".parse()?, 1);
//! assert_eq!(cooling.to_string(), "120d");
//! let after = policy.reasons().after(ReasonList::Lose, &"went_out_of_business".parse()?);
//! assert_eq!(after, ReasonOutcome::Disqualify);
//! # Ok(())
//! # }
//! ```
//!
//! **What it does not do.** It knows no lead: that a reason is given where one is needed, and that the next cycle begins, is
//! decided in [`lifecycle`](crate::lifecycle). To put a lead off without ending its cycle is the command `postpone`.

mod list;
mod next_cycle;
mod presets;
mod problem;
mod reason;
mod reason_draft;
mod reason_outcome;
mod reasons_draft;
mod recycle_draft;
mod rules;

pub use list::ReasonList;
pub use next_cycle::{NextCycleRules, Ownership};
pub use problem::ReasonProblem;
pub use reason::{Reason, erased, imported_unknown, max_cycles};
pub use reason_draft::{EndingReasonDraft, ReasonDraft, RecycleReasonDraft, RecycleTerms, Then};
pub use reason_outcome::ReasonOutcome;
pub use reasons_draft::ReasonsDraft;
pub use recycle_draft::RecycleDraft;
pub use rules::ReasonRules;
