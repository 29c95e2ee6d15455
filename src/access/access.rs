//! The checked matrix of roles and rights.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;

use crate::access::draft::AccessDraft;
use crate::access::grant::Grant;
use crate::access::right::Right;
use crate::access::standard;
use crate::values::{FaultCode, Faults, Got, Path, ProcessDemand, Role};

/// Who may do what, checked: a grant for every right and role.
///
/// ```
/// use lead_lifecycle::access::Grant;
/// use lead_lifecycle::values::CommandKind;
/// use lead_lifecycle::{Policy, Role};
/// let policy = Policy::standard();
/// assert!(policy.access().permits(CommandKind::Accept, Role::Fs));
/// assert_eq!(policy.access().grant(CommandKind::Recycle, Role::Fs), Grant::OwnDeals);
/// assert_eq!(policy.access().grant(CommandKind::Win, Role::Assistant), Grant::Propose);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Access(
    // INVARIANT: in the order of right and role. An outlook asks for hundreds of cells: a slice is found through faster
    // than a tree.
    Box<[((Right, Role), Grant)]>,
);

impl Access {
    /// What a role may do with a command; or with a [`Right`] that some command needs on meetings after the first.
    #[must_use]
    pub fn grant(&self, right: impl Into<Right>, role: Role) -> Grant {
        let cell = (right.into(), role);
        let place = self.0.binary_search_by_key(&cell, |(cell, _)| *cell);
        place.ok().and_then(|place| self.0.get(place)).map_or(Grant::No, |(_, grant)| *grant)
    }

    /// What every role may do with a right, in the order of roles.
    pub fn row(&self, right: impl Into<Right>) -> impl Iterator<Item = (Role, Grant)> {
        let right = right.into();
        let first = self.0.partition_point(|((known, _), _)| *known < right);
        let row = self.0.get(first..).unwrap_or_default().iter();
        row.take_while(move |((known, _), _)| *known == right).map(|((_, role), grant)| (*role, *grant))
    }

    /// Whether a role may do it on any lead.
    #[must_use]
    pub fn permits(&self, right: impl Into<Right>, role: Role) -> bool {
        self.grant(right, role).permits()
    }

    /// Whether anybody may do it, if only on leads, deals or meetings of a kind.
    #[must_use]
    pub fn anybody(&self, right: impl Into<Right>) -> bool {
        self.row(right).any(|(_, grant)| grant.permits() || grant.is_conditional())
    }

    /// The matrix written out in full: every right and role.
    #[must_use]
    pub fn to_draft(&self) -> AccessDraft {
        let mut draft: BTreeMap<Right, BTreeMap<Role, Grant>> = BTreeMap::new();
        for ((right, role), grant) in &self.0 {
            draft.entry(*right).or_default().insert(*role, *grant);
        }
        AccessDraft(draft)
    }

    /// The cells that differ from the standard matrix: the shortest draft of this one.
    #[must_use]
    pub fn changes(&self) -> AccessDraft {
        let standard = Self::default();
        let mut draft: BTreeMap<Right, BTreeMap<Role, Grant>> = BTreeMap::new();
        for ((right, role), grant) in &self.0 {
            if standard.grant(*right, *role) != *grant {
                draft.entry(*right).or_default().insert(*role, *grant);
            }
        }
        AccessDraft(draft)
    }
}

impl AccessDraft {
    /// Checks the cells; every fault is added, and the matrix comes back only if there is none.
    pub fn check(&self, path: &Path, faults: &mut Faults) -> Option<Access> {
        let before = faults.len();
        let mut granted: BTreeMap<(Right, Role), Grant> = Access::default().0.into_iter().collect();
        for (right, cells) in &self.0 {
            for (role, grant) in cells {
                let harmless = matches!(grant, Grant::Propose | Grant::No);
                if *role == Role::Assistant && !harmless {
                    let at = path.key(right.as_str()).key(role.as_str());
                    let got = Got::name(grant.as_str());
                    faults.add(FaultCode::NotAllowed, &at, ProcessDemand::AssistantGrant, got);
                }
                granted.insert((*right, *role), *grant);
            }
        }
        (faults.len() == before).then(|| Access(granted.into_iter().collect()))
    }
}

impl Default for Access {
    fn default() -> Self {
        let cells = standard::cells().map(|(right, role, grant)| ((right, role), grant));
        Self(cells.collect::<BTreeMap<_, _>>().into_iter().collect())
    }
}
