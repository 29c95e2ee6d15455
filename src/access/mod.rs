//! Floor 2: who may do what. A RACI-style matrix per command; checked on the issued command only.

mod matrix;
mod standard;

pub use matrix::{Access, AccessDraft, Grant, ProposalRules};
