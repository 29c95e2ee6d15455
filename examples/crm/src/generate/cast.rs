//! The cast: made-up companies, persons, sources and colleagues.

use std::collections::BTreeMap;

use lead_lifecycle::lead::Attribution;
use lead_lifecycle::values::{AccountKey, FieldName, FieldValue, Keyword, PersonKey, TeamKey, Text};
use lead_lifecycle::{Actor, ActorId, Capture, LeadKey, Origin, Role};
use rust_decimal::Decimal;

use crate::generate::chance::Chance;
use crate::problem::Problem;

const NAMES: &[&str] = &[
    "青葉",
    "ひかり",
    "東雲",
    "みのり",
    "北斗",
    "さくら",
    "富岳",
    "白樺",
    "瑞穂",
    "朝日野",
    "千鳥",
    "若草",
    "翠",
    "八雲",
    "高砂",
    "三葉",
    "ことぶき",
    "銀河",
    "明和",
    "桂川",
    "灘",
    "大樹",
    "なぎさ",
    "山吹",
    "鶴見野",
    "清流",
    "星野",
    "まほろば",
    "望海",
    "綾瀬川",
];
/// Industry and what its companies are called.
const INDUSTRIES: &[(&str, &[&str])] = &[
    ("小売", &["ストア", "マート", "商店", "ドラッグ"]),
    ("外食", &["フーズ", "ダイニング", "珈琲"]),
    ("製造", &["製作所", "精機", "工業", "化成"]),
    ("物流", &["物流", "運輸", "ロジスティクス"]),
    ("建設", &["建設", "工務店", "設備"]),
    ("医療・介護", &["メディカル", "ケアサービス", "福祉会"]),
    ("IT", &["システムズ", "ソフト", "テクノロジー"]),
    ("教育", &["学園", "アカデミー"]),
];
const PLACES: &[(&str, &str)] = &[
    ("関東", "東京都千代田区"),
    ("関東", "東京都港区"),
    ("関東", "神奈川県横浜市"),
    ("関東", "埼玉県さいたま市"),
    ("関西", "大阪府大阪市"),
    ("関西", "兵庫県神戸市"),
    ("関西", "京都府京都市"),
    ("中部", "愛知県名古屋市"),
    ("中部", "静岡県浜松市"),
    ("九州", "福岡県福岡市"),
    ("東北", "宮城県仙台市"),
    ("北海道", "北海道札幌市"),
    ("中国", "広島県広島市"),
];
const SURNAMES: &[&str] = &[
    "佐藤",
    "鈴木",
    "高橋",
    "田中",
    "伊藤",
    "渡辺",
    "山本",
    "中村",
    "小林",
    "加藤",
    "吉田",
    "山田",
    "佐々木",
    "山口",
    "松本",
    "井上",
    "木村",
    "林",
    "清水",
    "斎藤",
];
const GIVEN: &[&str] = &["翔太", "美咲", "健一", "陽子", "大輔", "恵", "直樹", "真由美", "拓也", "由佳", "誠", "彩"];
const DEPARTMENTS: &[&str] =
    &["人事部", "人事部", "総務部", "総務部", "経理部", "情報システム部", "経営企画室", "店舗運営部"];
const TITLES: &[&str] = &["部長", "課長", "課長", "係長", "主任", "担当", "担当", "取締役", "代表取締役", "執行役員"];
const SYSTEMS: &[&str] = &["紙とタイムカード", "表計算ソフト", "他社クラウド", "自社開発", "給与ソフト付属"];

/// Where leads come from: origin, source, medium, campaign, how many of a hundred.
pub(crate) const SOURCES: &[(Origin, &str, &str, &str, u32)] = &[
    (Origin::Inbound, "google", "organic", "kintai-guide", 26),
    (Origin::Inbound, "google", "cpc", "brand-2026q2", 16),
    (Origin::Inbound, "webinar", "seminar", "law-revision-2026", 17),
    (Origin::Inbound, "backoffice-expo-2026", "exhibition", "tokyo-april", 15),
    (Origin::Inbound, "facebook", "cpc", "shift-check", 7),
    (Origin::Referral, "partner-sharoshi", "referral", "partner-2026", 7),
    (Origin::Outbound, "target-list", "outbound", "retail-300plus", 12),
];

/// Everybody of ours who acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Member {
    Web,
    Marketing,
    Sdr(u32),
    Bdr,
    Field(u32),
    Success,
    Manager,
    Assistant,
}

