//! Every way of `fast` beside the reference of `score`: for random policies, leads and instants they give the same
//! score.
//!
//! One test per way: `one`, `bulk`, `columns`, `history`, and what explanations and crossings take from them. That the
//! reference itself is right is shown outside, in `tests`, by models that share no code with the crate.

use alloc::format;
use alloc::string::{String, ToString as _};
use alloc::vec;
use alloc::vec::Vec;

use proptest::prelude::{Just, ProptestConfig, Strategy, any, prop, prop_assert, prop_assert_eq, prop_oneof, proptest};

use crate::calendar::Zone;
use crate::scoring::explain::building;
use crate::scoring::fast::{bulk, one};
use crate::scoring::future::aim::Aim;
use crate::scoring::future::course::course;
use crate::scoring::future::crossing::Crossing;
use crate::scoring::future::search;
use crate::scoring::language::standing::Standing;
use crate::scoring::memory::fit_tags::FitTags;
use crate::scoring::memory::scoring_state::ScoringState;
use crate::scoring::policy::draft::ScoringDraft;
use crate::scoring::score::preview::Preview;
use crate::scoring::score::reference;
use crate::scoring::score::score::Score;
use crate::scoring::{HistoryScorer, Scoring};
use crate::values::{Activity, Carry, FieldCatalog, FieldValue, Instant, LeadProfile, ObjectKey, Points, ProfileEntry};

/// Everything happens after this second.
const START: i64 = 1_767_225_600;

/// Instants that are looked at: before, between and after what happens.
const PROBES: [i64; 6] = [0, 40, 250, 900, 1_000, 4_000];

fn instant(seconds: i64) -> Instant {
    Instant::saturating(START.saturating_add(seconds))
}

// ------------------------------------------------------------------------------------------------ what is generated

#[derive(Debug, Clone)]
struct Lead {
    /// Of which kind, for which object, and when.
    done: Vec<(usize, Option<u8>, i64)>,
    employees: Option<u32>,
    /// The day for which the purchase is planned, counted from two days before the start.
    purchase: Option<u32>,
    carries: Vec<(Carry, i64)>,
}

fn lead() -> impl Strategy<Value = Lead> {
    let done = prop::collection::vec((0..24_usize, prop::option::of(0..3_u8), 0..1_000_i64), 0..40);
    let how = prop_oneof![Just(Carry::Keep), Just(Carry::Halve), Just(Carry::Reset)];
    // Most leads were never recycled.
    let carries = prop::option::weighted(0.3, prop::collection::vec((how, 0..1_000_i64), 1..3));
    let carries = carries.prop_map(Option::unwrap_or_default);
    let profile = (prop::option::of(0..500_u32), prop::option::of(0..4_u32));
    (done, profile, carries).prop_map(|(done, (employees, purchase), carries)| Lead {
        done,
        employees,
        purchase,
        carries,
    })
}

fn decay() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("\"none\"".to_string()),
        (1..800_u32).prop_map(|span| format!("{{ linear = \"{span}s\" }}")),
        (60..300_u32).prop_map(|half| format!("{{ half_life = \"{half}s\" }}")),
        (1..200_u32).prop_map(|from| format!(
            "{{ steps = [{{ from = \"{from}s\", keeps = \"50%\" }}, {{ from = \"900s\", keeps = \"0%\" }}] }}"
        )),
    ]
}

/// A tag and a rule that weighs it.
fn behaviour(index: usize) -> impl Strategy<Value = String> {
    let tag = (1..30_u16, 0..4_u8);
    let rule = (0..4_u8, -20_000..50_000_i64, decay(), 0..3_u8, any::<u16>(), any::<bool>());
    let bounds = (prop::option::weighted(0.4, 1..900_u32), prop::option::weighted(0.3, 1..60_000_i64));
    (tag, rule, bounds).prop_map(move |((keep, which), (group, points, decay, count, n, lasting), (within, cap))| {
        let distinct = match which {
            0 => "once_per = \"object\"\n",
            1 => "one_per_period = \"100s\"\n",
            _ => "",
        };
        let n = n.checked_rem(keep).unwrap_or(0).saturating_add(1);
        let count = match count {
            0 => "\"each\"".to_string(),
            1 => format!("{{ every = {n} }}"),
            _ => format!("{{ at_least = {n} }}"),
        };
        let within = within.map_or(String::new(), |span| format!("within = \"{span}s\"\n"));
        let cap = cap.map_or(String::new(), |cap| format!("cap = \"{}\"\n", Points::saturating(cap)));
        let points = Points::saturating(points);
        format!(
            "[tags.t{index}]\nkinds = [\"kind{index}\"]\nkeep = {keep}\n{distinct}\
             [rules.r{index}.engagement]\ngroup = \"g{group}\"\ntag = \"t{index}\"\npoints = \"{points}\"\n\
             count = {count}\ndecay = {decay}\nlasting = {lasting}\n{within}{cap}"
        )
    })
}

