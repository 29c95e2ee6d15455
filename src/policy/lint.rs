//! A piece of advice on a policy, with its place.

use serde::Serialize;

use crate::policy::advice::Advice;
use crate::policy::lint_code::LintCode;
use crate::values::Path;

/// A piece of advice: what is legal but can hardly be meant, and where. `Display` is the default wording.
///
/// ```
/// use lead_lifecycle::policy::{Advice, LintCode};
/// use lead_lifecycle::{Policy, PolicyDraft};
/// let mut draft = PolicyDraft::standard();
/// draft.recycle.cooling = draft.recycle.max_cooling;
/// let lints = Policy::try_from(draft)?.lints();
/// assert_eq!((lints[0].code, &lints[0].advice), (LintCode::CoolingNeverGrows, &Advice::CoolingNeverGrows));
/// assert!(lints[0].to_string().starts_with("recycle.cooling: the cooling is the longest from the start"));
/// # Ok::<(), lead_lifecycle::Faults>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Lint {
    /// The kind: that of the advice.
    pub code: LintCode,
    /// Where.
    pub path: Path,
    /// What is advised.
    pub advice: Advice,
}

impl Lint {
    pub(super) const fn new(path: Path, advice: Advice) -> Self {
        Self { code: advice.code(), path, advice }
    }
}
