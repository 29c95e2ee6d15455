//! What the words of a stage or status column mean.

use lead_lifecycle::values::suggest;

/// What a word of a stage column means, in the order of a lead's life; then its ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Meaning {
    Lead,
    Mql,
    Sql,
    Sao,
    Opportunity,
    Won,
    Lost,
    Recycled,
    Disqualified,
    Discarded,
}

use Meaning::{Discarded, Disqualified, Lead, Lost, Mql, Opportunity, Recycled, Sao, Sql, Won};

impl Meaning {
    /// The word of the mapping.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Lead => "lead",
            Mql => "mql",
            Sql => "sql",
            Sao => "sao",
            Opportunity => "opportunity",
            Won => "won",
            Lost => "lost",
            Recycled => "recycled",
            Disqualified => "disqualified",
            Discarded => "discarded",
        }
    }
}

/// Whole words, in small letters.
const WHOLE: [(Meaning, &[&str]); 10] = [
    (
        Lead,
        &[
            "new",
            "open",
            "lead",
            "subscriber",
            "not contacted",
            "attempted to contact",
            "open - not contacted",
            "known",
            "新規",
            "未対応",
            "未接触",
        ],
    ),
    (Mql, &["mql", "marketing qualified lead", "working - contacted", "contacted", "in progress", "connected", "有望"]),
    (Sql, &["sql", "sales qualified lead", "closed - converted", "pre-qualified", "アポ調整中"]),
    (Sao, &["sao", "appointment scheduled", "appointmentscheduled", "アポ獲得", "prospecting"]),
    (
        Opportunity,
        &[
            "opportunity",
            "demo scheduled",
            "proposal made",
            "negotiations started",
            "qualified to buy",
            "qualifiedtobuy",
            "presentation scheduled",
            "presentationscheduled",
            "decision maker bought-in",
            "decisionmakerboughtin",
            "contract sent",
            "contractsent",
            "needs analysis",
            "value proposition",
            "id. decision makers",
            "identify decision makers",
            "perception analysis",
            "proposal/price quote",
            "negotiation/review",
            "proposition",
            "engaging",
            "2-develop",
            "3-propose",
            "4-close",
            "商談中",
            "提案",
            "提案中",
            "見積提出",
            "交渉中",
            "クロージング",
        ],
    ),
    (Won, &["won", "closed won", "closedwon", "customer", "受注", "成約", "契約済"]),
    (Lost, &["lost", "closed lost", "closedlost", "closed lost to competition", "失注"]),
    (
        Recycled,
        &[
            "recycled",
            "nurture",
            "nurturing",
            "bad timing",
            "contact in future",
            "時期尚早",
            "育成",
            "育成中",
            "ナーチャリング",
        ],
    ),
    (Disqualified, &["disqualified", "unqualified", "not qualified", "closed - not converted", "lost lead", "対象外"]),
    (Discarded, &["junk", "junk lead", "spam", "discarded", "無効", "迷惑"]),
];

/// Parts of words: never sure. The earlier wins: `not qualified` is no `qualified`.
const PARTS: [(Meaning, &[&str]); 10] = [
    (Disqualified, &["not ", "unq", "disq", "no longer", "対象外"]),
    (Discarded, &["junk", "spam", "duplicate", "重複", "delete"]),
    (Recycled, &["nurtur", "recycl", "future", "later", "hold", "保留", "尚早"]),
    (Won, &["won", "受注", "成約", "契約"]),
    (Lost, &["lost", "lose", "失注", "敗"]),
    (Opportunity, &["proposal", "negotiat", "quote", "demo", "contract", "商談", "提案", "見積"]),
    (Sao, &["appointment", "meeting", "アポ"]),
    (Sql, &["sales qual", "convert"]),
    (Mql, &["qualif", "warm", "hot", "有望"]),
    (Lead, &["new", "open", "cold", "新規"]),
];

/// A word that was looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Meant {
    Sure(Meaning),
    /// Perhaps this.
    Nearest(Meaning),
    Unknown,
}

/// What a word means.
pub(crate) fn meant(word: &str) -> Meant {
    let lower = word.trim().to_lowercase();
    if let Some((meaning, _)) = WHOLE.iter().find(|(_, words)| words.contains(&lower.as_str())) {
        return Meant::Sure(*meaning);
    }
    let part = PARTS.iter().find(|(_, parts)| parts.iter().any(|part| lower.contains(part)));
    let near = || {
        let all = WHOLE.iter().flat_map(|(_, words)| words.iter().copied());
        let near = suggest(&lower, all.filter(|known| known.chars().count() > 3))?;
        WHOLE.iter().find(|(_, words)| words.contains(&near)).map(|(meaning, _)| *meaning)
    };
    let meaning = part.map(|(meaning, _)| *meaning).or_else(near);
    meaning.map_or(Meant::Unknown, Meant::Nearest)
}
