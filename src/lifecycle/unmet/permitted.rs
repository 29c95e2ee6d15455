//! A role that could issue a command on this lead.

use serde::{Deserialize, Serialize};

use crate::access::Grant;
use crate::values::Role;

/// A role that could issue a refused command on this lead now, and by which grant.
///
/// A grant with a condition stands here only where somebody can meet the condition on this lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(expecting = "a table")]
pub struct Permitted {
    /// The role.
    pub role: Role,
    /// What the matrix of the policy says of it.
    pub grant: Grant,
}
