//! The worst call of every function, at the limits of `planning::bounds` or at the purse of steps: milliseconds per call,
//! the slowest of three. None may take more than 200.

use std::fmt::Display;
use std::hint::black_box;
use std::time::Instant;

use lead_lifecycle::planning::{
    Capacity, Chain, Confidence, DealSize, Fraction, Funnel, IntervalMethod, KpiSheet, Lag, Month, MonthlyWins, Odds,
    OpenVolume, Plan, PlanError, RateEvidence, Return, Rounding, Schedule, Segment, Segments, Share, Situation, Step,
    StepRate, Target, Team, WhatIf,
};
use lead_lifecycle::values::SegmentName;
use lead_lifecycle::{Currency, Money};

use crate::{Random, name};

fn digits(random: &mut Random, count: usize) -> String {
    let first = std::iter::once('9');
    let rest = std::iter::repeat_with(|| char::from(b'0' + random.below(10) as u8));
    first.chain(rest).take(count).collect()
}

/// A rate whose two numbers have so many digits each.
fn rate(random: &mut Random, count: usize) -> Fraction {
    format!("8{}/{}", digits(random, count - 1), digits(random, count)).parse().unwrap()
}

fn funnel(rates: Vec<Fraction>) -> Funnel {
    let step = |(index, rate): (usize, Fraction)| {
        Step::new(name(&format!("s{}", index + 1)), StepRate::Stated(Share::new(rate).unwrap()))
    };
    Funnel::new(name("s0"), rates.into_iter().enumerate().map(step).collect()).unwrap()
}

/// Shares over one denominator of so many digits, which make one whole.
fn shares(random: &mut Random, parts: usize, count: usize) -> Vec<Fraction> {
    let whole: Fraction = digits(random, count).parse().unwrap();
    let mut rest = Fraction::ONE;
    let mut shares = Vec::new();
    for _ in 1..parts {
        let share: Fraction = digits(random, count - 4).parse().unwrap();
        let share = share.checked_div(&whole).unwrap();
        rest = rest.checked_sub(&share).unwrap();
        shares.push(share);
    }
    shares.push(rest);
    shares
}

/// The slowest of three, and how it ended.
fn time<T, E: Display>(slowest: &mut f64, what: &str, mut run: impl FnMut() -> Result<T, E>) {
    let mut took: f64 = 0.0;
    let mut end = String::new();
    for _ in 0..3 {
        let start = Instant::now();
        let result = black_box(run());
        took = took.max(start.elapsed().as_secs_f64() * 1e3);
        end = result.map_or_else(|error| error.to_string().chars().take(40).collect(), |_| String::from("answered"));
    }
    *slowest = slowest.max(took);
    println!("  {what:<62} {took:>8.2} ms   {end}");
}

/// What cannot fail, among what can.
#[expect(clippy::unnecessary_wraps, reason = "timed beside calls that may be refused")]
fn answered<T>(value: T) -> Result<T, PlanError> {
    Ok(value)
}

pub(crate) fn calls() {
    println!("worst calls, the slowest of three");
    let mut slowest = 0.0;
    let random = &mut Random(7);
    numbers(&mut slowest, random);
    funnels(&mut slowest, random);
    odds(&mut slowest);
    months(&mut slowest, random);
    chains(&mut slowest, random);
    segments(&mut slowest, random);
    println!("  slowest of all {slowest:.2} ms, at most 200");
}

fn numbers(slowest: &mut f64, random: &mut Random) {
    let text = format!("{}/{}", digits(random, 4_900), digits(random, 4_900));
    let (long, half, other): (Fraction, _, _) = (text.parse().unwrap(), rate(random, 2_450), rate(random, 2_450));
    time(slowest, "Fraction: read 2 x 4,900 digits", || text.parse::<Fraction>());
    time(slowest, "Fraction: written", || answered(long.to_string()));
    time(slowest, "Fraction::checked_add, 16,000 bits", || half.checked_add(&other));
    time(slowest, "Fraction::checked_mul, 16,000 bits", || half.checked_mul(&other));
}

