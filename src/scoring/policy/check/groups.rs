//! Groups and dimensions of a draft, checked.

use alloc::vec::Vec;

use crate::scoring::bounds;
use crate::scoring::language::group::{Dimension, Group};
use crate::scoring::policy::check::context::Context;

pub(super) fn groups(check: &mut Context<'_>) -> Vec<Group> {
    check.count(bounds::GROUPS, check.draft.groups.len(), "groups");
    let draft = check.draft;
    let mut groups = Vec::new();
    for (name, group) in &draft.groups {
        let path = check.path.key("groups").key(name.as_str());
        let dimension = check.dimension(&group.dimension, &path.key("dimension"));
        let bounds = check.bounds(group.floor, group.cap, &path);
        groups.push(Group { name: name.clone(), dimension, bounds });
    }
    groups
}

pub(super) fn dimensions(check: &mut Context<'_>) -> Vec<Dimension> {
    check.count(bounds::DIMENSIONS, check.draft.dimensions.len(), "dimensions");
    let draft = check.draft;
    let mut dimensions = Vec::new();
    for (name, dimension) in &draft.dimensions {
        let path = check.path.key("dimensions").key(name.as_str());
        let bounds = check.bounds(dimension.floor, dimension.cap, &path);
        dimensions.push(Dimension { name: name.clone(), bounds });
    }
    dimensions
}