impl Member {
    pub(crate) fn actor(self) -> Result<Actor, Problem> {
        let (id, role, team) = match self {
            Self::Web => ("web-form", Role::System, None),
            Self::Marketing => ("mori", Role::Mk, Some("marketing")),
            Self::Sdr(0) => ("okada", Role::Sdr, Some("is-inbound")),
            Self::Sdr(1) => ("fujii", Role::Sdr, Some("is-inbound")),
            Self::Sdr(_) => ("nishida", Role::Sdr, Some("is-inbound")),
            Self::Bdr => ("hara", Role::Bdr, Some("is-outbound")),
            Self::Field(0) => ("ishikawa", Role::Fs, Some("fs-east")),
            Self::Field(1) => ("ueno", Role::Fs, Some("fs-east")),
            Self::Field(_) => ("matsuda", Role::Fs, Some("fs-west")),
            Self::Success => ("ogawa", Role::Cs, Some("customer-success")),
            Self::Manager => ("takagi", Role::Manager, Some("sales")),
            Self::Assistant => ("assistant-01", Role::Assistant, None),
        };
        let actor = Actor::new(ActorId::new(id)?, role);
        Ok(match team {
            Some(team) => actor.with_team(TeamKey::new(team)?),
            None => actor,
        })
    }
}

/// The key of the n-th lead.
pub(crate) fn lead_key(number: u32) -> Result<LeadKey, Problem> {
    Ok(LeadKey::new(&format!("L-{number:04}"))?)
}

/// A profile value of text.
pub(crate) fn text(value: &str) -> Result<FieldValue, Problem> {
    Ok(FieldValue::Text(Text::new(value)?))
}

/// A lead as a form, a badge scan or a target list gives it; what is missing is found out in conversations.
pub(crate) fn capture(chance: &mut Chance, number: u32, outbound: bool) -> Result<Capture, Problem> {
    let (origin, source, medium, campaign) = source(chance, outbound);
    let mut capture = Capture::new(lead_key(number)?, origin);
    capture.attribution = Attribution {
        source: Some(Keyword::new(source)?),
        medium: Some(Keyword::new(medium)?),
        campaign: Some(Keyword::new(campaign)?),
        content: None,
    };
    let (industry, kinds) = chance.of(INDUSTRIES);
    let form = chance.pick("株式会社", &["株式会社", "株式会社", "有限会社", "合同会社"]);
    let company = format!("{form}{}{}", chance.of(NAMES), chance.of(kinds));
    let employees = chance.pick(30, &[60, 85, 120, 180, 240, 320, 450, 700, 1200, 2600, 8]);
    let (region, _) = chance.of(PLACES);
    capture.account = Some(AccountKey::new(&format!("A-{number:04}"))?);
    capture.person = Some(PersonKey::new(&format!("P-{number:04}"))?);
    let mut fields = BTreeMap::new();
    let mut set = |name: &str, value: FieldValue| -> Result<(), Problem> {
        fields.insert(FieldName::new(name)?, value);
        Ok(())
    };
    set("company", text(&company)?)?;
    set("industry", text(industry)?)?;
    if outbound || chance.percent(80) {
        set("employees", FieldValue::Number(Decimal::from(employees)))?;
    }
    set("region", text(region)?)?;
    set("department", text(chance.of(DEPARTMENTS))?)?;
    set("job_title", text(chance.of(TITLES))?)?;
    set("person_name", text(&format!("{} {}", chance.of(SURNAMES), chance.of(GIVEN)))?)?;
    set("email", text(&format!("p{number:04}@example.co.jp"))?)?;
    if chance.percent(60) {
        set("phone", text(&format!("03-0000-{number:04}"))?)?;
    }
    capture.fields = fields;
    Ok(capture)
}

/// What a conversation adds to the profile.
pub(crate) fn learned(chance: &mut Chance) -> Result<BTreeMap<FieldName, Option<FieldValue>>, Problem> {
    let (_, location) = chance.of(PLACES);
    Ok(BTreeMap::from([
        (FieldName::new("location")?, Some(text(location)?)),
        (
            FieldName::new("employees")?,
            Some(FieldValue::Number(Decimal::from(chance.between(5, 90).saturating_mul(10)))),
        ),
        (FieldName::new("current_system")?, Some(text(chance.of(SYSTEMS))?)),
        (FieldName::new("offices")?, Some(FieldValue::Number(Decimal::from(chance.between(1, 40))))),
    ]))
}

fn source(chance: &mut Chance, outbound: bool) -> (Origin, &'static str, &'static str, &'static str) {
    let fitting = SOURCES.iter().filter(|(origin, ..)| (*origin == Origin::Outbound) == outbound);
    let weights: u32 = fitting.clone().fold(0, |sum, (.., weight)| sum.saturating_add(*weight));
    let mut drawn = chance.between(1, weights);
    for (origin, source, medium, campaign, weight) in fitting {
        if drawn <= *weight {
            return (*origin, source, medium, campaign);
        }
        drawn = drawn.saturating_sub(*weight);
    }
    (Origin::Inbound, "direct", "none", "none")
}
