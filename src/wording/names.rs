//! The one way to list names, and the one "did you mean".

use core::fmt;

/// Items, one after the other, with a last separator of its own: `lead, mql or sql`.
pub(super) fn list<T: fmt::Display>(
    f: &mut fmt::Formatter<'_>,
    items: impl IntoIterator<Item = T>,
    last: &str,
) -> fmt::Result {
    let mut items = items.into_iter().peekable();
    let mut first = true;
    while let Some(item) = items.next() {
        match (first, items.peek()) {
            (true, _) => {}
            (false, Some(_)) => f.write_str(", ")?,
            (false, None) => f.write_str(last)?,
        }
        write!(f, "{item}")?;
        first = false;
    }
    Ok(())
}

/// Names in backticks with commas between: `` `a`, `b`, `c` ``.
pub(super) fn names<T: fmt::Display>(f: &mut fmt::Formatter<'_>, names: impl IntoIterator<Item = T>) -> fmt::Result {
    list(f, names.into_iter().map(Name), ", ")
}

/// Names in backticks, of which one is to be taken: `` `a`, `b` or `c` ``.
pub(super) fn one_of<T: fmt::Display>(f: &mut fmt::Formatter<'_>, names: impl IntoIterator<Item = T>) -> fmt::Result {
    list(f, names.into_iter().map(Name), " or ")
}

/// A name, or anything else that is quoted, in backticks.
pub(super) struct Name<T>(pub(super) T);

impl<T: fmt::Display> fmt::Display for Name<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`", self.0)
    }
}

/// The name that was probably meant, at the end of a sentence; nothing if no name is near.
pub(super) enum Meant<'a> {
    /// `: did you mean …?`
    AfterColon(Option<&'a str>),
    /// ` (did you mean …?)`
    InBrackets(Option<&'a str>),
}

impl fmt::Display for Meant<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Self::AfterColon(Some(name)) | Self::InBrackets(Some(name))) = self else {
            return Ok(());
        };
        let (before, after) = match self {
            Self::AfterColon(_) => (": ", ""),
            Self::InBrackets(_) => (" (", ")"),
        };
        write!(f, "{before}did you mean `{name}`?{after}")
    }
}
