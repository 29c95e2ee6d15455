//! Dates, amounts, flags and what means empty.

use crate::importing::export::{Export, column, reasons, rows};

const CAPTURED: &str = "[reached.lead]\nat = \"made\"\n";

/// An offset in the value beats that of the column, and that the mapping's; a day stays a day.
#[test]
fn the_zone_of_a_date_is_that_of_the_value_before_all_others() {
    let csv = "key,made,met\nA,2025-05-31T22:10:00-05:00,2025-06-20 08:00\nB,2025-06-01T00:00:00Z,2025-06-20 08:00\n\
               C,2025-06-01 07:30:15.75 GMT,2025-06-20 08:00\nD,2025-06-01,2025-06-20 08:00\n";
    let dates = "dates = [\"%Y-%m-%dT%H:%M:%S%z\", \"%Y-%m-%d %H:%M:%S%.f %Z\", \"%Y-%m-%d %H:%M\", \"%Y-%m-%d\"]\n";
    let met = "[reached.mql]\nat = \"met\"\n[columns.met]\nzone = \"+02:00\"\n";
    let export = Export::new("zones", csv, &format!("{dates}{CAPTURED}{met}"));
    let balance = export.ok();
    assert_eq!(balance["rounded"]["made"], 1);
    let all = export.all().join("\n");
    for known in ["2025-06-01T03:10:00Z", "2025-06-01T00:00:00Z", "2025-06-01T07:30:15Z", "2025-06-20T06:00:00Z"] {
        assert!(all.contains(known), "no {known} in {all}");
    }
}

/// A zone that is not known, or that no format carries, is told and never dropped.
#[test]
fn a_zone_that_is_not_read_refuses_the_row() {
    let csv = "key,made\nA,2025-06-01 10:00:00 PST\nB,2025-06-01 10:00:00 +0200\nC,2025-06-01 10:00:00 JST\n";
    let export = Export::new("names", csv, &format!("dates = [\"%Y-%m-%d %H:%M:%S %Z\", \"%Y-%m-%d\"]\n{CAPTURED}"));
    let balance = export.refuses();
    assert_eq!((rows(&balance), reasons(&balance)), ([3, 2, 0, 1], vec!["date 2".to_owned()]));
    assert!(export.refused().unwrap().contains("`PST` is no zone that is read"));
    let export =
        Export::new("uncarried", csv, &format!("dates = [\"%Y-%m-%d %H:%M:%S\"]\nas_of = \"2026-01-01\"\n{CAPTURED}"));
    let balance = export.refuses();
    assert_eq!(rows(&balance), [3, 0, 0, 3]);
    assert!(export.refused().unwrap().contains("add a format that carries it"));
    // A format that is none is found before any row.
    export.map(&format!("dates = [\"%Y-%Q\"]\n{CAPTURED}"));
    assert!(export.fails().contains("malformed"));
}

#[test]
fn seconds_since_1970_and_full_width_digits_are_dates() {
    let csv = "key,made\nA,1748736000\nB,２０２５/０６/０２\n";
    let export = Export::new("epoch", csv, &format!("dates = [\"%s\", \"%Y/%m/%d\"]\n{CAPTURED}"));
    export.ok();
    let all = export.all().join("\n");
    assert!(all.contains("2025-06-01T00:00:00Z") && all.contains("2025-06-02"), "{all}");
    let export = Export::new("epoch-ms", "key,made\nA,1748736000250\n", &format!("dates = [\"epoch_ms\"]\n{CAPTURED}"));
    assert_eq!(export.ok()["rounded"]["made"], 1);
}

/// Words and days mean empty, for all columns or for one; a zero is a number.
#[test]
fn words_and_days_that_mean_empty_are_counted() {
    let csv =
        "key,made,met,staff,from\nA,2025-06-01,0000-00-00,NULL,-\nB,2025-06-02,1900-01-01,0,web\nC,2025-06-03,,12,-\n";
    let rules = "source = { column = \"from\" }\n[fields]\nemployees = { column = \"staff\" }\n[reached.lead]\nat = \"made\"\n\
                 [reached.mql]\nat = \"met\"\n[columns.from]\nempty = [\"-\"]\n";
    let export = Export::new("empty", csv, rules);
    let balance = export.ok();
    assert_eq!(export.stages(), ["A lead", "B lead", "C lead"]);
    assert_eq!(column(&balance, "met")["empty_by_word"]["words"]["0000-00-00"]["count"], 1);
    assert_eq!(column(&balance, "from")["empty_by_word"]["words"]["-"]["count"], 2);
    assert_eq!(
        (column(&balance, "staff")["used"].as_u64(), column(&balance, "staff")["filled"].as_u64()),
        (Some(2), Some(3))
    );
    assert!(export.all()[1].contains("\"employees\""), "zero is a number");
}

