//! A wrong command line is told what would be right.

use crate::host::fails;
use crate::screens::rich::short;

#[test]
fn what_is_mistyped_or_does_not_go_together_is_told() {
    for (words, told) in [
        (&["funnel", "--by", "sauce"][..], "`sauce` is nothing to split by"),
        (&["funnel", "--by", "sorce"], "did you mean `source`?"),
        (&["funnel", "--by", "field:industri"], "did you mean `field:industry`?"),
        (&["funnel", "--by", "segment"], "no segments are set up here"),
        (&["funnel", "--by", "pipeline"], "only deals have a pipeline"),
        (&["funnel", "--only", "source"], "write DIM=VALUE"),
        (&["funnel", "--only", "source=gogle"], "did you mean `google`?"),
        (&["funnel", "--window", "30d"], "say `--cohort ENTRY` too"),
        (&["funnel", "--cohort", "won"], "nothing comes after `won`"),
        (&["funnel", "--fiscal-start", "4"], "say `--per PERIOD` too"),
        (&["funnel", "--per", "quarter", "--fiscal-start", "13"], "write a number from 1 to 12"),
        (&["funnel", "--per", "month", "--week-start", "sunday"], "`--week-start` is of weeks"),
        (&["funnel", "--per", "week", "--closing-day", "20"], "not of `--per week`"),
        (&["funnel", "--per", "moth"], "month"),
        (&["funnel", "--leads", "mql/holow"], "did you mean `hollow`?"),
        (&["funnel", "--leads", "mql@2026-04"], "say `--per PERIOD` too"),
        (&["funnel", "--leads", "mql@2031-04", "--per", "month"], "the table has no period `2031-04`"),
        (&["funnel", "--json", "--csv", "-"], "say `--json` or `--csv`, not both"),
        (&["flow", "--leads", "mql/recicled"], "did you mean `recycled`?"),
        (&["times", "stage:mqll"], "did you mean `stage:mql`?"),
        (&["times", "--leads", "on"], "say which, like `crm times stage:mql"),
        (&["times", "stage:mql", "--survival", "--per", "month"], "leave out `--per`"),
        (&["times", "stage:mql", "--unit", "hours"], "it must be `elapsed`, `days` or `worked`"),
        (&["forecast", "--chances", "mine"], "it must be `policy` or `measured`"),
        (&["forecast", "--leads", "al"], "did you mean `all`?"),
        (&["sources", "--leads", "gogle"], "no win is credited to the source `gogle`"),
        (&["reasons", "--leads", "lost/prise"], "no reason `prise` was given for `lost`"),
    ] {
        let complaint = fails(short(), words, 2);
        assert!(complaint.contains(told), "{words:?}: {complaint}");
    }
}
