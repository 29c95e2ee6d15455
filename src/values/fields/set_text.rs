//! The text of a set: its members with commas between.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// A member as it stands in the text of a set: in quotes where commas, quotes or nothing but the quotes would be misread.
pub(super) fn quoted(member: &str) -> Cow<'_, str> {
    if member.contains([',', '"']) {
        return format!("\"{}\"", member.replace('"', "\"\"")).into();
    }
    member.into()
}

/// The members in the text of a set; none if quotes do not close, or something stands beside them. Of blank text: no members.
pub(super) fn split(text: &str) -> Option<Vec<String>> {
    let mut members = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let (member, after) = if let Some(inside) = rest.strip_prefix('"') {
            unquote(inside)?
        } else {
            let (member, after) = rest.find(',').map_or((rest, ""), |comma| rest.split_at(comma));
            (String::from(member.trim_end()), after)
        };
        // Nothing may stand between a member and the comma, nor a comma at the end.
        let after = after.trim_start();
        rest = match after.strip_prefix(',') {
            Some(next) if next.trim().is_empty() => return None,
            Some(next) => next.trim_start(),
            None if after.is_empty() => after,
            None => return None,
        };
        members.push(member);
    }
    Some(members)
}

/// What stands before the closing quotes, with doubled ones made single, and what stands after them.
fn unquote(inside: &str) -> Option<(String, &str)> {
    let mut member = String::new();
    let mut rest = inside;
    loop {
        let (before, after) = rest.split_once('"')?;
        member.push_str(before);
        let Some(next) = after.strip_prefix('"') else { return Some((member, after)) };
        member.push('"');
        rest = next;
    }
}
