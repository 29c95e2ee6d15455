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
    room("calendar", &["values"]),
    room("condition", &["values"]),
    room("document", &["values"]),
    room("planning", &["values"]),
    room("scoring::bounds", &["values"]),
    room("scoring::stored_key", &["values"]),
    room("scoring::memory", &["scoring::bounds", "scoring::stored_key", "values"]),
    room("scoring::language", &["calendar", "condition", "scoring::bounds", "values"]),
    room(
        "scoring::policy",
        &["calendar", "condition", "scoring::bounds", "scoring::language", "scoring::stored_key", "values"],
    ),
    room(
        "scoring::score",
        &["calendar", "condition", "scoring::bounds", "scoring::language", "scoring::memory", "values"],
    ),
    room(
        "scoring::fast",
        &["condition", "scoring::bounds", "scoring::language", "scoring::memory", "scoring::score", "values"],
    ),
    room(
        "scoring::explain",
        &[
            "calendar",
            "condition",
            "scoring::bounds",
            "scoring::fast",
            "scoring::language",
            "scoring::memory",
            "scoring::score",
            "values",
        ],
    ),
    room(
        "scoring::future",
        &[
            "calendar",
            "scoring::bounds",
            "scoring::fast",
            "scoring::language",
            "scoring::memory",
            "scoring::score",
            "values",
        ],
    ),
    room(
        "scoring",
        &[
            "calendar",
            "condition",
            "scoring::bounds",
            "scoring::explain",
            "scoring::fast",
            "scoring::future",
            "scoring::language",
            "scoring::memory",
            "scoring::policy",
            "scoring::score",
            "scoring::stored_key",
            "values",
        ],
    ),
    room("qualification", &["calendar", "values"]),
    room("handoff", &["values"]),
    room("deal", &["values"]),
    room("recycle", &["values"]),
    room("sla", &["calendar", "values"]),
    room("access", &["values"]),
    room(
        "policy",
        &["access", "calendar", "deal", "document", "handoff", "qualification", "recycle", "scoring", "sla", "values"],
    ),
    room("lead", &["deal", "document", "handoff", "qualification", "recycle", "scoring", "sla", "values"]),
    room(
        "lifecycle",
        &[
            "access",
            "calendar",
            "deal",
            "document",
            "handoff",
            "lead",
            "policy",
            "qualification",
            "recycle",
            "scoring",
            "sla",
            "values",
        ],
    ),
    room("insight::numbers", &["planning", "values"]),
    room("insight::line", &["calendar", "deal", "handoff", "lead", "recycle", "sla", "values"]),
    room("insight::report", &["calendar", "deal", "insight::line", "lead", "sla", "values"]),
    room(
        "insight::reading",
        &["calendar", "insight::line", "insight::numbers", "insight::report", "lead", "planning", "values"],
    ),
    room("insight", &["insight::line", "insight::numbers", "insight::reading", "insight::report"]),
    room("wording", WORDED),
    room("testing", &["lead", "lifecycle", "policy", "values", "wording"]),
    // Documentation only: no code, so that anything may link to it.
    room("practice", &[]),
    room("embedding", &[]),
];

/// What people at a screen read: everything.
const WORDED: &[&str] = &[
    "access",
    "calendar",
    "condition",
    "deal",
    "document",
    "handoff",
    "insight",
    "lead",
    "lifecycle",
    "planning",
    "policy",
    "qualification",
    "recycle",
    "scoring",
    "sla",
    "values",
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

/// What is `pub(crate)` outside `values`.
#[derive(Debug)]
pub(crate) struct OpenDoor {
    /// The file.
    pub(crate) file: &'static str,
    /// What is open in it.
    pub(crate) names: &'static [&'static str],
    /// Why it cannot be closed.
    pub(crate) reason: &'static str,
}

