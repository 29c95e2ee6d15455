//! The mappings that ship with the example, over made-up files: exact counts of stages, ends, rounds and values.

use std::path::PathBuf;

use crate::boards::board_rows;
use crate::exports::steps::{owners, steps};
use crate::host::{crm, folder, mapping, ok};
use crate::tables::rows;

/// Mappings loaded one after another into one database.
struct Set<'s> {
    mappings: &'s [&'s str],
    /// Lines of all that is told, blanks aside.
    told: &'s [&'s str],
    /// The board at the end, whole.
    board: &'s [&'s str],
    /// Leads with their steps, as `steps` writes them.
    lives: &'s [(&'s str, &'s [&'s str])],
}

/// Rows of the board, without its frame and its totals.
fn board(text: &str) -> Vec<String> {
    let stages = ["lead ", "mql ", "sql ", "opportunity ", "customer ", "disqualified "];
    board_rows(text).into_iter().filter(|line| stages.iter().any(|stage| line.starts_with(stage))).collect()
}

#[track_caller]
fn check(set: &Set<'_>) -> PathBuf {
    let name = set.mappings[0];
    let db = folder(&format!("shipped-{name}")).join("crm.sqlite");
    let mut told = String::new();
    for name in set.mappings {
        let output = crm(&db, &["backfill", "--mapping", &mapping(name)]);
        told.push_str(&String::from_utf8(output.stdout).unwrap());
        told.push_str(&String::from_utf8(output.stderr).unwrap());
    }
    let lines = rows(&told);
    for line in set.told {
        assert!(lines.iter().any(|other| other.starts_with(line)), "no `{line}` in\n{told}");
    }
    assert!(!lines.iter().any(|line| line.starts_with("unmapped")), "{name}: a column is unmapped\n{told}");
    assert_eq!(board(&ok(&db, &["board"])), set.board, "{name}");
    for (lead, life) in set.lives {
        assert_eq!(steps(&db, lead), *life, "{name}: {lead}");
    }
    // Twice is once, and it stands up to replay.
    for name in set.mappings {
        let text = crm(&db, &["backfill", "--mapping", &mapping(name)]).stdout;
        let text = String::from_utf8(text).unwrap();
        let first = text.lines().next().unwrap_or_default();
        assert!(first.contains("= 0 loaded"), "{name}: {text}");
    }
    assert_eq!(board(&ok(&db, &["board"])), set.board, "{name}, loaded again");
    ok(&db, &["verify"]);
    db
}

#[test]
fn hubspot() {
    check(&Set {
        mappings: &["hubspot_contacts", "hubspot_deals"],
        told: &[
            "19 rows read = 19 loaded + 0 already known + 0 refused",
            "11 rows read = 11 loaded + 0 already known + 0 refused",
            "unknown words in `Lead Status`: `Nurture 2023` as New 1",
            "unknown words in `Original Source`: `Carrier Pigeon` as inbound 1",
            "unknown words in `Closed Lost Reason`: `Champion left`",
            "`history.Value`: 35 filled = 35 used",
        ],
        board: &[
            "lead 4",
            "mql untouched 3",
            "sql appointment_set 2 USD 7,000.00 USD 700.00",
            "opportunity first_meeting_held 1",
            "opportunity proposal 1 USD 18,000.00 USD 7,200.00",
            "customer 4 USD 82,900.00",
            "disqualified 4",
        ],
        lives: &[
            // Put back because the time was wrong.
            (
                "hs-108",
                &[
                    "1 lead 2025-10-08T14:00:00Z",
                    "1 mql 2025-10-10T14:00:00Z",
                    "2 recycled timing 2025-12-01T22:20:00Z",
                ],
            ),
            // 1970 is no date; an offset in the cell beats the zone of the file.
            ("hs-114", &["1 lead 2025-10-13T14:00:00Z", "1 mql ~"]),
            ("hs-118", &["1 lead 2025-11-01T01:30:00Z", "1 mql 2025-11-03T23:00:00Z"]),
        ],
    });
}

#[test]
fn salesforce_leads() {
    check(&Set {
        mappings: &["salesforce_leads"],
        told: &[
            "12 rows read = 12 loaded + 0 already known + 0 refused",
            "unknown words in `LeadSource`: `Billboard 1999` as inbound 1",
            "5 rows that no row of the main file asked for",
            "10 rows that no row of the main file asked for",
        ],
        board: &[
            "lead 3",
            "mql untouched 2",
            "sql appointment_set 1",
            "opportunity first_meeting_held 1 USD 7,500.00 USD 1,500.00",
            "opportunity closing 1",
            "customer 2 USD 93,000.00",
            "disqualified 2",
        ],
        lives: &[("00Q007", &["1 lead 2025-10-05T13:00:00Z", "2 recycled timing 2025-11-11"])],
    });
}

