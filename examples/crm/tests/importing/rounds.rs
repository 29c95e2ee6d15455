//! Several rows of one lead: rounds behind each other, deals beside each other, stage histories.

use crate::host::ok;
use crate::importing::export::{Export, column, reasons, rows};

const DEALS: &str = "value = { column = \"worth\" }\n[reached.lead]\nat = \"made\"\n[reached.opportunity]\nat = \"met\"\n\
                     [won]\nwhen = { column = \"state\", is = [\"Won\"] }\nat = \"shut\"\nvalue = { column = \"worth\" }\n\
                     [lost]\nwhen = { column = \"state\", is = [\"Lost\"] }\nat = \"shut\"\n";

/// The newest first, as exports are: they are put in order of time.
#[test]
fn a_second_row_of_a_lead_is_its_next_round() {
    let csv = "key,made,met,state,shut,worth\nA,2025-06-01,2025-06-10,Won,2025-09-01,500\nA,2024-02-01,2024-02-10,Lost,2024-04-01,900\n\
               B,2025-01-01,2025-01-10,Won,2025-02-01,100\nB,2025-05-01,2025-05-10,Won,2025-06-01,50\n";
    let export = Export::new("rounds", csv, DEALS);
    let balance = export.ok();
    assert_eq!(
        (rows(&balance), balance["leads"]["made"].as_u64(), balance["leads"]["gone_on"].as_u64()),
        ([4, 4, 0, 0], Some(2), Some(2))
    );
    assert_eq!(export.stages(), ["A customer", "B customer"]);
    assert!(ok(&export.db, &["board"]).contains("JPY 650"));
    let facts = export.all();
    assert_eq!(rows(&export.ok()), [4, 0, 4, 0]);
    assert_eq!(export.all(), facts);
    // Sorted otherwise it is the same export; a further row is a further round.
    let mut lines: Vec<&str> = csv.lines().collect();
    lines[1..].reverse();
    lines.push("A,2025-10-01,2025-10-05,Won,2025-11-01,70");
    export.put("rows.csv", &(lines.join("\n") + "\n"));
    assert_eq!(rows(&export.ok()), [5, 1, 4, 0]);
    // A row that stands there twice, every cell the same, is one.
    lines.push("A,2025-10-01,2025-10-05,Won,2025-11-01,70");
    export.put("rows.csv", &(lines.join("\n") + "\n"));
    let balance = export.ok();
    assert_eq!((rows(&balance), balance["rows"]["twice"].as_u64()), ([6, 0, 6, 0], Some(1)));
    ok(&export.db, &["verify"]);
}

#[test]
fn deals_that_overlap_go_to_further_leads_of_the_same_person() {
    let csv = "key,deal,made,met,state,shut,worth\nA,D1,2025-01-01,2025-01-10,Open,,500\nA,D2,2025-02-01,2025-02-10,Won,2025-03-01,900\n";
    let export = Export::new("beside", csv, &format!("deal = {{ column = \"deal\" }}\n{DEALS}"));
    let balance = export.ok();
    assert_eq!(export.stages(), ["A opportunity", "A/2 customer"]);
    assert_eq!(balance["leads"]["apart"]["examples"][0]["lead"], "A/2");
    assert_eq!(rows(&export.ok()), [2, 0, 2, 0]);
    export.put("rows.csv", &csv.replace("A,D2", "A,D1"));
    assert_eq!(rows(&export.refuses()), [2, 0, 1, 1], "one deal is one row");
}

