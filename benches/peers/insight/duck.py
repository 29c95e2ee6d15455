"""The six tables of `ours.json`, read by DuckDB from `facts.csv`, and compared to the digit.

    pip install duckdb
    python benches/peers/insight/duck.py /tmp/insight

One thread, CPU time of the process, five rounds; loading is not in it. Where both could mean something else, this is meant:

* of two facts of a lead at one instant the later revision comes later;
* a milestone counts once in a cycle, when it was first reached, with the source of the cycle;
* a cohort is mature when entry + 90 days <= the end; what happens at entry + 90 days still counts; who reached a later milestone
  reached the earlier ones, no later than that;
* a visit lasts from the fact that entered the stage to the one that entered the next; quantiles are type 7 over whole seconds, with one
  decimal, which is exact for halves and tenths;
* days at risk are whole days, rounded down; who is censored on a day was at risk on it;
* months are those of Asia/Tokyo; money is in smallest units, one sum for each currency.
"""

import json
import sys
import time
from decimal import Decimal

import duckdb

FOLDER = sys.argv[1] if len(sys.argv) > 1 else "/tmp/insight"
END = 1767225599  # 2025-12-31T23:59:59Z
TRUNC = "date_trunc('month', timezone('Asia/Tokyo', {at}))"
WINDOW = 90 * 86400
MILESTONES = ["lead", "mql", "sql", "sao", "opportunity", "won"]

VISITS = """
    select lead, second, stage,
        lead(second) over visits as until, lead(exit) over visits as exit
    from facts where stage is not null
    window visits as (partition by lead order by seq)
"""


def month(at):
    return TRUNC.format(at=at)


FUNNEL = f"""
    with reached as (
        select lead, cycle, milestone, min(ts) as ts, any_value(source) as source, any_value(expansion) as expansion
        from facts where milestone is not null group by all
    )
    select {month('ts')} as month, source, milestone,
        count(*) filter (not expansion) as counted, count(*) filter (expansion) as expansion
    from reached group by all
"""

COHORT = f"""
    with cycles as (
        select lead, cycle, {", ".join(f"min(second) filter (milestone = '{name}') as m{place}" for place, name in enumerate(MILESTONES))},
            min(ts) filter (milestone = 'lead') as ts
        from facts where milestone is not null and not expansion group by all
    ), lags as (
        select ts, m0 + {WINDOW} <= {END} as mature,
            {", ".join(f"least({', '.join(f'm{later}' for later in range(place, 6))}) - m0 as lag{place}" for place in range(6))}
        from cycles where m0 is not null
    )
    select {month('ts')} as month, count(*) filter (mature) as mature, count(*) filter (not mature) as immature,
        {", ".join(f"count(*) filter (mature and lag{place} <= {WINDOW}), count(*) filter (not mature and lag{place} is not null)" for place in range(6))}
    from lags group by month
"""


def flow(exits):
    ways = ", ".join(f"count(*) filter (exit = '{name}')" for name in exits)
    return f"""
        with visits as (
            select stage, ts, lead(exit) over (partition by lead order by seq) as exit
            from facts where stage is not null
        )
        select {month('ts')} as month, stage, count(*), count(*) filter (exit is null), {ways} from visits group by all
    """


TIMES = f"""
    with visits as ({VISITS})
    select stage, count(*), quantile_cont(until - second, 0.5), quantile_cont(until - second, 0.9)
    from visits where until is not null and stage in ('lead', 'mql', 'sql', 'opportunity') group by stage
"""

RISK = f"""
    with visits as ({VISITS}), ends as (
        select (coalesce(until, {END}) - second) // 86400 as day,
            count(*) filter (exit = 'forward') as forward,
            count(*) filter (exit is not null and exit <> 'forward') as otherwise,
            count(*) filter (exit is null) as censored, count(*) as ended
        from visits where stage = 'mql' group by day
    )
    select day, sum(ended) over (order by day desc), forward, otherwise, censored from ends order by day
"""

WON = f"""
    select {month('ts')} as month, currency, sum(minor), count(*) from facts where milestone = 'won' group by all
"""


def load(connection):
    connection.execute(f"""
        create table facts as
        select lead, seq, cycle, kind::enum_kind as kind, second, to_timestamp(second) as ts, source::enum_source as source, owner,
            expansion = 1 as expansion, stage::enum_stage as stage, exit::enum_exit as exit, milestone::enum_milestone as milestone,
            deal, currency, minor
        from raw order by lead, seq
    """)


def plain(value):
    if hasattr(value, "strftime"):
        return value.strftime("%Y-%m")
    return value


def tenths(time):
    """A quantile as a text: a whole number, or with one decimal."""
    rounded = Decimal(time).quantize(Decimal("0.1"))
    return str(rounded.to_integral() if rounded % 1 == 0 else rounded)


def rows_of(found):
    return sorted(([plain(cell) for cell in row] for row in found), key=lambda row: json.dumps(row))


def compare(name, theirs, ours):
    theirs, ours = rows_of(theirs), rows_of(ours)
    if theirs != ours:
        differing = [pair for pair in zip(theirs, ours) if pair[0] != pair[1]]
        sys.exit(f"{name}: {len(theirs)} rows of DuckDB, {len(ours)} of ours; the first that differ: {differing[:3]}")
    print(f"{name}: {len(ours)} rows, the same to the digit")


def main():
    with open(f"{FOLDER}/ours.json") as file:
        ours = json.load(file)
    connection = duckdb.connect()
    connection.execute("set threads = 1; set timezone = 'UTC'")
    connection.execute(f"create table raw as from read_csv('{FOLDER}/facts.csv', header = true, nullstr = '', types = {{'deal': 'VARCHAR'}})")
    for column in ["kind", "source", "stage", "exit", "milestone"]:
        connection.execute(f"create type enum_{column} as enum (select distinct {column} from raw where {column} is not null)")
    load(connection)
    connection.execute("drop table raw")
    facts = connection.execute("select count(*) from facts").fetchone()[0]
    queries = {"funnel": FUNNEL, "cohort": COHORT, "flow": flow(ours["exits"]), "times": TIMES, "risk": RISK, "won": WON}
    took, found = {name: [] for name in queries}, {}
    for _ in range(5):
        for name, query in queries.items():
            start = time.process_time()
            found[name] = connection.execute(query).fetchall()
            took[name].append((time.process_time() - start) * 1e9 / facts)
    compare("funnel", found["funnel"], [row[:5] for row in ours["funnel"]])
    if any(row[5] for row in ours["funnel"]):
        sys.exit("funnel: implied, hollow or direct milestones, of which these facts have none")
    compare("cohort", found["cohort"], ours["cohort"])
    compare("flow", found["flow"], ours["flow"])
    compare("times", [(stage, count, tenths(half), tenths(nine)) for stage, count, half, nine in found["times"]], ours["times"])
    compare("risk", found["risk"], ours["risk"])
    compare("won", found["won"], ours["won"])
    rounds = [sum(took[name][place] for name in queries) for place in range(5)]
    middle = lambda numbers: sorted(numbers)[len(numbers) // 2]
    print(f"DuckDB {duckdb.__version__}, {facts} facts, one thread, ns of CPU time a fact:")
    for name in queries:
        print(f"    {name:<10} {middle(took[name]):8.1f}  ({min(took[name]):.1f} - {max(took[name]):.1f})")
    print(f"    all six    {middle(rounds):8.1f}  ({min(rounds):.1f} - {max(rounds):.1f})")


main()
