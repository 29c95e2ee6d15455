//! How a row ended, as a mapping says it.

use lead_lifecycle::values::ReasonCode;
use serde::Deserialize;

use crate::import::mapping::cell::{Cell, Given, When};

/// Won, or bought without sales.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Won {
    pub(crate) when: When,
    #[serde(default)]
    pub(crate) at: Option<String>,
    #[serde(default)]
    pub(crate) value: Option<Cell>,
}

/// Lost, recycled, disqualified or discarded; beside won or bought, that the contract ended.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Ended {
    pub(crate) when: When,
    #[serde(default)]
    pub(crate) at: Option<String>,
    /// A reason code of the policy, of all rows or by a column; unknown when the export does not say.
    #[serde(default)]
    pub(crate) reason: Option<Given<ReasonCode>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Merged {
    pub(crate) when: When,
    #[serde(default)]
    pub(crate) at: Option<String>,
    /// The lead that it lives on in.
    pub(crate) into: Cell,
}
