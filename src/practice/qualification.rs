//! Qualification by BANT: four questions, the bar before a hand-over, and what must be known before a meeting.
//!
//! # Four questions
//!
//! | letter | question |
//! |---|---|
//! | budget (予算) | Is the money secured? |
//! | authority (決裁権) | Who decides, and how? |
//! | need (必要性) | How clear is the need, and how urgent? |
//! | timeline (導入時期) | Is there a date? |
//!
//! # The bar
//!
//! A lead that has all four is rare. The usual bar is therefore **need and timeline confirmed**. It may be set higher
//! or lower for each product.
//!
//! # Before a meeting is offered
//!
//! Three things must be known: the problem (課題), the timing (時期), and how the decision is made (意思決定プロセス).
//!
//! # In this crate
//!
//! [`QualificationDraft::standard`] is this page. A [`Bar`] nests *all of*, *any of*, *at least k of n* and *within so
//! many months*; the criteria are the policy's and need not be BANT.
//!
//! ```
//! use lead_lifecycle::qualification::{Bar, QualificationDraft};
//! use lead_lifecycle::values::{CriterionName, TextError};
//! # fn main() -> Result<(), TextError> {
//! let name = |text| CriterionName::new(text);
//! let standard = QualificationDraft::standard();
//! assert!(standard.criteria.keys().eq(&[name("authority")?, name("budget")?, name("need")?, name("timeline")?]));
//!
//! // Need and timeline confirmed.
//! let bar = Bar::AllOf(vec![Bar::Confirmed(name("need")?), Bar::Confirmed(name("timeline")?)]);
//! assert_eq!(standard.bar, bar);
//! // Problem, timing and decision process known. A clear no is known, too.
//! let known = ["need", "timeline", "authority"].map(|criterion| name(criterion).map(Bar::Known));
//! assert_eq!(standard.before_appointment, Bar::AllOf(known.into_iter().collect::<Result<_, _>>()?));
//! # Ok(())
//! # }
//! ```
//!
//! Ours: an answer counts for 90 days.
//!
//! Not built yet: a bar for each product. Until then a host that needs two bars has two policies.
//!
//! [`Bar`]: crate::qualification::Bar
//! [`QualificationDraft::standard`]: crate::qualification::QualificationDraft::standard
