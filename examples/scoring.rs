//! A score explained in the terminal: a tree with bars, what is missing, and the curve of its decay.
//!
//! `cargo run --example scoring`
#![expect(clippy::print_stdout, reason = "an example shows its result")]

use std::error::Error;

use lead_lifecycle::calendar::Zone;
use lead_lifecycle::scoring::{Crossing, ScoreReport, Scoring, ScoringDraft, ScoringState, Source};
use lead_lifecycle::values::{
    Activity, ActivityId, ActivityKind, FieldCatalog, FieldName, FieldValue, LeadProfile, Path, Points, ProfileEntry,
    Text,
};
use lead_lifecycle::{Date, Instant, Span};

/// What a sales-operations person would write.
const POLICY: &str = r#"
[tags]
document = { kinds = ["document_download"], keep = 5, once_per = "object" }
seminar = { kinds = ["seminar"], keep = 5 }
pricing_page = { kinds = ["pricing_page_view"], keep = 12, one_per_period = "1h" }
unsubscribed = { kinds = ["unsubscribe"], keep = 1 }

[rules]
company_size.bands = { group = "company", field = "employees", bands = [{ from = 300, points = 15 }, { from = 50, to = 300, points = 8 }] }
industry.fit = { group = "company", points = 10, when = { one_of = { field = "industry", values = ["IT", "製造"] } } }
decider.fit = { group = "person", points = 12, when = { any = [{ contains = { field = "job_title", value = "部長" } }, { equals = { field = "job_title", value = "CEO" } }] } }
student.fit = { group = "person", points = -20, when = { contains = { field = "job_title", value = "学生" } } }
document.engagement = { group = "behaviour", tag = "document", points = 10, cap = 25, decay = { linear = "120d" } }
seminar.engagement = { group = "behaviour", tag = "seminar", points = 15, decay = { half_life = "45d" } }
pricing.engagement = { group = "behaviour", tag = "pricing_page", points = 12, count = { every = 3 }, within = "30d" }
unsubscribed.engagement = { group = "behaviour", tag = "unsubscribed", points = -15, lasting = true }
soon.timing = { group = "plan", field = "purchase_by", ahead = [{ up_to = "60d", points = 20 }, { up_to = "180d", points = 10 }], missed = [{ up_to = "30d", points = 5 }] }

[groups]
company = { dimension = "fit" }
person = { dimension = "fit" }
behaviour = { dimension = "engagement" }
plan = { dimension = "timing" }

[dimensions]
fit = { floor = 0, cap = 30 }
engagement = { floor = 0, cap = 60 }
timing = {}

[profiles.main]
combine = { weighted = { fit = "100%", engagement = "100%", timing = "50%" } }
enter = 80
exit = 45
minima = { fit = 10 }
ranks = { a = 80, b = 60 }
"#;

fn main() -> Result<(), Box<dyn Error>> {
    let scoring = policy()?;
    let state = lead(&scoring)?;
    let now: Instant = "2026-04-01T00:00:00Z".parse()?;

    let report = scoring.explain(&state, now).ok_or("the policy has no score profile")?;
    println!("The score on {now}\n");
    tree(&report);
    println!("\nMissing for MQL (enter at {}): {}", scoring.enter(), scoring.missing(&state, now));

    println!("\nIf nothing happens:");
    let end = now.saturating_add(Span::days(140));
    for (at, score) in scoring.curve(&state, now, end, 14) {
        let standing = scoring.verdict(&score);
        println!(
            "{}  {:>7}  {:<36} {standing:?}",
            at.date(&Zone::JST),
            score.total().to_string(),
            bar(score.total(), 3)
        );
    }
    match scoring.crosses_at(&state, now, None, Crossing::DownBelowExit) {
        Some(at) => println!("\nThe score falls under {} on {at}, to the second.", scoring.exit()),
        None => println!("\nThe score never falls under {}.", scoring.exit()),
    }
    Ok(())
}

fn policy() -> Result<Scoring, Box<dyn Error>> {
    let draft: ScoringDraft = toml::from_str(POLICY)?;
    let scoring = Scoring::new(&draft, &FieldCatalog::standard(), Zone::JST)?;
    for lint in scoring.lints(&Path::root()) {
        println!("advice: {lint}");
    }
    Ok(scoring)
}

/// What a lead did in spring. A host takes this from its facts.
fn lead(scoring: &Scoring) -> Result<ScoringState, Box<dyn Error>> {
    let mut state = ScoringState::new();
    let mut profile = LeadProfile::new();
    for (name, value) in [
        ("employees", FieldValue::Number(240.into())),
        ("industry", FieldValue::Text(Text::new(" ｉｔ ")?)),
        ("job_title", FieldValue::Text(Text::new("営業部長")?)),
        ("purchase_by", FieldValue::Date("2026-06-30".parse::<Date>()?)),
    ] {
        let entry = ProfileEntry { at: "2026-01-10T00:00:00Z".parse()?, personal: false, value: Some(value) };
        profile.record(&FieldName::new(name)?, entry);
    }
    state.apply_profile(&scoring.tag_profile(&profile));
    for (id, kind, object, at) in [
        ("1", "document_download", "catalogue", "2026-01-15T01:00:00Z"),
        ("2", "document_download", "catalogue", "2026-02-15T01:00:00Z"), // again: only the newest counts
        ("3", "document_download", "case studies", "2026-03-20T01:00:00Z"),
        ("4", "seminar", "spring", "2026-03-05T05:00:00Z"),
        ("5", "pricing_page_view", "", "2026-03-21T01:10:00Z"),
        ("6", "pricing_page_view", "", "2026-03-21T01:50:00Z"), // within the same hour
        ("7", "pricing_page_view", "", "2026-03-25T02:00:00Z"),
        ("8", "pricing_page_view", "", "2026-03-30T02:00:00Z"),
    ] {
        let mut activity = Activity::new(ActivityId::new(id)?, ActivityKind::new(kind)?);
        activity.object = if object.is_empty() { None } else { Some(object.parse()?) };
        let at = at.parse()?;
        scoring.record(&mut state, &activity, at);
    }
    Ok(state)
}

fn tree(report: &ScoreReport<'_>) {
    for dimension in &report.dimensions {
        println!("{:<34}{:>9}  {}", dimension.dimension.as_str(), dimension.value.to_string(), bar(dimension.value, 2));
        for contribution in report.contributions.iter().filter(|c| c.dimension == dimension.dimension) {
            let name = format!("  {} / {}", contribution.group, contribution.rule);
            print!("{name:<34}{:>9}  {}", contribution.value.to_string(), bar(contribution.value, 2));
            if contribution.decay_loss != Points::ZERO {
                print!("  −{} by age", contribution.decay_loss);
            }
            if contribution.cap_loss != Points::ZERO {
                print!("  −{} over the cap", contribution.cap_loss);
            }
            if let Source::Engagement { .. } = contribution.source {
                let days: Vec<String> =
                    report.instants(contribution).iter().map(|at| at.date(&Zone::JST).to_string()).collect();
                print!("  [{}]", days.join(", "));
            }
            println!();
        }
        if dimension.sum != dimension.value {
            println!("  (bounded from {})", dimension.sum);
        }
    }
    println!("= {}  rank {}, {:?}", report.combination, report.combination.rank, report.standing);
}

/// A bar of one block per so many points.
fn bar(points: Points, per_block: u64) -> String {
    let blocks = points.thousandths().unsigned_abs().div_ceil(per_block.max(1).saturating_mul(1_000));
    let block = if points < Points::ZERO { "▒" } else { "█" };
    block.repeat(usize::try_from(blocks.min(60)).unwrap_or(60))
}
