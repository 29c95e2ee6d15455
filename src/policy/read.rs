//! Reading a policy: one report of everything that is wrong with a document.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use crate::access::{AccessDraft, ProposalRules};
use crate::deal::PipelineDraft;
use crate::handoff::HandoffDraft;
use crate::policy::check::Policy;
use crate::policy::decode::decode;
use crate::policy::document::Node;
use crate::policy::draft::{MemoryRules, PolicyDraft, StaleDraft, TimeRules};
use crate::policy::stand_in::{BLANK, Refused, StandIns, Which};
use crate::policy::trouble::Trouble;
use crate::qualification::QualificationDraft;
use crate::recycle::{ReasonsDraft, RecycleDraft};
use crate::scoring::ScoringDraft;
use crate::values::{Currency, Fault, FaultCode, Faults, FieldName, FieldSpec, Path, PolicyLabel, UtcOffset};

impl PolicyDraft {
    /// Reads a draft from any self-describing format, with the faults as data.
    ///
    /// ```
    /// use lead_lifecycle::PolicyDraft;
    /// let text = "currency = \"YEN\"\n[stale.mql]\nafter = \"soon\"\n[recycle]\nmax_cycles = 0";
    /// let faults = PolicyDraft::from_document(toml::Deserializer::parse(text)?).unwrap_err();
    /// let places: Vec<_> = faults.iter().map(|fault| fault.path.as_str()).collect();
    /// assert_eq!(places, ["currency", "stale.mql.after", "recycle.max_cycles"]);
    /// # Ok::<(), toml::de::Error>(())
    /// ```
    ///
    /// # Errors
    /// - The first thing of the wrong shape, alone, with the code [`FaultCode::Structure`]: a wrong type, an unknown or missing key
    ///   (with a suggestion), a document that the format itself cannot read.
    /// - If the shape is right but a type refuses a value (a currency that is none, a blank name, a span that cannot be read, a
    ///   number out of its range, an unknown word): every such value, in the order of the document, and after them every fault
    ///   that the check finds in the rest. What the check would only say because of a bad value is left out.
    ///
    /// A draft whose values are all legal is read, even if the check will find faults in it: see [`Policy::from_document`].
    pub fn from_document<'de, D: Deserializer<'de>>(document: D) -> Result<Self, Faults> {
        let tree = Node::deserialize(document).map_err(|error| {
            let expected = "a document that can be read";
            alone(Fault::new(FaultCode::Structure, &Path::root(), expected, error))
        })?;
        let (draft, refused) = attempt(&tree, Which::First).map_err(alone)?;
        if refused.is_empty() { Ok(draft) } else { Err(report(&tree, draft, refused)) }
    }
}

impl Policy {
    /// Reads and checks a policy from any self-describing format.
    ///
    /// # Errors
    /// The first thing of the wrong shape, alone; or else every fault: values that their types refuse, and what the check finds.
    /// See [`PolicyDraft::from_document`].
    pub fn from_document<'de, D: Deserializer<'de>>(document: D) -> Result<Self, Faults> {
        Self::try_from(PolicyDraft::from_document(document)?)
    }
}

fn alone(fault: Fault) -> Faults {
    let mut faults = Faults::new();
    faults.push(fault);
    faults
}

fn attempt(tree: &Node, which: Which) -> Result<(PolicyDraft, Vec<Refused>), Fault> {
    let stand_ins = StandIns::new(which);
    let written = decode::<Written>(tree, Some(&stand_ins)).map_err(Trouble::into_structure)?;
    Ok((written.into(), stand_ins.into_refused()))
}

/// Every value that was refused, and what the check says of the rest.
fn report(tree: &Node, draft: PolicyDraft, refused: Vec<Refused>) -> Faults {
    let told = |fault: &Fault| (fault.code, fault.path.clone(), fault.got.clone());
    let other = attempt(tree, Which::Second).map_or_else(|_fault| Vec::new(), |(draft, _)| found(draft));
    let other: BTreeSet<_> = other.iter().map(told).collect();
    let mut places = BTreeSet::new();
    let mut moved = Vec::new();
    let mut faults = Faults::new();
    let mut names = Vec::new();
    for Refused { fault, found_at, read_as } in refused {
        places.insert(fault.path.clone());
        names.extend(read_as.map(|read_as| (fault.path.clone(), read_as)));
        moved.extend(found_at.map(|found_at| (found_at, fault.path.clone())));
        faults.push(fault);
    }
    for mut fault in found(draft) {
        // Nobody wrote that name.
        let about_a_blank = fault.got.contains(BLANK);
        if about_a_blank || !other.contains(&told(&fault)) {
            continue;
        }
        // From the outside in, as the keys stand in the document.
        for (found_at, written) in &moved {
            if let Some(path) = fault.path.moved(found_at, written) {
                fault.path = path;
            }
        }
        // Of a list of names the check may say which is unknown, at the list. Nobody wrote that one either.
        let of_a_name = names.iter().any(|(place, read_as)| *read_as == fault.got && place.lies_in(&fault.path));
        if !places.contains(&fault.path) && !of_a_name {
            faults.push(fault);
        }
    }
    faults
}

fn found(draft: PolicyDraft) -> Vec<Fault> {
    Policy::try_from(draft).err().map_or_else(Vec::new, Faults::into_vec)
}

impl<'de> Deserialize<'de> for PolicyDraft {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            Self::from_document(deserializer).map_err(D::Error::custom)
        } else {
            Written::deserialize(deserializer).map(Self::from)
        }
    }
}

/// The same fields, read in serde's own way: from our tree, or from a format without field names.
#[derive(Deserialize)]
#[serde(default, deny_unknown_fields, rename = "PolicyDraft")]
struct Written {
    label: PolicyLabel,
    utc_offset: UtcOffset,
    currency: Currency,
    fields: BTreeMap<FieldName, FieldSpec>,
    scoring: ScoringDraft,
    qualification: QualificationDraft,
    handoff: HandoffDraft,
    pipeline: PipelineDraft,
    reasons: ReasonsDraft,
    recycle: RecycleDraft,
    access: AccessDraft,
    proposals: ProposalRules,
    stale: StaleDraft,
    time: TimeRules,
    memory: MemoryRules,
}

impl Default for Written {
    fn default() -> Self {
        let standard = PolicyDraft::standard();
        Self {
            label: standard.label,
            utc_offset: standard.utc_offset,
            currency: standard.currency,
            fields: standard.fields,
            scoring: standard.scoring,
            qualification: standard.qualification,
            handoff: standard.handoff,
            pipeline: standard.pipeline,
            reasons: standard.reasons,
            recycle: standard.recycle,
            access: standard.access,
            proposals: standard.proposals,
            stale: standard.stale,
            time: standard.time,
            memory: standard.memory,
        }
    }
}

impl From<Written> for PolicyDraft {
    fn from(written: Written) -> Self {
        Self {
            label: written.label,
            utc_offset: written.utc_offset,
            currency: written.currency,
            fields: written.fields,
            scoring: written.scoring,
            qualification: written.qualification,
            handoff: written.handoff,
            pipeline: written.pipeline,
            reasons: written.reasons,
            recycle: written.recycle,
            access: written.access,
            proposals: written.proposals,
            stale: written.stale,
            time: written.time,
            memory: written.memory,
        }
    }
}
