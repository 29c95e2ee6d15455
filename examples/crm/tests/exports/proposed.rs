//! Mappings proposed from files.

use crate::host::{ROOT, crm, fails, folder, ok};
use crate::tables::written;

/// The proposal for files of the example, as TOML, and what was told before it.
#[track_caller]
fn proposed(files: &[&str]) -> (String, String) {
    let folder = folder("proposed");
    let files: Vec<String> = files.iter().map(|file| format!("{ROOT}/examples/data/backfill/{file}")).collect();
    let words = ["backfill", "--dry-run", "--file"].into_iter().chain(files.iter().map(String::as_str));
    let text = ok(&folder.join("none.sqlite"), &words.collect::<Vec<_>>());
    let (told, mapping) = text.split_once("\n# Proposed").unwrap();
    (told.to_owned(), mapping.to_owned())
}

#[track_caller]
fn has(text: &str, lines: &[&str]) {
    for line in lines {
        assert!(text.lines().any(|other| other.starts_with(line)), "no `{line}` in\n{text}");
    }
}

/// A made-up file, and what must be found in it.
struct Case {
    files: &'static [&'static str],
    key: &'static str,
    stage: &'static str,
    /// Lines of the mapping: how the file is written, its dates, its steps.
    lines: &'static [&'static str],
}

const CASES: [Case; 14] = [
    Case {
        files: &["hubspot_small/contacts.csv"],
        key: "Record ID",
        stage: "Lifecycle Stage",
        lines: &[
            "dates = [\"%Y-%m-%dT%H:%M:%S%.f%z\", \"%Y-%m-%d %H:%M\", \"%Y-%m-%d\"]",
            "at = \"Create Date\"",
            "at = \"Became a Marketing Qualified Lead Date\"",
            "empty = [\"(No value)\", \"--\"]",
            "# unmapped: \"Lead Status\"",
        ],
    },
    Case {
        files: &["hubspot_small/deals.csv", "hubspot_small/deal_stage_history.csv"],
        key: "Associated Contact IDs",
        stage: "Deal Stage",
        lines: &[
            "deal = { column = \"Record ID\" }",
            "currency = { column = \"Currency\" }",
            "[history]",
            "at = \"Timestamp\"",
            "\"closedwon\" = \"won\"",
        ],
    },
    Case {
        files: &[
            "salesforce_export_small/Lead.csv",
            "salesforce_export_small/Opportunity.csv",
            "salesforce_export_small/OpportunityHistory.csv",
        ],
        key: "Id",
        stage: "Status",
        lines: &[
            "[joins.opportunity]",
            "by = { column = \"ConvertedOpportunityId\" }",
            "[history]",
            "key = \"OpportunityId\"",
            "empty_dates = [\"1970-01-01\"]",
        ],
    },
    Case {
        files: &["salesforce_export_small/Opportunity.csv"],
        key: "ContactId",
        stage: "StageName",
        lines: &["deal = { column = \"Id\" }", "value = { column = \"Amount\" }", "at = \"CloseDate\""],
    },
    Case {
        files: &["account_engagement_small/prospects.csv", "account_engagement_small/lifecycle_histories.csv"],
        key: "id",
        stage: "",
        lines: &["[history]", "key = \"prospectId\"", "column = \"nextStageId\"", "at = \"createdAt\""],
    },
    Case {
        files: &["marketo_small/leads.csv", "marketo_small/activities.csv", "marketo_small/revenue_stages.csv"],
        key: "id",
        stage: "leadStatus",
        lines: &[
            "# ? TODO \"Mystery\" (1 rows) is in no list",
            "[activities]",
            "id = { column = \"marketoGUID\" }",
            "[history]",
            "\"Recycled\" = \"recycled\"",
        ],
    },
    Case {
        files: &["dynamics365_small/leads.csv"],
        key: "leadid",
        stage: "",
        lines: &["at = \"createdon\"", "# unmapped: \"statuscode\""],
    },
    Case {
        files: &["dynamics365_small/opportunities.csv"],
        key: "_originatingleadid_value",
        stage: "stepname",
        lines: &["deal = { column = \"opportunityid\" }", "currency = { column = \"transactioncurrency\" }"],
    },
    Case {
        files: &["zoho_small/Leads.csv"],
        key: "Record Id",
        stage: "Lead Status",
        lines: &["signs = [\"₹\"]", "thousands = \",\"", "empty = [\"-None-\"]", "at = \"Created Time\""],
    },
    Case {
        files: &["zoho_small/Deals.csv"],
        key: "Contact Name.id",
        stage: "Stage",
        lines: &["deal = { column = \"Record Id\" }", "column = \"Reason For Loss\"", "# ? \"Price\" = \"price\""],
    },
    Case {
        files: &["pipedrive_small/deals.csv"],
        key: "Person - ID",
        stage: "Deal - Status",
        lines: &["at = \"Deal - Won time\"", "at = \"Deal - Lost time\"", "# ? TODO \"Deleted\" (1 rows)"],
    },
    Case {
        files: &["odoo_small/crm_lead.csv"],
        key: "Customer/External ID",
        stage: "Stage",
        lines: &[
            "encoding = \"latin-1\"",
            "delimiter = \";\"",
            "decimal = \",\"",
            "thousands = \".\"",
            "dates = [\"%d/%m/%Y %H:%M:%S\", \"%d/%m/%Y\"]",
        ],
    },
    Case {
        files: &["kintone_small/anken.csv"],
        key: "顧客コード",
        stage: "ステータス",
        lines: &[
            "encoding = \"cp932\"",
            "currency = \"JPY\"",
            "deal = { column = \"レコード番号\" }",
            "at = \"商談日\"",
        ],
    },
    Case {
        files: &[
            "maven_crm_small/sales_pipeline.csv",
            "maven_crm_small/accounts.csv",
            "maven_crm_small/sales_teams.csv",
        ],
        key: "opportunity_id",
        stage: "deal_stage",
        lines: &["[joins.accounts]", "[joins.sales_teams]", "at = \"engage_date\"", "at = \"close_date\""],
    },
];

