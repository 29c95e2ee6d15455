//! Names that are mostly one of a few: the fields, criteria, deal stages and label of the presets take no memory of
//! their own.

use alloc::sync::Arc;
use core::cmp::Ordering;
use core::hash::{Hash, Hasher};

/// A name: one of the presets' by its number, any other with its text.
///
/// Every fact names its policy, many name fields, criteria or deal stages. Reading and copying one of these reserves
/// nothing and counts nothing.
#[derive(Clone)]
pub(super) enum PresetName {
    /// INVARIANT: a name of the presets is always held so, never as a text.
    Preset(u8),
    Own(Arc<str>),
}

/// In the order of texts. Not stored: it may grow in any place.
const PRESETS: [&str; 33] = [
    "annual_revenue",
    "appointment_set",
    "authority",
    "budget",
    "closing",
    "company",
    "default",
    "department",
    "email",
    "employees",
    "first_approach",
    "first_contact",
    "first_meeting",
    "first_meeting_held",
    "first_touch",
    "industry",
    "interests",
    "job_title",
    "location",
    "manager",
    "meeting_result",
    "need",
    "owner",
    "person_name",
    "phone",
    "proposal",
    "purchase_by",
    "queue",
    "quote",
    "region",
    "standard",
    "timeline",
    "website",
];

impl PresetName {
    pub(super) fn of(text: &str) -> Self {
        let preset = PRESETS.binary_search(&text).ok().and_then(|number| u8::try_from(number).ok());
        preset.map_or_else(|| Self::Own(text.into()), Self::Preset)
    }

    pub(super) fn as_str(&self) -> &str {
        match self {
            Self::Preset(number) => PRESETS.get(usize::from(*number)).copied().unwrap_or_default(),
            Self::Own(text) => text,
        }
    }
}

impl PartialEq for PresetName {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Preset(ours), Self::Preset(theirs)) => ours == theirs,
            (Self::Own(ours), Self::Own(theirs)) => ours == theirs,
            (Self::Preset(_), Self::Own(_)) | (Self::Own(_), Self::Preset(_)) => false,
        }
    }
}

impl Eq for PresetName {}

impl PartialOrd for PresetName {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for PresetName {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            // The presets are in the order of their texts.
            (Self::Preset(ours), Self::Preset(theirs)) => ours.cmp(theirs),
            (ours, theirs) => ours.as_str().cmp(theirs.as_str()),
        }
    }
}

impl Hash for PresetName {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

#[cfg(test)]
mod tests {
    use crate::values::text::preset_name::{PRESETS, PresetName};

    #[test]
    fn a_name_is_its_text() {
        assert!(PRESETS.is_sorted_by(|x, y| x < y), "binary search needs their order");
        let others = ["", "a", "budge", "budgets", "zone"];
        let texts = || PRESETS.into_iter().chain(others);
        for text in texts() {
            let name = PresetName::of(text);
            assert_eq!(name.as_str(), text);
            assert_eq!(matches!(name, PresetName::Preset(_)), PRESETS.contains(&text), "{text}");
            for other in texts() {
                assert_eq!(name.cmp(&PresetName::of(other)), text.cmp(other), "{text} and {other}");
                assert_eq!(name == PresetName::of(other), text == other, "{text} and {other}");
            }
        }
        assert_eq!(size_of::<PresetName>(), size_of::<&str>(), "no larger than a text");
    }
}
