//! The fast ways of planning beside slow and simple ones, in big rationals: volume by volume, month by month.

use std::collections::BTreeMap;

use lead_lifecycle::planning::{
    Chain, DealSize, Fraction, Funnel, Lag, LeverKind, Month, MonthlyWins, OpenVolume, Schedule, Segment, Segments,
    Share, Situation, Step, StepRate, Team, WhatIf,
};
use lead_lifecycle::values::{SegmentName, StepName};
use lead_lifecycle::{Currency, Money};
use num_bigint::BigInt;
use num_rational::BigRational;
use proptest::prelude::*;

fn name(text: &str) -> StepName {
    StepName::new(text).unwrap()
}

fn big(fraction: &Fraction) -> BigRational {
    let text = fraction.to_string();
    let (n, d) = if let Some((n, d)) = text.split_once('/') {
        (n.to_owned(), d.to_owned())
    } else {
        let (whole, places) = text.split_once('.').unwrap_or((&text, ""));
        (format!("{whole}{places}"), format!("1{}", "0".repeat(places.len())))
    };
    BigRational::new(n.parse().unwrap(), d.parse().unwrap())
}

fn count(value: u32) -> BigRational {
    BigRational::from(BigInt::from(value))
}

fn zero() -> BigRational {
    count(0)
}

fn ceil(value: &BigRational) -> u128 {
    value.ceil().to_integer().try_into().unwrap()
}

fn april() -> Month {
    "2026-04".parse().unwrap()
}

fn any_rate() -> impl Strategy<Value = Fraction> {
    (1_u128..=1_000_000_000_000, 0_u128..=1_000_000_000_000).prop_map(|(k, more)| Fraction::new(k, k + more).unwrap())
}

fn any_volume() -> impl Strategy<Value = Fraction> {
    prop_oneof![
        Just(Fraction::ZERO),
        (0_u64..500).prop_map(Fraction::from),
        (1_u128..1_000_000, 1_u128..1_000).prop_map(|(n, d)| Fraction::new(n, d).unwrap()),
    ]
}

fn any_lag() -> impl Strategy<Value = Lag> {
    prop_oneof![
        (0_u32..5).prop_map(|months| Lag::months(months).unwrap()),
        (0_u32..120).prop_map(|days| Lag::days(days).unwrap()),
        prop::collection::vec(0_u64..50, 1..5).prop_map(|mut counts| {
            counts.push(1);
            Lag::by_month(&counts).unwrap()
        }),
    ]
}

fn funnel(rates: &[Fraction]) -> Funnel {
    let step = |(index, rate): (usize, &Fraction)| {
        Step::new(name(&format!("s{}", index + 1)), StepRate::Stated(Share::new(rate.clone()).unwrap()))
    };
    Funnel::new(name("s0"), rates.iter().enumerate().map(step).collect()).unwrap()
}

/// Months counted from April 2026, which lies at 100.
fn at(month: i32) -> Month {
    let off = u32::try_from((month - 100).abs()).unwrap();
    if month < 100 { april().earlier(off).unwrap() } else { april().later(off).unwrap() }
}

type Volumes = BTreeMap<(usize, i32), BigRational>;

fn put(volumes: &mut Volumes, step: usize, month: i32, volume: BigRational) {
    let slot = volumes.entry((step, month)).or_insert_with(zero);
    *slot = slot.clone() + volume;
}

/// What a volume brings to every later step, month by month; in `now` at the earliest.
fn brought(
    volumes: &mut Volumes,
    from: usize,
    since: i32,
    volume: &Fraction,
    now: i32,
    rates: &[Fraction],
    lags: &[Lag],
) {
    let mut moving = vec![(since, big(volume))];
    for (index, (rate, lag)) in rates.iter().zip(lags).enumerate().skip(from) {
        let mut next = Vec::new();
        for (month, part) in &moving {
            for (months, share) in (0..).zip(lag.shares()) {
                next.push((month + months, part * big(rate) * big(share)));
            }
        }
        for (month, part) in &next {
            put(volumes, index + 1, (*month).max(now), part.clone());
        }
        moving = next;
    }
}

