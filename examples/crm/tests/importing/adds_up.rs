//! Whatever is in an export, the balance adds up: random rows with dirty cells, from a seeded generator.

use serde_json::Value;

use crate::host::ok;
use crate::importing::export::{Export, rows};

/// A seeded generator.
struct Dice(u64);

impl Dice {
    fn of<'w>(&mut self, words: &[&'w str]) -> &'w str {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        words[usize::try_from(self.0 % u64::try_from(words.len()).unwrap()).unwrap()]
    }
}

const RULES: &str = "value = { column = \"worth\" }\nsource = { column = \"from\", map = { Net = \"web\" } }\nignore = [\"extra\"]\n\
    [reached.lead]\nat = \"made\"\n[reached.opportunity]\nat = \"met\"\n\
    [won]\nwhen = { column = \"state\", is = [\"Won\"] }\nat = \"shut\"\n\
    [lost]\nwhen = { column = \"state\", is = [\"Lost\"] }\nat = \"shut\"\nreason = { column = \"why\", map = { Price = \"price\" } }\n\
    [joins.firm]\nfile = \"firms.csv\"\nby = { column = \"from\" }\nkey = \"id\"\n[fields]\ncompany = { column = \"firm.name\" }\n";

fn dirty(dice: &mut Dice, count: usize) -> String {
    let mut csv = String::from("key,made,met,state,shut,why,worth,from,extra,loose\n");
    for _row in 0..count {
        let cells = [
            dice.of(&["A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "", " L "]),
            dice.of(&["2024-01-01", "2024-03-05", "2025-01-02", "0000-00-00", "", "01.02.2024"]),
            dice.of(&["2024-02-01", "2024-04-05", "2025-02-02", "NULL", "", "2023-01-01"]),
            dice.of(&["Won", "Lost", "Open", "", "won", "Lost"]),
            dice.of(&["2024-06-01", "2025-06-01", "2023-01-01", "", "1970-01-01"]),
            dice.of(&["Price", "", "price", "N/A"]),
            dice.of(&["100", "\"1,000\"", "-", "", "$5", "¥7"]),
            dice.of(&["Net", "fair", "", "(none)"]),
            dice.of(&["x", ""]),
            dice.of(&["", "y", "z,z"]),
        ];
        csv.push_str(&(cells.join(",") + "\n"));
    }
    csv
}

/// The parts of every column that the mapping reads add up, too.
fn adds_up(balance: &Value) {
    let [read, loaded, known, refused] = rows(balance);
    assert_eq!(read, loaded + known + refused);
    for file in balance["files"].as_array().unwrap() {
        for column in file["columns"].as_array().unwrap().iter().filter(|column| column["role"] == "used") {
            let words = column["empty_by_word"]["words"].as_object().unwrap().values();
            let empty: u64 = words.map(|word| word["count"].as_u64().unwrap()).sum();
            let parts = ["used", "in_known", "in_refused"].map(|part| column[part].as_u64().unwrap());
            let sum = parts.iter().sum::<u64>() + empty + column["left_over"]["count"].as_u64().unwrap();
            assert_eq!(column["filled"], sum, "{column:#}");
        }
    }
}

#[test]
fn rows_and_cells_add_up_whatever_is_in_them() {
    for seed in 1..=12_u64 {
        let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let export = Export::new(&format!("dirty-{seed}"), &dirty(&mut dice, 40), RULES);
        export.put("firms.csv", "id,name,more\nNet,Netz,\nfair,Messe,x\nother,Rest,y\n");
        let first = export.balance(&["--allow-refused", "100%", "--batch", "5"], 0);
        adds_up(&first);
        assert_eq!(first["rows"]["read"], 40);
        // The same again: what was loaded is known, what was refused is refused; nothing is doubled.
        let facts = export.all();
        let again = export.balance(&["--allow-refused", "100%"], 0);
        adds_up(&again);
        let ([_, loaded, known, refused], [_, none, later, same]) = (rows(&first), rows(&again));
        assert_eq!((none, later, same), (0, loaded + known, refused), "seed {seed}");
        assert_eq!(export.all(), facts);
        // And all at once is the same as by fives.
        let other = Export { db: export.folder.join("other.sqlite"), folder: export.folder.clone() };
        assert_eq!(rows(&other.balance(&["--allow-refused", "100%"], 0)), rows(&first));
        assert_eq!(other.all(), facts);
        ok(&export.db, &["verify"]);
    }
}

/// What nobody said is counted by its kind, with examples: a line for each deal would bury the balance, and fill the memory.
#[test]
fn what_stands_for_what_nobody_said_is_counted_by_kind() {
    let made = (0..50).map(|number| {
        let worth = if number % 2 == 0 { "500" } else { "" };
        format!("K{number:02},2025-06-01,2025-07-01,{worth},a{number:02},seen\n")
    });
    let csv = made.fold("key,made,shut,worth,act,what\n".to_owned(), |csv, row| csv + &row);
    let rules = "value = { column = \"worth\" }\n[reached.lead]\nat = \"made\"\n[won]\nwhen = { column = \"shut\" }\nat = \"shut\"\n\
                 [activities]\nfile = \"acts.csv\"\nkey = \"who\"\nat = \"when\"\nid = { column = \"act\" }\n\
                 kind = { column = \"what\" }\n";
    let export = Export::new("kinds", &csv, rules);
    export.put(
        "acts.csv",
        "who,when,act,what\nK00,2025-06-02,1,seen\nK01,2025-06-02,2,seen\nK01,2025-06-02,3,contact_request\n",
    );
    let (_, text, _) = export.run(&[]);
    let lines = |what: &str| text.lines().filter(|line| line.contains(what)).count();
    assert_eq!(lines("25 contracts of nothing: nobody says what was won"), 1, "{text}");
    assert_eq!(lines("25 deals of a known value and no product"), 1, "{text}");
    assert_eq!(lines("line 3, K01: contract `contract:K01`"), 1, "{text}");
    assert_eq!(lines("contract:K"), 3, "{text}");
    assert_eq!(lines("kinds of activities that the policy does not know: `seen` 2"), 1, "{text}");
    assert_eq!(lines("1 of those loaded ask for contact: imported, they raise no hand"), 1, "{text}");
}
