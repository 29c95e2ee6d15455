//! The leads of the scoring benchmark, its policy, and a scorer written by hand for exactly these rules (H).

use std::collections::BTreeMap;

use lead_lifecycle::Instant;
use lead_lifecycle::calendar::Zone;
use lead_lifecycle::scoring::{FitTags, Scoring, ScoringDraft, ScoringState};
use lead_lifecycle::values::{
    Activity, ActivityId, ActivityKind, FieldCatalog, FieldName, FieldValue, LeadProfile, Path, ProfileEntry, Text,
};

pub(crate) const DAY: i64 = 86_400;
pub(crate) const NOW: i64 = 1_782_864_000; // 2026-07-01
pub(crate) const ACTIVITIES: usize = 20;

const POLICY: &str = include_str!("../scoring_policy.toml");

const KINDS: [&str; 12] = [
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

// ------------------------------------------------------------------------------------------------ data

pub(crate) struct Lead {
    pub(crate) attributes: Attributes,
    pub(crate) met: FitTags,
    /// In the order in which they happened.
    pub(crate) log: Vec<(Activity, Instant)>,
}

#[derive(Clone)]
pub(crate) struct Attributes {
    pub(crate) employees: u32,
    pub(crate) revenue: u32,
    pub(crate) industry: &'static str,
    pub(crate) region: &'static str,
    pub(crate) title: &'static str,
    pub(crate) department: &'static str,
}

struct Random(u64);

impl Random {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }
    fn of<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len() as u64) as usize]
    }
}

pub(crate) fn instant(seconds: i64) -> Instant {
    Instant::from_seconds(seconds).unwrap()
}

pub(crate) fn scoring() -> Scoring {
    let draft: ScoringDraft = toml::from_str(POLICY).unwrap();
    let scoring = Scoring::new(&draft, &FieldCatalog::standard(), Zone::JST).unwrap();
    for lint in scoring.lints(&Path::root()) {
        println!("lint: {lint}");
    }
    scoring
}

pub(crate) fn leads(count: usize, scoring: &Scoring) -> Vec<Lead> {
    let mut random = Random(20_261_121);
    let kinds: Vec<ActivityKind> = KINDS.iter().map(|kind| ActivityKind::new(kind).unwrap()).collect();
    (0..count)
        .map(|number| {
            let attributes = Attributes {
                employees: random.of(&[5, 40, 120, 350, 1_200, 8_000]),
                revenue: random.of(&[10, 200, 900, 5_000]),
                industry: random.of(&["it", "finance", "retail", "food", "logistics", "other"]),
                region: random.of(&["kanto", "kansai", "tohoku", "kyushu"]),
                title: random.of(&["president", "director", "manager", "staff", "student"]),
                department: random.of(&["sales", "it", "marketing", "hr"]),
            };
            let mut times: Vec<i64> =
                (0..ACTIVITIES).map(|_| NOW - 1 - random.below(100 * DAY as u64) as i64).collect();
            times.sort_unstable();
            let log = times.iter().enumerate().map(|(place, at)| {
                let id = ActivityId::new(&format!("{number}-{place}")).unwrap();
                let kind = kinds[random.below(kinds.len() as u64) as usize].clone();
                (Activity::new(id, kind), instant(*at))
            });
            Lead { met: scoring.tag_profile(&profile(&attributes)), log: log.collect(), attributes }
        })
        .collect()
}

fn profile(of: &Attributes) -> LeadProfile {
    let text = |text: &str| FieldValue::Text(Text::new(text).unwrap());
    let fields = BTreeMap::from([
        ("employees", FieldValue::Number(of.employees.into())),
        ("annual_revenue", FieldValue::Number(of.revenue.into())),
        ("industry", text(of.industry)),
        ("region", text(of.region)),
        ("job_title", text(of.title)),
        ("department", text(of.department)),
    ]);
    let mut profile = LeadProfile::new();
    for (name, value) in fields {
        let entry = ProfileEntry { at: instant(0), personal: false, value: Some(value) };
        profile.record(&FieldName::new(name).unwrap(), entry);
    }
    profile
}

pub(crate) fn state(scoring: &Scoring, lead: &Lead) -> ScoringState {
    let mut state = ScoringState::new();
    for (activity, at) in &lead.log {
        scoring.record(&mut state, activity, *at);
    }
    state.apply_profile(&lead.met);
    state
}

// ------------------------------------------------------------------------------------------------ H

