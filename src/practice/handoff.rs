//! The hand-over file (引き渡し・トスアップ): what field sales must be told, or there is no hand-over.
//!
//! # What it holds
//!
//! Every line is required. Where one is missing, the lead cannot be handed over.
//!
//! | what | in particular |
//! |---|---|
//! | BANT | as it was heard |
//! | history | a summary: calls, reactions, who spoke |
//! | expectations | what the customer expects from the first meeting |
//! | topics | which topics interest the customer |
//! | key people | who decides (決裁者), who has influence, who promotes us |
//! | competitors (競合) | whom the customer is comparing us with |
//! | company | industry, size, location, contact |
//! | rank | A, B or C |
//! | products | which products are of interest |
//! | memo | what inside sales wants to add |
//!
//! # In this crate
//!
//! [`Handoff`] is the file as inside sales writes it, [`HandoffDraft::standard`] requires all of it. A refusal to hand
//! over lists everything that is missing at once.
//!
//! ```
//! use lead_lifecycle::handoff::Handoff;
//! use lead_lifecycle::values::LeadProfile;
//! use lead_lifecycle::Policy;
//! let policy = Policy::standard();
//! let (file, profile) = (Handoff::default(), LeadProfile::new()); // nothing was written, nothing is known
//! let missing = policy.handoff().missing(&file, &profile);
//! let words: Vec<_> = missing.map(|item| item.to_string()).collect();
//! assert_eq!(
//!     words.join(", "),
//!     "`history`, `expectations`, `topics`, `key_people`, `competitors`, `rank`, `products`, `memo`, \
//!      profile field `email`, profile field `employees`, profile field `industry`, profile field `location`"
//! );
//! ```
//!
//! BANT is not written a second time: the answers that were recorded are put into the file when it is handed over, and
//! so is the score ([`HandoffFile`]). Company and contact are fields of the profile. That there is no competitor is an
//! answer as well: an empty list counts as filled, a list that nobody gave does not.
//!
//! A hand-over that was rejected cannot be repeated as it is: something has to be new, in the file or in what was heard.
//! The deal went with it, so the next one has a new key.
//!
//! Ours: `email` stands for the contact and `employees` for the size. Which bar the answers must meet is on the page
//! [`qualification`]; the consent to a meeting comes on top of it.
//!
//! [`Handoff`]: crate::handoff::Handoff
//! [`HandoffDraft::standard`]: crate::handoff::HandoffDraft::standard
//! [`HandoffFile`]: crate::lead::HandoffFile
//! [`qualification`]: crate::practice::qualification
