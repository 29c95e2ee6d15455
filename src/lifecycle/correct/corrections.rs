//! What taking back changes of many leads: corrections added up.

use alloc::collections::{BTreeMap, BTreeSet};
use serde::{Serialize, Serializer};

use crate::calendar::Zone;
use crate::lead::MilestoneMark;
use crate::lifecycle::correct::correction::Correction;
use crate::values::{Date, LeadKey, Milestone, StageKind};

/// How many leads, and which.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[non_exhaustive]
pub struct Leads {
    /// How many. A lead with two milestones of one kind in one month counts twice.
    pub count: u64,
    /// Which, if that was asked for.
    pub names: BTreeSet<LeadKey>,
}

impl Leads {
    fn add(&mut self, name: Option<&LeadKey>) {
        self.count = self.count.saturating_add(1);
        self.names.extend(name.cloned());
    }

    fn merge(&mut self, other: &Self) {
        self.count = self.count.saturating_add(other.count);
        self.names.extend(other.names.iter().cloned());
    }
}

/// What became of the milestones of one kind and one month.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[non_exhaustive]
pub struct Unmade {
    /// Never reached.
    pub never: Leads,
    /// Reached, and hollow now.
    pub hollow: Leads,
    /// Hollow before, and not now.
    pub sound: Leads,
    /// Reached by what counts now, and not before.
    pub anew: Leads,
}

impl Unmade {
    fn parts(&mut self) -> [&mut Leads; 4] {
        [&mut self.never, &mut self.hollow, &mut self.sound, &mut self.anew]
    }
}

/// What taking back changes of many leads: corrections added up, in any order and in parts.
///
/// ```
/// use lead_lifecycle::lifecycle::Corrections;
/// let mut sum = Corrections::with_names();
/// sum.merge(&Corrections::with_names());
/// assert_eq!(sum.to_string(), "leads looked at: 0");
/// // A part without names: half a list would look like a whole one.
/// sum.merge(&Corrections::new());
/// assert!(!sum.named);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[non_exhaustive]
pub struct Corrections {
    /// Leads that were looked at.
    pub leads: u64,
    /// Those that change their stage, by the stage so far and the stage then.
    #[serde(serialize_with = "listed")]
    pub stages: BTreeMap<(StageKind, StageKind), Leads>,
    /// What became of milestones, by the first day of their month and their kind; the month none where no date is known.
    #[serde(serialize_with = "listed")]
    pub milestones: BTreeMap<(Option<Date>, Milestone), Unmade>,
    /// Whether the names of the leads are kept.
    pub named: bool,
}

/// A key that is no text is told in a list, beside what it holds.
fn listed<K: Serialize, V: Serialize, S: Serializer>(map: &BTreeMap<K, V>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(map)
}

impl Corrections {
    /// No lead yet; only counts.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// No lead yet; with the names of the leads.
    #[must_use]
    pub fn with_names() -> Self {
        Self { named: true, ..Self::default() }
    }

    /// Adds a lead; the months of instants are those of an zone. Each lead is added once.
    pub fn add(&mut self, correction: &Correction, zone: &Zone) {
        self.leads = self.leads.saturating_add(1);
        let name = Some(&correction.lead).filter(|_| self.named);
        if correction.stage.0 != correction.stage.1 {
            self.stages.entry(correction.stage).or_default().add(name);
        }
        let mut note = |milestone, day: Option<Date>, of: fn(&mut Unmade) -> &mut Leads| {
            of(self.milestones.entry((day.map(Date::month_start), milestone)).or_default()).add(name);
        };
        let day = |mark: &MilestoneMark| mark.day.or_else(|| mark.at.map(|at| at.date(zone)));
        for (which, mark) in &correction.never {
            note(*which, day(mark), |unmade| &mut unmade.never);
        }
        for (which, mark) in &correction.anew {
            note(*which, day(mark), |unmade| &mut unmade.anew);
        }
        for at in &correction.hollow {
            note(Milestone::Mql, Some(at.date(zone)), |unmade| &mut unmade.hollow);
        }
        for at in &correction.sound {
            note(Milestone::Mql, Some(at.date(zone)), |unmade| &mut unmade.sound);
        }
    }

    /// Adds what was told of other leads. Names are kept only if both sides have them: half a list would look like a whole one.
    pub fn merge(&mut self, other: &Self) {
        self.leads = self.leads.saturating_add(other.leads);
        for (change, more) in &other.stages {
            self.stages.entry(*change).or_default().merge(more);
        }
        for (which, more) in &other.milestones {
            let known = self.milestones.entry(*which).or_default();
            for (known, more) in known.parts().into_iter().zip(more.clone().parts()) {
                known.merge(more);
            }
        }
        self.named &= other.named;
        if !self.named {
            let of_milestones = self.milestones.values_mut().flat_map(Unmade::parts);
            self.stages.values_mut().chain(of_milestones).for_each(|leads| leads.names.clear());
        }
    }
}
