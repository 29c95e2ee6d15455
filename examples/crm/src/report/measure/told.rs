//! What every page says of what it was asked.

use lead_lifecycle::Instant;
use lead_lifecycle::calendar::Zone;
use lead_lifecycle::insight::{Dimension, Periods, Quality, SplitBy};
use serde::Serialize;

use crate::screen::{Clock, Page, grouped};

/// A slice that is asked for.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Only {
    pub(super) dimension: Dimension,
    /// None: of which it is not known.
    pub(super) value: Option<String>,
}

/// What was asked, and of what data it was answered.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Told {
    pub(super) as_of: Instant,
    pub(super) known_at: Option<Instant>,
    pub(super) zone: Zone,
    pub(super) by: Vec<Dimension>,
    pub(super) only: Vec<Only>,
    pub(super) split: SplitBy,
    pub(super) per: Option<Periods>,
    /// How many leads there are.
    pub(super) leads: i64,
    pub(super) quality: Quality,
}

impl Told {
    /// ` by source, of owner sato, per month, as of 2026-06-30 17:46 (times at +09:00), as it was known at …`.
    pub(super) fn asked(&self) -> String {
        let clock = Clock::of(&self.zone);
        let by = self.by.iter().map(ToString::to_string).collect::<Vec<_>>().join(" and ");
        let by = if by.is_empty() { by } else { format!(" by {by}") };
        let per = self.per.map_or_else(String::new, |per| format!(" per {}", per.unit()));
        let only = self
            .only
            .iter()
            .map(|only| format!(" of {} {},", only.dimension, only.value.as_deref().unwrap_or("(none)")));
        let only: String = only.collect();
        let known = self.known_at.map_or_else(String::new, |at| format!(", as it was known at {}", clock.at(at)));
        format!("{by}{per}{} as of {} ({}){known}", only.trim_end_matches(','), clock.at(self.as_of), clock.label())
    }

    /// What the numbers mean beside what the title says, and what is missing in the data behind them.
    pub(super) fn beside(&self, mut page: Page) -> Page {
        if self.known_at.is_some() {
            page = page.line("`12 (+1)` was 12 as it was known then, and is 13 as it is known today");
        }
        if self.split == SplitBy::Now && !(self.by.is_empty() && self.only.is_empty()) {
            page = page.line("leads are taken for what they are now, whatever they were then");
        }
        let Quality { undated, day_only, clamped, implied, hollow, erased, merged, imported, left_over } = self.quality;
        let said = [
            (undated, "milestones are undated"),
            (day_only, "are known to the day only"),
            (implied, "are implied by a later one"),
            (hollow, "promotions are hollow"),
            (clamped, "imported steps were out of order"),
            (left_over, "imported cells have no place"),
            (imported, "leads were imported"),
            (merged, "leads were merged into others"),
            (erased, "leads were erased"),
        ];
        let said: Vec<String> = said
            .into_iter()
            .filter(|(count, _)| *count != 0)
            .map(|(count, what)| format!("{} {what}", signed(count)))
            .collect();
        if said.is_empty() { page } else { page.line(format!("the data of all leads: {}", said.join(", "))) }
    }
}

/// A count, which may be negative where something is owed.
pub(super) fn signed(count: i64) -> String {
    let sign = if count < 0 { "-" } else { "" };
    format!("{sign}{}", grouped(count.unsigned_abs()))
}

/// `1 deal`, `12 deals`.
pub(super) fn many(count: i64, one: &str, many: &str) -> String {
    format!("{} {}", signed(count), if count == 1 { one } else { many })
}

/// `12 (+1)`: what it was, and by how much it has moved since.
pub(super) fn moved(then: i64, moved: Option<i64>) -> String {
    match moved.filter(|moved| *moved != 0) {
        None => signed(then),
        Some(moved) if moved > 0 => format!("{} (+{})", signed(then), signed(moved)),
        Some(moved) => format!("{} ({})", signed(then), signed(moved)),
    }
}
