//! Texts that need no check.

/// Texts of this crate's own, for presets and reserved names.
pub(crate) trait Literal {
    /// Keeps a text that is known to be legal.
    fn literal(text: &'static str) -> Self;
}
