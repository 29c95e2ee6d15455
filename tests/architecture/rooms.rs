//! The list of rooms, from the ground up, and the doors that stay open.

/// A room and the rooms that it may import.
#[derive(Debug)]
pub(crate) struct Room {
    /// Its module.
    pub(crate) name: &'static str,
    /// What it may import, and nothing else of the crate.
    pub(crate) below: &'static [&'static str],
}

const fn room(name: &'static str, below: &'static [&'static str]) -> Room {
    Room { name, below }
}

/// Every room, each after those it imports.
pub(crate) const ROOMS: &[Room] = &[
    room("values", &[]),
    room("condition", &["values"]),
    room("document", &["values"]),
    room("planning", &["values"]),
    room("scoring::bounds", &["values"]),
    room("scoring::memory", &["scoring::bounds", "values"]),
    room("scoring::language", &["condition", "scoring::bounds", "values"]),
    room("scoring::policy", &["condition", "scoring::bounds", "scoring::language", "values"]),
    room("scoring::score", &["condition", "scoring::bounds", "scoring::language", "scoring::memory", "values"]),
    room(
        "scoring::fast",
        &["condition", "scoring::bounds", "scoring::language", "scoring::memory", "scoring::score", "values"],
    ),
    room(
        "scoring::explain",
        &["condition", "scoring::bounds", "scoring::fast", "scoring::language", "scoring::memory", "scoring::score", "values"],
    ),
    room(
        "scoring::future",
        &["scoring::bounds", "scoring::fast", "scoring::language", "scoring::memory", "scoring::score", "values"],
    ),
    room(
        "scoring",
        &[
            "condition",
            "scoring::bounds",
            "scoring::explain",
            "scoring::fast",
            "scoring::future",
            "scoring::language",
            "scoring::memory",
            "scoring::policy",
            "scoring::score",
            "values",
        ],
    ),
    room("qualification", &["values"]),
    room("handoff", &["values"]),
    room("deal", &["values"]),
    room("recycle", &["values"]),
    room("access", &["values"]),
    room("policy", &["access", "deal", "document", "handoff", "qualification", "recycle", "scoring", "values"]),
    room("lead", &["deal", "handoff", "qualification", "recycle", "scoring", "values"]),
    room(
        "lifecycle",
        &["access", "deal", "handoff", "lead", "policy", "qualification", "recycle", "scoring", "values"],
    ),
    room("testing", &["lead", "lifecycle", "policy", "values"]),
];

/// The room of a module path: the deepest one on the list that holds it.
pub(crate) fn room_of(path: &[&str]) -> Option<&'static Room> {
    let holds = |room: &&Room| {
        let parts: Vec<&str> = room.name.split("::").collect();
        path.starts_with(&parts)
    };
    ROOMS.iter().filter(holds).max_by_key(|room| room.name.len())
}

/// The outermost room that holds a room.
pub(crate) fn outermost(room: &Room) -> &'static str {
    let first = room.name.split("::").next().unwrap_or_default();
    ROOMS.iter().find(|room| room.name == first).map_or("", |room| room.name)
}

/// What is `pub(crate)` outside `values`: the file, the name, and why it cannot be closed.
pub(crate) const OPEN_DOORS: &[(&str, &str, &str)] = &[];