/// Every door that stays open.
pub(crate) const OPEN_DOORS: &[OpenDoor] = &[
    OpenDoor {
        file: "condition/check.rs",
        names: &["Checker", "condition", "declared", "kind", "loose", "one_of", "range"],
        reason: "ground of several rooms: scoring checks conditions and bands with it, later rooms will",
    },
    OpenDoor {
        file: "condition/checked.rs",
        names: &["Condition", "holds", "is_contradiction"],
        reason: "ground of several rooms: who checked a condition asks it",
    },
    OpenDoor {
        file: "condition/test.rs",
        names: &["Test", "excludes", "holds"],
        reason: "ground of several rooms: bands of a scoring rule are tests without a condition around them",
    },
    OpenDoor {
        file: "document/kind.rs",
        names: &["Kind", "Means", "of"],
        reason: "ground of several rooms: who reads a type says which values it holds",
    },
    OpenDoor {
        file: "document/one.rs",
        names: &["Document", "read_one"],
        reason: "ground of several rooms: the one way to read a command, a fact or a row, with the place of what is wrong",
    },
    OpenDoor {
        file: "document/read.rs",
        names: &["read"],
        reason: "ground of several rooms: the one way to read a document",
    },
    OpenDoor {
        file: "deal/deal.rs",
        names: &["edit", "move_to", "own", "put_into"],
        reason: "the fold of a lead changes its open deal; a host must not",
    },
    OpenDoor {
        file: "qualification/answer.rs",
        names: &["note_stale"],
        reason: "the fold of a lead ages its answers; a host must not",
    },
    OpenDoor {
        file: "sla/clock_run.rs",
        names: &["note_breach", "note_owner", "note_step", "note_warning", "withdraw_breach"],
        reason: "the fold of a lead notes in its runs what facts of clocks say; a host must not",
    },
    OpenDoor {
        file: "sla/clock_rule.rs",
        names: &["after", "retimed", "retire", "step_at", "withdraw"],
        reason: "what facts make of runs: deciding asks it, with a sight of a lead that only this crate can put together",
    },
    OpenDoor {
        file: "sla/sight.rs",
        names: &[
            "SeenAttempt",
            "Sight",
            "States",
            "Traits",
            "activity",
            "after",
            "appointment",
            "at",
            "attempt",
            "before",
            "by",
            "channel",
            "deal_value",
            "direction",
            "is_given",
            "is_gone",
            "kind",
            "leaves_cycle",
            "leaves_stage",
            "medium",
            "met",
            "milestone",
            "origin",
            "outcome",
            "postponed",
            "raises_hand",
            "rank",
            "reaches_stage",
            "recorded_at",
            "revision",
            "source",
            "team",
            "told",
            "traits",
            "unowned",
        ],
        reason: "what clocks see of a lead, put together above: the room knows no lead, and no host has to fill it in",
    },
];

/// What stands at the root: the names that nearly every host uses. Everything else is reached through its room.
pub(crate) const AT_ROOT: &[&str] = &[
    "Actor",
    "ActorId",
    "Capture",
    "Command",
    "Context",
    "Currency",
    "Date",
    "Decision",
    "Fact",
    "FactBody",
    "FactKind",
    "Faults",
    "Instant",
    "Lead",
    "LeadKey",
    "Lifecycle",
    "Money",
    "Origin",
    "Policy",
    "PolicyDraft",
    "Refusal",
    "Role",
    "Span",
    "StageKind",
    "Unmet",
];

/// The rooms that a host enters.
pub(crate) const OPEN_ROOMS: &[&str] = &[
    "access",
    "calendar",
    "deal",
    "embedding",
    "handoff",
    "insight",
    "lead",
    "lifecycle",
    "planning",
    "policy",
    "practice",
    "qualification",
    "recycle",
    "scoring",
    "sla",
    "testing",
    "values",
    "wording",
];

/// Files outside `wording` that hold sentences all the same, each list with the reader whom they are for.
pub(crate) const SENTENCES: &[(&str, &[&str])] = &[
    (
        "what serde says to those who read or store documents: what a type expects, or why a stored form is not sound",
        &[
            "calendar/shift.rs",
            "calendar/weekdays.rs",
            "calendar/zone_choice.rs",
            "calendar/zone_rule.rs",
            "condition/literal.rs",
            "document/cursor.rs",
            "insight/reading/periods.rs",
            "insight/report/stored.rs",
            "insight/report/time_rows.rs",
            "insight/reading/read_error.rs",
            "document/node.rs",
            "document/trouble.rs",
            "lead/absorbed.rs",
            "lead/activity_memory.rs",
            "lead/deal_keys.rs",
            "lead/envelope.rs",
            "lead/known_elsewhere.rs",
            "lead/revisions.rs",
            "lead/taken_back_ids.rs",
            "planning/estimates/estimate.rs",
            "planning/exact/fraction_text.rs",
            "planning/month.rs",
            "planning/share.rs",
            "qualification/answer.rs",
            "scoring/memory/earned_tags.rs",
            "scoring/memory/fit_tags.rs",
            "values/decimal.rs",
            "values/digest.rs",
            "values/fingerprint.rs",
            "values/fingerprint_of.rs",
            "values/fixed_list.rs",
            "values/money.rs",
            "values/rate.rs",
            "values/text/keys.rs",
            "values/unique.rs",
            "values/time/date.rs",
            "values/time/instant.rs",
            "values/time/moment.rs",
            "values/time/span.rs",
            "values/time/utc_offset.rs",
        ],
    ),
    (
        "what planning and limits say to those who build a host: errors of calls, and the names of bounds in them",
        &["planning/bounds.rs", "planning/plan_error.rs", "values/nesting.rs"],
    ),
    ("a stored word that policies are written with: `R own leads` is a cell, no sentence", &["access/grant.rs"]),
    ("a panic that no input can reach, for those who work on the crate", &["policy/policy.rs"]),
    ("what a test of a host's policy says when it fails", &["testing.rs", "testing/merging.rs"]),
];
