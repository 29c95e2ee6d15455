//! Floor 2: who may do what. A RACI-style matrix per command; checked on the issued command only.
//!
//! | question | answer |
//! |---|---|
//! | who may do what? | `Access::grant` |
//! | what does R, A, C or I allow? | `Grant` |
//! | how do I write my own matrix? | `AccessDraft` |
//! | how many proposals may be open, and for how long? | `ProposalRules` |

mod access;
mod draft;
mod grant;
mod proposal_rules;
mod standard;

pub use access::Access;
pub use draft::AccessDraft;
pub use grant::Grant;
pub use proposal_rules::ProposalRules;
