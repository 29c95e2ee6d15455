//! Any export made of random lives comes in as those lives: their milestones, ends, reasons and values. And no cell of it can be
//! changed without the balance, or the facts, saying so.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::Value;

use crate::host::ok;
use crate::importing::export::{Export, rows};

const RULES: &str = "value = { column = \"worth\" }\nthousands = \",\"\nempty = [\"NULL\", \"--\"]\n\
    dates = [\"%Y-%m-%dT%H:%M:%S%z\", \"%Y-%m-%d\", \"%d.%m.%Y\", \"%Y/%m/%d\"]\n\
    [reached.lead]\nat = \"made\"\n[reached.mql]\nat = \"warm\"\n[reached.sql]\nat = \"sold\"\n[reached.opportunity]\nat = \"met\"\n\
    [won]\nwhen = { column = \"state\", is = [\"Won\"] }\nat = \"shut\"\n\
    [lost]\nwhen = { column = \"state\", is = [\"Lost\"] }\nat = \"shut\"\nreason = { column = \"why\", map = { Price = \"price\", Rival = \"competitor\" } }\n\
    [recycled]\nwhen = { column = \"state\", is = [\"Later\"] }\nat = \"shut\"\n\
    [disqualified]\nwhen = { column = \"state\", is = [\"Out\"] }\nat = \"shut\"\n\
    [words.state]\nknown = [\"Open\"]\n";

const HEADER: &str = "key,made,warm,sold,met,state,shut,why,worth\n";

/// A seeded generator.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }

    fn of<'w>(&mut self, words: &[&'w str]) -> &'w str {
        words[usize::try_from(self.below(u64::try_from(words.len()).unwrap())).unwrap()]
    }
}

/// What is true of one round, by the name of its step.
type Round = BTreeMap<&'static str, String>;

/// A day, so many after the first of 2020.
fn day(number: u64) -> chrono::NaiveDate {
    chrono::NaiveDate::from_ymd_opt(2020, 1, 1).unwrap() + chrono::Days::new(number)
}

/// The same day as some system writes it; an instant of it late in the evening elsewhere.
fn written(dice: &mut Dice, number: u64) -> String {
    match dice.below(4) {
        0 => day(number).format("%d.%m.%Y").to_string(),
        1 => day(number).format("%Y/%m/%d").to_string(),
        2 => (day(number) - chrono::Days::new(1)).format("%Y-%m-%dT20:30:00-0500").to_string(),
        _ => day(number).to_string(),
    }
}

/// One life: its rows, and its rounds as they are told afterwards.
fn life(dice: &mut Dice, key: &str, csv: &mut String) -> Vec<Round> {
    let (mut now, mut rounds, mut is_customer) = (dice.below(300), Vec::new(), false);
    loop {
        let mut round = Round::new();
        let mut cells: Vec<String> = vec![key.to_string()];
        let depth = dice.below(5);
        for (place, step) in ["lead", "mql", "sql", "opportunity"].into_iter().enumerate() {
            let known = u64::try_from(place).unwrap() <= depth && (place == 0 || dice.below(4) > 0);
            if known {
                cells.push(written(dice, now));
                // An expansion begins as an MQL, when it says so or else with its capture.
                let told = if is_customer && step == "lead" { "mql" } else { step };
                round.insert(told, day(now).to_string());
                now += 1 + dice.below(30);
            } else {
                cells.push(dice.of(&["", "NULL", "--"]).to_string());
            }
        }
        let end = if rounds.len() < 3 { dice.below(6) } else { 5 };
        let (word, step) = [
            ("Won", "won"),
            ("Lost", "lost"),
            ("Lost", "lost"),
            ("Later", "recycled"),
            ("Out", "disqualified"),
            ("Open", ""),
        ][usize::try_from(end).unwrap()];
        cells.push(word.to_string());
        let ends = !step.is_empty();
        cells.push(if ends { written(dice, now) } else { String::new() });
        let why = if step == "lost" { dice.of(&["Price", "Rival", ""]) } else { "" };
        cells.push(why.to_string());
        let worth = if step == "won" { 1_000 + dice.below(9_000) } else { 0 };
        cells.push(if worth > 0 { format!("\"{},{:03}\"", worth / 1_000, worth % 1_000) } else { String::new() });
        if ends {
            round.insert(step, day(now).to_string());
        }
        if step == "lost" {
            let reason = match why {
                "Price" => "price",
                "Rival" => "competitor",
                _ => "imported_unknown",
            };
            round.insert("reason", reason.to_string());
        }
        if worth > 0 {
            round.insert("value", worth.to_string());
        }
        writeln!(csv, "{}", cells.join(",")).unwrap();
        rounds.push(round);
        is_customer |= step == "won";
        // Of a lead that was put back, the next cycle has begun: here it stays with that.
        if !ends || step == "recycled" || dice.below(2) == 0 {
            return rounds;
        }
        now += 1 + dice.below(60);
    }
}

