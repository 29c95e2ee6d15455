//! One fault of a draft.

use alloc::string::String;
use serde::Serialize;

use crate::values::fault::code::FaultCode;
use crate::values::fault::expected::Expected;
use crate::values::fault::got::Got;
use crate::values::fault::path::Path;

/// One fault of a draft: where it is, what would be right, and what is there. `Display` is the default wording.
///
/// ```
/// use lead_lifecycle::values::{Expected, Fault, FaultCode, Got, Path, limits};
/// let path = Path::root().key("recycle").key("max_cycles");
/// let fault = Fault::new(FaultCode::OutOfRange, &path, Expected::Within(limits::CYCLES), Got::Number(0));
/// assert_eq!(fault.to_string(), "recycle.max_cycles: expected 1 to 1000 cycles of a lead, got 0");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Fault {
    /// The kind.
    pub code: FaultCode,
    /// Where.
    pub path: Path,
    /// What would be right.
    pub expected: Expected,
    /// What is there.
    pub got: Got,
    /// A name close to the one that is unknown.
    pub suggestion: Option<String>,
}

impl Fault {
    /// A fault without a suggestion.
    #[must_use]
    pub fn new(code: FaultCode, path: &Path, expected: impl Into<Expected>, got: impl Into<Got>) -> Self {
        Self { code, path: path.clone(), expected: expected.into(), got: got.into(), suggestion: None }
    }
}

impl core::error::Error for Fault {}
