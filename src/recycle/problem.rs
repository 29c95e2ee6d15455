//! Why a reason is not accepted.

use alloc::format;
use alloc::string::String;
use serde::Serialize;

use crate::recycle::list::ReasonList;
use crate::values::ReasonCode;

/// Why a reason is not accepted.
#[derive(Debug, Clone, Serialize, PartialEq, Eq, thiserror::Error)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ReasonProblem {
    /// The list does not declare it.
    #[error("reason `{code}` is not declared for `{list}`{}", hint(.suggestion.as_deref()))]
    Unknown {
        /// The code.
        code: ReasonCode,
        /// The list.
        list: ReasonList,
        /// A declared code close to it.
        suggestion: Option<String>,
    },
    /// It says too little without a note.
    #[error("reason `{code}` needs a note")]
    NoteNeeded {
        /// The code.
        code: ReasonCode,
    },
}

fn hint(suggestion: Option<&str>) -> String {
    suggestion.map_or_else(String::new, |word| format!(": did you mean `{word}`?"))
}
