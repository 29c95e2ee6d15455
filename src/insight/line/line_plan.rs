//! What a line keeps of its lead.

use alloc::string::ToString as _;
use alloc::vec::Vec;

use crate::calendar::Zone;
use crate::values::{Digest, FieldName, Literal as _};

/// What lines keep: in which zone days and hours of work are read, and which profile fields reports can be split by.
///
/// All lines of a report are of one plan. Under another plan they are built anew.
///
/// ```
/// use lead_lifecycle::calendar::Zone;
/// use lead_lifecycle::insight::LinePlan;
/// let plan = LinePlan::new(Zone::JST).with_fields(vec!["industry".parse()?, "employees".parse()?]);
/// assert_eq!(plan.fields().len(), 2);
/// assert_ne!(plan.print(), LinePlan::new(Zone::JST).print());
/// # Ok::<(), lead_lifecycle::values::TextError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinePlan {
    zone: Zone,
    fields: Vec<FieldName>,
    touch: TouchFields,
    print: Digest,
}

/// The fields of an activity that say where the person came from. An activity with a source is a touch.
///
/// They have to be fields of the policy that are not personal: others are nobody's to count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TouchFields {
    /// The source.
    pub source: FieldName,
    /// The medium.
    pub medium: FieldName,
    /// The campaign.
    pub campaign: FieldName,
    /// The content.
    pub content: FieldName,
}

impl Default for TouchFields {
    fn default() -> Self {
        Self {
            source: FieldName::literal("source"),
            medium: FieldName::literal("medium"),
            campaign: FieldName::literal("campaign"),
            content: FieldName::literal("content"),
        }
    }
}

impl LinePlan {
    /// A plan that keeps no fields. Activities with a field `source` are touches.
    #[must_use]
    pub fn new(zone: Zone) -> Self {
        Self { zone, fields: Vec::new(), touch: TouchFields::default(), print: Digest::default() }.printed()
    }

    /// The same, with profile fields to split by; each counts once.
    #[must_use]
    pub fn with_fields(self, mut fields: Vec<FieldName>) -> Self {
        fields.sort_unstable();
        fields.dedup();
        Self { fields, ..self }.printed()
    }

    /// The same, with other names of the fields of a touch.
    #[must_use]
    pub fn with_touch(self, touch: TouchFields) -> Self {
        Self { touch, ..self }.printed()
    }

    /// In which zone days and hours of work are read.
    #[must_use]
    pub const fn zone(&self) -> &Zone {
        &self.zone
    }

    /// The profile fields that are kept, in order.
    #[must_use]
    pub fn fields(&self) -> &[FieldName] {
        &self.fields
    }

    /// The fields of a touch.
    #[must_use]
    pub const fn touch(&self) -> &TouchFields {
        &self.touch
    }

    /// What tells two plans apart.
    #[must_use]
    pub const fn print(&self) -> Digest {
        self.print
    }

    fn printed(self) -> Self {
        let mut text = alloc::format!("{:?}", self.zone);
        if let Some(table) = self.zone.table() {
            // Two zones of one name may show different days.
            let table = alloc::format!("\n{table:?}");
            text.push_str(&table);
        }
        let TouchFields { source, medium, campaign, content } = &self.touch;
        for name in self.fields.iter().chain([source, medium, campaign, content]) {
            text.push('\n');
            text.push_str(name.as_str());
        }
        text.push('\n');
        text.push_str(&self.fields.len().to_string());
        Self { print: Digest::of(&text), ..self }
    }
}
