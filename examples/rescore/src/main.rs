//! A million generated leads, re-scored at several instants: what a nightly batch or a what-if does.
//!
//! `cargo run --release -p rescore -- [--leads N]`
#![expect(
    clippy::print_stdout,
    clippy::arithmetic_side_effects,
    clippy::float_arithmetic,
    clippy::as_conversions,
    clippy::cast_precision_loss,
    clippy::disallowed_methods,
    reason = "an example measures real time, and shows its result"
)]

use std::error::Error;
use std::time::Instant as Clock;

use indicatif::{ProgressBar, ProgressStyle};
use lead_lifecycle::calendar::Zone;
use lead_lifecycle::scoring::{EarnedTags, FitTags, Scoring, ScoringDraft, ScoringState};
use lead_lifecycle::values::{
    Activity, ActivityId, ActivityKind, Digest, FieldCatalog, FieldName, FieldValue, LeadProfile, Points, ProfileEntry,
    Text,
};
use lead_lifecycle::{Instant, Span};

const POLICY: &str = include_str!("../../../benches/scoring_policy.toml");
const ACTIVITIES: u64 = 20;
const HELP: &str = "Re-scores generated leads at several instants.\n\nUsage: rescore [--leads N]\n\n  --leads N   how many leads (default 1000000)\n  --help      this text";

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let leads = match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [] => 1_000_000,
        ["--leads", count] => count.parse().map_err(|_parse| format!("`{count}` is not a number of leads"))?,
        ["--help" | "-h"] => {
            println!("{HELP}");
            return Ok(());
        }
        other => return Err(format!("unknown arguments `{}`: see --help", other.join(" ")).into()),
    };
    let scoring = policy()?;
    let now: Instant = "2026-07-01T00:00:00Z".parse()?;

    let started = Clock::now();
    let states = generate(&scoring, leads, now)?;
    let bytes: usize = states.iter().map(ScoringState::bytes).sum();
    println!(
        "{leads} leads × {ACTIVITIES} activities folded in {:.1} s; {} bytes of state per lead",
        started.elapsed().as_secs_f64(),
        bytes / states.len().max(1)
    );

    let (started, mut over) = (Clock::now(), 0_usize);
    scoring.score_all(&states, now, |_, score| over += usize::from(score.total() >= scoring.enter()));
    let rows = states.len() as f64 / started.elapsed().as_secs_f64();
    println!("row by row: {over} leads over the threshold today; {rows:.0} leads per second");

    let started = Clock::now();
    let columns = scoring.columns(&states);
    println!("laid out by column in {:.2} s", started.elapsed().as_secs_f64());
    println!("\n{:<12}{:>10}{:>14}{:>14}{:>22}", "as of", "≥ enter", "< exit", "mean", "leads per second");
    let mut totals = vec![Points::ZERO; states.len()];
    for day in [0, 7, 14, 30, 60, 90] {
        let at = now.saturating_add(Span::days(day));
        let started = Clock::now();
        columns.totals(at, 0..states.len(), &mut totals)?;
        let took = started.elapsed().as_secs_f64();
        let over = totals.iter().filter(|total| **total >= scoring.enter()).count();
        let under = totals.iter().filter(|total| **total < scoring.exit()).count();
        let mean =
            totals.iter().map(|total| total.thousandths()).sum::<i64>() as f64 / totals.len().max(1) as f64 / 1_000.0;
        let date = at.date(&Zone::JST).to_string();
        println!("{date:<12}{over:>10}{under:>14}{mean:>14.3}{:>22.0}", states.len() as f64 / took);
    }
    Ok(())
}

fn policy() -> Result<Scoring, Box<dyn Error>> {
    let draft: ScoringDraft = toml::from_str(POLICY)?;
    Ok(Scoring::new(&draft, &FieldCatalog::standard(), Zone::JST)?)
}

fn generate(scoring: &Scoring, leads: u64, now: Instant) -> Result<Vec<ScoringState>, Box<dyn Error>> {
    let (profiles, kinds) = (profiles(scoring)?, kinds(scoring, now)?);
    let bar =
        ProgressBar::new(leads).with_style(ProgressStyle::with_template("{bar:40} {pos}/{len} leads, {eta} left")?);
    let mut random = Random(20_261_121);
    let mut states = Vec::new();
    for lead in 0..leads {
        let mut state = ScoringState::new();
        for number in 0..ACTIVITIES {
            let at = now.saturating_sub(Span::saturating(random.below(100 * 86_400)));
            let tags = random.of(&kinds).ok_or("no kinds")?;
            state.apply_activity(tags, at, Digest::from_bits(0, lead * ACTIVITIES + number));
        }
        state.apply_profile(random.of(&profiles).ok_or("no profiles")?);
        states.push(state);
        if lead % 1_024 == 0 {
            bar.set_position(lead);
        }
    }
    bar.finish_and_clear();
    Ok(states)
}

/// The tags of some typical profiles.
fn profiles(scoring: &Scoring) -> Result<Vec<FitTags>, Box<dyn Error>> {
    let mut profiles = Vec::new();
    for employees in [5, 120, 1_200] {
        for (industry, title) in [("it", "director"), ("finance", "manager"), ("other", "student"), ("retail", "staff")]
        {
            let mut profile = LeadProfile::new();
            for (name, value) in [
                ("employees", FieldValue::Number(employees.into())),
                ("industry", FieldValue::Text(Text::new(industry)?)),
                ("job_title", FieldValue::Text(Text::new(title)?)),
            ] {
                let entry = ProfileEntry { at: Instant::MIN, personal: false, value: Some(value) };
                profile.record(&FieldName::new(name)?, entry);
            }
            profiles.push(scoring.tag_profile(&profile));
        }
    }
    Ok(profiles)
}

/// The tags of each kind of activity; some kinds earn none.
fn kinds(scoring: &Scoring, at: Instant) -> Result<Vec<EarnedTags>, Box<dyn Error>> {
    let kinds = [
        "page_view",
        "service_page_view",
        "pricing_page_view",
        "document_download",
        "seminar",
        "mail_open",
        "mail_click",
        "unsubscribe",
        "form_view",
        "chat",
        "blog_view",
        "page_view",
    ];
    let mut tags = Vec::new();
    for kind in kinds {
        let activity = Activity::new(ActivityId::new("any")?, ActivityKind::new(kind)?);
        tags.push(scoring.tag_activity(&activity, at));
    }
    Ok(tags)
}

struct Random(u64);

impl Random {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }

    fn of<'a, T>(&mut self, list: &'a [T]) -> Option<&'a T> {
        let place = self.below(u64::try_from(list.len()).unwrap_or(1).max(1));
        list.get(usize::try_from(place).unwrap_or(0))
    }
}
