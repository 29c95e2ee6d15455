//! Why a reason is not accepted.

use alloc::string::String;
use serde::{Deserialize, Serialize};

use crate::recycle::list::ReasonList;
use crate::values::ReasonCode;

/// Why a reason is not accepted. `Display` is the default wording.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ReasonProblem {
    /// The list does not declare it.
    Unknown {
        /// The code.
        code: ReasonCode,
        /// The list.
        list: ReasonList,
        /// A declared code close to it.
        suggestion: Option<String>,
    },
    /// It says too little without a note.
    NoteNeeded {
        /// The code.
        code: ReasonCode,
    },
}

impl core::error::Error for ReasonProblem {}