fn funnels(slowest: &mut f64, random: &mut Random) {
    let long = funnel((0..64).map(|_| rate(random, 76)).collect());
    let sure = funnel(vec!["99%".parse().unwrap(); 64]);
    let target = Target::Wins(rate(random, 4_700));
    let ten = Target::wins(10);
    let deal = DealSize::new(Money::from_units(2_999_999, Currency::JPY).unwrap()).unwrap();
    for (what, funnel, target) in
        [("64 steps of 76 digits", &long, &ten), ("64 steps, a target of 4,700 digits", &sure, &target)]
    {
        time(slowest, &format!("Funnel::back, {what}"), || funnel.back(target));
        time(slowest, &format!("Plan::new in cascade, {what}"), || Plan::new(funnel, target, Rounding::Cascade));
        let plan = funnel.back(target).unwrap();
        time(slowest, &format!("Plan as text, {what}"), || answered(plan.to_string()));
        let stored = serde_json::to_string(&plan).unwrap();
        time(slowest, &format!("Plan read again, {what}"), || serde_json::from_str::<Plan>(&stored));
        let capacity = Capacity::new(99_991, 29, 5).unwrap();
        time(slowest, &format!("KpiSheet::of, {what}"), || KpiSheet::of(&plan, &name("s63"), Some(funnel), &capacity));
        let entries = if what.contains("target") { rate(random, 4_600) } else { Fraction::from(200_u64) };
        let now = Situation::new(funnel.clone(), entries, deal).with_cycle_days(Fraction::from(89_u64)).unwrap();
        time(slowest, &format!("Situation::levers, {what}"), || now.levers());
        let change =
            |index: usize| WhatIf::Rate { step: name(&format!("s{}", index % 64 + 1)), to: Share::percent(50) };
        let changes: Vec<WhatIf> = (0..128).map(change).collect();
        time(slowest, &format!("Situation::with 128 changes, {what}"), || now.with(&changes));
    }
}

fn odds(slowest: &mut f64) {
    let most = 10_000_000;
    for rates in [
        vec!["50%"],
        vec!["1 of 2"],
        vec!["0 of 1"],
        vec!["3 of 10", "3 of 10"],
        vec!["300 of 1000", "80%"],
        vec!["500000 of 1000000"],
        vec!["500000000000 of 1000000000000"],
    ] {
        let steps = rates.iter().enumerate();
        let steps = steps.map(|(index, rate)| Step::new(name(&format!("s{}", index + 1)), rate.parse().unwrap()));
        let odds = Odds::of(&Funnel::new(name("s0"), steps.collect()).unwrap()).unwrap();
        let what = rates.join(" and ");
        time(slowest, &format!("Odds::chance, half of 10^7, {what}"), || odds.chance(most, most / 2));
        time(slowest, &format!("Odds::wins_at 10^7, {what}"), || odds.wins_at(most, &Confidence::P90));
        let tenth = "10%".parse().unwrap();
        time(slowest, &format!("Odds::entries_for 10^6, {what}"), || odds.entries_for(1_000_000, &tenth));
    }
    let nearly: Confidence = format!("0.{}", "9".repeat(300)).parse().unwrap();
    for (k, n) in [(500_000_000_000, 1_000_000_000_000), (1, 1_000_000_000_000), (5_000_000, 11_000_000)] {
        let evidence = RateEvidence::new(k, n).unwrap();
        for method in [IntervalMethod::ClopperPearson, IntervalMethod::Jeffreys] {
            let what = format!("RateEvidence::interval, {k} of {n}, {method:?}");
            time(slowest, &what, || answered(evidence.interval(method, &nearly)));
        }
    }
}