#[test]
fn a_history_of_stages_is_read_from_a_file_of_its_own_or_from_the_export_itself() {
    let words = "map = { Fresh = \"lead\", Warm = \"mql\", Met = \"opportunity\", Paid = \"won\", Gone = \"lost\" }";
    let history = "deal,when,phase\nA,2025-01-01,Fresh\nA,2025-01-05,Warm\nA,2025-01-20,Met\nA,2025-02-01,Gone\nA,2025-05-01,Warm\n\
                   A,2025-06-01,Met\nA,2025-07-01,Paid\nX,2025-01-01,Warm\n";
    let rules = format!(
        "[history]\nfile = \"history.csv\"\nkey = \"deal\"\nat = \"when\"\nstage = {{ column = \"phase\", {words} }}\n"
    );
    let export = Export::new("history", "key,note\nA,\nB,\n", &rules);
    export.put("history.csv", history);
    let balance = export.ok();
    assert_eq!(export.stages(), ["A customer", "B lead"]);
    assert_eq!(balance["files"][1]["unmatched"]["examples"][0]["lead"], "X");
    assert!(export.all().iter().any(|fact| fact.contains("\"cycle\":2")), "what follows an end is the next round");
    // A word in no list refuses the row whose history it is.
    export.put("history.csv", &history.replace("Paid", "Payed"));
    let other = Export { db: export.folder.join("other.sqlite"), folder: export.folder.clone() };
    assert_eq!(reasons(&other.refuses()), ["word 2"]);
    // The export itself: one row per change.
    let own = format!("[history]\nat = \"when\"\nstage = {{ column = \"phase\", {words} }}\n");
    let export = Export::new("own-history", &history.replace("deal,", "key,"), &own);
    assert_eq!(rows(&export.ok()), [8, 8, 0, 0]);
    assert_eq!(export.stages(), ["A customer", "X mql"]);
    assert_eq!(rows(&export.ok()), [8, 0, 8, 0]);
}

const CUSTOMERS: &str = "value = { column = \"worth\" }\ncontract_starts = { column = \"first\" }\ncontract_ends = { column = \"last\" }\n\
    [reached.lead]\nat = \"made\"\n[won]\nwhen = { column = \"state\", is = [\"Won\", \"Both\"] }\nat = \"shut\"\n\
    [bought]\nwhen = { column = \"state\", is = [\"Shop\", \"Both\"] }\nat = \"shut\"\nvalue = { column = \"worth\" }\n\
    [lost]\nwhen = { column = \"state\", is = [\"Lost\"] }\nat = \"shut\"\n\
    [churned]\nwhen = { column = \"left\" }\nat = \"left\"\nreason = { column = \"why\", map = { Moved = \"expired\" } }\n";

/// A contract that ended puts its customer back, and the next row is the next round; whoever bought without sales has no deal.
#[test]
fn customers_leave_and_buy_without_sales() {
    let csv = "key,made,state,shut,worth,first,last,left,why\nA,2025-01-01,Won,2025-02-01,500,2025-03-01,2026-02-28,2025-09-01,Moved\n\
               A,2025-10-01,Shop,2025-10-02,70,,,,\nB,2025-01-01,Shop,2025-01-05,90,,2025-12-31,,\nC,2025-01-01,Lost,2025-01-05,90,2025-02-01,,,\n";
    let export = Export::new("customers", csv, CUSTOMERS);
    let balance = export.ok();
    assert_eq!(
        (rows(&balance), export.stages()[..2].to_vec()),
        ([4, 4, 0, 0], vec!["A customer".into(), "B customer".into()])
    );
    let (starts, ends) =
        ("$.body.step_imported.step.won.contract.starts", "$.body.step_imported.step.bought.contract.ends");
    let known = |path: &str| -> Vec<String> {
        export.facts("step_imported", path).into_iter().filter(|fact| !fact.ends_with("none")).collect()
    };
    assert_eq!((known(starts), known(ends)), (vec!["A 2025-03-01".to_owned()], vec!["B 2025-12-31".to_owned()]));
    assert_eq!(known("$.body.step_imported.step.contract_ended.reason.code"), ["A expired"]);
    assert_eq!(known("$.body.step_imported.step.sql.deal.key").len(), 1, "only what was won had a deal");
    // Of a row that was lost there is no contract: what its cells say is left over, and the rest is used.
    let of =
        |name: &str| (column(&balance, name)["used"].as_u64(), column(&balance, name)["left_over"]["count"].as_u64());
    assert_eq!(
        [of("first"), of("last"), of("left"), of("why")].map(|(used, left)| (used.unwrap(), left.unwrap())),
        [(1, 1), (2, 0), (1, 0), (1, 0)]
    );
    let facts = export.all();
    assert_eq!((rows(&export.ok()), export.all()), ([4, 0, 4, 0], facts));
    ok(&export.db, &["verify"]);
}

#[test]
fn won_and_bought_at_once_is_refused_and_so_is_a_contract_that_nobody_signed() {
    let csv = "key,made,state,shut,worth,first,last,left,why\nA,2025-01-01,Both,2025-02-01,500,,,,\nB,2025-01-01,Lost,2025-02-01,,,,2025-03-01,\n\
               C,2025-01-01,Won,2025-02-01,,,,2025-03-01,Misspelt\nD,2025-01-01,Won,2025-02-01,,,2025-13-01,,\n";
    let export = Export::new("both", csv, CUSTOMERS);
    assert_eq!(reasons(&export.refuses()), ["backfill: churned_unwon 3", "date 5", "ends 2", "word 4"]);
}