#[test]
fn salesforce_opportunities() {
    check(&Set {
        mappings: &["salesforce_opportunities"],
        told: &[
            "10 rows read = 10 loaded + 0 already known + 0 refused",
            "unknown words in `LossReason__c`: `Lost interest`",
            "`history.StageName`: 26 filled = 26 used",
        ],
        board: &[
            "sql appointment_set 1 USD 21,000.00 USD 2,100.00",
            "opportunity first_meeting_held 1 USD 7,500.00 USD 1,500.00",
            "opportunity proposal 1 USD 30,000.00 USD 12,000.00",
            "opportunity quote 1 USD 12,000.00 USD 7,800.00",
            "opportunity closing 1",
            "customer 1 USD 52,000.00",
        ],
        lives: &[
            // Lost, and back with a second deal; won, and an upgrade that was lost.
            (
                "003E",
                &[
                    "1 lead 2025-08-10T16:00:00Z",
                    "1 mql ~",
                    "1 sql 2025-08-10T16:00:00Z",
                    "1 sao 2025-08-10T16:00:00Z",
                    "1 opportunity first_meeting_held 2025-08-20T16:00:00Z",
                    "1 deal_stage quote 2025-09-20T16:00:00Z",
                    "1 lost price 2025-10-31T16:00:00Z",
                    "2 opened 2026-01-12T16:00:00Z",
                    "2 mql ~",
                    "2 sql 2026-01-12T16:00:00Z",
                    "2 sao 2026-01-12T16:00:00Z",
                ],
            ),
            (
                "003D",
                &[
                    "1 lead 2025-09-15T16:00:00Z",
                    "1 mql ~",
                    "1 sql 2025-09-15T16:00:00Z",
                    "1 sao 2025-09-15T16:00:00Z",
                    "1 opportunity first_meeting_held 2025-09-25T16:00:00Z",
                    "1 deal_stage quote 2025-10-20T16:00:00Z",
                    "1 deal_stage first_meeting_held 2025-10-27T16:00:00Z",
                    "1 deal_stage closing 2025-11-10T16:00:00Z",
                    "1 won 52000 2025-11-28T16:00:00Z",
                    "2 opened 2026-01-20T16:00:00Z",
                    "2 sql ~",
                    "2 sao 2026-01-20T16:00:00Z",
                    "2 opportunity first_meeting_held 2026-01-20T16:00:00Z",
                    "2 lost budget_not_fixed 2026-03-10T16:00:00Z",
                ],
            ),
            (
                "003L",
                &[
                    "1 lead 2026-02-10T16:00:00Z",
                    "1 mql ~",
                    "1 sql 2026-02-10T16:00:00Z",
                    "1 sao 2026-02-10T16:00:00Z",
                    "1 opportunity first_meeting_held 2026-02-18T16:00:00Z",
                    "1 deal_stage proposal 2026-03-05T16:00:00Z",
                ],
            ),
        ],
    });
}

#[test]
fn salesforce_demo() {
    check(&Set {
        mappings: &["salesforce_demo"],
        told: &["5 rows read = 5 loaded + 0 already known + 0 refused", "`history.StageName`: 11 filled = 11 used"],
        board: &[
            "opportunity first_meeting_held 2 USD 11,500.00 USD 2,300.00",
            "opportunity quote 1 USD 50,000.00 USD 32,500.00",
            "customer 1 USD 12,000.00",
            "disqualified 1",
        ],
        lives: &[],
    });
}

#[test]
fn account_engagement() {
    check(&Set {
        mappings: &["account_engagement"],
        told: &[
            "10 rows read = 10 loaded + 0 already known + 0 refused",
            "unknown words in `source`: `Fax Blast` as inbound 1",
            "`history.nextStageId`: 28 filled = 28 used",
        ],
        board: &["lead 2", "mql untouched 2", "sql appointment_set 2", "customer 1", "disqualified 3"],
        lives: &[(
            // Put back to nurturing, and an MQL once more.
            "pardot-5005",
            &[
                "1 lead 2025-06-05T14:00:00Z",
                "1 mql 2025-06-15T14:00:00Z",
                "2 recycled imported_unknown 2025-07-15T14:00:00Z",
                "2 opened ~",
                "2 mql 2025-11-15T15:00:00Z",
                "2 sql 2025-12-01T15:00:00Z",
            ],
        )],
    });
}