const PROFILE_RULES: &str = "\
    [rules.big.fit]\ngroup = \"g0\"\npoints = 7\nwhen = { at_least = { field = \"employees\", value = 200 } }\n\
    [rules.size.bands]\ngroup = \"g1\"\nfield = \"employees\"\notherwise = -3\n\
    bands = [{ from = 300, points = 5 }, { from = 1, to = 100, points = \"2.5\" }]\n\
    [rules.soon.timing]\ngroup = \"g2\"\nfield = \"purchase_by\"\n\
    ahead = [{ up_to = \"1h\", points = 9 }, { up_to = \"2d\", points = 4 }]\n\
    missed = [{ up_to = \"30m\", points = -6 }]\n";

fn combination() -> impl Strategy<Value = &'static str> {
    prop_oneof![
        3 => Just("sum = [\"d0\", \"d1\"]"),
        1 => Just("weighted = { d0 = \"33.3%\", d1 = \"70%\" }"),
        1 => Just("product = { of = [\"d0\", \"d1\"], per = 10 }"),
        1 => Just(
            "matrix = { rows = \"d0\", rows_from = [20, 5], columns = \"d1\", columns_from = [30, 0], \
             totals = [[40, 30, 20], [30, 20, 10], [20, 10, 0]], \
             ranks = [[\"A\", \"A\", \"B\"], [\"A\", \"B\", \"C\"], [\"B\", \"C\", \"C\"]] }"
        ),
    ]
}

