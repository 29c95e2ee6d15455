//! The types of fields.

use crate::values::vocabulary::vocabulary;

vocabulary! {
    /// The type of a field, and the word by which a policy declares it.
    FieldKind {
        /// Free text.
        Text = "text",
        /// An exact number: counts, sizes, amounts.
        Number = "number",
        /// Yes or no.
        Flag = "flag",
        /// A civil date.
        Date = "date",
        /// Several keywords.
        Set = "set",
    }
}
