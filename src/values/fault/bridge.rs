//! For scoring only, until it says its faults as data.

use alloc::string::{String, ToString as _};

use crate::values::fault::declared::Declared;
use crate::values::fault::expected::Expected;
use crate::values::fault::got::Got;

impl From<&str> for Expected {
    fn from(text: &str) -> Self {
        Self::Reader(text.to_string())
    }
}

impl From<String> for Expected {
    fn from(text: String) -> Self {
        Self::Reader(text)
    }
}

impl From<&str> for Got {
    fn from(text: &str) -> Self {
        match text.strip_prefix('`').and_then(|text| text.strip_suffix('`')) {
            Some(name) => Self::name(name),
            None => Self::Reader(text.to_string()),
        }
    }
}

impl From<String> for Got {
    fn from(text: String) -> Self {
        text.as_str().into()
    }
}

impl From<usize> for Got {
    fn from(length: usize) -> Self {
        Self::length(length)
    }
}

impl From<&str> for Declared {
    fn from(text: &str) -> Self {
        match text {
            "a declared dimension" => Self::Dimension,
            "a declared group" => Self::Group,
            "a declared score profile" => Self::ScoreProfile,
            "a declared tag" => Self::Tag,
            _ => Self::Field,
        }
    }
}
