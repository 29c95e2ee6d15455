//! An option, and those that several commands have.

/// What follows an option.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Takes {
    Nothing,
    /// Text, which the help calls so.
    Text(&'static str),
    /// The name of a file or folder: any bytes.
    Path(&'static str),
}

/// An option of a command.
#[derive(Debug, Clone, Copy)]
pub(super) struct Opt {
    pub(super) name: &'static str,
    pub(super) takes: Takes,
    pub(super) what: &'static str,
}

impl Opt {
    pub(super) const fn flag(name: &'static str, what: &'static str) -> Self {
        Self { name, takes: Takes::Nothing, what }
    }

    pub(super) const fn text(name: &'static str, value: &'static str, what: &'static str) -> Self {
        Self { name, takes: Takes::Text(value), what }
    }

    pub(super) const fn path(name: &'static str, value: &'static str, what: &'static str) -> Self {
        Self { name, takes: Takes::Path(value), what }
    }

    /// As the help writes it: `--now INSTANT`.
    pub(super) fn shown(&self) -> String {
        match self.takes {
            Takes::Nothing => self.name.to_owned(),
            Takes::Text(value) | Takes::Path(value) => format!("{} {value}", self.name),
        }
    }
}

/// What every command takes.
pub(super) const COMMON: [Opt; 4] = [
    Opt::path("--db", "PATH", "the database (default: crm.sqlite beside the program)"),
    Opt::text("--color", "WHEN", "colours: auto (on a terminal, unless NO_COLOR is set; the default), always or never"),
    Opt::flag("--help", "this text"),
    Opt::flag("-h", "the same"),
];

pub(super) const POLICY: Opt = Opt::path(
    "--policy",
    "FILE",
    "the first policy of a new database, in TOML (default: examples/data/crm/policy.toml); later the database has its own, \
     see `crm help policies`",
);
pub(super) const JOURNAL: Opt = Opt::path(
    "--journal",
    "FILE",
    "the journal in JSON lines of at most 1 MiB (default: examples/data/crm/journal.jsonl)",
);
pub(super) const NOW: Opt =
    Opt::text("--now", "INSTANT", "the present, like 2026-07-01T09:00:00+09:00 (default: the newest stored fact)");
pub(super) const BATCH: Opt = Opt::text("--batch", "N", "lines or leads per transaction (default: 64)");
pub(super) const JUMP: Opt = Opt::text(
    "--jump",
    "DAYS",
    "how far after the newest date before it a date may lie that becomes the present (default: 400)",
);
pub(super) const RETRY: Opt = Opt::flag("--retry-refused", "decides again what was refused before");
pub(super) const JSON: Opt = Opt::flag("--json", "the same as JSON, for scripts: see `crm help json`");
pub(super) const AS: Opt = Opt::text("--as", "ROLE:ID", "who does it, like sdr:okada");
pub(super) const AT: Opt = Opt::text("--at", "INSTANT", "when that reaches us (default: the newest stored fact)");
pub(super) const ID: Opt = Opt::text("--id", "COMMAND-ID", "the id of the command: the same id is done once");
pub(super) const DRY_RUN: Opt = Opt::flag("--dry-run", "stores nothing, and tells what would change");
/// How many rows are shown.
pub(super) const MAX: Opt =
    Opt::text("--max", "N", "rows that are shown (default: 40); how many there are is told anyway");