#[test]
fn marketo() {
    check(&Set {
        mappings: &["marketo"],
        told: &[
            "10 rows read = 10 loaded + 0 already known + 0 refused",
            "15 activities loaded, 0 known, 0 refused",
            "unknown words in `activities.activityTypeId`: `400321` as other 1",
            "unknown words in `leadStatus`: `Mystery` as New 1",
        ],
        board: &["lead 4", "mql untouched 3", "sql appointment_set 2", "disqualified 1"],
        lives: &[
            ("mkto-1002", &["1 lead 2025-10-02T08:00:00Z", "1 mql 2025-10-20", "2 recycled timing 2025-11-20"]),
            (
                "mkto-1005",
                &["1 lead 2025-10-05T08:00:00Z", "1 mql ~", "1 disqualified imported_unknown 2026-01-10T00:00:00Z"],
            ),
            ("mkto-1006", &["1 lead 2025-10-07T03:00:00Z", "1 mql 2025-10-16"]),
        ],
    });
}

#[test]
fn dynamics() {
    let db = check(&Set {
        mappings: &["dynamics365_leads", "dynamics365_opportunities"],
        told: &[
            "13 rows read = 13 loaded + 0 already known + 0 refused",
            "10 rows read = 10 loaded + 0 already known + 0 refused",
            "unknown words in `leadsourcecode`: `99` as inbound 1",
            "unknown words in `statuscode`: `7`",
        ],
        board: &[
            "lead 3",
            "mql untouched 1",
            "sql appointment_set 1 USD 3,000.00 USD 300.00",
            "opportunity first_meeting_held 2 GBP 20,000.00 GBP 4,000.00",
            "opportunity proposal 1 GBP 4,000.00 GBP 1,600.00",
            "customer 2 GBP 23,000.00",
            "disqualified 6",
        ],
        lives: &[
            (
                "a1b2c3d4-0000-4000-8000-000000000004",
                &[
                    "1 lead 2025-08-01T07:05:11Z",
                    "1 mql ~",
                    "1 opened ~",
                    "1 sql 2025-08-12T09:00:00Z",
                    "1 sao ~",
                    "1 opportunity closing ~",
                    "1 won 28750 2025-12-04",
                    "2 opened ~",
                    "2 sql 2026-02-01T09:00:00Z",
                    "2 sao ~",
                    "2 opportunity proposal ~",
                ],
            ),
            // Put back, and qualified once more.
            (
                "a1b2c3d4-0000-4000-8000-000000000012",
                &[
                    "1 lead 2025-10-08T07:05:11Z",
                    "1 mql ~",
                    "2 recycled timing 2025-11-20T09:00:00Z",
                    "2 opened ~",
                    "2 mql ~",
                    "2 sql 2026-01-15T09:00:00Z",
                    "2 sao ~",
                    "2 opportunity first_meeting_held ~",
                ],
            ),
            (
                "a1b2c3d4-0000-4000-8000-000000000013",
                &["1 lead 2025-10-09T07:05:11Z", "1 mql ~", "2 recycled timing 2025-11-21T09:00:00Z"],
            ),
            (
                "a1b2c3d4-0000-4000-8000-000000000014",
                &[
                    "1 lead ~",
                    "1 mql ~",
                    "1 sql 2025-08-20T09:00:00Z",
                    "1 sao ~",
                    "1 opportunity proposal ~",
                    "1 lost competitor ~",
                ],
            ),
        ],
    });
    assert_eq!(owners(&db, "a1b2c3d4-0000-4000-8000-000000000004"), ["own-1", "own-2", "own-2"]);
    assert_eq!(owners(&db, "a1b2c3d4-0000-4000-8000-000000000012"), ["own-1", "own-3"]);
    assert_eq!(owners(&db, "a1b2c3d4-0000-4000-8000-000000000016"), ["-"]);
}

#[test]
fn zoho_leads() {
    check(&Set {
        mappings: &["zoho_leads"],
        told: &[
            "10 rows read = 10 loaded + 0 already known + 0 refused",
            "unknown words in `Lead Status`: `Warm 2019` as Not Contacted 1",
        ],
        board: &["lead 5", "mql untouched 1", "sql appointment_set 1", "disqualified 3"],
        lives: &[
            ("zcrm_41000000009", &["1 lead 2025-10-09T05:50:00Z"]),
            ("zcrm_41000000010", &["1 lead 2025-10-10T05:50:00Z", "1 mql ~", "2 recycled timing 2025-12-10T04:30:00Z"]),
            ("zcrm_41000000006", &["1 lead 2025-10-06T05:50:00Z", "1 disqualified spam 2025-10-08T04:30:00Z"]),
        ],
    });
}

