//! The members of the organisation, from a file: who is there to be told, and for what.

use std::collections::BTreeSet;
use std::path::Path;

use lead_lifecycle::lifecycle::Member;

use crate::problem::Problem;

/// The members of a file in JSON, a list of `{"id", "active", "team", "answers_for"}` in the order in which they are asked.
///
/// # Errors
/// The file cannot be read, is no such list, or names a member twice.
pub(crate) fn of_file(file: &Path) -> Result<Vec<Member>, Problem> {
    let text = std::fs::read_to_string(file).map_err(|error| Problem::file(file, error))?;
    let like = r#"write a list like [{"id": "mori", "active": true, "answers_for": ["manager"]}]"#;
    let members: Vec<Member> =
        serde_json::from_str(&text).map_err(|error| Problem::file(file, format!("{error}; {like}")))?;
    let mut known = BTreeSet::new();
    match members.iter().find(|member| !known.insert(&member.id)) {
        Some(twice) => Err(Problem::file(file, format!("member `{}` stands there twice", twice.id))),
        None => Ok(members),
    }
}
