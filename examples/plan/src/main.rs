//! Reads a revenue target from a TOML file, plans it back, says how likely it is and what would help most, and
//! draws the funnel and the months as SVG files.
//!
//! ```text
//! cargo run -p plan [TARGET.toml [FOLDER]]
//! ```
#![expect(
    clippy::print_stdout,
    clippy::float_arithmetic,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    reason = "an example prints, and draws with pixels"
)]

use std::error::Error;
use std::path::{Path, PathBuf};

use lead_lifecycle::planning::{
    CalendarPlan, Capacity, Chain, Confidence, DealSize, Fraction, Funnel, KpiSheet, Lever, LeverKind, Month,
    MonthlyWins, Odds, OpenVolume, Plan, Return, Schedule, Share, Situation, Target, Team,
};
use lead_lifecycle::values::StepName;
use lead_lifecycle::{Currency, Money};
use plotters::prelude::*;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Task {
    revenue: Money,
    deal_size: DealSize,
    cycle_days: Option<Fraction>,
    delivers: StepName,
    capacity: Capacity,
    team: Team,
    first: Month,
    now: Month,
    monthly_revenue: Vec<i64>,
    schedule: Schedule,
    open: Vec<OpenVolume>,
    returns: Vec<Return>,
    activity: Funnel,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let shipped = concat!(env!("CARGO_MANIFEST_DIR"), "/../data/plan/target.toml");
    let file = arguments.next().unwrap_or_else(|| shipped.to_owned());
    let folder = arguments.next().map_or_else(|| PathBuf::from("target/plan"), PathBuf::from);
    let task: Task = toml::from_str(&std::fs::read_to_string(file)?)?;

    let funnel = task.schedule.funnel();
    let plan = funnel.back(&Target::revenue(task.revenue, task.deal_size.money())?)?;
    println!("== Plan\n{plan}");
    println!("== Funnel (Mermaid)\n{}", plan.to_mermaid());
    odds(&task, &plan)?;
    levers(&task, &plan)?;

    let chain = Chain::recycling(funnel, &task.returns)?.solve()?;
    let entries = chain.entries_for(funnel.entry(), funnel.last(), plan.wins())?;
    println!(
        "== Recycling\n{} entries do instead of {} when a share of what drops out comes back\n",
        entries.ceil()?,
        plan.entries().ceil()?
    );

    let sheet = KpiSheet::of(&plan, &task.delivers, Some(&task.activity), &task.capacity)?;
    println!("== KPI targets\n{sheet}");

    let calendar = months(&task)?;
    std::fs::create_dir_all(&folder)?;
    draw_funnel(&plan, &folder.join("funnel.svg"))?;
    draw_months(&calendar, &folder.join("months.svg"))?;
    println!("drawn: {}/funnel.svg and months.svg", folder.display());
    Ok(())
}

fn odds(task: &Task, plan: &Plan) -> Result<(), Box<dyn Error>> {
    let odds = Odds::of(task.schedule.funnel())?;
    let entries = u64::try_from(plan.entries().ceil()?)?;
    let wins = u64::try_from(plan.wins().ceil()?)?;
    let chance = odds.chance(entries, wins)?;
    println!("== Odds");
    println!("the chance that {entries} entries bring {wins} wins or more: {chance}");
    for confidence in [Confidence::HALF, Confidence::P80, Confidence::P90, Confidence::P95] {
        let needed = odds.entries_for(wins, &confidence)?;
        let revenue = odds.revenue_at(entries, task.deal_size, &confidence)?;
        println!("{confidence:>4} sure: {needed} entries for {wins} wins; {entries} entries bring {revenue} or more");
    }
    println!();
    Ok(())
}

fn levers(task: &Task, plan: &Plan) -> Result<(), Box<dyn Error>> {
    let funnel = task.schedule.funnel().clone();
    let mut now = Situation::new(funnel, plan.entries().clone(), task.deal_size);
    if let Some(days) = &task.cycle_days {
        now = now.with_cycle_days(days.clone())?;
    }
    let currency = task.deal_size.money().currency();
    if let Some(velocity) = now.outcome()?.velocity {
        println!("== Velocity\n{} a day\n", velocity.to_money(currency)?);
    }
    println!("== Levers: what a little more of each is worth");
    show(&now.levers()?, currency, |kind| match kind {
        LeverKind::Rate(_) => "1 point more",
        LeverKind::DealSize | LeverKind::Entries => "1 % more",
        LeverKind::Cycle => "1 % fewer",
    })?;
    println!("== Levers: what helps most when all are moved alike");
    show(&now.levers_by(&Share::percent(10))?, currency, |kind| match kind {
        LeverKind::Cycle => "10 % fewer",
        LeverKind::Rate(_) | LeverKind::DealSize | LeverKind::Entries => "10 % more",
    })?;
    Ok(())
}

fn show(levers: &[Lever], currency: Currency, how: fn(&LeverKind) -> &'static str) -> Result<(), Box<dyn Error>> {
    for lever in levers {
        let what = format!("{}, {}", lever.kind, how(&lever.kind));
        print!("{what:<36} adds {:>14}", lever.gain.to_money(currency)?.to_string());
        if !lever.entries_saved.is_zero() {
            print!("   or takes {:>5} entries fewer", lever.entries_saved.to_decimal_text(1));
        }
        println!();
    }
    println!();
    Ok(())
}

