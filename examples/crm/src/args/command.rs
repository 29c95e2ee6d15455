//! The one table of sub-commands and their options: what the parser accepts, and what the help says.

use crate::args::option::{AS, AT, BATCH, COMMON, DRY_RUN, ID, JOURNAL, JSON, JUMP, MAX, NOW, Opt, POLICY, RETRY};
use crate::args::{measure, text};

/// A sub-command.
#[derive(Debug, Clone, Copy)]
pub(super) struct Command {
    pub(super) name: &'static str,
    /// The words after it.
    pub(super) operands: &'static str,
    /// What it does, in a line.
    pub(super) what: &'static str,
    /// Its own options.
    own: &'static [Opt],
    /// Examples, and what else there is to know.
    pub(super) more: &'static str,
}

impl Command {
    const fn new(name: &'static str, operands: &'static str, what: &'static str, own: &'static [Opt]) -> Self {
        Self { name, operands, what, own, more: "" }
    }

    const fn explained(self, more: &'static str) -> Self {
        Self { more, ..self }
    }

    /// Every option that it takes.
    pub(super) fn options(&self) -> impl Iterator<Item = &'static Opt> + use<> {
        self.own.iter().chain(&COMMON)
    }

    pub(super) fn takes(&self, option: &str) -> bool {
        self.options().any(|known| known.name == option)
    }

    /// The command of that name; without a name the demonstration.
    pub(super) fn named(name: Option<&str>) -> Option<&'static Self> {
        match name {
            None => Some(&DEMO),
            Some(name) => COMMANDS.iter().find(|command| command.name == name),
        }
    }
}

/// An option of any command.
pub(super) fn option(name: &str) -> Option<&'static Opt> {
    options().find(|option| option.name == name)
}

/// The options of all commands, of one name perhaps several.
pub(super) fn options() -> impl Iterator<Item = &'static Opt> {
    COMMON.iter().chain(COMMANDS.iter().chain([&DEMO]).flat_map(|command| command.own))
}

/// Without a sub-command.
pub(super) const DEMO: Command = Command::new(
    "",
    "",
    "load the shipped journal, then show board, funnel, service levels, agenda, refusals and one lead",
    &[POLICY, JOURNAL, BATCH, NOW, JUMP],
);