/// In a history `bought` is an end, and the days of its contract are those of the row.
#[test]
fn a_history_tells_of_a_purchase() {
    let rules = "contract_ends = { column = \"last\" }\n[history]\nfile = \"history.csv\"\nkey = \"deal\"\nat = \"when\"\n\
                 stage = { column = \"phase\", map = { New = \"lead\", Shop = \"bought\", Gone = \"lost\" } }\n\
                 [churned]\nwhen = { column = \"left\" }\nat = \"left\"\nreason = \"expired\"\n";
    let export = Export::new("bought-history", "key,last,left\nA,2026-02-28,2025-12-01\nB,2026-02-28,\n", rules);
    export.put(
        "history.csv",
        "deal,when,phase\nA,2025-02-01,New\nA,2025-03-01,Shop\nB,2025-03-01,New\nB,2025-04-01,Gone\n",
    );
    let balance = export.ok();
    assert_eq!(export.stages(), ["A lead", "B disqualified"]);
    assert_eq!(export.facts("step_imported", "$.body.step_imported.step.bought.contract.ends")[0], "A 2026-02-28");
    let last = column(&balance, "last");
    assert_eq!((last["used"].as_u64(), last["left_over"]["count"].as_u64()), (Some(1), Some(1)));
}

/// A day is not before an instant of the same day; the day before is, and is refused or moved.
#[test]
fn impossible_orders_are_refused_or_moved_and_told() {
    let csv = "key,made,shut\nA,2025-06-02 17:00,2025-06-02\nB,2025-06-02 17:00,2025-06-01\n";
    let rules = "dates = [\"%Y-%m-%d %H:%M\", \"%Y-%m-%d\"]\n[reached.lead]\nat = \"made\"\n[won]\nwhen = { column = \"shut\" }\nat = \"shut\"\n";
    let export = Export::new("order", csv, rules);
    assert_eq!(reasons(&export.refuses()), ["backfill: order 3"]);
    export.map(&format!("order = \"clamp\"\n{rules}"));
    let balance = export.ok();
    assert_eq!((rows(&balance), balance["clamped"]["won"]["count"].as_u64()), ([2, 1, 1, 0], Some(1)));
}

/// A word that stands for many, in the column of the key, is no lead: its rows are refused, and the others come in.
#[test]
fn more_rows_of_one_key_than_a_lead_has_are_refused() {
    for (count, most) in [(1_025, "1024"), (16_385, "16384")] {
        let crowd =
            (0..count).fold(String::new(), |csv, number| csv + &format!("unknown,D{number},2025-01-01,,Open,,\n"));
        let csv = format!("key,deal,made,met,state,shut,worth\nA,D,2025-01-01,,Open,,\n{crowd}");
        let export = Export::new(&format!("crowd-{count}"), &csv, &format!("deal = {{ column = \"deal\" }}\n{DEALS}"));
        let balance = export.refuses();
        assert_eq!(rows(&balance), [count + 1, 1, 0, count]);
        assert_eq!(export.stages(), ["A lead"]);
        let refused = export.refused().unwrap();
        assert_eq!(refused.lines().count(), usize::try_from(count).unwrap() + 1);
        assert!(refused.contains(&format!("{count} rows have this key, at most {most} are")), "{count}");
    }
}

/// Of a row without any date it is known that it lies before those behind it: they are not refused for lying before the export.
#[test]
fn a_row_without_dates_lies_before_those_behind_it() {
    let csv = "key,made,met,state,shut,worth\nA,,,Lost,,\nA,2025-01-01,2025-01-10,Lost,2025-02-01,\nA,,,Lost,,5\nB,,,Lost,,\n";
    let export = Export::new("undated", csv, DEALS);
    assert_eq!(rows(&export.ok()), [4, 4, 0, 0]);
    let ended = export.facts("step_imported", "$.envelope.effective_at");
    let of = |lead: &str| ended.iter().find(|fact| fact.starts_with(lead)).unwrap().clone();
    assert_eq!((of("A"), of("B")), ("A 2024-12-31T15:00:00Z".to_owned(), "B 2025-12-31T15:00:00Z".to_owned()));
    assert_eq!(rows(&export.ok()), [4, 0, 4, 0]);
    ok(&export.db, &["verify"]);
}
