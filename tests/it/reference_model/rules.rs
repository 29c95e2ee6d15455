//! The two policies of the model, written out by hand a second time.

/// What becomes of a lead after a reason: discarded, or recycled with its own cooling and engagement.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Then {
    Discard,
    Recycle { cooling: Option<i64>, engagement: Option<&'static str> },
}

pub(crate) struct ReasonRow {
    pub(crate) list: &'static str,
    pub(crate) code: &'static str,
    pub(crate) needs_note: bool,
    pub(crate) then: Then,
}

#[derive(Debug, Clone)]
pub(crate) struct TagRow {
    pub(crate) name: &'static str,
    pub(crate) kind: &'static str,
    pub(crate) keep: usize,
    pub(crate) points: i64,
    pub(crate) every: usize,
    pub(crate) expires: Option<i64>,
}

#[expect(clippy::struct_excessive_bools, reason = "plain before all")]
pub(crate) struct Rules {
    pub(crate) skew: i64,
    pub(crate) future: i64,
    pub(crate) memory: usize,
    pub(crate) most_proposals: usize,
    pub(crate) proposals_last: i64,
    pub(crate) cooling: i64,
    pub(crate) back_off: i64,
    pub(crate) longest_cooling: i64,
    pub(crate) max_cycles: u32,
    pub(crate) engagement: &'static str,
    pub(crate) reasons: Vec<ReasonRow>,
    /// Stage, after, and the reason for recycling, if that follows.
    pub(crate) stale: Vec<(&'static str, i64, Option<&'static str>)>,
    pub(crate) answers_last: i64,
    pub(crate) evidence: &'static [&'static str],
    pub(crate) handoff_items: &'static [&'static str],
    pub(crate) handoff_fields: &'static [&'static str],
    pub(crate) skips: bool,
    pub(crate) backward: bool,
    pub(crate) tags: Vec<TagRow>,
    /// From how many employees on a company is large.
    pub(crate) large: i64,
    /// The open stages of a deal.
    pub(crate) pipeline: [&'static str; 5],
    pub(crate) enter: i64,
    pub(crate) exit: i64,
    /// Whether a contact that a customer or a disqualified lead begins is a hand-raise.
    pub(crate) inbound_raises: bool,
    pub(crate) opens_expansion: bool,
    pub(crate) purchase_from: &'static [&'static str],
    /// Whether the next cycle keeps owner and team.
    pub(crate) recycle_keeps: (bool, bool),
    pub(crate) reopen_keeps: (bool, bool),
    pub(crate) expansion_keeps: (bool, bool),
}

const DAY: i64 = 86_400;

fn plain(list: &'static str, code: &'static str) -> ReasonRow {
    ReasonRow { list, code, needs_note: code == "other", then: Then::Discard }
}

fn recycling(list: &'static str, code: &'static str, days: Option<i64>, engagement: Option<&'static str>) -> ReasonRow {
    let then = Then::Recycle { cooling: days.map(|d| d * DAY), engagement };
    ReasonRow { list, code, needs_note: code == "other", then }
}

fn tag(
    (name, kind): (&'static str, &'static str),
    keep: usize,
    points: i64,
    every: usize,
    days: Option<i64>,
) -> TagRow {
    TagRow { name, kind, keep, points, every, expires: days.map(|d| d * DAY) }
}

