//! The help.

use std::fmt::Write as _;

/// The sub-commands, with the words of the help.
pub(super) const COMMANDS: [(&str, &str, &str); 24] = [
    (
        "load",
        "decide every line of the journal and store the facts; lines already done are skipped",
        "[--retry-refused] [--batch N] [--now INSTANT] [--jump DAYS]",
    ),
    (
        "do",
        "decide one command, written as in the journal, and store it like a line of it",
        "LEAD COMMAND --as ROLE:ID [--at INSTANT] [--happened INSTANT|DAY] [--id COMMAND-ID] [--jump DAYS]",
    ),
    (
        "take-back",
        "take mistakes back, of one lead or of all that have them, and tell what that changes",
        "[LEAD] --facts 7,9-12 | --activity KIND … --reason CODE[:NOTE] --as ROLE:ID [--dry-run]",
    ),
    (
        "merge",
        "two leads become one, which lives on as WINNER, and tell what that changes",
        "LOSER WINNER --as ROLE:ID [--dry-run] [--at INSTANT] [--id COMMAND-ID]",
    ),
    (
        "split",
        "a merge is undone: the lead lives by itself again",
        "LEAD --as ROLE:ID [--dry-run] [--at INSTANT] [--id COMMAND-ID]",
    ),
    (
        "erase",
        "a person is erased from a lead; with `--all` from every lead that is one with it",
        "LEAD [--all] --as ROLE:ID [--at INSTANT] [--id COMMAND-ID]",
    ),
    ("board", "stages × counts × value × weighted value", ""),
    (
        "funnel",
        "cycles by milestone reached, with rates, and how many of the MQLs are hollow; by origin and by source",
        "",
    ),
    ("refusals", "refused lines by reason; with `--lines N` also the newest N", "[--lines N]"),
    (
        "timeline",
        "everything that happened to one lead, with explanations; what was taken back is struck through",
        "LEAD",
    ),
    ("why", "why a lead was or was not promoted, and what everybody could do with it now", "LEAD"),
    ("agenda", "what is due", "[--now INSTANT] [--max N]"),
    ("hand-raises", "leads whose hand-raise waits for an answer, oldest first", ""),
    ("put-off", "leads that are put off and until when, those whose instant has come first", "[--now INSTANT]"),
    ("keys", "deal and contract keys, each with the one lead that has it; or one key", "[KEY] [--max N]"),
    ("diagram", "the lifecycle and the deal pipelines as Mermaid text", ""),
    (
        "backfill",
        "load CSV exports of another system through a mapping file, and account for every cell",
        "--mapping FILE [--data DIR] [--file FILE] [--refused FILE] [--balance FILE] [--allow-refused N|N%] [--dry-run]",
    ),
    (
        "clock",
        "record what time alone has made true, new policies that come into force too",
        "[--now INSTANT] [--batch N] [--jump DAYS]",
    ),
    (
        "policies",
        "the policies of the database: list, add with a date, preview, roll back",
        "[add FILE | preview FILE | roll-back] [--from INSTANT|DAY] [--to NUMBER] [--names]",
    ),
    ("verify", "replay every fact and compare with everything that is stored beside the facts", ""),
    ("rebuild", "make everything that is derived of the facts anew where it is not what they say", ""),
    (
        "export",
        "the facts that count as JSON lines, hollow promotions marked; with `--all` every stored fact; or what counts as CSV",
        "[--all] | --csv DIR",
    ),
    (
        "generate",
        "write a journal with a seeded generator, or an export with its mapping",
        "--out FILE [--seed N] [--leads N] | --export DIR [--seed N] [--rows N]",
    ),
    ("help", "this text, or that of one command", "[COMMAND]"),
];

/// The help text, of everything or of one command.
pub(crate) fn help(topic: Option<&str>) -> String {
    if let Some((name, what, usage)) = COMMANDS.iter().find(|(name, ..)| Some(*name) == topic) {
        let usage = format!("crm {name} {usage}");
        let more = match *name {
            "do" => DO,
            "export" => EXPORT,
            "take-back" => TAKE_BACK,
            "merge" | "split" => MERGING,
            "erase" => ERASE,
            "policies" => POLICIES,
            "backfill" => BACKFILL,
            _ => "",
        };
        return format!("{}\n\n{what}\n\n{more}{OPTIONS}", usage.trim_end());
    }
    let mut text = String::from(
        "A small CRM on the crate `lead-lifecycle`: a journal is decided line by line and stored as facts in SQLite.\n\n\
         crm                 load the shipped journal, then show board, funnel, refusals and one lead\n",
    );
    for (name, what, usage) in COMMANDS {
        // Options are left to the help of the command itself.
        let operands: Vec<_> = usage.split(' ').take_while(|word| !word.starts_with(['[', '-'])).collect();
        let line = format!("crm {name} {}", operands.join(" "));
        let _infallible = writeln!(text, "{:<19} {what}", line.trim_end());
    }
    text.push_str("\n`crm help COMMAND` shows the options of a command.\n\n");
    text.push_str(OPTIONS);
    text
}

