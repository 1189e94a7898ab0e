"""Prints the figures for people."""

import sys

EXPECTED_STATUSES = range(4)
UNKNOWN_STATUS = "3"


def with_quartiles(figures, form):
    if figures is None:
        return ""
    lower, median, upper = (format(figures[key], form) for key in ("lower", "median", "upper"))
    return f"{median} ({lower}–{upper})"


def with_state(text, row, limit):
    return f"{text} {row['limits'][limit]['state']}" if limit in row["limits"] else text


def limit_cell(row):
    cpu = row["limits"].get("cpu_ratio")
    return f"≤ {cpu['limit']:g} {cpu['state']}" if cpu else ""


def size_cell(row):
    size = row["stripped_bytes"]
    return "" if size is None else with_state(f"{size / 1000:.0f}", row, "stripped_bytes")


# The columns of the table: heading, and text of a row.
COLUMNS = [
    ("command", lambda row: row["name"]),
    ("exit", lambda row: ",".join(row["exit_statuses"])),
    ("CPU µs", lambda row: with_quartiles(row["cpu_us"], ".0f")),
    ("against", lambda row: row["baseline"] or ""),
    ("CPU ×", lambda row: with_quartiles(row.get("cpu_ratio"), ".2f")),
    ("limit", limit_cell),
    ("wall ×", lambda row: with_quartiles(row.get("wall_ratio"), ".2f")),
    ("RSS KiB", lambda row: with_state(str(row["rss_kib"]["max"]), row, "rss_kib")),
    ("faults", lambda row: f"{row['minor_faults']:.0f}+{row['major_faults']:.0f}"),
    ("stripped KB", size_cell),
]


def print_table(rows):
    cells = [[heading for heading, _ in COLUMNS]]
    cells += [[text(row) for _, text in COLUMNS] for row in rows]
    widths = [max(len(line[column]) for line in cells) for column in range(len(COLUMNS))]
    for line in cells:
        print("  " + "  ".join(map(str.ljust, line, widths)).rstrip())


def print_machine(machine):
    print(", ".join(f"{name.replace('_', ' ')}: {value}" for name, value in machine.items()))


def print_result(result):
    if "cannot_run" in result:
        print(f"\n{result['name']}: cannot be run: {result['cannot_run']}")
    elif not result["rows"]:
        print(f"\n{result['name']}: none of its programs is there")
    else:
        print(f"\n{result['name']}, {result['rounds']} rounds")
        print_table(result["rows"])
        for name in result["missing"]:
            print(f"  {name}: not there, left out")
    for row in result["rows"]:
        if UNKNOWN_STATUS in row["exit_statuses"]:
            print(f"  {row['name']}: ended with UNKNOWN; did it do its work?")
        if row.get("first_line") == "":
            print(f"  {row['name']}: prints nothing; does it do its work?")
    # A scenario can take a minute; those before it shall be seen meanwhile.
    sys.stdout.flush()


def print_fleet(figures):
    """What it is worked out of, and the busiest second of each case."""
    print("\nfleet")
    for name, value in figures.items():
        if name != "loads":
            print(f"  {name.replace('_', ' ')}: {value}")
    for count, cases in figures["loads"].items():
        print(f"  {count} hosts, runs in the busiest second: "
              + ", ".join(f"{name} {load['second']}" for name, load in cases.items()))


def print_growth(results):
    for result in results:
        for row in result["rows"]:
            growth = row["limits"].get("rss_growth")
            if growth:
                print(f"\n{row['name']}: its RSS with {result['name']} is {growth['value']:.3f} "
                      f"times that with {growth['reference']}; "
                      f"limit ≤ {growth['limit']:g} {growth['state']}")


def print_unexpected(results):
    """Complains of statuses that no plugin ends with; returns whether there were any."""
    found = False
    for result in results:
        for row in result["rows"]:
            for status, count in row["exit_statuses"].items():
                if int(status) not in EXPECTED_STATUSES:
                    found = True
                    kind = "signal" if int(status) < 0 else "status"
                    print(f"!!! {result['name']}: {row['name']} ended with {kind} "
                          f"{abs(int(status))} in {count} of {row['runs']} runs; "
                          "its figures mean nothing", file=sys.stderr)
    return found
