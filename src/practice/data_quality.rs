//! Data quality: one record for each lead (名寄せ), one way to write each thing, and nurturing by measured signals.
//!
//! # Records
//!
//! - Duplicates are found when a lead comes in, by mail address, telephone number and the like.
//! - Each lead has one record.
//! - Everybody sees every change of status, and when it was made.
//! - Everybody writes the same thing in the same way.
//!
//! # Phases of nurturing
//!
//! Nurturing (ナーチャリング) has three phases: education → comparison → decision. Several measured signals together
//! move a lead on: mails opened, links clicked, answers to a survey. Feeling never does.
//!
//! # In this crate
//!
//! A lead is the fold of its facts, and every fact has its instants and its actor ([`Envelope`]). Fields are declared
//! with a type ([`FieldCatalog`]); another name or type is refused, with a hint at what was probably meant.
//!
//! ```
//! use lead_lifecycle::values::{FieldCatalog, FieldName};
//! let misspelt = FieldName::new("employes")?;
//! let refused = FieldCatalog::standard().declared(&misspelt).unwrap_err();
//! assert!(refused.to_string().contains("did you mean `employees`?"));
//! # Ok::<(), lead_lifecycle::values::TextError>(())
//! ```
//!
//! [`Lifecycle::merge`] makes a duplicate one with the lead that lives on, and [`Lifecycle::split`] undoes it.
//!
//! Not built yet: **the crate does not find duplicates.** It sees one lead at a time; the host compares. Phases of
//! nurturing are not built either. The signals are activities, and a scoring profile beside the one that promotes can
//! weigh them.
//!
//! [`Lifecycle::merge`]: crate::Lifecycle::merge
//! [`Lifecycle::split`]: crate::Lifecycle::split
//! [`Envelope`]: crate::lead::Envelope
//! [`FieldCatalog`]: crate::values::FieldCatalog