fn months(slowest: &mut f64, random: &mut Random) {
    let month: Month = "2030-01".parse().unwrap();
    let targets = MonthlyWins::new(month, vec![Fraction::from(10_u64); 120]).unwrap();
    let entries = vec![Fraction::from(10_u64); 120];
    let (sixty, thirty) = (shares(random, 61, 400), Lag::of_shares(shares(random, 31, 400)).unwrap());
    time(slowest, "Lag::of_shares, 61 of 400 digits", || Lag::of_shares(sixty.clone()));
    time(slowest, "Lag::then, 31 and 31 of 400 digits", || thirty.then(&thirty));
    let sixty = Lag::of_shares(sixty).unwrap();
    let equal = Lag::by_month(&[1; 61]).unwrap();
    let plain = funnel(vec!["99%".parse().unwrap(); 64]);
    let long = funnel((0..64).map(|_| rate(random, 200)).collect());
    for (what, funnel, lag) in [
        ("64 steps of 200 digits, 61 shares of 400", &long, &sixty),
        ("64 steps, 61 shares of 400 digits", &plain, &sixty),
        ("64 steps, 61 equal shares", &plain, &equal),
    ] {
        for at in [0, 63] {
            let lags = (0..64).map(|index| if index == at { lag.clone() } else { Lag::none() }).collect();
            let schedule = Schedule::new(funnel.clone(), lags).unwrap();
            time(slowest, &format!("Schedule::back, {what} at {at}"), || schedule.back(&targets, month, &[]));
            time(slowest, &format!("Schedule::forward, {what} at {at}"), || {
                schedule.forward(month, &entries, month, &[])
            });
        }
    }
    let schedule = Schedule::new(funnel(vec!["99%".parse().unwrap(); 64]), vec![Lag::none(); 64]).unwrap();
    let open = |index: u32| OpenVolume {
        step: name(&format!("s{}", index % 64)),
        since: month.later(index % 100).unwrap(),
        volume: Fraction::new(u128::from(index), 7).unwrap(),
    };
    let many: Vec<OpenVolume> = (0..20_000).map(open).collect();
    time(slowest, "Schedule::back, 20,000 open volumes", || schedule.back(&targets, month, &many));
    let late = month.later(110).unwrap();
    time(slowest, "Schedule::back, 20,000 overdue volumes", || schedule.back(&targets, late, &many));
    for count in [2, 30, 400] {
        let ramp = (0..36).map(|_| Share::new(rate(random, count)).unwrap()).collect();
        let team = Team::new(1, "7/3".parse().unwrap(), ramp).unwrap();
        let needs: Vec<Fraction> = (1..=120_u64).map(|index| Fraction::from(index * 10)).collect();
        time(slowest, &format!("Team::staff, 36 ramp shares of {count} digits"), || team.staff(month, &needs));
    }
}

fn chains(slowest: &mut f64, random: &mut Random) {
    for count in [12, 38, 140] {
        let funnel = funnel((0..32).map(|_| rate(random, count)).collect());
        let back =
            |index: usize| Return { from: name(&format!("s{index}")), share: Share::percent(30), to: name("s0") };
        let returns: Vec<Return> = (0..32).map(back).collect();
        let chain = Chain::recycling(&funnel, &returns).unwrap();
        time(slowest, &format!("Chain::solve, 32 states, rates of {count} digits"), || chain.solve());
    }
    for (states, outcomes, count) in [(32, 16, 6), (32, 16, 12), (32, 16, 140), (16, 16, 30), (8, 2, 600)] {
        let names =
            |what: &str, count: usize| (0..count).map(|index| name(&format!("{what}{index}"))).collect::<Vec<_>>();
        let rows: Vec<_> = (0..states).map(|_| shares(random, states + outcomes, count)).collect();
        let new = || Chain::new(names("s", states), names("o", outcomes), rows.clone());
        let what = format!("{states} states to {outcomes}, all shares of {count} digits");
        time(slowest, &format!("Chain::new, {what}"), new);
        let chain = new().unwrap();
        time(slowest, &format!("Chain::solve, {what}"), || chain.solve());
        if let Ok(solution) = chain.solve() {
            time(slowest, "    its path_length_variance", || solution.path_length_variance(&name("s0")));
        }
    }
}

fn segments(slowest: &mut f64, random: &mut Random) {
    let deal = DealSize::new(Money::from_units(2_999_999, Currency::JPY).unwrap()).unwrap();
    let revenue = Money::from_units(3_000_000_000, Currency::JPY).unwrap();
    let month: Month = "2030-01".parse().unwrap();
    for (count, steps, own, digits) in
        [(200, 64, true, 2), (200, 64, false, 2), (200, 64, true, 76), (20, 24, false, 10)]
    {
        let share = Share::new(Fraction::new(1, count).unwrap()).unwrap();
        let segment = |index: u128| {
            let name_of = |step: usize| if own { format!("x{index} s{step}") } else { format!("s{step}") };
            let step = |step: usize, random: &mut Random| {
                Step::new(name(&name_of(step)), StepRate::Stated(Share::new(rate(random, digits)).unwrap()))
            };
            let funnel = Funnel::new(name("in"), (0..steps).map(|at| step(at, random)).collect()).unwrap();
            Segment::new(SegmentName::new(&format!("segment {index}")).unwrap(), share.clone(), funnel, deal)
        };
        let segments = Segments::new((0..count).map(segment).collect()).unwrap();
        let what = format!("{count} of {steps} steps{}, {digits} digits", if own { " of their own" } else { "" });
        time(slowest, &format!("Segments::back_revenue, {what}"), || segments.back_revenue(revenue));
        time(slowest, &format!("Segments::calendar, {what}"), || segments.calendar(month, &[revenue; 120], month, &[]));
    }
}