const DO: &str = "  crm do L-0007 '{\"promote\": {\"note\": \"asked for a quote\"}}' --as mk:mori
  crm do L-0007 accept --as fs:ueno --happened 2026-06-29

A command without data is a word. `--at` is when it reaches us, by default the newest stored fact;
`--happened` is when it took place, an instant or a day. The same `--id` is the same command and is
done once. A refusal is stored with its reasons, and ends with exit code 1; `--retry-refused` asks
again.

";

const BACKFILL: &str = "  crm backfill --dry-run --file contacts.csv deals.csv --mapping hubspot.toml
  crm backfill --mapping hubspot.toml --data exports --db crm.sqlite
  crm backfill --mapping hubspot.toml --data exports --file crm.sqlite.hubspot.refused.csv --db crm.sqlite

It ends with a balance: rows read = loaded + already known + refused, and what became of the cells of
every column. Refused rows go to a file of their own as they were, each with its reason in the column
`refused_because`; mended, that file is loaded with `--file`. A row is imported once; killed at any
instant and started again, nothing is lost or doubled.

With `--dry-run --file FILE…` nothing is loaded: the header and the first 200 rows are looked at, what was
found is told with its reason, and a mapping is proposed, written to the file of `--mapping` if that is not
there yet. A mapping that is there is tried: everything is done on a copy of the database, which is thrown
away, and the balance is printed. What is unsure of a proposed one is a comment `# ?` in it; every column is mapped, ignored or told as unmapped.

  --data DIR                  where the files lie, if not where the mapping says
  --file FILE                 another main file, like one of mended rows
  --refused FILE              where refused rows go, DATABASE.NAME.refused.csv by default; none is
                              written, and an old one taken away, when nothing is refused
  --balance FILE              the balance as JSON too
  --allow-refused N|N%        so many refused rows are no failure; otherwise any makes exit code 1

";

const EXPORT: &str = "  crm export > facts.jsonl
  crm export --csv out && crm backfill --mapping out/mapping.toml --db new.sqlite

Facts are printed lead by lead as they are read. `--csv` writes what counts into a folder; mapping.toml,
written last, is how `crm backfill` reads it back:

  leads.csv     one row per lead: where it stands, who it is, a column `field:NAME` per profile field
  rounds.csv    one row per round, which is a cycle of a lead: of each milestone `…_at` and `…_basis` (direct,
                imported, implied; implied_dated has the date of another step), deal, contract as it was
                signed and, if it has ended, `churned_at` and `churn_reason`, `end` (won, bought without
                sales, lost, recycled, disqualified, discarded, merged, open), `end_at`, `reason`, `kind`
                (direct: bought without sales)
  deals.csv     one row per deal, its lines as JSON; `outcome` is open, handed_back or how it ended
  history.csv   one row per change of stage (`to`: a stage, an end, or sao) or of the deal (`deal:STAGE`, with
                `deal_stage`), found by the `round_key` of its round
  board.csv     the board, one row per line and currency

An instant has its `Z`, where only the day is known a date stands in the policy's zone, what is not known
is empty. Amounts are plain numbers beside a column `currency`. Text is written as it is, also where it
begins with = + - @ or a tab: the files are for machines, do not open them in a spreadsheet unseen.

Read back the same: lead, milestones with their dates, owner, reason, deal, its moves and value, contract
with its days and its end, end. What a row cannot say stands in the column `note` and is counted at the
end: a contract that was renewed or amended, or that ended when the next round had begun, several lines,
cooling, put off, demoted, handed back. Activities, attempts, answers, consents and scores are only in
the facts.

";

const TAKE_BACK: &str = "  crm take-back L-0007 --facts 7,9-12 --reason wrong_record --as sdr:okada --dry-run
  crm take-back --activity mail_click --object mail-7 --soon-after 2s --of-activity mail_delivered
      --of-object mail-7 --reason 'scanner:links opened by a mail filter' --as manager:mori

