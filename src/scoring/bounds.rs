//! The bounds of this room, in the form of the crate's table of limits.

use crate::values::limits::Limit;

const fn limit(name: &'static str, min: i128, max: i128) -> Limit {
    Limit { name, min, max }
}

/// Occurrences that a tag keeps.
pub const KEEP: Limit = limit("keep", 1, 512);
/// Tags of a policy.
pub const TAGS: Limit = limit("tags", 0, 256);
/// Activity kinds of a tag.
pub const KINDS: Limit = limit("kinds", 1, 255);
/// Rules of a policy.
pub const RULES: Limit = limit("rules", 0, 512);
/// Bands or steps of one rule.
pub const BANDS: Limit = limit("bands", 0, 64);
/// Groups of a policy.
pub const GROUPS: Limit = limit("groups", 0, 32);
/// Dimensions of a policy.
pub const DIMENSIONS: Limit = limit("dimensions", 0, 8);
/// Score profiles of a policy.
pub const PROFILES: Limit = limit("profiles", 1, 16);
/// Thousandths of a point that one rule, band or step may give or take: a million points.
pub const RULE_THOUSANDTHS: Limit = limit("rule_thousandths", -1_000_000_000, 1_000_000_000);
/// Seconds of a half-life: a minute to 50 years.
pub const HALF_LIFE_SECONDS: Limit = limit("half_life_seconds", 60, 50 * 366 * 86_400);
/// Tags of which a lead keeps occurrences, under all policies that it ever had.
pub const STATE_TAGS: Limit = limit("state_tags", 0, 65_535);
/// Tags earned by one activity.
pub const EARNED_TAGS: Limit = limit("earned_tags", 0, 256);
/// Fit rules met by one profile.
pub const FIT_TAGS: Limit = limit("fit_tags", 0, 512);

/// Moments at which the points of a lead may begin to change otherwise, by time alone: for every rule, the occurrences
/// that its tag keeps, times one and what each makes later (the end of its window, of its line, of its halving, each step).
pub const MOMENTS: Limit = limit("moments", 0, 32_768);
/// Steps of a search for a crossing (values of rules and awards worked out), after which it goes on in strides.
pub const LOOK_STEPS: u64 = 1 << 21;
/// Awards looked at anew at moments in that search, after which it goes on in strides, too.
pub const LOOK_TURNS: u64 = 1 << 22;
/// Steps of that search in strides.
pub const LOOK_STRIDES: u64 = 1 << 21;

/// The halvings (by recycling) after which nothing is left; also the exponent that keeps halved weights whole.
pub(in crate::scoring) const HALVINGS: u32 = 40;

/// All of them.
pub const ALL: &[Limit] = &[
    KEEP,
    TAGS,
    KINDS,
    RULES,
    BANDS,
    GROUPS,
    DIMENSIONS,
    PROFILES,
    RULE_THOUSANDTHS,
    HALF_LIFE_SECONDS,
    STATE_TAGS,
    EARNED_TAGS,
    FIT_TAGS,
    MOMENTS,
];
