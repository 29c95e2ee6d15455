//! The words (文言): every sentence that a person at a screen reads.
//!
//! What a rule says is data: a [`Fault`](crate::values::Fault), a [`Lint`](crate::policy::Lint), a
//! [`Refusal`](crate::Refusal), a [`BarReport`](crate::qualification::BarReport). Here is the English for it, as
//! `impl Display` of these types and as the diagrams and tables of a policy. No other room knows a sentence, so another
//! language needs this room only: a host writes its own functions over the same data.
//!
//! Instants are told in UTC, because a refusal or a fact knows no zone. A host that shows them on a screen says whose clocks
//! are meant: [`Words::in_zone`] of [`Policy::zone`](crate::Policy::zone), then [`Words::of`].
//!
//! Not here: values, whose text is their canonical form ([`Span`](crate::Span), [`Money`](crate::Money) …), stable
//! words ([`FaultCode`](crate::values::FaultCode) …), and errors that a programmer reads (parsing, applying, replaying).
//!
//! | file | what it words |
//! |---|---|
//! | `words` | at whose clocks instants are told |
//! | `names` | the one way to list names, and the one "did you mean" |
//! | `limits` | what each bound bounds |
//! | `faults` | faults of a draft |
//! | `demands` | what the process and scoring demand of a draft |
//! | `lints` | advice on a policy |
//! | `problems` | what is wrong with a field, a deal, a contract or a reason, and what is missing |
//! | `scores` | what a score is, and why |
//! | `missing` | what a score lacks, and what would help |
//! | `calendars` | what is open and what is closed |
//! | `reports` | why a bar is met or not |
//! | `refusals` | why a command was refused |
//! | `backfill` | why a row of a legacy system was |
//! | `corrections` | why facts are not taken back, and what changes if they are |
//! | `notes` | what a host should know of a decision |
//! | `pipelines` | why a deal has no pipeline |
//! | `facts` | what happened to a lead |
//! | `agenda` | what waits for somebody |
//! | `outlook` | why a lead was, or was not, promoted by its score |
//! | `diagrams` | the lifecycle and the pipeline as pictures, the permissions as a table |
//! | `measures` | the dictionary of measures |
//! | `plans` | plans, calendars and sheets of targets, laid out by `table` |

mod agenda;
mod backfill;
mod calendars;
mod clocks;
mod corrections;
mod demands;
mod diagrams;
mod facts;
mod faults;
mod limits;
mod lints;
mod measures;
mod merges;
mod missing;
mod names;
mod notes;
mod outlook;
mod pipelines;
mod plans;
mod policies;
mod problems;
mod refusals;
mod reports;
mod scores;
mod table;
mod words;

pub use diagrams::lifecycle_diagram;
pub use measures::dictionary;
pub use words::{At, InWords, Told, Words};