#[test]
fn key_dates_and_stage_of_every_made_up_export_are_found() {
    for Case { files, key, stage, lines } in CASES {
        let (_, mapping) = proposed(files);
        has(&mapping, &[&format!("lead = {{ column = \"{key}\" }}")]);
        if !stage.is_empty() {
            has(&mapping, &[&format!("[words.\"{stage}\"]")]);
        }
        has(&mapping, lines);
        assert!(mapping.contains("zone = \"+00:00\"  # ?"), "{mapping}");
    }
}

/// Every column is mapped, ignored by name, or told as unmapped.
#[test]
fn no_column_vanishes() {
    for Case { files, .. } in CASES {
        let (told, mapping) = proposed(files);
        for line in told.lines().filter(|line| line.starts_with("  ") && line.contains(": ")) {
            let Some((column, _)) = line.trim_start().split_once(": ") else { continue };
            let quoted = format!("{column}\"");
            assert!(
                mapping.contains(&quoted) || line.contains("keys in"),
                "`{column}` of {files:?} is nowhere in\n{mapping}"
            );
        }
    }
}

/// Every proposal is a mapping that is read, whatever rows it refuses as long as nobody has answered its `# ?`.
#[test]
fn every_proposal_is_a_mapping() {
    let folder = folder("proposals-read");
    for (number, Case { files, .. }) in CASES.iter().enumerate() {
        let out = folder.join(format!("{number}.toml"));
        let out = out.to_str().unwrap();
        let files: Vec<String> = files.iter().map(|file| format!("{ROOT}/examples/data/backfill/{file}")).collect();
        let words = ["backfill", "--dry-run", "--mapping", out, "--file"].into_iter();
        let db = folder.join(format!("{number}.sqlite"));
        ok(&db, &words.chain(files.iter().map(String::as_str)).collect::<Vec<_>>());
        let output = crm(&db, &["backfill", "--mapping", out]);
        let text = String::from_utf8(output.stdout).unwrap();
        let complaint = String::from_utf8(output.stderr).unwrap();
        assert!(text.contains("rows read = "), "{files:?}: {text}{complaint}");
    }
}

