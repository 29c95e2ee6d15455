//! Trials of chaos: what is adverse, and when, is drawn from a seed.

mod clocks;
mod damage;
mod full;
mod kills;
mod writers;

use std::path::Path;

use crate::host::ok;
use crate::races::Chance;

/// How many runs of each trial: few here, as many as `CRM_CHAOS` says by hand.
fn runs() -> usize {
    std::env::var("CRM_CHAOS").ok().map_or(4, |runs| runs.parse().unwrap())
}

fn seeded(trial: u64) -> Chance {
    let seed = std::env::var("CRM_CHAOS_SEED").ok().map_or(0, |seed| seed.parse::<u64>().unwrap());
    Chance(0x9e37_79b9_7f4a_7c15 ^ (trial << 32) ^ seed.wrapping_mul(0x1000_0001))
}

fn facts(db: &Path) -> Vec<String> {
    ok(db, &["export", "--all"]).lines().map(String::from).collect()
}

/// Every fact there is stands among those of the whole, once. Their ids are compared: a person who is erased later is not yet.
#[track_caller]
fn are_part_of(facts: &[String], whole: &[String]) {
    let id = |fact: &str| fact.split_once(r#""fact":""#).unwrap().1.split('"').next().unwrap().to_owned();
    let mut left = whole.iter().map(|known| id(known));
    for fact in facts {
        let own = id(fact);
        assert!(left.any(|known| known == own), "a fact that was never accepted, or is there twice: {fact}");
    }
}