impl Rules {
    pub(crate) fn standard() -> Self {
        Self {
            skew: 60,
            future: 300,
            memory: 128,
            most_proposals: 5,
            proposals_last: 7 * DAY,
            cooling: 30 * DAY,
            back_off: 150,
            longest_cooling: 180 * DAY,
            max_cycles: 5,
            engagement: "halve",
            reasons: vec![
                plain("reject", "no_need"),
                plain("reject", "other"),
                recycling("recycle", "timing", Some(60), Some("keep")),
                recycling("recycle", "no_response", None, None),
                recycling("recycle", "other", None, None),
                plain("disqualify", "no_fit"),
                plain("disqualify", "other"),
                recycling("lose", "price", Some(90), None),
                plain("lose", "no_fit"),
                recycling("lose", "other", None, None),
                plain("reopen", "new_interest"),
                plain("reopen", "other"),
                plain("close_hand_raise", "spam"),
                plain("close_hand_raise", "other"),
                recycling("end_contract", "expired", Some(30), None),
                plain("end_contract", "no_need"),
                recycling("end_contract", "other", None, None),
            ],
            stale: vec![("mql", 14 * DAY, None), ("sql", 14 * DAY, None), ("opportunity", 60 * DAY, None)],
            answers_last: 90 * DAY,
            evidence: &[],
            handoff_items: &[
                "history",
                "expectations",
                "topics",
                "key_people",
                "competitors",
                "rank",
                "products",
                "memo",
            ],
            handoff_fields: &["industry", "employees", "location", "email"],
            skips: true,
            backward: true,
            tags: vec![
                tag(("document", "document_download"), 10, 10, 1, None),
                tag(("seminar", "seminar"), 10, 15, 1, None),
                tag(("service_page", "service_page_view"), 30, 20, 3, None),
            ],
            large: 300,
            pipeline: crate::common::PIPELINE,
            enter: 30,
            exit: 20,
            inbound_raises: false,
            opens_expansion: false,
            purchase_from: &["lead", "mql", "sql", "opportunity"],
            recycle_keeps: (false, false),
            reopen_keeps: (false, false),
            expansion_keeps: (false, false),
        }
    }

    pub(crate) fn brisk() -> Self {
        Self {
            memory: 3,
            most_proposals: 1,
            proposals_last: 12 * DAY,
            cooling: 3 * DAY,
            back_off: 200,
            longest_cooling: 10 * DAY,
            max_cycles: 3,
            reasons: vec![
                plain("reject", "no_need"),
                plain("reject", "other"),
                recycling("recycle", "timing", Some(1), Some("keep")),
                recycling("recycle", "no_response", None, None),
                recycling("recycle", "stale", Some(0), Some("reset")),
                recycling("recycle", "other", None, None),
                plain("disqualify", "no_fit"),
                plain("disqualify", "other"),
                recycling("lose", "price", Some(4), None),
                plain("lose", "no_fit"),
                recycling("lose", "other", None, None),
                plain("reopen", "new_interest"),
                plain("reopen", "other"),
                plain("close_hand_raise", "spam"),
                plain("close_hand_raise", "other"),
                recycling("end_contract", "expired", Some(2), Some("keep")),
                plain("end_contract", "no_need"),
                recycling("end_contract", "other", None, None),
            ],
            stale: vec![
                ("mql", 9 * DAY, Some("stale")),
                ("sql", 8 * DAY, Some("timing")),
                ("opportunity", 20 * DAY, None),
            ],
            answers_last: 7 * DAY,
            evidence: &["budget"],
            handoff_items: &["rank", "memo"],
            handoff_fields: &["email"],
            skips: false,
            backward: false,
            tags: vec![
                tag(("document", "document_download"), 4, 16, 1, Some(6)),
                tag(("seminar", "seminar"), 4, 24, 1, Some(11)),
                tag(("service_page", "service_page_view"), 9, 20, 3, Some(4)),
                tag(("opt_out", "unsubscribe"), 2, -32, 1, Some(5)),
            ],
            inbound_raises: true,
            opens_expansion: true,
            purchase_from: &["lead", "sql"],
            recycle_keeps: (false, true),
            reopen_keeps: (true, false),
            expansion_keeps: (true, true),
            ..Self::standard()
        }
    }

    pub(crate) fn reason(&self, list: &str, code: &str) -> Option<&ReasonRow> {
        self.reasons.iter().find(|row| row.list == list && row.code == code)
    }

    /// The cooling when the `cycle`-th counted cycle ends.
    pub(crate) fn cooling_of(&self, own: Option<i64>, cycle: u32) -> i64 {
        let mut seconds = own.unwrap_or(self.cooling).min(self.longest_cooling);
        for _ in 1..cycle {
            seconds = (seconds * self.back_off / 100).min(self.longest_cooling);
        }
        seconds
    }
}
