//! Bytes, delimiters and header lines.

use crate::importing::export::{Export, rows};

const RULES: &str =
    "dates = [\"%Y-%m-%d\"]\n[fields]\ncompany = { column = \"会社名\" }\n[reached.lead]\nat = \"登録日\"\n";
/// `key,登録日,会社名` and `A,2025-06-01,株式会社能` in the code page of Japanese spreadsheets.
const CP932: &[u8] =
    b"key,\x93\x6f\x98\x5e\x93\xfa,\x89\xef\x8e\xd0\x96\xbc\nA,2025-06-01,\x8a\x94\x8e\xae\x89\xef\x8e\xd0\x94\x5c\n";

#[test]
fn files_are_read_in_their_encoding() {
    let export = Export::new("cp932", "", &format!("encoding = \"Shift_JIS\"\n{RULES}"));
    export.bytes("rows.csv", CP932);
    export.ok();
    assert!(export.all()[0].contains("株式会社能"));
    // Where the mapping does not say it, the names of its columns show it, and that is told.
    let export = Export::new("cp932-found", "", RULES);
    export.bytes("rows.csv", CP932);
    let balance = export.ok();
    assert!(balance["files"][0]["found"][0].as_str().unwrap().contains("cp932"));
    assert!(export.all()[0].contains("株式会社能"));
    // Marks at the beginning are no part of a name.
    let text = "key,登録日,会社名\nA,2025-06-01,株式会社能\n";
    let wide: Vec<u8> =
        "\u{feff}".chars().chain(text.chars()).collect::<String>().encode_utf16().flat_map(u16::to_le_bytes).collect();
    for bytes in [format!("\u{feff}{text}").into_bytes(), wide] {
        let export = Export::new("marks", "", RULES);
        export.bytes("rows.csv", &bytes);
        export.ok();
        assert!(export.all()[0].contains("株式会社能"));
    }
}

/// What is no text of the encoding stops the run with its line: no sign is replaced in silence.
#[test]
fn bytes_that_are_no_text_are_told_with_their_line() {
    let export = Export::new("broken", "", "[reached.lead]\nat = \"made\"\n");
    export.bytes("rows.csv", b"key,made\nA,2025-06-01\nM\xfcller,2025-06-02\n");
    let complaint = export.fails();
    assert!(complaint.contains("rows.csv:3:") && complaint.contains("utf-8"), "{complaint}");
    export.map("encoding = \"latin-1\"\n[reached.lead]\nat = \"made\"\n");
    export.ok();
    assert_eq!(export.stages(), ["A lead", "Müller lead"]);
    export.map("encoding = \"ebcdic\"\n[reached.lead]\nat = \"made\"\n");
    assert!(export.fails().contains("`ebcdic` is not known"));
}

#[test]
fn delimiter_quote_and_header_are_said_or_found() {
    let rules = "[reached.lead]\nat = \"made\"\n";
    let export = Export::new("semicolon", "key;made\nA;2025-06-01\n", rules);
    assert!(export.ok()["files"][0]["found"][0].as_str().unwrap().contains("`;`"));
    let csv = "Report of June\n\nkey\tmade\tnote\nA\t2025-06-01\t'a\tb'\n";
    let rules = format!("delimiter = \"tab\"\nquote = \"'\"\nheader = 3\n{rules}");
    let export = Export::new("banner", csv, &rules);
    assert_eq!(rows(&export.ok()), [1, 1, 0, 0]);
    let export = Export::new("nowhere", "clef,made\nA,2025-06-01\n", "[reached.lead]\nat = \"made\"\n");
    assert!(export.fails().contains("has no column `key`"));
}

/// A row with too few cells, or too many, is refused; one without any is no row.
#[test]
fn rows_have_the_cells_of_the_header() {
    let export = Export::new(
        "cells",
        "key,made\nA,2025-06-01,x\nB\n,\nC,2025-06-02\n,2025-06-03\n",
        "[reached.lead]\nat = \"made\"\n",
    );
    let balance = export.refuses();
    assert_eq!((rows(&balance), balance["rows"]["blank"].as_u64()), ([4, 1, 0, 3], Some(1)));
    assert_eq!(
        (balance["refused"]["cells"]["count"].as_u64(), balance["refused"]["key"]["count"].as_u64()),
        (Some(2), Some(1))
    );
}