/// What was written is a mapping: it is read, and a file in which all is sure is loaded as it is.
#[test]
fn the_proposal_of_a_simple_file_loads_unchanged() {
    let folder = folder("proposal-loads");
    let db = folder.join("crm.sqlite");
    let text = "id,created,company,email,stage,closed_at,amount\n\
                A-1,2025-10-01,Alpha,a@alpha.example,New,,\n\
                A-2,2025-10-02,Beta,b@beta.example,MQL,,\n\
                A-3,2025-10-03,Gamma,c@gamma.example,Won,2025-12-01,12000\n";
    let file = written(&folder, "leads.csv", text);
    let out = folder.join("leads.toml");
    let out = out.to_str().unwrap();
    let told = ok(&db, &["backfill", "--dry-run", "--file", &file, "--mapping", out]);
    assert!(told.contains("Written to") && told.contains("id: key of the row, by its name"), "{told}");
    assert!(!db.exists(), "a proposal opens no database");
    ok(&db, &["backfill", "--mapping", out]);
    let board = ok(&db, &["board"]);
    for row in ["lead 1", "mql untouched 1", "customer 1"] {
        let rows = crate::boards::board_rows(&board);
        assert!(rows.iter().any(|line| line.starts_with(row)), "no `{row}` in\n{board}");
    }
}

#[test]
fn a_day_that_could_be_a_month_is_told() {
    let folder = folder("proposal-days");
    let unsure = written(&folder, "a.csv", "id,created\n1,03/04/2026\n2,05/06/2026\n");
    let sure = written(&folder, "b.csv", "id,created,won_at\n1,03/04/2026,25/06/2026\n2,05/06/2026,\n");
    let none = folder.join("none.sqlite");
    let text = ok(&none, &["backfill", "--dry-run", "--file", &unsure]);
    assert!(text.contains("# ? `03/04/2026` of \"created\" can be `%d/%m/%Y` too"), "{text}");
    let text = ok(&none, &["backfill", "--dry-run", "--file", &sure]);
    assert!(text.contains("dates = [\"%d/%m/%Y\"]") && !text.contains("can be"), "{text}");
}