/// Of few tags, or of more than a state is placed in little memory for.
fn policy() -> impl Strategy<Value = Scoring> {
    let size = prop_oneof![4 => 1..6_usize, 1 => Just(20_usize)];
    let behaviours = size.prop_flat_map(|size| (0..size).map(behaviour).collect::<Vec<_>>());
    (behaviours, combination(), any::<bool>()).prop_map(|(behaviours, combine, bounded)| {
        let cap = if bounded { "floor = -10\ncap = 40\n" } else { "" };
        let text = format!(
            "{}{PROFILE_RULES}\
             [groups.g0]\ndimension = \"d0\"\n[groups.g1]\ndimension = \"d0\"\n{cap}\
             [groups.g2]\ndimension = \"d1\"\n{cap}[groups.g3]\ndimension = \"d1\"\n\
             [dimensions.d0]\nfloor = 0\n[dimensions.d1]\nfloor = 0\ncap = 90\n\
             [profiles.main]\ncombine = {{ {combine} }}\nenter = 30\nexit = 12\nminima = {{ d1 = 3 }}\n",
            behaviours.concat()
        );
        let draft: ScoringDraft = toml::from_str(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
        let checked = Scoring::new(&draft, &FieldCatalog::standard(), Zone::UTC);
        checked.unwrap_or_else(|faults| panic!("{faults}\n{text}"))
    })
}

// ------------------------------------------------------------------------------------------------ the lead, told

fn history(lead: &Lead) -> Vec<(Activity, Instant)> {
    let numbered = (0_u32..).zip(&lead.done);
    let activity = numbered.map(|(number, (kind, object, at))| {
        let mut activity = Activity::new(format!("a{number}").parse().unwrap(), format!("kind{kind}").parse().unwrap());
        activity.object = object.map(|object| ObjectKey::new(&format!("o{object}")).unwrap());
        (activity, instant(*at))
    });
    activity.collect()
}

fn met(scoring: &Scoring, lead: &Lead) -> FitTags {
    let mut profile = LeadProfile::new();
    let mut record = |name: &str, value: Option<FieldValue>| {
        profile.record(&name.parse().unwrap(), ProfileEntry { at: instant(0), personal: false, value });
    };
    record("employees", lead.employees.map(|count| FieldValue::Number(count.into())));
    let day = |days| instant(-2 * 86_400).date(&Zone::UTC).add_days(days);
    record("purchase_by", lead.purchase.map(|days| FieldValue::Date(day(days))));
    scoring.tag_profile(&profile)
}

/// The state that a history leaves, of a lead that was never recycled.
fn taken_in(scoring: &Scoring, lead: &Lead, history: &[(Activity, Instant)]) -> ScoringState {
    let mut state = ScoringState::new();
    for (activity, at) in history {
        scoring.record(&mut state, activity, *at);
    }
    state.apply_profile(&met(scoring, lead));
    state
}

fn state(scoring: &Scoring, lead: &Lead) -> ScoringState {
    let mut state = taken_in(scoring, lead, &history(lead));
    for (how, at) in &lead.carries {
        state.carry(*how, instant(*at));
    }
    state
}

fn by_reference(scoring: &Scoring, state: &ScoringState, at: Instant) -> Score {
    let view = Preview::default().of(state);
    reference::score(&scoring.rules, view, scoring.rules.promotes, at.seconds())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn one_equals_the_reference(scoring in policy(), lead in lead()) {
        let state = state(&scoring, &lead);
        for at in PROBES.map(instant) {
            let fast = one::score(&scoring.rules, &scoring.plans, &state, scoring.rules.promotes, at.seconds());
            // It gives no score only where something is still to come.
            prop_assert!(fast.is_some() || state.has_activity_after(at));
            let want = by_reference(&scoring, &state, at);
            prop_assert_eq!(fast.unwrap_or(want), want, "at {}", at);
            prop_assert_eq!(scoring.score(&state, at), want, "at {}", at);
        }
    }

    #[test]
    fn bulk_equals_the_reference(scoring in policy(), leads in prop::collection::vec(lead(), 0..40)) {
        let states: Vec<ScoringState> = leads.iter().map(|lead| state(&scoring, lead)).collect();
        for at in PROBES.map(instant) {
            let mut seen = Vec::new();
            bulk::sums(&scoring.rules, &scoring.plans, &states, at.seconds(), |state, sums| {
                seen.push((state, sums.map(|sums| Score::of_sums(&scoring.rules, sums, scoring.rules.promotes))));
            });
            prop_assert_eq!(seen.len(), states.len());
            for ((seen, score), state) in seen.into_iter().zip(&states) {
                prop_assert_eq!(seen, state);
                let want = by_reference(&scoring, state, at);
                prop_assert_eq!(score.unwrap_or(want), want, "at {}", at);
            }
            scoring.score_all(&states, at, |place, score| {
                assert_eq!(score, by_reference(&scoring, &states[place], at), "at {at}");
            });
        }
    }

    #[test]
    fn columns_equal_the_reference(scoring in policy(), leads in prop::collection::vec(lead(), 1..300)) {
        let states: Vec<ScoringState> = leads.iter().map(|lead| state(&scoring, lead)).collect();
        let columns = scoring.columns(&states);
        for at in [1_000, 1_060, 1_500, 90_000].map(instant) {
            let mut totals = vec![Points::ZERO; states.len()];
            columns.totals(at, 0..states.len(), &mut totals).unwrap();
            for (total, state) in totals.iter().zip(&states) {
                prop_assert_eq!(*total, by_reference(&scoring, state, at).total(), "at {}", at);
            }
        }
    }

    #[test]
    fn histories_equal_the_reference(scoring in policy(), leads in prop::collection::vec(lead(), 1..6)) {
        let mut scorer = HistoryScorer::new(&scoring);
        for lead in &leads {
            for at in PROBES.map(instant) {
                let all = history(lead);
                let done: Vec<_> = all.iter().filter(|(_, happened)| *happened <= at).cloned().collect();
                let want = by_reference(&scoring, &taken_in(&scoring, lead, &done), at);
                // What is still to come is passed over.
                let log = || all.iter().map(|(activity, at)| (activity, *at));
                let met = met(&scoring, lead);
                prop_assert_eq!(scorer.score(&met, log(), at), want, "at {}", at);
                let report = scorer.explain(&met, log(), at).unwrap();
                prop_assert_eq!(report.combination.total, want.total(), "at {}", at);
            }
        }
    }

    #[test]
    fn explanations_equal_the_reference(scoring in policy(), lead in lead()) {
        let state = state(&scoring, &lead);
        for at in PROBES.map(instant) {
            let want = by_reference(&scoring, &state, at);
            let report = building::report(&scoring.rules, &state, scoring.rules.promotes, at).unwrap();
            prop_assert_eq!(report.combination.total, want.total(), "at {}", at);
            prop_assert_eq!(report.combination.rank, want.rank(), "at {}", at);
            let sum: i64 = report.contributions.iter().map(|given| given.value.thousandths()).sum();
            let groups: i64 = report.groups.iter().map(|group| group.sum.thousandths()).sum();
            prop_assert_eq!(sum, groups);
        }
    }

    #[test]
    fn courses_equal_the_reference(scoring in policy(), lead in lead()) {
        let state = state(&scoring, &lead);
        let wanted = [(Crossing::UpToEnter, Standing::Enter), (Crossing::DownBelowExit, Standing::BelowExit)];
        let (from, until) = (instant(950).seconds(), instant(1_400).seconds());
        for (which, standing) in wanted {
            let aim = Aim::of(&scoring.rules, &scoring.plans, which).unwrap();
            let stands = |at: &i64| {
                let score = by_reference(&scoring, &state, Instant::saturating(*at));
                scoring.verdict(&score) == standing
            };
            let want = (from..=until).find(stands);
            if let Some((score, found)) = course(&aim, &state, from, until) {
                prop_assert_eq!(score, by_reference(&scoring, &state, instant(950)));
                prop_assert_eq!(found, want, "{:?}", which);
            }
            // The search for everything else, wherever it begins: before the first occurrence, between two.
            for from in [from, instant(300).seconds(), instant(-20).seconds()] {
                let found = search::first(&aim, &state, from, until);
                prop_assert_eq!(found.at, (from..=until).find(stands), "{:?} from {}", which, from);
                prop_assert_eq!(found.coarse, None);
            }
        }
    }
}
