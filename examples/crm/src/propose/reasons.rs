//! Which reason of the policy a word of an export means.

use lead_lifecycle::Policy;
use lead_lifecycle::recycle::ReasonList;
use lead_lifecycle::values::suggest;

/// Parts of words, and what they mean, if the policy has it.
const PARTS: [(&str, &[&str]); 9] = [
    ("price", &["price", "expensive", "cost", "価格", "高い", "料金"]),
    ("budget_not_fixed", &["budget", "予算"]),
    ("competitor", &["compet", "競合", "他社"]),
    ("timing", &["timing", "later", "時期"]),
    ("no_response", &["no reply", "no answer", "no response", "unresponsive", "音信", "連絡"]),
    ("no_fit", &["fit", "feature", "要件", "不一致"]),
    ("no_need", &["no need", "not interested", "interest", "不要"]),
    ("no_decision", &["decision", "postponed", "延期"]),
    ("stays_on_paper", &["current", "現行", "現状"]),
];

/// The code of a list that a word means perhaps.
pub(super) fn reason<'p>(policy: &'p Policy, list: ReasonList, word: &str) -> Option<&'p str> {
    let codes = || policy.reasons().codes(list).map(|(code, _)| code.as_str());
    let lower = word.to_lowercase();
    let by_label = policy.reasons().codes(list).find(|(_, label)| label.is_some_and(|label| label.as_str() == word));
    let by_part = || {
        let (meant, _) = PARTS.iter().find(|(_, parts)| parts.iter().any(|part| lower.contains(part)))?;
        codes().find(|code| code == meant)
    };
    by_label.map(|(code, _)| code.as_str()).or_else(by_part).or_else(|| suggest(&lower, codes()))
}

/// Every code of a list.
pub(super) fn codes(policy: &Policy, list: ReasonList) -> String {
    let codes: Vec<&str> = policy.reasons().codes(list).map(|(code, _)| code.as_str()).collect();
    codes.join(", ")
}
