//! Recycling chains against exact oracle vectors, and the linear funnels among them.
#![expect(clippy::unreachable, reason = "the oracle file is ours")]

use lead_lifecycle::planning::{
    Chain, Fraction, Funnel, Plan, PlanError, RateEvidence, Return, Rounding, Share, Step, StepRate, Target,
};
use lead_lifecycle::values::StepName;
use proptest::prelude::*;
use serde_json::Value;

fn oracle() -> Value {
    serde_json::from_str(include_str!("../oracles/o5_markov.json")).unwrap()
}

fn name(text: &str) -> StepName {
    StepName::new(text).unwrap()
}

fn names(value: &Value) -> Vec<StepName> {
    value.as_array().unwrap().iter().map(|text| name(text.as_str().unwrap())).collect()
}

fn fraction(value: &Value) -> Fraction {
    value.as_str().unwrap().parse().unwrap()
}

fn chain(case: &Value) -> Result<Chain, PlanError> {
    let (states, outcomes) = (names(&case["transient"]), names(&case["absorbing"]));
    let row = |row: &Value| row.as_array().unwrap().iter().map(fraction).collect();
    let rows = case["P"].as_array().unwrap().iter().take(states.len()).map(row).collect();
    Chain::new(states, outcomes, rows)
}

#[test]
fn chains_agree_with_the_oracle_exactly() {
    let oracle = oracle();
    let cases = oracle["cases"].as_array().unwrap();
    assert_eq!(cases.len(), 30);
    for case in cases {
        let solution = chain(case).unwrap().solve().unwrap();
        let (states, outcomes) = (names(&case["transient"]), names(&case["absorbing"]));
        for (i, from) in states.iter().enumerate() {
            for (j, to) in states.iter().enumerate() {
                assert_eq!(solution.visits(from, to).unwrap(), &fraction(&case["fundamental_N"][i][j]));
                assert_eq!(solution.ever(from, to).unwrap(), fraction(&case["ever_visit"][i][j]));
            }
            for (j, outcome) in outcomes.iter().enumerate() {
                assert_eq!(solution.outcome(from, outcome).unwrap(), &fraction(&case["absorption_B"][i][j]));
            }
            assert_eq!(solution.path_length(from).unwrap(), &fraction(&case["expected_steps"][i]));
            assert_eq!(solution.path_length_variance(from).unwrap(), fraction(&case["variance_steps"][i]));
        }
        let start = name(case["start"].as_str().unwrap());
        let wanted = Fraction::from(case["target_customers"].as_u64().unwrap());
        let needed = solution.entries_for(&start, &name("customer"), &wanted).unwrap();
        assert_eq!(needed, fraction(&case["required_entries_exact"]));
        assert_eq!(needed.ceil().unwrap(), u128::from(case["required_entries_ceil"].as_u64().unwrap()));
        for (state, expected) in states.iter().zip(case["expected_stage_visits_at_required_exact"].as_array().unwrap())
        {
            let visits = needed.checked_mul(solution.visits(&start, state).unwrap()).unwrap();
            assert_eq!(visits, fraction(expected));
        }
    }
}

#[test]
fn linear_funnels_agree_with_the_oracle() {
    for case in oracle()["linear"].as_array().unwrap() {
        let rates = case["stage_rates_in_order"].as_array().unwrap();
        let step = |(index, rate): (usize, &Value)| {
            let rate = StepRate::Stated(Share::new(fraction(rate)).unwrap());
            Step::new(name(&format!("s{}", index + 1)), rate)
        };
        let funnel = Funnel::new(name("s0"), rates.iter().enumerate().map(step).collect()).unwrap();
        let target = Target::wins(case["target"].as_u64().unwrap());
        let plan = funnel.back(&target).unwrap();
        assert_eq!(plan.entries(), &fraction(&case["required_exact"]));
        let first = |plan: &Plan| u64::try_from(plan.lines()[0].whole).unwrap();
        assert_eq!(Some(first(&plan)), case["required_ceil_top"].as_u64());
        let cascade = Plan::new(&funnel, &target, Rounding::Cascade).unwrap();
        let back: Vec<u64> = cascade.lines().iter().rev().map(|line| u64::try_from(line.whole).unwrap()).collect();
        assert_eq!(serde_json::to_value(back).unwrap(), case["each_stage_from_target_back"]);
        // A funnel without returns is a chain, too.
        let solution = Chain::recycling(&funnel, &[]).unwrap().solve().unwrap();
        let needed = solution.entries_for(funnel.entry(), funnel.last(), &target.aim().unwrap()).unwrap();
        assert_eq!(&needed, plan.entries());
    }
}

