//! Why a deal has no pipeline to go to.

use alloc::string::String;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

use crate::values::PipelineName;

/// Why a deal has no pipeline to go to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoPipeline {
    /// The policy has no pipeline of this name.
    Unknown {
        /// The name.
        pipeline: PipelineName,
        /// A pipeline close to it.
        suggestion: Option<String>,
    },
    /// None is named, and the policy has several without a default.
    Needed {
        /// The pipelines of the policy.
        known: Vec<PipelineName>,
    },
}

impl core::error::Error for NoPipeline {}
