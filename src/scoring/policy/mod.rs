//! The policy as people write it (`draft`, in parts), its check into rules (`check`), advice (`lint`), and our own
//! (`preset`).
//!
//! This room must not know: what a lead keeps (but for the number under which a met fit rule is stored), how a score is
//! reckoned.

pub(super) mod advice;
pub(super) mod check;
pub(super) mod draft;
pub(super) mod lint;
pub(super) mod lint_code;
pub(super) mod lints;
pub(super) mod profile_draft;
pub(super) mod rule_draft;
pub(super) mod tag_draft;

mod preset;