#[test]
fn zoho_deals() {
    let db = check(&Set {
        mappings: &["zoho_deals"],
        told: &[
            "11 rows read = 11 loaded + 0 already known + 0 refused",
            "unknown words in `Lead Source`: `Smoke Signal` as inbound 1",
        ],
        board: &[
            "sql appointment_set 1 INR 450,000.00 INR 45,000.00",
            "opportunity first_meeting_held 1",
            "opportunity proposal 1 INR 250,000.00 INR 100,000.00",
            "opportunity quote 1 INR 500,000.00 INR 325,000.00",
            "opportunity closing 1 INR 600,000.00 INR 510,000.00",
            "customer 3 INR 1,350,900.50",
            "disqualified 1",
        ],
        lives: &[
            (
                "zcrm_63000000023",
                &[
                    "1 lead 2025-08-03T04:30:00Z",
                    "1 mql ~",
                    "1 sql ~",
                    "1 sao 2025-08-03T04:30:00Z",
                    "1 opportunity first_meeting_held ~",
                    "1 lost price 2025-11-15",
                    "2 opened 2026-01-10T04:30:00Z",
                    "2 mql ~",
                    "2 sql ~",
                    "2 sao 2026-01-10T04:30:00Z",
                    "2 opportunity proposal ~",
                ],
            ),
            (
                "zcrm_63000000026",
                &[
                    "1 lead 2025-03-06T04:30:00Z",
                    "1 mql ~",
                    "1 sql ~",
                    "1 sao 2025-03-06T04:30:00Z",
                    "1 opportunity first_meeting_held ~",
                    "1 lost no_response 2025-06-30",
                    "2 opened 2025-09-07T04:30:00Z",
                    "2 mql ~",
                    "2 sql ~",
                    "2 sao 2025-09-07T04:30:00Z",
                    "2 opportunity first_meeting_held ~",
                    "2 won 150000 2025-12-20",
                ],
            ),
            (
                "zcrm_63000000029",
                &[
                    "1 lead 2025-12-11T04:30:00Z",
                    "1 mql ~",
                    "1 sql ~",
                    "1 sao 2025-12-11T04:30:00Z",
                    "1 opportunity first_meeting_held ~",
                    "1 won 900.5 2026-02-28",
                ],
            ),
        ],
    });
    assert_eq!(owners(&db, "zcrm_63000000023"), ["Asha Pillai", "Asha Pillai"]);
    assert_eq!(owners(&db, "zcrm_63000000029"), ["Ravi Menon"]);
}

#[test]
fn pipedrive() {
    let db = check(&Set {
        mappings: &["pipedrive"],
        told: &[
            "18 rows read = 17 loaded + 0 already known + 1 refused",
            "line 15, pd-82: column `Deal - Status`: word `Deleted` is in no list",
            "unknown words in `Deal - Lost reason`: `Ghosted by aliens`",
            "unknown words in `Deal - Label`: `Hot` as no end 1",
            "crm: 1 of 18 rows",
        ],
        board: &[
            "lead 1",
            "sql appointment_set 4 EUR 14,950.50 EUR 1,495.05 USD 4,100.00 USD 410.00",
            "opportunity first_meeting_held 2 EUR 8,500.00 EUR 1,700.00",
            "opportunity proposal 1 EUR 9,000.00 EUR 3,600.00",
            "opportunity closing 1 EUR 12,000.00 EUR 10,200.00",
            "customer 1 EUR 5,500.00",
            "disqualified 4",
        ],
        lives: &[
            (
                "pd-79",
                &[
                    "1 lead 2025-02-09T08:00:00Z",
                    "1 mql ~",
                    "1 sql ~",
                    "1 sao 2025-02-09T08:00:00Z",
                    "1 opportunity proposal ~",
                    "1 lost competitor 2025-05-09T09:30:00Z",
                    "2 opened 2025-08-10T08:00:00Z",
                    "2 mql ~",
                    "2 sql ~",
                    "2 sao 2025-08-10T08:00:00Z",
                    "2 opportunity closing ~",
                    "2 won 5500 2025-12-10T09:30:00Z",
                ],
            ),
            (
                "pd-83",
                &[
                    "1 lead 2025-09-15T08:00:00Z",
                    "1 mql ~",
                    "1 sql ~",
                    "1 sao 2025-09-15T08:00:00Z",
                    "1 disqualified no_fit 2025-09-29T08:00:00Z",
                ],
            ),
            (
                "pd-84",
                &[
                    "1 lead 2025-09-16T08:00:00Z",
                    "1 mql ~",
                    "1 sql ~",
                    "1 sao 2025-09-16T08:00:00Z",
                    "1 opportunity first_meeting_held ~",
                    "2 recycled timing 2025-10-30T08:00:00Z",
                    "2 opened ~",
                    "2 mql ~",
                    "2 sql ~",
                    "2 sao 2026-02-17T08:00:00Z",
                ],
            ),
        ],
    });
    assert_eq!(owners(&db, "pd-84"), ["Kaisa Tamm", "Kaisa Tamm"]);
}