Facts have the numbers that `crm timeline LEAD` shows. Without LEAD it is done to every lead that has
such facts, in one transaction: if one lead refuses it, nothing is stored. What rules had made of the
facts falls with them, or stays and is told as hollow. A dry run shows what would change.

  --facts 7,9-12              which, by number, without what rules made: that falls by itself. A correction
                              among them is undone (of many leads those are found by `--kind taken_back`);
                              turns that were told with it are named with it
  --activity KIND --object KEY --kind FACT-KIND (any of several) --field NAME=VALUE --actor ID
  --role ROLE                 told by somebody in that role
  --recorded-from INSTANT|DAY, --recorded-until INSTANT|DAY
                              recorded then or later, before: what one night's import wrote
  --from INSTANT|DAY          took effect then or later
  --until INSTANT|DAY         took effect before
  --soon-after SPAN --of-activity KIND [--of-object KEY]
                              only within so long after an activity that counts
  --instead JSON              what happened instead, {\"command\": …, \"at\": \"2026-04-03\"}, of every lead that
                              changes; as often as is needed
  --at INSTANT                when that reaches us (default: the newest stored fact)
  --id COMMAND-ID             done once; of many leads each has this id, a colon and its key
  --skip-refused              leaves out the leads that refuse it, and keeps their refusals
  --dry-run                   stores nothing

News is taken back by every role but an assistant; what changes the stage, and a withdrawal of consent,
by managers. What cannot be taken back (who is in charge, what a deal is worth, the account, terms of a
contract) is corrected by telling it again with `crm do`. In a journal a line has
`\"take_back\": {\"facts\": [7], \"reason\": {\"code\": …}}` in the place of `command`.

";

const MERGING: &str = "  crm merge L-0204 L-0197 --as manager:mori --dry-run
  crm split L-0204 --as manager:mori

A merge is stored at both leads or at neither. The winner takes in what was told of the loser: profile,
score, answers, consents, hand-raises, contracts, deal and contract keys. Its cycle and its open deal
stay as they are; an open deal of the loser is not moved: merge the other way round, or close it. A split
undoes it, along the chain if the winner was merged itself; what was told after the merge stays with the
lead that lives on.

  --at INSTANT                when that reaches us (default: the newest stored fact)
  --id COMMAND-ID             done once
  --dry-run                   stores nothing, and tells stage, score and facts of every lead concerned

A merged key still answers: `crm timeline` tells its own story, and where it lives on; `crm why` answers
for the lead that lives on. Board, agenda, hand-raises and put-off leave merged leads out; elsewhere they
are named as `C (was B)`. Its cycles and milestones stay its own: the funnel counts each (lead, cycle)
once, and the export names the lead that lives on beside (`lives_on_in`).

A deal key is one deal, and a contract key one contract: a second lead that would use it is refused, until
the two are merged. After a split each has its own keys again. In a journal a line has
`\"merge\": {\"into\": \"L-0197\"}` or `\"split\": {}` in the place of `command`.

";

const ERASE: &str = "  crm erase L-0197 --all --as manager:mori

Everything that is stored of the lead is rewritten without personal data, what others brought into it too,
and the file is made anew. A person who was merged is known in several leads: with `--all` all of them are
erased in one transaction, or none if one refuses it; without it those that are left are named. The same as
`crm do LEAD redact`, of one lead. With `--id` the other leads have this id, a colon and their key.

";

const POLICIES: &str =
    "  crm policies                                 every version: since when, its rules for stock, its leads
  crm policies preview FILE --from DAY         what it would do to the stored leads, which it leaves alone
  crm policies add FILE --from DAY             puts it in force from then on
  crm policies roll-back --from DAY            puts the version before the newest in force once more

A version comes into force by itself. `--from` is an instant or a day, which begins at the offset of
that policy; it lies after the newest stored fact, because what is decided stays decided.

  --promote at_once|new_activity|not_before:DAY   when the score may promote leads that are there
  --decline at_once|from_adoption                 when it may demote them; with neither, what is
                                                  held back stays so, with one the other is at_once
  --deal-stage [PIPELINE/]OLD=NEW                 where deals go whose stage is gone; PIPELINE by its
  --pipeline OLD=NEW                              old name; both as often as is needed
  --names                                         which leads the preview tells of
  --to NUMBER                                     which version to go back to

";

const OPTIONS: &str = "\
options
  --db PATH         the database (default: crm.sqlite beside the program)
  --policy FILE     the first policy of a new database, in TOML (default: examples/data/crm/policy.toml);
                    later the database has its own, see `crm help policies`
  --journal FILE    the journal in JSON lines of at most 1 MiB (default: examples/data/crm/journal.jsonl)
  --batch N         lines per transaction (default 64)
  --now INSTANT     the present, like 2026-07-01T09:00:00+09:00 (default: the newest stored fact)
  --jump DAYS       how far after the newest date before it a date may lie that becomes the present (default: 400)
  -h, --help        this text

exit codes: 0 done, 1 a problem with data, 2 a wrong command line
";