/// The sub-commands, in the order of the help.
pub(super) const COMMANDS: [Command; 30] = [
    Command::new(
        "load",
        "",
        "decide every line of the journal and store the facts; lines already done are skipped",
        &[JOURNAL, RETRY, POLICY, BATCH, NOW, JUMP],
    ),
    Command::new(
        "do",
        "LEAD COMMAND",
        "decide one command, written as in the journal, and store it like a line of it",
        &[
            AS,
            AT,
            Opt::text("--happened", "INSTANT|DAY", "when it took place (default: when it reaches us)"),
            ID,
            RETRY,
            POLICY,
            BATCH,
            NOW,
            JUMP,
        ],
    )
    .explained(text::DO),
    Command::new(
        "take-back",
        "[LEAD]",
        "take mistakes back, of one lead or of all that have them, and tell what that changes",
        &TAKE_BACK,
    )
    .explained(text::TAKE_BACK),
    Command::new(
        "merge",
        "LOSER WINNER",
        "two leads become one, which lives on as WINNER, and tell what that changes",
        &[AS, DRY_RUN, AT, ID, RETRY, POLICY, BATCH, NOW, JUMP],
    )
    .explained(text::MERGING),
    Command::new(
        "split",
        "LEAD",
        "a merge is undone: the lead lives by itself again",
        &[AS, DRY_RUN, AT, ID, RETRY, POLICY, BATCH, NOW, JUMP],
    )
    .explained(text::MERGING),
    Command::new(
        "erase",
        "LEAD",
        "a person is erased from a lead; with `--all` from every lead that is one with it",
        &[
            AS,
            Opt::flag("--all", "from every lead that is one with it, or from none"),
            AT,
            ID,
            RETRY,
            POLICY,
            BATCH,
            NOW,
            JUMP,
        ],
    )
    .explained(text::ERASE),
    Command::new(
        "board",
        "",
        "how many leads stand where, and what they are worth: open deals, customers with a contract in force",
        &[
            Opt::text("--leads", "ROW", "the leads of a row, by its name in the first column or a part like `mql`"),
            MAX,
            NOW,
            POLICY,
            JSON,
        ],
    )
    .explained(text::BOARD),
    Command::new(
        "funnel",
        "",
        "how many cycles came how far, period by period, or what became of those who entered together, with rates",
        &measure::FUNNEL,
    )
    .explained(text::FUNNEL),
    Command::new("flow", "", "who entered each stage and how they left it, visit by visit", &measure::FLOW)
        .explained(text::FLOW),
    Command::new(
        "times",
        "[WHAT]",
        "how long things take: stages of leads and deals, responses, hand-over to first meeting, cycles, deals",
        &measure::TIMES,
    )
    .explained(text::TIMES),
    Command::new(
        "forecast",
        "",
        "what is open, when it is to close, and what may become of it",
        &measure::FORECAST,
    )
    .explained(text::FORECAST),
    Command::new("sources", "", "which sources bring revenue", &measure::SOURCES).explained(text::SOURCES),
    Command::new(
        "reasons",
        "",
        "why deals were lost, hand-overs rejected, leads sent back, by count and value",
        &measure::REASONS,
    )
    .explained(text::REASONS),
    Command::new(
        "refusals",
        "",
        "refused lines by reason; with `--lines N` also the newest N",
        &[Opt::text("--lines", "N", "the newest N refused lines too, each with its reasons"), JSON],
    ),
    Command::new(
        "timeline",
        "LEAD",
        "everything that happened to one lead, with explanations; what was taken back is struck through",
        &[POLICY, JSON],
    ),
    Command::new(
        "why",
        "LEAD",
        "why a lead stands where it does, what it lacks for the next stage, and who could do what with it now",
        &[NOW, POLICY, JSON],
    ),
    Command::new(
        "agenda",
        "",
        "what waits, for whom, by when and what settles it: the most urgent first",
        &[
            Opt::text("--owner", "MEMBER", "only what a member owns"),
            Opt::text("--role", "ROLE", "only what a role answers for: mk, sdr, bdr, fs, cs, manager, system"),
            Opt::flag("--unowned", "only what nobody owns"),
            NOW,
            MAX,
            POLICY,
            JSON,
        ],
    )
    .explained(text::AGENDA),
    Command::new(
        "sla",
        "[LEAD]",
        "service levels: what was met, missed, is open or withdrawn, clock by clock; or of a lead how each deadline comes about",
        &[
            Opt::text(
                "--leads",
                "COUNT",
                "the runs of a count: met, missed, open, past-due, held, ended, restarted, retired, withdrawn, replaced",
            ),
            Opt::text("--clock", "NAME", "only of a clock"),
            Opt::text("--owner", "MEMBER", "only what a member owns"),
            Opt::text("--team", "TEAM", "only of leads of a team"),
            Opt::text("--from", "INSTANT|DAY", "only runs whose deadline runs from then or later"),
            Opt::text("--until", "INSTANT|DAY", "only runs whose deadline runs from before"),
            Opt::path("--members", "FILE", "of a lead: who is there to be told, in JSON, so that escalations name whom they told"),
            NOW,
            MAX,
            POLICY,
            JSON,
        ],
    )
    .explained(text::SLA),
    Command::new(
        "hand-raises",
        "",
        "leads whose hand-raise waits for an answer, oldest first",
        &[NOW, MAX, POLICY, JSON],
    ),
    Command::new(
        "put-off",
        "",
        "leads that are put off and until when, those whose instant has come first",
        &[NOW, MAX, POLICY, JSON],
    ),
    Command::new(
        "keys",
        "[KEY]",
        "deal and contract keys, each with the one lead that has it; or one key",
        &[MAX, POLICY, JSON],
    ),
    Command::new("diagram", "", "the lifecycle and the deal pipelines as Mermaid text", &[POLICY]),
    Command::new(
        "backfill",
        "",
        "load CSV exports of another system through a mapping file, and account for every cell",
        &BACKFILL,
    )
    .explained(text::BACKFILL),
    Command::new(
        "clock",
        "",
        "record what time alone has made true, new policies that come into force too; the timer that ran out first comes first",
        &[NOW, BATCH, JUMP, POLICY],
    ),
    Command::new(
        "policies",
        "[list | add FILE | preview FILE | roll-back]",
        "the policies of the database: list, add with a date, preview, roll back",
        &POLICIES,
    )
    .explained(text::POLICIES),
    Command::new(
        "verify",
        "",
        "replay every fact and compare with everything that is stored beside the facts",
        &[JSON, POLICY],
    ),
    Command::new(
        "rebuild",
        "",
        "make everything that is derived of the facts anew where it is not what they say",
        &[POLICY],
    ),
    Command::new(
        "export",
        "",
        "the facts that count as JSON lines, hollow promotions marked; with `--all` every stored fact; or what counts as CSV",
        &[
            Opt::flag("--all", "every stored fact, also what counts no longer"),
            Opt::path("--csv", "DIR", "what counts as CSV, with the mapping that reads it back"),
            POLICY,
        ],
    )
    .explained(text::EXPORT),
    Command::new(
        "generate",
        "",
        "write a journal with a seeded generator, or an export with its mapping",
        &[
            Opt::path("--out", "FILE", "the journal"),
            Opt::text("--leads", "N", "how many leads the journal tells of (default: 320)"),
            Opt::path("--export", "DIR", "an export with its mapping instead"),
            Opt::text("--rows", "N", "how many rows the export has (default: 1000)"),
            Opt::text("--seed", "N", "another seed is another story (default: 20260401)"),
            POLICY,
        ],
    ),
    Command::new("help", "[COMMAND | json]", "this text, or that of one command", &[]).explained(text::JSON),
];