/// A date of a step that was not reached is left over, and said so.
#[test]
fn what_no_rule_takes_is_left_over_by_name() {
    let csv = "key,made,status,closed,nobody\nA,2025-06-01,Open,2025-08-01,x\nB,2025-06-02,Lost,2025-08-02,\n";
    let rules = "[reached.opportunity]\nat = \"made\"\n[lost]\nwhen = { column = \"status\", is = [\"Lost\"] }\nat = \"closed\"\n";
    let export = Export::new("left", csv, rules);
    let balance = export.ok();
    assert_eq!(export.stages(), ["A opportunity", "B disqualified"]);
    let closed = column(&balance, "closed");
    assert_eq!((closed["used"].as_u64(), closed["left_over"]["count"].as_u64()), (Some(1), Some(1)));
    assert_eq!(closed["left_over"]["examples"][0]["what"], "2025-08-01");
    assert_eq!(
        (column(&balance, "nobody")["role"].as_str(), column(&balance, "nobody")["filled"].as_u64()),
        (Some("unmapped"), Some(1))
    );
    assert_eq!(balance["unknown_words"]["status"]["words"]["Open"]["counts_as"], "no end");
}

/// Thousands, signs of currencies, negatives; a sign of another currency is none of this one.
#[test]
fn amounts_are_read_as_they_are_written() {
    let csv = "key,made,worth\nA,2025-06-01,\"¥1,200,000\"\nB,2025-06-01,３００円\nC,2025-06-01,$500\nD,2025-06-01,JPY 70\n\
               E,2025-06-01,12 pcs\nF,2025-06-01,\"1,5\"\n";
    let rules = "value = { column = \"worth\" }\n[reached.opportunity]\nat = \"made\"\n";
    let export = Export::new("amounts", csv, rules);
    let balance = export.refuses();
    assert_eq!(
        (rows(&balance), reasons(&balance)),
        ([6, 3, 0, 3], vec!["number 4".into(), "number 6".into(), "number 7".into()])
    );
    let all = export.all().join("\n");
    assert!(all.contains("1200000") && all.contains("300"), "{all}");
    // In another country, and each row in its own currency.
    let csv = "key;made;worth;in\nA;2025-06-01;1.234,50 €;EUR\nB;2025-06-01;9.000;USD\n";
    let rules = "delimiter = \";\"\ndecimal = \",\"\nthousands = \".\"\ncurrency = { column = \"in\" }\n\
                 value = { column = \"worth\" }\n[reached.opportunity]\nat = \"made\"\n";
    let export = Export::new("amounts-de", csv, rules);
    export.ok();
    let all = export.all().join("\n");
    assert!(all.contains("1234.5") && all.contains("9000"), "{all}");
}

/// Japanese books write thousands and ten thousands as words: they multiply, and are no signs that could be left out.
#[test]
fn words_that_multiply_a_number_are_read() {
    let csv = "key,made,worth,yearly\nA,2025-06-01,120万円,3億円\nB,2025-06-01,\"1,500千円\",２百万円\nC,2025-06-01,5万円,7000\n\
               D,2025-06-01,3億2000万円,\nE,2025-06-01,$5万,\nF,2025-06-01,12K,\n";
    let rules = "value = { column = \"worth\" }\nsigns = [\"円\"]\n[fields]\nannual_revenue = { column = \"yearly\" }\n\
                 [reached.opportunity]\nat = \"made\"\n";
    let export = Export::new("factors", csv, rules);
    let balance = export.refuses();
    assert_eq!(
        (rows(&balance), reasons(&balance)),
        ([6, 3, 0, 3], vec!["number 5".into(), "number 6".into(), "number 7".into()])
    );
    let worth = export.facts("step_imported", "$.body.step_imported.step.sql.deal.lines[0].amount.amount");
    let worth: Vec<&String> = worth.iter().filter(|fact| !fact.ends_with("none")).collect();
    assert_eq!(worth, ["A 1200000", "B 1500000", "C 50000"]);
    let yearly = export.facts("captured", "$.body.captured.profile.writes[0].value.number");
    assert_eq!(yearly, ["A 300000000", "B 2000000", "C 7000"]);
    assert!(
        export.refused().unwrap().contains("name it in `signs` of the mapping, and what it multiplies by in `times`")
    );
    // Named as a sign it would be left out: the mapping is refused.
    export.map(&rules.replace("\"円\"", "\"万円\""));
    assert!(export.fails().contains("`万円` in `signs` multiplies the number before it"));
}

/// A number in another form says how the mapping reads numbers.
#[test]
fn a_number_in_another_form_says_how_numbers_are_read() {
    let rules = "value = { column = \"worth\" }\n[reached.opportunity]\nat = \"made\"\n";
    let export = Export::new("form", "key,made,worth\nA,2025-06-01,\"1.200,00\"\n", rules);
    assert_eq!(reasons(&export.refuses()), ["number 2"]);
    assert!(export.refused().unwrap().contains("`1.200,00` is no number whose decimal sign is `.`"));
}