#[test]
fn endless_loops_are_a_typed_error() {
    let oracle = oracle();
    let [both, nurture] = oracle["invalid"].as_array().unwrap().as_slice() else { unreachable!() };
    let error = chain(both).unwrap_err();
    assert_eq!(error, PlanError::Endless { states: vec![name("lead"), name("mql")] });
    assert_eq!(error.to_string(), "`lead`, `mql` are never left for an outcome; give one of them a way out");
    assert_eq!(chain(nurture).unwrap_err(), PlanError::Endless { states: vec![name("nurture")] });
    // Everything that drops out comes back, and nothing is won: certain loops in a funnel.
    let funnel = Funnel::standard().with_rate(&name("win"), StepRate::percent(0)).unwrap();
    let all = |from: &str| Return { from: name(from), share: Share::ONE, to: name("mql") };
    let returns = [all("mql"), all("sql"), all("opportunity")];
    assert!(matches!(Chain::recycling(&funnel, &returns), Err(PlanError::Endless { .. })));
    // If something is won, everything is, sooner or later.
    let solution = Chain::recycling(&Funnel::standard(), &returns).unwrap().solve().unwrap();
    assert_eq!(solution.outcome(&name("mql"), &name("win")).unwrap(), &Fraction::ONE);
    assert_eq!(solution.visits(&name("mql"), &name("mql")).unwrap(), &Fraction::from(20_u64));
}

#[test]
fn bad_chains_are_refused() {
    let half = || "1/2".parse::<Fraction>().unwrap();
    let rows = |row: Vec<Fraction>| Chain::new(vec![name("a")], vec![name("x")], vec![row]);
    assert!(matches!(rows(vec![half(), Fraction::ONE]), Err(PlanError::Shares { .. })));
    assert!(matches!(rows(vec![half()]), Err(PlanError::Missing { .. })));
    assert!(matches!(Chain::new(vec![], vec![name("x")], vec![]), Err(PlanError::Limit { .. })));
    assert!(matches!(
        Chain::new(vec![name("a")], vec![name("a")], vec![vec![half(), half()]]),
        Err(PlanError::Twice { .. })
    ));
    let twice = Return { from: name("sql"), share: Share::percent(60), to: name("mql") };
    let error = Chain::recycling(&Funnel::standard(), &[twice.clone(), twice.clone()]).unwrap_err();
    assert_eq!(error.to_string(), "the shares of what comes back from sql add up to 1.2; they may add up to 1 at most");
    let last = Return { from: name("win"), ..twice };
    assert!(matches!(Chain::recycling(&Funnel::standard(), &[last]), Err(PlanError::Unknown { .. })));
    let dry = Funnel::standard().with_rate(&name("win"), StepRate::percent(0)).unwrap();
    let solution = Chain::recycling(&dry, &[]).unwrap().solve().unwrap();
    let error = solution.entries_for(&name("mql"), &name("win"), &Fraction::ONE).unwrap_err();
    assert!(matches!(error, PlanError::ZeroRate { .. }));
}

#[test]
fn a_stored_chain_is_checked_again() {
    let chain = Chain::recycling(&Funnel::standard(), &[]).unwrap();
    let text = serde_json::to_string(&chain).unwrap();
    assert_eq!(serde_json::from_str::<Chain>(&text).unwrap(), chain);
    let wrong = text.replace("\"0.25\"", "\"0.26\"");
    assert!(serde_json::from_str::<Chain>(&wrong).unwrap_err().to_string().contains("add up to"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]
    #[test]
    fn large_chains_with_evidence_stay_exact(
        cells in prop::collection::vec((1_u64..50_000, 1_u64..50_000, 0_u8..=100), 8..=12),
    ) {
        // Evidence with denominators of its own in every row: far beyond 128 bits.
        let steps = cells.iter().enumerate().map(|(index, (k, more, _))| {
            Step::new(name(&format!("s{}", index + 1)), StepRate::Evidence(RateEvidence::new(*k, k + more).unwrap()))
        });
        let funnel = Funnel::new(name("s0"), steps.collect()).unwrap();
        let returns: Vec<Return> = cells.iter().enumerate().map(|(index, (_, _, share))| Return {
            from: name(&format!("s{index}")), share: Share::percent(*share), to: name(&format!("s{}", index / 2)),
        }).collect();
        let solution = Chain::recycling(&funnel, &returns).unwrap().solve().unwrap();
        let start = funnel.entry();
        // Everybody ends somewhere, and each state's visits are what flows into it.
        let won = solution.outcome(start, funnel.last()).unwrap();
        prop_assert_eq!(won.checked_add(solution.outcome(start, &name("lost")).unwrap()).unwrap(), Fraction::ONE);
        let chain = solution.chain();
        let rows = serde_json::to_value(chain).unwrap();
        for (j, to) in chain.states().iter().enumerate() {
            let mut inflow = if to == start { Fraction::ONE } else { Fraction::ZERO };
            for (i, from) in chain.states().iter().enumerate() {
                let share = fraction(&rows["rows"][i][j]);
                inflow = inflow.checked_add(&share.checked_mul(solution.visits(start, from).unwrap()).unwrap()).unwrap();
            }
            prop_assert_eq!(&inflow, solution.visits(start, to).unwrap());
        }
        // Recycling never needs more entries than the funnel alone.
        let wanted = Fraction::from(10_u64);
        let alone = funnel.back(&Target::Wins(wanted.clone()));
        let needed = solution.entries_for(start, funnel.last(), &wanted).unwrap();
        if let Ok(plan) = alone { prop_assert!(&needed <= plan.entries()); }
    }
}
