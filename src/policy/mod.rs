//! The policy (運用ルール): everything that a sales-ops person would tune, as one value: written as a draft, checked as a
//! whole, then immutable.
//!
//! | question | answer |
//! |---|---|
//! | how do I read and check a policy file? | [`Policy::from_document`] |
//! | what works as it is, and what must I send for it? | [`Policy::standard`] |
//! | which sections are there? | [`PolicyDraft`], field by field |
//! | what is wrong with mine? | [`Faults`](crate::Faults), every one with its path |
//! | what is legal but can hardly be meant? | [`Policy::lints`] → [`Lint`] |
//! | what will soon no longer hold? | [`Policy::lints_at`]: lists of holidays that end |
//! | how do I write one down, with everything that it leaves out? | [`PolicyDraft`] is `Serialize` |
//! | how does a lead come under a new one? | by itself: [`PolicyBook`](crate::lifecycle::PolicyBook), with a guide |
//!
//! What is often asked for, and the words for it. What a file leaves out is as in the standard policy; but whoever writes
//! anything of `scoring` writes all of it, because scoring is replaced as a whole.
//!
//! | wish | in the file |
//! |---|---|
//! | a hand-raise of a customer opens an expansion by itself | `[hand_raise]` `opens_expansion = true` |
//! | a call or mail that a customer or a disqualified lead begins is a hand-raise | `[hand_raise]` `inbound = true` |
//! | which activities are a hand-raise | `[scoring.hand_raise]` `kinds = ["contact_request"]` |
//! | target accounts become MQL by fit alone, without having done anything | `[scoring]` `fit_alone = true`, and rules of the kind `fit` |
//! | late news at most 30 days back | `[time]` `back = "30d"` |
//! | whoever had the lead has it again after recycling, a loss or the end of a contract | `[next_cycle.recycle]` `owner = "keep"`, `team = "keep"` |
//! | the same after reopening, or when an expansion opens | `[next_cycle.reopen]`, `[next_cycle.expansion]` |
//! | nobody buys past an open deal | `[purchase]` `from = ["lead", "mql"]` |
//! | a second pipeline | `[[pipelines.NAME.stages]]` for each, and `default_pipeline` |
//! | a stale MQL goes back by itself | `[stale.mql]` `after = "21d"`, `then = { recycle = "stale" }`; the other stages have to be written too |
//! | civil dates in another zone | `zone = "America/New_York"`, before the first table |
//! | office hours with a lunch break, and holidays | `[calendars.office]` `week = { mon-fri = ["09:00-12:00", "13:00-18:00"] }`, `holidays = ["japan"]`; `[holidays.japan]` as in `examples/data/holidays/japan.toml` |
//! | a team with other hours, or in another zone | one more `[calendars.NAME]` with `teams = ["us"]` and its `zone`, and `default_calendar` before the first table: the page of [`calendar`](crate::calendar) has both |
//! | another role may | `[access.COMMAND]` `sdr = "R"` |
//!
//! ```
//! use lead_lifecycle::values::Retain;
//! use lead_lifecycle::{Policy, Span};
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let text = r#"
//!     label = "summer 2026"
//!     [hand_raise]
//!     opens_expansion = true
//!     [time]
//!     back = "30d"
//!     [next_cycle.recycle]
//!     owner = "keep"
//!     [purchase]
//!     from = ["lead", "mql"]
//!     [access.promote]
//!     sdr = "R"
//! "#;
//! let policy = Policy::from_document(toml::Deserializer::parse(text)?)?;
//! let draft = policy.draft();
//! assert!(draft.hand_raise.opens_expansion);
//! assert_eq!(draft.time.back, Some(Span::days(30)));
//! assert_eq!(draft.next_cycle.recycle.owner, Retain::Keep);
//! assert_eq!(policy.lints().len(), 0);
//! // Written out, it says everything.
//! assert!(toml::to_string(draft)?.contains("max_cycles = 5"));
//! # Ok(())
//! # }
//! ```

mod advice;
mod calendar_lints;
mod draft;
mod hand_raise_rules;
mod kinds;
mod lint;
mod lint_code;
mod lints;
mod memory_rules;
mod policy;
mod purchase_rules;
mod read;
mod stale;
mod time_rules;

pub use advice::Advice;
pub use draft::PolicyDraft;
pub use hand_raise_rules::HandRaiseRules;
pub use lint::Lint;
pub use lint_code::LintCode;
pub use memory_rules::MemoryRules;
pub use policy::Policy;
pub use purchase_rules::PurchaseRules;
pub use stale::{StaleDraft, StaleRule, StaleRules, StaleThen};
pub use time_rules::TimeRules;
