//! A made-up export with its mapping, and what the program makes of it.

use std::path::PathBuf;

use serde_json::Value;

use crate::host::{crm, folder};
use crate::tables::{asked, written};

/// An export in a folder of its own.
pub(crate) struct Export {
    pub(crate) folder: PathBuf,
    pub(crate) db: PathBuf,
}

/// What a mapping says if the test does not.
const HEAD: [(&str, &str); 9] = [
    ("name", "\"made\""),
    ("file", "\"rows.csv\""),
    ("zone", "\"+09:00\""),
    ("currency", "\"JPY\""),
    ("dates", "[\"%Y-%m-%d\"]"),
    ("as_of", "\"2026-01-01\""),
    ("order", "\"refuse\""),
    ("lead", "{ column = \"key\" }"),
    ("origin", "{ always = \"inbound\" }"),
];

impl Export {
    /// Rules begin with what is otherwise than usual.
    pub(crate) fn new(name: &str, csv: &str, rules: &str) -> Self {
        let folder = folder(&format!("im-{name}"));
        let export = Self { db: folder.join("crm.sqlite"), folder };
        export.put("rows.csv", csv);
        export.map(rules);
        export
    }

    pub(crate) fn put(&self, file: &str, text: &str) {
        written(&self.folder, file, text);
    }

    pub(crate) fn bytes(&self, file: &str, bytes: &[u8]) {
        std::fs::write(self.folder.join(file), bytes).unwrap();
    }

    pub(crate) fn map(&self, rules: &str) {
        // What comes after the first table is of that.
        let own = rules.split("\n[").next().filter(|own| !own.starts_with('[')).unwrap_or_default();
        let said = |key: &str| own.lines().any(|line| line.starts_with(&format!("{key} = ")));
        let left = HEAD.iter().filter(|(key, _)| !said(key));
        let head = left.fold(String::new(), |head, (key, value)| head + key + " = " + value + "\n");
        self.put("mapping.toml", &format!("{head}{rules}"));
    }

    fn path(&self, file: &str) -> String {
        self.folder.join(file).to_str().unwrap().to_owned()
    }

    /// Runs it: the exit code, what was printed and complained of.
    pub(crate) fn run(&self, words: &[&str]) -> (Option<i32>, String, String) {
        let (mapping, balance) = (self.path("mapping.toml"), self.path("balance.json"));
        let own = ["backfill", "--mapping", &mapping, "--balance", &balance];
        let output = crm(&self.db, &[&own[..], words].concat());
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (output.status.code(), text(output.stdout), text(output.stderr))
    }

    /// Runs it, to end with an exit code; the balance.
    #[track_caller]
    pub(crate) fn balance(&self, words: &[&str], code: i32) -> Value {
        let (ended, text, complaint) = self.run(words);
        assert_eq!(ended, Some(code), "{text}\n{complaint}");
        let json = std::fs::read_to_string(self.path("balance.json")).unwrap();
        serde_json::from_str(&json).unwrap()
    }

    /// Runs it, and nothing may be refused.
    #[track_caller]
    pub(crate) fn ok(&self) -> Value {
        self.balance(&[], 0)
    }

    /// Runs it, and something is refused.
    #[track_caller]
    pub(crate) fn refuses(&self) -> Value {
        self.balance(&[], 1)
    }

    /// Runs it, and it does not even begin: the complaint.
    #[track_caller]
    pub(crate) fn fails(&self) -> String {
        let (code, text, complaint) = self.run(&[]);
        assert_eq!((code, text.as_str()), (Some(1), ""), "{complaint}");
        complaint
    }

    /// The file of refused rows, if there is one.
    pub(crate) fn refused(&self) -> Option<String> {
        std::fs::read_to_string(self.folder.join("crm.sqlite.made.refused.csv")).ok()
    }

    /// Each lead with its stage.
    pub(crate) fn stages(&self) -> Vec<String> {
        asked(&self.db, "SELECT lead || ' ' || stage FROM leads ORDER BY lead")
    }

    /// Each fact of a kind, by a path into it.
    pub(crate) fn facts(&self, kind: &str, path: &str) -> Vec<String> {
        let value = format!("coalesce(json_extract(json, '{path}'), 'none')");
        asked(
            &self.db,
            &format!("SELECT lead || ' ' || {value} FROM facts WHERE kind = '{kind}' ORDER BY lead, revision"),
        )
    }

    /// Every fact as it is stored.
    pub(crate) fn all(&self) -> Vec<String> {
        asked(&self.db, "SELECT json FROM facts ORDER BY lead, revision")
    }
}

/// Rows read, loaded, known, refused.
pub(crate) fn rows(balance: &Value) -> [u64; 4] {
    ["read", "loaded", "known", "refused"].map(|part| balance["rows"][part].as_u64().unwrap())
}

/// Why rows were refused: `code line`, of those that are kept as examples.
pub(crate) fn reasons(balance: &Value) -> Vec<String> {
    let refused = balance["refused"].as_object().unwrap();
    let examples = |(code, kept): (&String, &Value)| -> Vec<String> {
        kept["examples"].as_array().unwrap().iter().map(|one| format!("{code} {}", one["line"])).collect()
    };
    refused.iter().flat_map(examples).collect()
}

/// A column of a file's balance.
pub(crate) fn column<'b>(balance: &'b Value, name: &str) -> &'b Value {
    let files = balance["files"].as_array().unwrap().iter();
    let mut columns = files.flat_map(|file| file["columns"].as_array().unwrap());
    columns.find(|column| column["name"] == name).unwrap_or_else(|| panic!("no column {name} in {balance:#}"))
}