#[test]
fn other_forms_of_files_are_found() {
    let folder = folder("proposal-forms");
    let none = folder.join("none.sqlite");
    let wide = "ref\tcreated\n1\t2025-10-01\n2\t2025-10-02\n";
    let bytes: Vec<u8> = [0xff, 0xfe].into_iter().chain(wide.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let file = folder.join("wide.csv");
    std::fs::write(&file, bytes).unwrap();
    let text = ok(&none, &["backfill", "--dry-run", "--file", file.to_str().unwrap()]);
    assert!(text.contains("encoding = \"utf-16le\"") && text.contains("delimiter = \"tab\""), "{text}");
    let late = written(&folder, "late.csv", "Export of leads\n\nref,created,seconds_at\n1,Oct 01, 1760000000\n");
    let text = ok(&none, &["backfill", "--dry-run", "--file", &late]);
    assert!(text.contains("header = 3") && text.contains("\"%s\""), "{text}");
    let empty = written(&folder, "empty.csv", "");
    assert!(fails(&none, &["backfill", "--dry-run", "--file", &empty], 1).contains("is empty"));
}

#[test]
fn a_proposal_overwrites_nothing_and_loads_nothing() {
    let folder = folder("proposal-keeps");
    let none = folder.join("none.sqlite");
    let file = written(&folder, "a.csv", "id,created\n1,2026-04-03\n");
    let mine = written(&folder, "mine.toml", "mine");
    // A mapping that is there is tried, not written.
    assert!(!crm(&none, &["backfill", "--dry-run", "--file", &file, "--mapping", &mine]).status.success());
    assert_eq!(std::fs::read_to_string(&mine).unwrap(), "mine");
    assert!(fails(&none, &["backfill", "--file", &file], 2).contains("--mapping"));
    assert!(!crm(&none, &["backfill", "--dry-run"]).status.success());
    assert!(!none.exists());
}

/// Amounts that contradict each other are told; the form of most rows is proposed.
#[test]
fn an_amount_that_is_written_otherwise_is_told() {
    let folder = folder("proposal-amounts");
    let none = folder.join("none.sqlite");
    let text = "id,created,amount\n1,2025-03-01,\"12,000.00\"\n2,2025-03-01,\"3,000.50\"\n3,2025-03-01,\"1.200,00\"\n";
    let file = written(&folder, "a.csv", text);
    let text = ok(&none, &["backfill", "--dry-run", "--file", &file]);
    has(&text, &["thousands = \",\"", "# ? `1.200,00` of \"amount\" is written otherwise than most"]);
    assert!(!text.contains("decimal = \",\""), "{text}");
}

/// What multiplies is no sign to be left out, and a word for nobody is no owner.
#[test]
fn amounts_in_ten_thousands_and_nobody_as_owner_load_as_they_are_meant() {
    let folder = folder("proposal-words");
    let db = folder.join("crm.sqlite");
    let text = "管理番号,ステータス,作成日,受注日,金額,営業担当\n1,受注,2025/04/01,2025/05/01,120万円,佐藤\n\
                2,受注,2025/04/02,2025/05/02,\"1,200万円\",担当なし\n3,受注,2025/04/03,2025/05/03,\"15,500円\",No owner\n";
    let file = written(&folder, "man.csv", text);
    let out = folder.join("man.toml");
    let out = out.to_str().unwrap();
    let told = ok(&db, &["backfill", "--dry-run", "--file", &file, "--mapping", out]);
    let mapping = std::fs::read_to_string(out).unwrap();
    assert!(mapping.contains("signs = [\"円\"]") && !mapping.contains("万円\"]"), "{told}{mapping}");
    ok(&db, &["backfill", "--mapping", out]);
    let board = ok(&db, &["board"]);
    assert!(
        board.lines().any(|line| line.split_whitespace().eq("customer no deal in hand 3 JPY 13,215,500".split(' '))),
        "{board}"
    );
    let owners = crate::tables::asked(
        &db,
        "SELECT coalesce(json_extract(json, '$.body.captured.owner'), '-') FROM facts WHERE kind = 'captured' ORDER BY lead",
    );
    assert_eq!(owners, ["佐藤", "-", "-"]);
}

/// A file with several deals of a contact looks like a history of stages: that it may be none is said.
#[test]
fn deals_beside_contacts_are_perhaps_no_history() {
    let folder = folder("proposal-deals");
    let contacts = written(
        &folder,
        "contacts.csv",
        "Record ID,Lifecycle Stage,Create Date\n501,Lead,2025-01-01\n502,Customer,2025-01-02\n",
    );
    let deals = "Record ID,Associated Contact IDs,Deal Stage,Create Date,Close Date\n9001,501,Closed Won,2025-02-01,2025-03-01\n\
                 9002,501,Contract Sent,2025-04-01,\n9003,502,Closed Lost,2025-02-01,2025-03-01\n";
    let deals = written(&folder, "deals.csv", deals);
    let none = folder.join("none.sqlite");
    let text = ok(&none, &["backfill", "--dry-run", "--file", &contacts, &deals]);
    has(&text, &["# ? if its rows are deals, and no changes of stage", "[history]"]);
}
