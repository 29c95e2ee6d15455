//! Writes an export as another system would, with the mapping that reads it: to measure an import of any size.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;

use chrono::{Days, NaiveDate};

use crate::generate::chance::Chance;
use crate::problem::Problem;

const MAPPING: &str = r#"# Made by `crm generate --export`.
name = "generated"
file = "rows.csv"
zone = "+09:00"
currency = "JPY"
dates = ["%Y-%m-%d"]
as_of = "2026-01-01"
order = "refuse"

lead = { column = "contact" }
deal = { column = "deal" }
origin = { by = { column = "origin", map = { Web = "inbound", Call = "outbound" } } }
owner = { column = "owner" }
product = { column = "product" }
value = { column = "amount" }

[reached.lead]
at = "created"
[reached.mql]
at = "warm"
[reached.opportunity]
at = "met"
[won]
when = { column = "status", is = ["Won"] }
at = "closed"
[lost]
when = { column = "status", is = ["Lost"] }
at = "closed"
reason = { column = "why", map = { Price = "price", Rival = "competitor" } }
[words.status]
known = ["Open"]
"#;

/// Writes so many rows; every tenth is another round of the contact before it.
pub(crate) fn rows(seed: u64, count: u32, folder: &Path) -> Result<String, Problem> {
    std::fs::create_dir_all(folder).map_err(|error| Problem::file(folder, error))?;
    let file = |name: &str, text: &[u8]| {
        let path = folder.join(name);
        std::fs::write(&path, text).map_err(|error| Problem::file(&path, error))
    };
    file("mapping.toml", MAPPING.as_bytes())?;
    let path = folder.join("rows.csv");
    let wrong = |error| Problem::file(&path, error);
    let mut csv = BufWriter::new(File::create(&path).map_err(wrong)?);
    writeln!(csv, "contact,deal,origin,created,warm,met,status,closed,why,owner,product,amount").map_err(wrong)?;
    for number in 1..=count {
        csv.write_all(row(seed, number).as_bytes()).map_err(wrong)?;
    }
    csv.flush().map_err(wrong)?;
    Ok(format!("{count} rows written to {}, and the mapping that reads them beside\n", path.display()))
}

fn row(seed: u64, number: u32) -> String {
    let mut chance = Chance::new(seed, u64::from(number));
    let is_second = number.rem_euclid(10) == 0;
    let contact = if is_second { number.saturating_sub(1) } else { number };
    // A second round comes two years after the first, which has ended by then.
    let ends = is_second || number.rem_euclid(10) == 9 || chance.percent(80);
    let from = if is_second { 1_000 } else { 0 };
    let mut now = u64::from(chance.between(from, from.saturating_add(300)));
    let mut later = |chance: &mut Chance, most: u32| {
        now = now.saturating_add(u64::from(chance.between(1, most)));
        NaiveDate::default().checked_add_days(Days::new(now.saturating_add(18_262))).unwrap_or_default()
    };
    let created = later(&mut chance, 3);
    let warm = later(&mut chance, 20);
    let met = if chance.percent(70) { later(&mut chance, 30).to_string() } else { String::new() };
    let (status, closed) = match (ends, chance.percent(40)) {
        (true, true) => ("Won", later(&mut chance, 90).to_string()),
        (true, false) => ("Lost", later(&mut chance, 90).to_string()),
        (false, _) => ("Open", String::new()),
    };
    let why = if status == "Lost" { chance.pick("Price", &["Rival", ""]) } else { "" };
    let origin = chance.pick("Web", &["Call"]);
    let (owner, amount) = (chance.between(1, 40), chance.between(10, 900));
    let product = chance.pick("basic", &["plus", "pro"]);
    let amount = amount.saturating_mul(1_000);
    format!(
        "P-{contact},D-{number},{origin},{created},{warm},{met},{status},{closed},{why},rep-{owner},{product},{amount}\n"
    )
}