/// The rules of `scoring_policy.toml`, by hand: the total in thousandths at an instant, from the raw log.
pub(crate) fn by_hand(lead: &Lead, at: i64) -> i64 {
    let a = &lead.attributes;
    let mut fit = 0_i64;
    if a.employees >= 1_000 {
        fit += 10_000;
    }
    if a.employees >= 300 {
        fit += 5_000;
    }
    if a.employees < 10 {
        fit -= 5_000;
    }
    if a.revenue >= 500 {
        fit += 5_000;
    }
    match a.industry {
        "it" => fit += 8_000,
        "finance" => fit += 6_000,
        "other" => fit -= 4_000,
        _ => {}
    }
    if matches!(a.region, "kanto" | "kansai") {
        fit += 3_000;
    }
    match a.title {
        "president" | "director" => fit += 10_000,
        "manager" => fit += 5_000,
        "student" => fit -= 20_000,
        _ => {}
    }
    if a.department == "sales" {
        fit += 4_000;
    }
    let fit = fit.clamp(0, 40_000);
    let (mut service, mut clicks, mut pages, mut documents, mut seminars, mut opens, mut gone) = (0, 0, 0, 0, 0, 0, 0);
    let mut pricing = [i64::MIN; 3];
    for (activity, happened) in &lead.log {
        let t = happened.seconds();
        if t > at {
            continue;
        }
        let age = at - t;
        match activity.kind.as_str() {
            "page_view" => pages += i64::from(age < 7 * DAY),
            "service_page_view" => service += i64::from(age < 30 * DAY),
            "pricing_page_view" => {
                // The three newest, whatever the order of the log.
                if t > pricing[0] {
                    pricing = [t, pricing[0], pricing[1]];
                } else if t > pricing[1] {
                    pricing = [pricing[0], t, pricing[1]];
                } else if t > pricing[2] {
                    pricing[2] = t;
                }
            }
            "document_download" => documents += 1,
            "seminar" => seminars += 1,
            "mail_open" => opens += i64::from(age < 30 * DAY),
            "mail_click" => clicks += i64::from(age < 14 * DAY),
            "unsubscribe" => gone += 1,
            _ => {}
        }
    }
    let mut weight = 0_u128;
    for t in pricing {
        if t != i64::MIN {
            weight += u128::from(half_life((at - t) as u64, (30 * DAY) as u64));
        }
    }
    let mut engagement = ((12_000 * weight + (1 << 62)) >> 63) as i64;
    if service >= 3 {
        engagement += 20_000;
    }
    if clicks >= 2 {
        engagement += 10_000;
    }
    if pages >= 5 {
        engagement += 8_000;
    }
    engagement += (documents * 10_000).min(30_000);
    engagement += (seminars * 15_000).min(30_000);
    engagement += opens.min(2) * 1_000;
    if gone >= 1 {
        engagement -= 30_000;
    }
    fit + engagement.clamp(0, 80_000)
}

/// The crate's published half-life, bit by bit as a hand would write it.
pub(crate) fn half_life(age: u64, half: u64) -> u64 {
    let fraction = ((age % half) << 32) / half;
    let mut product = [1_u64 << 63; 4];
    for place in 0..32 {
        if fraction & (1 << (31 - place)) != 0 {
            let byte = &mut product[place / 8];
            *byte = ((u128::from(*byte) * u128::from(ROOTS[place] >> 1)) >> 63) as u64;
        }
    }
    let times = |x: u64, y: u64| ((u128::from(x) * u128::from(y)) >> 63) as u64;
    let halves = age / half;
    if halves > 63 { 0 } else { times(times(product[0], product[1]), times(product[2], product[3])) >> halves }
}

const ROOTS: [u64; 32] = [
    0xB504_F333_F9DE_6484,
    0xD744_FCCA_D69D_6AF4,
    0xEAC0_C6E7_DD24_392E,
    0xF525_7D15_2486_CC2C,
    0xFA83_B2DB_722A_033A,
    0xFD3E_0C0C_F486_C174,
    0xFE9E_115C_7B8F_884B,
    0xFF4E_CB59_511E_C8A5,
    0xFFA7_5652_1C8D_AED1,
    0xFFD3_A751_C0F7_E10B,
    0xFFE9_D2B2_F7DB_2755,
    0xFFF4_E91B_FF1B_8C3D,
    0xFFFA_747E_A004_0664,
    0xFFFD_3A3B_7814_EB53,
    0xFFFE_9D1C_C60D_DAB1,
    0xFFFF_4E8E_2587_9BFA,
    0xFFFF_A747_0363_F451,
    0xFFFF_D3A3_7DDA_0313,
    0xFFFF_E9D1_BDF7_03AE,
    0xFFFF_F4E8_DEBE_025E,
    0xFFFF_FA74_6F4F_A150,
    0xFFFF_FD3A_37A3_F8B0,
    0xFFFF_FE9D_1BD1_065A,
    0xFFFF_FF4E_8DE8_45AD,
    0xFFFF_FFA7_46F4_1376,
    0xFFFF_FFD3_A37A_05E3,
    0xFFFF_FFE9_D1BD_01FB,
    0xFFFF_FFF4_E8DE_80C0,
    0xFFFF_FFFA_746F_4050,
    0xFFFF_FFFD_3A37_A024,
    0xFFFF_FFFE_9D1B_D011,
    0xFFFF_FFFF_4E8D_E808,
];