fn months(task: &Task) -> Result<CalendarPlan, Box<dyn Error>> {
    let million = |amount: &i64| Money::from_units(amount.saturating_mul(1_000_000), Currency::JPY);
    let revenue: Vec<Money> = task.monthly_revenue.iter().map(million).collect::<Result<_, _>>()?;
    let targets = MonthlyWins::from_revenue(task.first, &revenue, task.deal_size)?;
    let calendar = task.schedule.back(&targets, task.now, &task.open)?;
    println!("== Months\n{calendar}");
    println!("needed in months that are over: {} MQLs\n", calendar.too_late()?.to_decimal_text(1));
    let handled = calendar.months().iter().filter(|line| !line.past);
    let needs: Vec<Fraction> = handled.filter_map(|line| line.exact.first().cloned()).collect();
    println!("== Staff");
    for month in task.team.staff(task.now, &needs)? {
        println!(
            "{}  need {:>7}  capacity {:>6}  start {}  members {}  short {}",
            month.month,
            month.need.to_decimal_text(1),
            month.capacity.to_decimal_text(1),
            month.hires,
            month.members,
            month.short.to_decimal_text(1)
        );
    }
    println!();
    Ok(calendar)
}

const BLUE_STEPS: [RGBColor; 5] = [
    RGBColor(33, 84, 140),
    RGBColor(52, 115, 176),
    RGBColor(86, 148, 203),
    RGBColor(128, 180, 222),
    RGBColor(170, 208, 238),
];

fn draw_funnel(plan: &Plan, file: &Path) -> Result<(), Box<dyn Error>> {
    let lines = plan.lines();
    let area = SVGBackend::new(file, (720, 90 * u32::try_from(lines.len())? + 60)).into_drawing_area();
    area.fill(&WHITE)?;
    let top = plan.entries().to_decimal_text(6).parse::<f64>()?.max(1.0);
    let style = |size: u32| ("sans-serif", size).into_font();
    area.draw(&Text::new(plan.target().to_string(), (20, 20), style(20)))?;
    for (index, line) in lines.iter().enumerate() {
        // The root of the volume, so that the last steps can still be seen.
        let volume = line.exact.to_decimal_text(6).parse::<f64>()?;
        let half = (170.0 * (volume / top).sqrt()).max(2.0);
        let (left, right) = (whole(240.0 - half), whole(240.0 + half));
        let y = 60 + 90 * i32::try_from(index)?;
        let color = BLUE_STEPS[index % BLUE_STEPS.len()].filled();
        area.draw(&Rectangle::new([(left, y), (right, y + 56)], color))?;
        let label = format!("{}: {}", line.step, line.whole);
        area.draw(&Text::new(label, (440, y + 10), style(22)))?;
        if let Some(step) = plan.funnel().steps().get(index) {
            area.draw(&Text::new(format!("↓ {}", step.rate), (440, y + 48), style(16)))?;
        }
    }
    area.present()?;
    Ok(())
}

fn draw_months(plan: &CalendarPlan, file: &Path) -> Result<(), Box<dyn Error>> {
    let area = SVGBackend::new(file, (960, 420)).into_drawing_area();
    area.fill(&WHITE)?;
    let lines = plan.months();
    let highest = lines.iter().flat_map(|line| line.whole.iter()).max().copied().unwrap_or(1);
    let highest = u32::try_from(highest)?;
    let count = u32::try_from(lines.len())?;
    let mut chart = ChartBuilder::on(&area)
        .caption("entries needed by month; red: in months that are over", ("sans-serif", 20))
        .margin(15)
        .x_label_area_size(40)
        .y_label_area_size(50)
        .build_cartesian_2d((0..count).into_segmented(), 0..highest + highest / 10 + 1)?;
    let month = |at: &SegmentValue<u32>| match at {
        SegmentValue::CenterOf(index) => usize::try_from(*index)
            .ok()
            .and_then(|index| lines.get(index))
            .map_or_else(String::new, |line| line.month.to_string()),
        SegmentValue::Exact(_) | SegmentValue::Last => String::new(),
    };
    chart.configure_mesh().disable_x_mesh().x_labels(lines.len()).x_label_formatter(&month).draw()?;
    for (index, line) in (0..).zip(lines) {
        let entries = u32::try_from(line.whole.first().copied().unwrap_or(0))?;
        let color = if line.past { RGBColor(200, 60, 50) } else { BLUE_STEPS[1] };
        let (from, to) = (SegmentValue::Exact(index), SegmentValue::Exact(index + 1));
        let mut bar = Rectangle::new([(from, 0), (to, entries)], color.filled());
        bar.set_margin(0, 0, 6, 6);
        chart.draw_series([bar])?;
        let label =
            Text::new(entries.to_string(), (SegmentValue::CenterOf(index), entries + highest / 20), ("sans-serif", 14));
        chart.draw_series([label])?;
    }
    area.present()?;
    Ok(())
}

#[expect(clippy::cast_possible_truncation, clippy::as_conversions, reason = "pixels")]
fn whole(value: f64) -> i32 {
    value as i32
}
