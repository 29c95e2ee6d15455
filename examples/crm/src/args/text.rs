//! What the help says of commands beyond a line and their options.

pub(super) const DO: &str = "  crm do L-0007 '{\"promote\": {\"note\": \"asked for a quote\"}}' --as mk:mori
  crm do L-0007 accept --as fs:ueno --happened 2026-06-29

A command without data is a word. `--at` is when it reaches us, by default the newest stored fact;
`--happened` is when it took place, an instant or a day. The same `--id` is the same command and is
done once. A refusal is stored with its reasons, and ends with exit code 1; `--retry-refused` asks
again.
";

pub(super) const BACKFILL: &str = "  crm backfill --dry-run --file contacts.csv deals.csv --mapping hubspot.toml
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
";

pub(super) const EXPORT: &str = "  crm export > facts.jsonl
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

pub(super) const TAKE_BACK: &str =
    "  crm take-back L-0007 --facts 7,9-12 --reason wrong_record --as sdr:okada --dry-run
  crm take-back --activity mail_click --object mail-7 --soon-after 2s --of-activity mail_delivered
      --of-object mail-7 --reason 'scanner:links opened by a mail filter' --as manager:mori

Facts have the numbers that `crm timeline LEAD` shows. Without LEAD it is done to every lead that has
such facts, in one transaction: if one lead refuses it, nothing is stored. What rules had made of the
facts falls with them, or stays and is told as hollow. A dry run shows what would change.

News is taken back by every role but an assistant; what changes the stage, and a withdrawal of consent,
by managers. What cannot be taken back (who is in charge, what a deal is worth, the account, terms of a
contract) is corrected by telling it again with `crm do`. In a journal a line has
`\"take_back\": {\"facts\": [7], \"reason\": {\"code\": …}}` in the place of `command`.
";

pub(super) const MERGING: &str = "  crm merge L-0204 L-0197 --as manager:mori --dry-run
  crm split L-0204 --as manager:mori

A merge is stored at both leads or at neither. The winner takes in what was told of the loser: profile,
score, answers, consents, hand-raises, contracts, deal and contract keys. Its cycle and its open deal
stay as they are; an open deal of the loser is not moved: merge the other way round, or close it. A split
undoes it, along the chain if the winner was merged itself; what was told after the merge stays with the
lead that lives on.

A merged key still answers: `crm timeline` tells its own story, and where it lives on; `crm why` answers
for the lead that lives on. Board, agenda, hand-raises and put-off leave merged leads out; elsewhere they
are named as `C (was B)`. Its cycles and milestones stay its own: the funnel counts each (lead, cycle)
once, and the export names the lead that lives on beside (`lives_on_in`).

A deal key is one deal, and a contract key one contract: a second lead that would use it is refused, until
the two are merged. After a split each has its own keys again. In a journal a line has
`\"merge\": {\"into\": \"L-0197\"}` or `\"split\": {}` in the place of `command`.
";

pub(super) const ERASE: &str = "  crm erase L-0197 --all --as manager:mori

Everything that is stored of the lead is rewritten without personal data, what others brought into it too,
and the file is made anew. A person who was merged is known in several leads: with `--all` all of them are
erased in one transaction, or none if one refuses it; without it those that are left are named. The same as
`crm do LEAD redact`, of one lead. With `--id` the other leads have this id, a colon and their key.
";

pub(super) const POLICIES: &str =
    "  crm policies                                 every version: since when, its rules for stock, its leads
  crm policies preview FILE --from DAY         what it would do to the stored leads, which it leaves alone
  crm policies add FILE --from DAY             puts it in force from then on
  crm policies roll-back --from DAY            puts the version before the newest in force once more

A version comes into force by itself. `--from` is an instant or a day, which begins in the zone of
that policy; it lies after the newest stored fact, because what is decided stays decided.

Advice is of what is legal but can hardly be meant, or soon no longer holds: holidays that end within 90
days. It is told of the version in force and of those to come.
";

pub(super) const BOARD: &str = "  crm board --leads opportunity/proposal
  crm board --leads mql                   all rows of a stage
  crm board --leads lead/                 the same of Lead, whose own row is those that are not cooling
  crm board --leads present-customers

Every lead stands in one row by its stage. The totals below are of their own: `handed-over` are deals that
nobody has met about yet, `open-deals` those after the first meeting, `present-customers` the leads that
have a contract in force on that day, also those that are at another stage with an expansion. Values are
never mixed between currencies; a weighted value is the value times the probability of the deal's stage.
A merged lead is not counted: it lives on in another.
";

