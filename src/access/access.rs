//! The checked matrix of roles and commands.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;

use crate::access::draft::AccessDraft;
use crate::access::grant::Grant;
use crate::access::standard;
use crate::values::{CommandKind, FaultCode, Faults, Got, Path, ProcessDemand, Role};

/// Who may do what, checked: a grant for every command and role.
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
    // INVARIANT: in the order of command and role. An outlook asks for hundreds of cells: a slice is found through faster
    // than a tree.
    Box<[((CommandKind, Role), Grant)]>,
);

impl Access {
    /// What a role may do with a command.
    #[must_use]
    pub fn grant(&self, command: CommandKind, role: Role) -> Grant {
        let place = self.0.binary_search_by_key(&(command, role), |(cell, _)| *cell);
        place.ok().and_then(|place| self.0.get(place)).map_or(Grant::No, |(_, grant)| *grant)
    }

    /// Whether a role may issue a command on any lead.
    #[must_use]
    pub fn permits(&self, command: CommandKind, role: Role) -> bool {
        self.grant(command, role).permits()
    }

    /// Whether anybody may issue a command, if only on deals of their own.
    #[must_use]
    pub fn anybody(&self, command: CommandKind) -> bool {
        Role::ALL.iter().any(|role| {
            let grant = self.grant(command, *role);
            grant.permits() || grant == Grant::OwnDeals
        })
    }

    /// The matrix written out in full: every command and role.
    #[must_use]
    pub fn to_draft(&self) -> AccessDraft {
        let mut draft: BTreeMap<CommandKind, BTreeMap<Role, Grant>> = BTreeMap::new();
        for ((command, role), grant) in &self.0 {
            draft.entry(*command).or_default().insert(*role, *grant);
        }
        AccessDraft(draft)
    }
}

impl AccessDraft {
    /// Checks the cells; every fault is added, and the matrix comes back only if there is none.
    pub fn check(&self, path: &Path, faults: &mut Faults) -> Option<Access> {
        let before = faults.len();
        let mut granted: BTreeMap<(CommandKind, Role), Grant> = Access::default().0.into_iter().collect();
        for (command, cells) in &self.0 {
            for (role, grant) in cells {
                let harmless = matches!(grant, Grant::Propose | Grant::No);
                if *role == Role::Assistant && !harmless {
                    let at = path.key(command.as_str()).key(role.as_str());
                    let got = Got::name(grant.as_str());
                    faults.add(FaultCode::NotAllowed, &at, ProcessDemand::AssistantGrant, got);
                }
                granted.insert((*command, *role), *grant);
            }
        }
        (faults.len() == before).then(|| Access(granted.into_iter().collect()))
    }
}

impl Default for Access {
    fn default() -> Self {
        let cells = standard::cells().map(|(command, role, grant)| ((command, role), grant));
        Self(cells.collect::<BTreeMap<_, _>>().into_iter().collect())
    }
}
