//! The hand-over (引き渡し・トスアップ) from inside sales to field sales, and what it must hold.
//!
//! | question | answer |
//! |---|---|
//! | what does inside sales hand over? | [`Handoff`], written with the command `qualify` |
//! | what must be in it? | [`HandoffDraft`], checked into [`HandoffRules`] |
//! | what is missing? | [`HandoffRules::missing`] → [`MissingItem`]s |
//! | who decides, who promotes us? | [`KeyPerson`] with its [`Part`] |
//! | how do I ask for less? | `required` and `required_fields` of the section `handoff`: the lists that are written count |
//! | what is stored of it? | [`HandoffFile`](crate::lead::HandoffFile), with what was heard and the score of that moment |
//!
//! An item is written into the file, a field is of the profile of the lead: what is missing as `` `memo` `` comes with
//! `qualify` itself, what is missing as `` profile field `location` `` with `update_profile` before it.
//!
//! ```
//! use lead_lifecycle::handoff::Handoff;
//! use lead_lifecycle::values::LeadProfile;
//! use lead_lifecycle::Policy;
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let text = r#"
//!     [handoff]
//!     required = ["expectations", "memo"]
//!     required_fields = ["industry"]
//! "#;
//! let policy = Policy::from_document(toml::Deserializer::parse(text)?)?;
//! let file = Handoff { memo: Some("asked for a trial in May".parse()?), ..Handoff::default() };
//! let missing: Vec<_> = policy.handoff().missing(&file, &LeadProfile::new()).map(|item| item.to_string()).collect();
//! assert_eq!(missing, ["`expectations`", "profile field `industry`"]);
//! # Ok(())
//! # }
//! ```
//!
//! **What it does not do.** Whether enough is known of the lead is asked by [`qualification`](crate::qualification), whether it
//! has agreed to a meeting by the lead itself. A refused `qualify` lists all three at once.

mod file;
mod rules;

pub use file::{Handoff, HandoffItem, KeyPerson, Part};
pub use rules::{HandoffDraft, HandoffRules, MissingItem};