pub(super) const AGENDA: &str = "  crm agenda --owner tanaka
  crm agenda --role fs --max 10
  crm agenda --unowned                    what somebody has to take

Overdue comes before due, due before soon; then by when it is to be done or since when it waits. What field
sales answers for is the owner's of the open deal, all else the owner's of the lead. An item stays until one
of the commands in the last column has settled it.
";

pub(super) const SLA: &str = "  crm sla --from 2026-06-01 --until 2026-07-01
  crm sla --leads missed --clock first_contact
  crm sla --leads past-due --owner tanaka
  crm sla L-0019 --members members.json

A run is one time that a clock ran. `met`: it was stopped by what it waits for, and never missed a deadline.
`missed`: it missed one ever, or ended after it; a breach that later news withdraws is none. `past due` is
another thing: it is open now and its deadline has passed. One that is open and has missed a deadline stands
under missed and under open; otherwise every run stands once. `ended`: the matter was over without it.
`withdrawn`: it should never have run, as what was taken back shows. A run is of the member who owned the
lead while it ran; what field sales answers for, of the owner of the deal.

Of what was done the delay is in two: intake, until it was recorded, and sales, from then on. The least, the
middle and the greatest are exact, in time as it passes; of an even number the middle is the lower of two.

Of a lead every run is shown with what was worked, closed and held until its deadline. FILE lists members in
the order in which they are asked, `active` being at work; the first that a step's chain comes to is named:

  [{\"id\": \"mori\", \"active\": true, \"team\": null, \"answers_for\": [\"manager\", \"queue\"]}]
";

pub(super) const FUNNEL: &str = "  crm funnel --leads won
  crm funnel --per quarter --fiscal-start 4 --by source
  crm funnel --per month --leads mql/hollow@2026-04 --only source=google
  crm funnel --cohort mql --window 90d --per month --as-of 2026-06-30
  crm funnel --known-at 2026-06-30 --as-of 2026-06-30

A row counts cycles of leads, each milestone at most once in a cycle, in one column: counted; hollow, if what a
promotion stood on was taken back and people had worked on its strength; implied, if nobody recorded it and a
later one was reached; direct, if it was bought without sales; expansion. Periods are no cohorts: who is won in
May became a lead before, so what is divided by the step before it is a ratio and may be above 100 %.

A cohort follows those who entered together. Only those whose window is over are in a denominator; the others
stand beside. A rate is k of n, with the interval (Wilson, 95 %) in which it lies.

`--known-at` says it as it was said then: `12 (+1)` was 12 and is 13 today.
";

pub(super) const FLOW: &str = "  crm flow --per month
  crm flow --by owner --only source=google
  crm flow --leads mql/recycled@2026-04 --per month

A row counts visits of a stage: whoever comes back counts again. Every visit that began stands in one column,
the way in which it ended or `there`. Periods are those in which the stage was entered.
";

pub(super) const TIMES: &str = "  crm times
  crm times stage:sql --over reached --by owner --per quarter
  crm times response --part sales
  crm times stage:mql --leads on
  crm times stage:mql --survival

WHAT is stage:STAGE, deal_stage:PIPELINE/STAGE, response, clock:NAME, handoff_to_meeting, cycle or deal; without
it everything that lasts has a row. What is over has mean, median, 90 % quantile (type 7) and most; what is on is
told beside it, as old as it is, and is in none of them. What ended before it began is listed as negative, and is
in none of them either.
";

pub(super) const FORECAST: &str = "  crm forecast --per quarter --by owner
  crm forecast --chances measured
  crm forecast --known-at 2026-05-31
  crm forecast --leads all@slipped

Every open deal stands once, in the period in which it is to close; one that should have closed has slipped, and of
one that nobody dates it is undated. Deals whose lead is still an SQL have not been met, and stand apart. Weighted
is each value times the probability of its stage. Currencies are never added. With `--known-at` the periods that
are over by now tell what had been expected and what was won.
";

pub(super) const SOURCES: &str = "  crm sources --touch before_mql --per quarter
  crm sources --leads google --touch last

A touch is the beginning of a cycle with a source, or an activity that says its source. Every win is credited to
one. A deal that two leads claim counts once, under the earliest claim; a contract that was signed without a deal
counts as bought directly.
";

pub(super) const REASONS: &str = "  crm reasons --how lost --by owner --per quarter
  crm reasons --leads recycled/budget_not_fixed

A row counts how often a reason was given at a stage, and what the deals come to that there were.
";

pub(super) const JSON: &str = include_str!("json.txt");
