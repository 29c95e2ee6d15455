//! The policy file: read, checked as a whole, every fault reported with its path.

use std::fmt::Write as _;
use std::path::Path;

use lead_lifecycle::{Lifecycle, Policy};

use crate::problem::Problem;

/// The lifecycle under the policy of a file.
pub(crate) fn lifecycle(file: &Path) -> Result<Lifecycle, Problem> {
    let text = std::fs::read_to_string(file).map_err(|error| Problem::file(file, error))?;
    let document = toml::Deserializer::parse(&text).map_err(|error| match error.span() {
        Some(span) => Problem::line(file, line_of(&text, span.start), error.message()),
        None => Problem::file(file, error.message()),
    })?;
    let policy = Policy::from_document(document).map_err(|faults| {
        let mut what = String::from("this policy does not hold together");
        for fault in &faults {
            let _infallible = write!(what, "\n  {fault}");
        }
        Problem::file(file, what)
    })?;
    Ok(Lifecycle::new(policy))
}

fn line_of(text: &str, offset: usize) -> u64 {
    let before = text.bytes().take(offset).filter(|byte| *byte == b'\n').count();
    u64::try_from(before).unwrap_or(u64::MAX).saturating_add(1)
}
