"""Two outputs of the bench beside each other: `compare.py BEFORE AFTER` (what `cargo bench` printed, in files)."""
import re
import sys


def read(path):
    counts, name = {}, None
    for line in open(path, encoding="utf-8"):
        line = re.sub(r"\x1b\[[0-9;]*m", "", line)
        found = re.match(r"instructions::\w+::(\w+)", line)
        if found:
            name = found.group(1)
        found = re.match(r"\s+Instructions:\s+(\d+)\|", line)
        if found:
            counts[name] = int(found.group(1))
    return counts


before, after = read(sys.argv[1]), read(sys.argv[2])
for name in before:
    change = (after[name] / before[name] - 1) * 100 if name in after else float("nan")
    print(f"{name:<20}{before[name]:>14}{after.get(name, 0):>14}{change:>+8.2f} %")