fn longest(lags: &[Lag]) -> i32 {
    lags.iter().map(|lag| i32::try_from(lag.longest()).unwrap()).sum()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn calendars_agree_with_volume_by_volume(
        rates in prop::collection::vec(any_rate(), 3), lags in prop::collection::vec(any_lag(), 3),
        wins in prop::collection::vec(any_volume(), 1..6), now in 80_i32..112,
        open in prop::collection::vec((0_usize..3, 75_i32..112, any_volume()), 0..6),
    ) {
        let schedule = Schedule::new(funnel(&rates), lags.clone()).unwrap();
        let targets = MonthlyWins::new(april(), wins.clone()).unwrap();
        let given: Vec<OpenVolume> = open.iter()
            .map(|(step, since, volume)| OpenVolume { step: name(&format!("s{step}")), since: at(*since), volume: volume.clone() })
            .collect();
        let plan = schedule.back(&targets, at(now), &given).unwrap();
        // What is open: older than all that lies before it is told and does not count, the rest counts in full.
        let mut coming = Volumes::new();
        let mut late = Vec::new();
        for ((step, since, volume), given) in open.iter().zip(&given) {
            let due = since + longest(&lags[*step..]);
            if volume.is_zero() {
                continue;
            }
            if due < now {
                let wins = rates[*step..].iter().fold(big(volume), |wins, rate| wins * big(rate));
                late.push((given.clone(), at(due), now - due, wins));
            } else {
                brought(&mut coming, *step, *since, volume, now, &rates, &lags);
            }
        }
        let told: Vec<_> = plan.overdue().iter()
            .map(|late| (late.open.clone(), late.due, i32::try_from(late.months_over).unwrap(), big(&late.wins)))
            .collect();
        prop_assert_eq!(&told, &late);
        prop_assert_eq!(plan.overdue(), schedule.overdue(at(now), &given).unwrap());
        let mut spare = zero();
        let mut needed = Volumes::new();
        for (month, wins) in (100..).zip(&wins) {
            let covered = coming.get(&(3, month)).cloned().unwrap_or_else(zero);
            prop_assert_eq!(big(&plan.covered()[usize::try_from(month - 100).unwrap()]), covered.clone());
            spare += covered;
            let used = spare.clone().min(big(wins));
            spare -= used.clone();
            // From the last step back, share by share.
            let mut moving = vec![(month, big(wins) - used)];
            put(&mut needed, 3, month, moving[0].1.clone());
            for (index, (rate, lag)) in rates.iter().zip(&lags).enumerate().rev() {
                let mut before = Vec::new();
                for (month, part) in &moving {
                    for (months, share) in (0..).zip(lag.shares()) {
                        before.push((month - months, part / big(rate) * big(share)));
                    }
                }
                for (month, part) in &before {
                    put(&mut needed, index, *month, part.clone());
                }
                moving = before;
            }
        }
        let first = 100 - longest(&lags);
        let mut totals = vec![zero(); 4];
        let mut given_so_far = [0_u128; 4];
        for (month, line) in (first..).zip(plan.months()) {
            prop_assert_eq!((line.month, line.past), (at(month), month < now));
            for step in 0..4 {
                let volume = needed.get(&(step, month)).cloned().unwrap_or_else(zero);
                prop_assert_eq!(big(&line.exact[step]), volume.clone());
                totals[step] += volume;
                let due = ceil(&totals[step]);
                prop_assert_eq!(line.whole[step], due - given_so_far[step]);
                given_so_far[step] = due;
            }
        }
        prop_assert_eq!(plan.months().len(), usize::try_from(longest(&lags)).unwrap() + wins.len());

        // Forwards, the same volumes as entries from April on.
        let lines = schedule.forward(april(), &wins, at(now), &given).unwrap();
        for (month, entries) in (100..).zip(&wins) {
            put(&mut coming, 0, month, big(entries));
            brought(&mut coming, 0, month, entries, month, &rates, &lags);
        }
        let start = if open.is_empty() { 100 } else { now.min(100) };
        let mut seen = zero();
        for (month, line) in (start..).zip(&lines) {
            prop_assert_eq!(line.month, at(month));
            for step in 0..4 {
                let volume = coming.get(&(step, month)).cloned().unwrap_or_else(zero);
                prop_assert_eq!(big(&line.exact[step]), volume.clone());
                seen += volume;
            }
        }
        prop_assert_eq!(seen, coming.into_values().fold(zero(), |sum, volume| sum + volume));
    }

    #[test]
    fn teams_agree_with_head_by_head(
        needs in prop::collection::vec(any_volume(), 1..10), members in 0_u32..20, load in any_rate(),
        ramp in prop::collection::vec((0_u128..=10, 10_u128..=30), 0..4),
    ) {
        let shares: Vec<Fraction> = ramp.iter().map(|(n, d)| Fraction::new(*n, *d).unwrap()).collect();
        let load = load.checked_mul(&Fraction::from(50_u64)).unwrap();
        let team = Team::new(members, load.clone(), shares.iter().map(|share| Share::new(share.clone()).unwrap()).collect()).unwrap();
        let Ok(plan) = team.staff(april(), &needs) else { return Ok(()) };
        let mut all = members;
        for (index, line) in plan.iter().enumerate() {
            all += line.hires;
            prop_assert_eq!(line.members, all);
            let mut capacity = count(members);
            for (start, month) in plan.iter().enumerate().take(index + 1) {
                let each = shares.get(index - start).map_or_else(|| count(1), big);
                capacity += count(month.hires) * each;
            }
            capacity *= big(&load);
            prop_assert_eq!(big(&line.capacity), capacity.clone());
            prop_assert_eq!(big(&line.short), (big(&needs[index]) - capacity).max(zero()));
        }
    }

    #[test]
    fn chains_agree_with_plain_elimination(
        cells in prop::collection::vec(prop::collection::vec((0_u128..50, 1_u128..1_000_000), 7), 5),
    ) {
        // Five states and three outcomes; the last outcome takes what is left, so every row makes one whole.
        let mut rows = Vec::new();
        for row in &cells {
            let mut rest = Fraction::ONE;
            let mut shares = Vec::new();
            for (n, d) in row {
                let share = Fraction::new(*n, 400 * (d + 1)).unwrap();
                rest = rest.checked_sub(&share).unwrap();
                shares.push(share);
            }
            shares.push(rest);
            rows.push(shares);
        }
        let names = |what: &str, count: usize| (0..count).map(|i| name(&format!("{what}{i}"))).collect::<Vec<_>>();
        let solution = Chain::new(names("s", 5), names("o", 3), rows.clone()).unwrap().solve().unwrap();
        // (I − Q) beside I, reduced row by row.
        let one = |here: bool| count(u32::from(here));
        let mut matrix: Vec<Vec<BigRational>> = (0..5)
            .map(|i| (0..5).map(|j| one(i == j) - big(&rows[i][j])).chain((0..5).map(|j| one(i == j))).collect())
            .collect();
        for pivot in 0..5 {
            let head = matrix[pivot][pivot].clone();
            for cell in &mut matrix[pivot] {
                *cell /= head.clone();
            }
            let line = matrix[pivot].clone();
            for (index, row) in matrix.iter_mut().enumerate().filter(|(index, _)| *index != pivot) {
                let factor = row[pivot].clone();
                assert!(index < 5);
                for (cell, other) in row.iter_mut().zip(&line) {
                    *cell -= factor.clone() * other;
                }
            }
        }
        for (i, row) in matrix.iter().enumerate() {
            let from = name(&format!("s{i}"));
            let mut length = zero();
            for j in 0..5 {
                let visits = &row[5 + j];
                prop_assert_eq!(&big(solution.visits(&from, &name(&format!("s{j}"))).unwrap()), visits);
                length += visits;
            }
            prop_assert_eq!(big(solution.path_length(&from).unwrap()), length);
            for outcome in 0..3 {
                let ends = (0..5).fold(zero(), |sum, j| sum + &row[5 + j] * big(&rows[j][5 + outcome]));
                prop_assert_eq!(big(solution.outcome(&from, &name(&format!("o{outcome}"))).unwrap()), ends);
            }
        }
    }

    #[test]
    fn levers_agree_with_planning_again(
        rates in prop::collection::vec(prop_oneof![9 => any_rate(), 1 => Just(Fraction::ZERO)], 1..5),
        entries in any_volume(), days in 1_u64..400, percent in 0_u8..100, deal in 1_i64..5_000_000,
    ) {
        let deal = DealSize::new(Money::from_units(deal, Currency::JPY).unwrap()).unwrap();
        let now = Situation::new(funnel(&rates), entries.clone(), deal).with_cycle_days(Fraction::from(days)).unwrap();
        let before = now.outcome().unwrap();
        let part = Share::percent(percent);
        let point = Fraction::new(1, 100).unwrap();
        let more = Fraction::ONE.checked_add(part.fraction()).unwrap();
        let fewer = part.fraction().complement().unwrap();
        for (levers, by_part) in [(now.levers_by(&part).unwrap(), true), (now.levers().unwrap(), false)] {
            prop_assert_eq!(levers.len(), rates.len() + 3);
            prop_assert!(levers.windows(2).all(|pair| pair[0].gain >= pair[1].gain));
            for lever in levers {
                let (up, down) = if by_part { (more.clone(), fewer.clone()) } else { ("101%".parse().unwrap(), "99%".parse().unwrap()) };
                let after = match &lever.kind {
                    LeverKind::Rate(step) => {
                        let rate = &rates[now.funnel().position(step).unwrap() - 1];
                        let better = if by_part { rate.checked_mul(&up) } else { rate.checked_add(&point) };
                        let to = Share::new(better.unwrap().min(Fraction::ONE)).unwrap();
                        now.with(&[WhatIf::Rate { step: step.clone(), to }]).unwrap().outcome().unwrap()
                    }
                    LeverKind::Entries => {
                        let entries = entries.checked_mul(&up).unwrap();
                        now.with(&[WhatIf::Entries(entries)]).unwrap().outcome().unwrap()
                    }
                    LeverKind::Cycle => {
                        let days = Fraction::from(days).checked_mul(&down).unwrap();
                        now.with(&[WhatIf::CycleDays(days)]).unwrap().outcome().unwrap()
                    }
                    // Money is no finer than its smallest unit; the lever is.
                    LeverKind::DealSize => {
                        prop_assert_eq!(&lever.revenue, &before.revenue.checked_mul(&up).unwrap());
                        continue;
                    }
                };
                let velocity = after.velocity.unwrap();
                prop_assert_eq!(lever.velocity.as_ref(), Some(&velocity));
                let faster = velocity.checked_sub(before.velocity.as_ref().unwrap()).unwrap();
                prop_assert_eq!(lever.velocity_gain.as_ref(), Some(&faster));
                // In the same time a shorter cycle brings more, too.
                let revenue = velocity.checked_mul(&Fraction::from(days)).unwrap();
                prop_assert_eq!(&lever.revenue, &revenue);
                prop_assert_eq!(&lever.gain, &revenue.checked_sub(&before.revenue).unwrap());
                // With so many entries fewer, the revenue is what it was.
                if lever.kind != LeverKind::Entries && !revenue.is_zero() {
                    let left = entries.checked_sub(&lever.entries_saved).unwrap();
                    let share = left.checked_div(&entries).unwrap();
                    prop_assert_eq!(revenue.checked_mul(&share).unwrap(), before.revenue.clone());
                }
            }
        }
    }

    #[test]
    fn months_of_segments_add_up(
        parts in prop::collection::vec((prop::collection::vec(any_rate(), 2), prop::collection::vec(any_lag(), 2), any::<bool>()), 1..5),
        revenue in prop::collection::vec(0_i64..100_000_000, 1..4),
    ) {
        let each = Share::new(Fraction::new(1, u128::try_from(parts.len()).unwrap()).unwrap()).unwrap();
        let deal = DealSize::new(Money::from_units(1_000_003, Currency::JPY).unwrap()).unwrap();
        let segments = parts.iter().enumerate().map(|(index, (rates, lags, own))| {
            let step = |(at, rate): (usize, &Fraction)| {
                let text = if *own { format!("own {index} {at}") } else { format!("step {at}") };
                Step::new(name(&text), StepRate::Stated(Share::new(rate.clone()).unwrap()))
            };
            let funnel = Funnel::new(name("lead"), rates.iter().enumerate().map(step).collect()).unwrap();
            Segment { name: SegmentName::new(&format!("segment {index}")).unwrap(), share: each.clone(), funnel, lags: lags.clone(), deal_size: deal }
        });
        let segments = Segments::new(segments.collect()).unwrap();
        let revenue: Vec<Money> = revenue.iter().map(|units| Money::from_units(*units, Currency::JPY).unwrap()).collect();
        let calendar = segments.calendar(april(), &revenue, april(), &[]).unwrap();
        let mut totals: BTreeMap<String, (BigRational, u128)> = BTreeMap::new();
        for total in calendar.totals() {
            for (step, exact, whole) in &total.steps {
                let mut sum = zero();
                for (_, plan) in calendar.plans() {
                    let Ok(position) = plan.schedule().funnel().position(step) else { continue };
                    for line in plan.months().iter().filter(|line| line.month == total.month) {
                        sum += big(&line.exact[position]);
                    }
                }
                prop_assert_eq!(&big(exact), &sum);
                let (running, given) = totals.entry(step.to_string()).or_insert_with(|| (zero(), 0));
                *running += sum;
                prop_assert_eq!(*whole, ceil(running) - *given);
                *given = ceil(running);
            }
        }
    }
}