const TAKE_BACK: [Opt; 25] = [
    Opt::text(
        "--facts",
        "7,9-12",
        "which, by number, without what rules made: that falls by itself. A correction among them is undone (of many leads \
         those are found by `--kind taken_back`); turns that were told with it are named with it",
    ),
    Opt::text("--activity", "KIND", "or described: activities of this kind"),
    Opt::text("--object", "KEY", "on this object"),
    Opt::text("--kind", "FACT-KIND", "facts of this kind; given more than once, any of them"),
    Opt::text("--field", "NAME=VALUE", "that wrote this into the profile"),
    Opt::text("--actor", "ID", "told by this person"),
    Opt::text("--role", "ROLE", "told by somebody in that role"),
    Opt::text("--recorded-from", "INSTANT|DAY", "recorded then or later: what one night's import wrote"),
    Opt::text("--recorded-until", "INSTANT|DAY", "recorded before"),
    Opt::text("--from", "INSTANT|DAY", "took effect then or later"),
    Opt::text("--until", "INSTANT|DAY", "took effect before"),
    Opt::text("--soon-after", "SPAN", "only within so long after an activity that counts, like 2s"),
    Opt::text("--of-activity", "KIND", "after one of this kind"),
    Opt::text("--of-object", "KEY", "on this object"),
    Opt::text(
        "--instead",
        "JSON",
        "what happened instead, {\"command\": …, \"at\": \"2026-04-03\"}, of every lead that changes; as often as is needed",
    ),
    Opt::text("--reason", "CODE[:NOTE]", "why; needed"),
    AS,
    AT,
    Opt::text("--id", "COMMAND-ID", "done once; of many leads each has this id, a colon and its key"),
    Opt::flag("--skip-refused", "leaves out the leads that refuse it, and keeps their refusals"),
    DRY_RUN,
    RETRY,
    BATCH,
    NOW,
    JUMP,
];

const BACKFILL: [Opt; 11] = [
    Opt::path("--mapping", "FILE", "how the export is to be read"),
    Opt::path("--data", "DIR", "where the files lie, if not where the mapping says"),
    Opt::path("--file", "FILE", "another main file, like one of mended rows; with `--dry-run`, the files to look at"),
    Opt::path(
        "--refused",
        "FILE",
        "where refused rows go, DATABASE.NAME.refused.csv by default; none is written, and an old one taken away, when \
         nothing is refused",
    ),
    Opt::path("--balance", "FILE", "the balance as JSON too"),
    Opt::text("--allow-refused", "N|N%", "so many refused rows are no failure; otherwise any makes exit code 1"),
    Opt::flag("--dry-run", "stores nothing: a mapping that is there is tried, otherwise one is proposed"),
    POLICY,
    BATCH,
    NOW,
    JUMP,
];

const POLICIES: [Opt; 10] = [
    Opt::text(
        "--now",
        "INSTANT",
        "when advice is asked for (default: the newest stored fact); a version to come: when it comes",
    ),
    Opt::text("--from", "INSTANT|DAY", "since when it is in force; a day begins in the zone of that policy"),
    Opt::text(
        "--promote",
        "HOW",
        "when the score may promote leads that are there: at_once, new_activity, not_before:DAY",
    ),
    Opt::text(
        "--decline",
        "HOW",
        "when it may demote them: at_once, from_adoption; with neither option, what is held back stays so, with one the \
         other is at_once",
    ),
    Opt::text(
        "--deal-stage",
        "[PIPELINE/]OLD=NEW",
        "where deals go whose stage is gone; PIPELINE by its old name; as often as is needed",
    ),
    Opt::text("--pipeline", "OLD=NEW", "where deals go whose pipeline is gone; as often as is needed"),
    Opt::flag("--names", "which leads the preview tells of"),
    Opt::text("--to", "NUMBER", "which version to go back to (default: the one before the newest)"),
    POLICY,
    JSON,
];

#[cfg(test)]
mod tests {
    use super::{COMMANDS, options};
    use crate::args::option::Takes;

    /// The words are split before it is known which command they are for: an option takes the same everywhere.
    #[test]
    fn an_option_of_several_commands_takes_the_same_in_each() {
        let takes = |takes| match takes {
            Takes::Nothing => 0,
            Takes::Text(_) => 1,
            Takes::Path(_) => 2,
        };
        for option in options() {
            assert!(
                options().all(|o| o.name != option.name || takes(o.takes) == takes(option.takes)),
                "{}",
                option.name
            );
        }
    }

    #[test]
    fn no_command_and_none_of_its_options_is_listed_twice() {
        for command in COMMANDS {
            assert_eq!(COMMANDS.iter().filter(|other| other.name == command.name).count(), 1);
            for option in command.options() {
                assert_eq!(command.options().filter(|other| other.name == option.name).count(), 1, "{}", option.name);
            }
        }
    }
}
