//! Lives that were imported, with every end, several rounds, and dates of every kind: all of it comes back.

use std::fmt::Write as _;

use lead_lifecycle::Instant;
use lead_lifecycle::calendar::Zone;

use crate::host::{folder, ok};
use crate::round_trip::chance::Chance;
use crate::round_trip::compared::{Row, rows, same_rounds, there_and_back};
use crate::tables::written;

const HEADER: &str = "id,round,owner,lead,mql,sql,sao,opp,r_mql,r_sql,r_sao,r_opp,deal,product,value,close,stage,end,ended,why,into,src,company\n";

/// Everything that a mapping can say, read from columns of another system.
const MAPPING: &str = r#"name = "legacy"
file = "legacy.csv"
zone = "+09:00"
currency = "JPY"
dates = ["%Y-%m-%dT%H:%M:%S%:z", "%Y-%m-%d"]
as_of = "2026-06-01"
order = "refuse"
ignore = ["round"]
lead = { column = "id" }
owner = { column = "owner" }
source = { column = "src" }
deal = { column = "deal" }
product = { column = "product" }
value = { column = "value" }
expected_close = { column = "close" }
deal_stage = { column = "stage" }
[origin]
always = "inbound"
[fields]
company = { column = "company" }
[reached.lead]
at = "lead"
[reached.mql]
when = { column = "r_mql", is = ["yes"] }
at = "mql"
[reached.sql]
when = { column = "r_sql", is = ["yes"] }
at = "sql"
[reached.sao]
when = { column = "r_sao", is = ["yes"] }
at = "sao"
[reached.opportunity]
when = { column = "r_opp", is = ["yes"] }
at = "opp"
[won]
when = { column = "end", is = ["won"] }
at = "ended"
[lost]
when = { column = "end", is = ["lost"] }
at = "ended"
reason = { column = "why" }
[recycled]
when = { column = "end", is = ["recycled"] }
at = "ended"
reason = { column = "why" }
[disqualified]
when = { column = "end", is = ["disqualified"] }
at = "ended"
reason = { column = "why" }
[discarded]
when = { column = "end", is = ["discarded"] }
at = "ended"
reason = { column = "why" }
[merged]
when = { column = "end", is = ["merged"] }
at = "ended"
into = { column = "into" }
[words.end]
known = ["open"]
"#;

/// Days go on from round to round; a date is an instant, a day, or not known.
struct Calendar {
    second: i64,
}

impl Calendar {
    fn next(&mut self, chance: &mut Chance, undated: u64) -> String {
        self.second += 86_400 + i64::try_from(chance.below(20 * 86_400)).unwrap();
        let at = Instant::from_seconds(self.second).unwrap();
        match chance.below(4) {
            _ if undated > 0 && chance.one_in(undated) => String::new(),
            0 | 1 => at.date(&Zone::JST).to_string(),
            2 => at.to_string(),
            _ => at.to_string().replace('Z', "+00:00"),
        }
    }
}

