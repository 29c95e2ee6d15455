//! Floor 2: who may do what. A RACI-style matrix per command; checked on the issued command only.

mod access;
mod draft;
mod grant;
mod proposal_rules;
mod standard;

pub use access::Access;
pub use draft::AccessDraft;
pub use grant::Grant;
pub use proposal_rules::ProposalRules;