#[test]
fn odoo() {
    let db = check(&Set {
        mappings: &["odoo"],
        told: &[
            "16 rows read = 16 loaded + 0 already known + 0 refused",
            "unknown words in `Lost Reason`: `We ran out of tea`",
            "unknown words in `Tags`: `Salon` as no end 1",
        ],
        board: &[
            "lead 3",
            "sql appointment_set 2 EUR 12,000.00 EUR 1,200.00",
            "opportunity first_meeting_held 2 EUR 8,000.50 EUR 1,600.10",
            "opportunity proposal 1 EUR 12,000.00 EUR 4,800.00",
            "customer 2 EUR 26,000.00",
            "disqualified 4",
        ],
        lives: &[
            (
                "__export__.res_partner_19",
                &[
                    "1 lead 2025-02-09T09:15:00Z",
                    "1 mql ~",
                    "1 sql 2025-02-16T11:00:00Z",
                    "1 sao ~",
                    "1 opportunity proposal ~",
                    "1 lost price 2025-05-18T16:00:00Z",
                    "2 opened 2025-08-10T09:15:00Z",
                    "2 mql ~",
                    "2 sql 2025-08-17T11:00:00Z",
                    "2 sao ~",
                    "2 opportunity first_meeting_held ~",
                    "2 won 6000 2025-11-19T16:00:00Z",
                ],
            ),
            (
                "__export__.res_partner_23",
                &["1 lead 2025-09-01T09:15:00Z", "1 disqualified no_fit 2025-09-08T10:00:00Z"],
            ),
            (
                "__export__.res_partner_24",
                &[
                    "1 lead 2025-09-02T09:15:00Z",
                    "1 mql ~",
                    "1 sql 2025-09-09T11:00:00Z",
                    "1 sao ~",
                    "1 opportunity first_meeting_held ~",
                    "2 recycled timing 2025-09-30T10:00:00Z",
                    "2 opened ~",
                    "2 mql ~",
                    "2 sql 2026-02-10T11:00:00Z",
                ],
            ),
        ],
    });
    assert_eq!(owners(&db, "__export__.res_partner_24"), ["Lou Petit", "Lou Petit"]);
}

#[test]
fn kintone() {
    check(&Set {
        mappings: &["kintone"],
        told: &[
            "14 rows read = 14 loaded + 0 already known + 0 refused",
            "unknown words in `失注理由`: `担当者が転職`",
            "unknown words in `流入元`: `チラシ` as inbound 1",
        ],
        board: &[
            "lead 3",
            "mql untouched 2",
            "sql appointment_set 1 JPY 1,200,000 JPY 120,000",
            "opportunity first_meeting_held 1 JPY 2,500,000 JPY 500,000",
            "opportunity quote 1 JPY 980,000 JPY 637,000",
            "customer 2 JPY 3,650,000",
            "disqualified 3",
        ],
        lives: &[
            ("KOKYAKU-010", &["1 lead 2025-10-10T00:30:00Z", "1 disqualified no_fit 2025-10-12"]),
            (
                "KOKYAKU-011",
                &[
                    "1 lead 2025-02-11T00:30:00Z",
                    "1 mql ~",
                    "1 sql ~",
                    "1 sao ~",
                    "1 opportunity first_meeting_held 2025-02-25",
                    "1 lost budget_not_fixed 2025-05-20",
                    "2 opened 2025-08-12T00:30:00Z",
                    "2 mql ~",
                    "2 sql ~",
                    "2 sao ~",
                    "2 opportunity first_meeting_held 2025-08-26",
                    "2 won 650000 2025-12-05",
                ],
            ),
        ],
    });
}