/// The rounds of one lead.
fn life(text: &mut String, lead: u64, chance: &mut Chance) {
    let mut calendar = Calendar { second: 1_600_000_000 + i64::try_from(chance.below(10_000_000)).unwrap() };
    let rounds = 1 + chance.below(4);
    let mut customer = false;
    for round in 1..=rounds {
        let last = round == rounds;
        let height = chance.below(6);
        let owner = chance.of(&["", "mori", "ueno", "kato"]);
        let captured = calendar.next(chance, 6);
        let mut dates = Vec::new();
        for step in 1..=4 {
            let told = step <= height && (step == height || !chance.one_in(4));
            dates.push(if told { (calendar.next(chance, 4), "yes") } else { (String::new(), "no") });
        }
        let ends: &[&str] = match height {
            5 => &["won"],
            // Of a customer the next round is an expansion, which begins at MQL.
            0 | 1 if customer => &["recycled", "disqualified", "lost"],
            0 => &["discarded", "recycled", "disqualified", "lost"],
            1 => &["recycled", "disqualified", "lost"],
            _ => &["lost", "recycled", "disqualified"],
        };
        let end = if last && chance.one_in(3) { chance.of(&["open", "merged"]) } else { chance.of(ends) };
        let end = if height == 5 && end == "open" { "won" } else { end };
        customer |= end == "won";
        let ended = if end == "open" { String::new() } else { calendar.next(chance, 6) };
        let why = match end {
            "lost" => chance.of(&["", "price", "competitor", "other"]),
            "recycled" => chance.of(&["", "no_response"]),
            "disqualified" | "discarded" => chance.of(&["", "no_need"]),
            _ => "",
        };
        let into = if end == "merged" { "L-survivor" } else { "" };
        let (product, value) = (chance.of(&["", "kintai"]), chance.of(&["", "120000", "0", "1500000"]));
        let close = chance.of(&["", "2026-09-30"]);
        let stage = if height == 4 { chance.of(&["", "proposal", "quote"]) } else { "" };
        let deal = if chance.one_in(3) { String::new() } else { format!("D-{lead}-{round}") };
        let when: Vec<&str> = dates.iter().map(|(at, _)| at.as_str()).collect();
        let told: Vec<&str> = dates.iter().map(|(_, told)| *told).collect();
        let company = if lead % 7 == 0 { "\"=2+3, \"\"a\"\"\nb\"" } else { "@plain" };
        writeln!(
            text,
            "M-{lead},{round},{owner},{captured},{},{},{deal},{product},{value},{close},{stage},{end},{ended},{why},{into},src-{round},{company}",
            when.join(","),
            told.join(",")
        )
        .unwrap();
    }
}

#[test]
fn imported_lives_come_back() {
    let folder = folder("rt-imported");
    for seed in 1..=3 {
        let folder = folder.join(seed.to_string());
        std::fs::create_dir_all(&folder).unwrap();
        let mut chance = Chance::new(seed);
        let mut text = String::from(HEADER);
        (1..=120).for_each(|lead| life(&mut text, lead, &mut chance));
        let db = folder.join("db.sqlite");
        written(&folder, "legacy.csv", &text);
        let balance = ok(&db, &["backfill", "--mapping", &written(&folder, "legacy.toml", MAPPING)]);
        assert!(balance.contains("+ 0 refused"), "{balance}");
        let (first, second, again) = there_and_back(&db, &folder);
        same_rounds(&first, &second);
        ok(&again, &["verify"]);
        as_said(&rows(&folder.join("legacy.csv")), &rows(&first.join("rounds.csv")));
        let companies = |file: &std::path::Path| -> Vec<String> {
            rows(&file.join("leads.csv")).into_iter().map(|row| row["field:company"].clone()).collect()
        };
        assert_eq!(companies(&first), companies(&second));
        assert!(companies(&second).contains(&String::from("=2+3, \"a\"\nb")));
    }
}

/// The export says what the other system had said: every round, by its capture.
fn as_said(legacy: &[Row], rounds: &[Row]) {
    let utc = |cell: &str| cell.replace("+00:00", "Z");
    for said in legacy {
        let of_lead = |row: &&Row| row["lead"] == said["id"] && row["source"] == said["src"];
        // After `recycled` the next round is there already, and goes on.
        let Some(row) = rounds.iter().filter(of_lead).find(|row| row["end"] == said["end"]) else { continue };
        let pairs =
            [("mql", "mql_at"), ("sql", "sql_at"), ("sao", "sao_at"), ("opp", "opportunity_at"), ("ended", "end_at")];
        for (theirs, ours) in pairs {
            // An expansion begins at MQL: with the date of its capture where no other is known.
            let begins = theirs == "mql" && said[theirs].is_empty() && row["origin"] == "expansion";
            let told = if begins { &said["lead"] } else { &said[theirs] };
            assert_eq!(utc(told), row[ours], "{theirs} of {said:?}\n{row:?}");
        }
        if said["owner"] != row["owner"] {
            assert_eq!(said["owner"], "", "{said:?}");
        }
    }
}
