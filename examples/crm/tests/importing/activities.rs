//! Activities with their dates, from a file of their own.

use crate::host::ok;
use crate::importing::export::{Export, rows};

#[test]
fn activities_come_with_their_leads_and_later_ones_by_themselves() {
    let rules = "[reached.lead]\nat = \"made\"\n[activities]\nfile = \"acts.csv\"\nkey = \"who\"\nid = { column = \"id\" }\n\
                 kind = { column = \"what\", map = { Mail = \"mail_click\", Visit = \"page_view\" } }\nat = \"when\"\nobject = { column = \"on\" }\n";
    let acts = "id,who,what,when,on\n1,A,Mail,2025-07-01,m-1\n2,A,Visit,2025-07-02,\n3,Z,Mail,2025-07-03,\n4,B,Fax,2025-07-04,\n";
    let export = Export::new("acts", "key,made\nA,2025-06-01\nB,2025-06-02\n", rules);
    export.put("acts.csv", acts);
    // A kind in no list is refused, by itself: the lead comes in.
    let balance = export.refuses();
    assert_eq!((rows(&balance), balance["activities"]["loaded"].as_u64()), ([2, 2, 0, 0], Some(2)));
    assert_eq!(balance["activities"]["refused"]["examples"][0]["line"], 5);
    assert_eq!(balance["files"][1]["unmatched"]["count"], 1);
    // Mended, and with a new one, only what is new comes in.
    export.put("acts.csv", &(acts.replace("Fax", "Mail") + "5,A,Mail,2025-08-01,m-2\n"));
    let balance = export.ok();
    assert_eq!((rows(&balance), balance["activities"]["loaded"].as_u64()), ([2, 0, 2, 0], Some(2)));
    let facts = export.all();
    export.ok();
    assert_eq!(export.all(), facts);
    assert_eq!(export.facts("activity_recorded", "$.body.activity_recorded.activity.id"), ["A 1", "A 2", "A 5", "B 4"]);
    ok(&export.db, &["verify"]);
}
