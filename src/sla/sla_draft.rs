//! The service levels of a policy as people write them.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

use crate::sla::clock_draft::ClockDraft;
use crate::sla::presets::SlaPreset;
use crate::values::ClockName;

/// The service levels of a policy. Nothing written: no clocks.
///
/// ```
/// use lead_lifecycle::{Policy, PolicyDraft};
/// let draft: PolicyDraft = toml::from_str(r#"
///     [sla]
///     presets = ["first_contact", "first_meeting"]    # as the practice has them
///
///     [sla.clocks.quote_sent]
///     starts = [{ deal_stage = "proposal" }]
///     stops = [{ deal_stage = "quote" }]
///     scope = "cycle"
///     targets = [{ within = { business_days = 5 } }]
/// "#)?;
/// let policy = Policy::try_from(draft)?;
/// assert_eq!(policy.sla().iter().count(), 3);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
#[doc(alias = "SLA")]
pub struct SlaDraft {
    /// Clocks of the practice, each under its own name.
    pub presets: Vec<SlaPreset>,
    /// Whether clocks that run when the policy comes into force are timed anew by it, from the same start. Otherwise they keep
    /// their deadlines, and so does one of a lead that no target is for.
    pub retime: bool,
    /// Clocks by name. One that has the name of a preset stands in its place.
    #[serde(deserialize_with = "crate::values::unique::map")]
    pub clocks: BTreeMap<ClockName, ClockDraft>,
}

impl SlaDraft {
    /// Every clock of [the practice](crate::practice).
    #[must_use]
    pub fn practice() -> Self {
        Self { presets: SlaPreset::ALL.to_vec(), ..Self::default() }
    }

    /// Every clock, presets written out.
    #[must_use]
    pub fn written_out(&self) -> BTreeMap<ClockName, ClockDraft> {
        let mut all: BTreeMap<_, _> = self.presets.iter().map(|preset| (preset.clock(), preset.draft())).collect();
        all.extend(self.clocks.iter().map(|(name, clock)| (name.clone(), clock.clone())));
        all
    }
}
