//! What is refused is mended and loaded again.

use crate::host::ok;
use crate::importing::export::{Export, reasons, rows};

const RULES: &str = "[reached.lead]\nat = \"made\"\n[reached.opportunity]\nat = \"made\"\n\
                     [lost]\nwhen = { column = \"state\", is = [\"Lost\"] }\nat = \"shut\"\n";

#[test]
fn refused_rows_are_mended_in_their_file_and_loaded() {
    let csv = "key,made,state,shut,\"a note, free\"\nA,2025-06-01,Lost,2025-07-01,x\nB,2025-13-01,Lost,2025-07-01,\"y \"\"q\"\"\"\n\
               A,2025-08-40,Lost,2025-09-01,\nA,2025-10-01,Open,,\n";
    let export = Export::new("mended", csv, RULES);
    let balance = export.refuses();
    assert_eq!(rows(&balance), [4, 1, 0, 3]);
    assert_eq!(reasons(&balance), ["date 4", "date 3", "waits 5"].map(String::from));
    let refused = export.refused().unwrap();
    assert!(refused.starts_with("key,made,state,shut,\"a note, free\",refused_row,refused_because\n"), "{refused}");
    assert!(refused.contains("an earlier row of this lead, line 4, is refused: mend it first"), "{refused}");
    // As it is it is refused again, and the file stays the same.
    let file = export.folder.join("crm.sqlite.made.refused.csv");
    let file = file.to_str().unwrap();
    let again = export.balance(&["--file", file], 1);
    assert_eq!(rows(&again), [3, 0, 0, 3]);
    assert_eq!(export.refused().unwrap().lines().count(), refused.lines().count());
    // Mended it comes in, and the file is gone.
    export.put(
        "mended.csv",
        &export.refused().unwrap().replace("2025-13-01", "2025-03-01").replace("2025-08-40", "2025-08-04"),
    );
    let mended = export.folder.join("mended.csv");
    assert_eq!(rows(&export.balance(&["--file", mended.to_str().unwrap()], 0)), [3, 3, 0, 0]);
    assert_eq!(
        (export.refused(), export.stages()),
        (None, vec!["A opportunity".to_owned(), "B disqualified".to_owned()])
    );
    let kept = ok(&export.db, &["refusals"]);
    assert!(!kept.contains("date") && !kept.contains("waits"), "{kept}");
    assert_eq!(rows(&export.balance(&["--file", mended.to_str().unwrap()], 0)), [3, 0, 3, 0]);
    ok(&export.db, &["verify"]);
}

/// The file of refused rows is written as the export is: header line, delimiter, encoding.
#[test]
fn the_file_of_refused_rows_is_written_like_the_export() {
    let rules =
        format!("encoding = \"cp932\"\ndelimiter = \";\"\nheader = 2\n{RULES}").replace("\"made\"", "\"\u{65e5}\"");
    let export = Export::new("written", "", &rules);
    export.bytes("rows.csv", b"\x95\xf1\nkey;\x93\xfa;state;shut\n\x94\x5c;2025-06-40;Open;\n");
    export.refuses();
    let refused = std::fs::read(export.folder.join("crm.sqlite.made.refused.csv")).unwrap();
    assert!(
        refused
            .starts_with(b"\x95\xf1\nkey;\x93\xfa;state;shut;refused_row;refused_because\n\x94\x5c;2025-06-40;Open;;")
    );
    let day = refused.windows(10).position(|part| part == b"2025-06-40").unwrap();
    let mut mended = refused.clone();
    mended[day..day + 10].copy_from_slice(b"2025-06-04");
    export.bytes("mended.csv", &mended);
    let mended = export.folder.join("mended.csv");
    assert_eq!(rows(&export.balance(&["--file", mended.to_str().unwrap()], 0)), [1, 1, 0, 0]);
    assert_eq!(export.stages(), ["\u{80fd} opportunity"]);
}

/// What has changed since it was imported is refused, and said so with the day; what the mapping does not read may change.
#[test]
fn a_changed_row_is_refused_with_the_day_of_its_import() {
    let csv = "key,made,state,shut,note\nA,2025-06-01,Open,,x\nB,2025-06-02,Open,,\n";
    let export = Export::new("changed", csv, RULES);
    export.ok();
    export.put("rows.csv", &csv.replace(",x\n", ",other\n"));
    assert_eq!(rows(&export.ok()), [2, 0, 2, 0]);
    export.put("rows.csv", &csv.replace("A,2025-06-01", "A,2025-06-09"));
    let balance = export.refuses();
    assert_eq!((rows(&balance), reasons(&balance)), ([2, 0, 1, 1], vec!["changed 2".to_owned()]));
    assert!(export.refused().unwrap().contains("changed since it was imported on 2025-12-31T15:00:00Z"));
}

#[test]
fn a_share_of_refused_rows_may_be_allowed() {
    let csv = "key,made,state,shut\nA,2025-06-01,Open,\nB,2025-06-40,Open,\nC,2025-06-02,Open,\nD,2025-06-03,Open,\n";
    let export = Export::new("allowed", csv, RULES);
    export.balance(&["--allow-refused", "24.9%"], 1);
    export.balance(&["--allow-refused", "25%"], 0);
    export.balance(&["--allow-refused", "1"], 0);
    let (code, _, complaint) = export.run(&["--allow-refused", "many"]);
    assert!(code == Some(2) && complaint.contains("2.5%"), "{complaint}");
}
