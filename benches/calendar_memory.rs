//! How much memory a calendar takes. Counting costs time, so times are in `benches/calendar`.
//!
//! `cargo bench --all-features --bench calendar_memory`
#![expect(clippy::print_stdout, reason = "a bench reports")]
#![expect(clippy::unwrap_used, reason = "a bench stops when its own set-up is wrong")]

use std::alloc::System;

use lead_lifecycle::Policy;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

mod offices;

/// Clocks always change within these hours.
const ALWAYS: &str = r#"{"mon-sun": ["00:00-24:00"]}"#;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

fn main() {
    println!("{:<36}{:>12}", "one calendar, its zone included", "bytes");
    for zone in ["+09:00", "Asia/Tokyo", "America/New_York"] {
        for (hours, week) in [("office hours", offices::WEEK), ("always open", ALWAYS)] {
            let policy = Policy::try_from(offices::draft(zone, week)).unwrap();
            let calendar = policy.calendars().standard().clone();
            drop(policy);
            // Nobody else holds it: what is given back now is all it takes.
            let region = Region::new(ALLOCATOR);
            drop(calendar);
            println!("{:<36}{:>12}", format!("{zone}, {hours}"), region.change().bytes_deallocated);
        }
    }
}
