//! Why a row cannot be read.

use std::borrow::Cow;
use std::fmt;

/// One reason why a row cannot be read: its code, and the words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Trouble {
    pub(crate) code: Cow<'static, str>,
    pub(crate) what: String,
}

impl Trouble {
    pub(crate) fn new(code: impl Into<Cow<'static, str>>, what: impl Into<String>) -> Self {
        Self { code: code.into(), what: what.into() }
    }

    pub(crate) fn at(code: &'static str, column: &str, what: impl fmt::Display) -> Self {
        Self { code: code.into(), what: format!("column `{column}`: {what}") }
    }
}
