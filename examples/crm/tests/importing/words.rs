//! Words of coded columns: a word that is in no list is never read as if it were not there.

use crate::importing::export::{Export, reasons, rows};

const STEPS: &str = "[reached.lead]\nat = \"made\"\n[reached.mql]\nwhen = { column = \"phase\", is = [\"Warm\", \"Signed\"] }\n\
                     [won]\nwhen = { column = \"phase\", is = [\"Signed\"] }\nat = \"made\"\n";
const PHASES: &str =
    "key,made,phase\nA,2025-06-01,Signed\nB,2025-06-02,signed\nC,2025-06-03,Wram\nD,2025-06-04,Fresh\nE,2025-06-05,\n";

#[test]
fn a_word_in_no_list_refuses_its_row_and_names_the_nearest() {
    let export = Export::new("phases", PHASES, STEPS);
    let balance = export.refuses();
    assert_eq!(rows(&balance), [5, 2, 0, 3]);
    let refused = export.refused().unwrap();
    for told in
        ["`signed` is in no list (did you mean `Signed`?)", "did you mean `Warm`?", "word `Fresh` is in no list"]
    {
        assert!(refused.contains(told), "no {told} in {refused}");
    }
    assert_eq!(export.stages(), ["A customer", "E lead"]);
    // Named, it means no more than the row; with a default any other counts as that, and is counted.
    export.map(&format!("{STEPS}[words.phase]\nknown = [\"Fresh\"]\n"));
    assert_eq!(rows(&export.refuses()), [5, 1, 2, 2]);
    export.map(&format!("{STEPS}[words.phase]\ndefault = \"Fresh\"\n"));
    let balance = export.ok();
    assert_eq!(rows(&balance), [5, 2, 3, 0]);
    assert_eq!(balance["unknown_words"]["phase"]["words"]["Wram"]["counts_as"], "Fresh");
}

/// A reason of each row: an empty cell is unknown, another word is told.
#[test]
fn reasons_come_from_a_column() {
    let csv = "key,made,state,why\nA,2025-06-01,Gone,Too dear\nB,2025-06-02,Gone,\nC,2025-06-03,Gone,Too dera\nD,2025-06-04,Alive,\n";
    let rules = "[reached.opportunity]\nat = \"made\"\n[lost]\nwhen = { column = \"state\", is = [\"Gone\"] }\n\
                 reason = { column = \"why\", map = { \"Too dear\" = \"price\" } }\n";
    let export = Export::new("reasons", csv, rules);
    let balance = export.refuses();
    assert_eq!((rows(&balance), reasons(&balance)), ([4, 3, 0, 1], vec!["word 4".to_owned()]));
    assert_eq!(export.stages(), ["A disqualified", "B disqualified", "D opportunity"]);
    let all = export.all().join("\n");
    assert!(all.contains("\"price\"") && all.contains("imported_unknown"), "{all}");
    export.map(&rules.replace("} }", "}, default = \"other\" }"));
    let balance = export.ok();
    assert_eq!(balance["unknown_words"]["why"]["words"]["Too dera"]["count"], 1);
}

/// Whatever is no word for yes or no refuses the row; the opposite of a named word is known.
#[test]
fn no_word_is_read_as_no() {
    let csv = "key,made,shut\nA,2025-06-01,TRUE\nB,2025-06-02,FALSE\nC,2025-06-03,maybe\n";
    let rules =
        "[reached.opportunity]\nat = \"made\"\n[won]\nwhen = { column = \"shut\", is = [\"TRUE\"] }\nat = \"made\"\n";
    let export = Export::new("flags", csv, rules);
    assert_eq!(reasons(&export.refuses()), ["word 4"]);
    assert_eq!(export.stages(), ["A customer", "B opportunity"]);
}

#[test]
fn names_may_have_other_spellings_and_codes_must_be_known() {
    let csv = "key,made,what,who\nA,2025-06-01,Boxx,ann@x\nB,2025-06-02,Crate,bob@x\n";
    let rules = "product = { column = \"what\", map = { Boxx = \"Box\" } }\nowner = { column = \"who\", map = { \"ann@x\" = \"ann\" } }\n\
                 [reached.opportunity]\nat = \"made\"\n";
    let export = Export::new("spellings", csv, rules);
    assert_eq!(reasons(&export.refuses()), ["word 3"]);
    export.map(&rules.replace("\"ann\" } }", "\"ann\" }, default = \"pool\" }"));
    let balance = export.ok();
    assert_eq!(balance["as_it_is"]["what"]["words"]["Crate"]["count"], 1);
    assert_eq!(balance["unknown_words"]["who"]["words"]["bob@x"]["counts_as"], "pool");
}

/// Of several ends only one can be.
#[test]
fn two_ends_of_one_row_refuse_it() {
    let csv = "key,made,won,lost\nA,2025-06-01,2025-07-01,2025-07-02\nB,2025-06-01,2025-07-01,\n";
    let rules = "[reached.opportunity]\nat = \"made\"\n[won]\nwhen = { column = \"won\" }\nat = \"won\"\n\
                 [lost]\nwhen = { column = \"lost\" }\nat = \"lost\"\n";
    let export = Export::new("ends", csv, rules);
    assert_eq!(reasons(&export.refuses()), ["ends 2"]);
}