/// The rounds of each lead as the facts tell them: only what was reported, not what is implied.
fn told(export: &Export) -> BTreeMap<String, Vec<Round>> {
    let mut told: BTreeMap<String, BTreeMap<u64, Round>> = BTreeMap::new();
    for line in export.all() {
        let fact: Value = serde_json::from_str(&line).unwrap();
        let (envelope, body) = (&fact["envelope"], &fact["body"]);
        let mut cycle = envelope["cycle"].as_u64().unwrap();
        let at = |body: &Value| body["at"].as_str().map(|at| civil(envelope, at));
        let rounds = told.entry(envelope["lead"].as_str().unwrap().to_string()).or_default();
        if let Some(captured) = body.get("captured") {
            rounds.entry(cycle).or_default().extend(at(captured).map(|at| ("lead", at)));
        }
        let Some(imported) = body.get("step_imported") else { continue };
        let step = &imported["step"];
        let name = step.as_str().unwrap_or_else(|| step.as_object().unwrap().keys().next().unwrap());
        let names = ["mql", "sql", "opportunity", "won", "lost", "recycled", "disqualified"];
        let name = match name {
            "opened" if envelope["visit"] == 1 && step["opened"]["stock"].is_object() => {
                // Which milestone it opens with, the stage of the lead says.
                if rounds.values().any(|round| round.contains_key("won")) { "mql" } else { "lead" }
            }
            name => names.into_iter().find(|known| *known == name).unwrap_or("sao"),
        };
        if name == "recycled" && step["recycled"]["ending"].get("recycled").is_some() {
            // Its fact is the first of the next cycle.
            cycle -= 1;
        }
        let round = rounds.entry(cycle).or_default();
        // An expansion that is dated by its capture is an MQL by implication.
        if imported["basis"] == "imported" || name == "mql" {
            round.extend(at(imported).map(|at| (name, at)));
        }
        if name == "lost" {
            round.insert("reason", step["lost"]["reason"]["code"].as_str().unwrap().to_string());
        }
        if name == "won" {
            round.insert("value", step["won"]["contract"]["value"]["amount"].as_str().unwrap().to_string());
        }
    }
    told.into_iter().map(|(lead, rounds)| (lead, rounds.into_values().collect())).collect()
}

/// The civil day of a fact at +09:00.
fn civil(envelope: &Value, at: &str) -> String {
    envelope["day"].as_str().map_or_else(
        || {
            (chrono::DateTime::parse_from_rfc3339(at).unwrap().to_utc() + chrono::TimeDelta::hours(9))
                .date_naive()
                .to_string()
        },
        ToString::to_string,
    )
}

#[test]
fn random_lives_come_in_as_they_were() {
    for seed in 1..=8_u64 {
        let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let mut csv = String::from(HEADER);
        let lives: BTreeMap<String, Vec<Round>> = (0..40)
            .map(|number| {
                let key = format!("L-{number:02}");
                let rounds = life(&mut dice, &key, &mut csv);
                (key, rounds)
            })
            .collect();
        let export = Export::new(&format!("lives-{seed}"), &csv, RULES);
        export.ok();
        let told = told(&export);
        for (lead, rounds) in &lives {
            let told: Vec<&Round> = told[lead].iter().filter(|round| !round.is_empty()).collect();
            assert_eq!(told, rounds.iter().collect::<Vec<_>>(), "seed {seed}, {lead}\n{csv}");
        }
        ok(&export.db, &["verify"]);
    }
}

/// A cell that is changed changes what the run tells: its balance, or the facts that it stores.
#[test]
fn a_changed_cell_changes_the_balance() {
    let mut dice = Dice(0x5eed_0014);
    let mut csv = String::from(HEADER);
    for number in 0..12 {
        life(&mut dice, &format!("L-{number:02}"), &mut csv);
    }
    let export = Export::new("changed-cell", &csv, RULES);
    let (balance, facts) = (export.ok(), export.all());
    let lines: Vec<&str> = csv.lines().collect();
    for run in 0..40 {
        let line = 1 + usize::try_from(dice.below(u64::try_from(lines.len() - 1).unwrap())).unwrap();
        let mut cells: Vec<String> = csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(lines[line].as_bytes())
            .records()
            .map(|record| record.unwrap().iter().map(String::from).collect::<Vec<_>>())
            .next()
            .unwrap();
        let place = usize::try_from(dice.below(9)).unwrap();
        let other = if cells[place].is_empty() {
            "2021-02-03".to_string()
        } else {
            dice.of(&["", "dirt", "1999-12-31"]).to_string()
        };
        cells[place].clone_from(&other);
        let mut changed: Vec<String> = lines.iter().map(ToString::to_string).collect();
        changed[line] = cells
            .iter()
            .map(|cell| if cell.contains(',') { format!("\"{cell}\"") } else { cell.clone() })
            .collect::<Vec<_>>()
            .join(",");
        export.put("rows.csv", &(changed.join("\n") + "\n"));
        let again = Export { db: export.folder.join(format!("changed-{run}.sqlite")), folder: export.folder.clone() };
        let told = again.balance(&["--allow-refused", "100%"], 0);
        let [read, loaded, known, refused] = rows(&told);
        assert_eq!(read, loaded + known + refused);
        assert!(
            told != balance || again.all() != facts,
            "line {line}, cell {place} became `{other}` and nothing says so"
        );
    }
}

/// A dry run of a mapping tells what a run would, and leaves everything as it was.
#[test]
fn a_mapping_is_tried_without_storing_anything() {
    let mut dice = Dice(0x5eed_0015);
    let mut csv = String::from(HEADER);
    for number in 0..10 {
        life(&mut dice, &format!("L-{number:02}"), &mut csv);
    }
    csv.push_str("L-99,2020-01-01,,,,Perhaps,,,\n");
    let export = Export::new("tried", &csv, RULES);
    let dry = export.balance(&["--dry-run"], 1);
    assert!(!export.db.exists());
    let files = |export: &Export| -> Vec<String> {
        let names = std::fs::read_dir(&export.folder).unwrap();
        let mut names: Vec<String> = names.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    };
    assert_eq!(files(&export), ["balance.json", "mapping.toml", "rows.csv"]);
    let wet = export.refuses();
    assert_eq!(dry, wet);
    let facts = export.all();
    let known = export.balance(&["--dry-run"], 1);
    assert_eq!(rows(&known), [rows(&wet)[0], 0, rows(&wet)[1], 1]);
    assert_eq!(export.all(), facts);
    assert!(export.run(&["--dry-run"]).1.starts_with("dry run, nothing is stored\n"));
}
