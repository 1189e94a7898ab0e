"""Turns raw records into figures, ratios and verdicts on limits."""

import pathlib
import statistics
import subprocess

from harness import first_line

# What every tool of the project has to keep to, and those that have a large library inside.
SIZE_LIMIT_BYTES = 950_000
SIZE_LIMITS_BYTES = {
    "check-crt-expiration": 4_000_000,
    "check-hydra-pos": 1_100_000,
    "mackerel-plugin-gaurun-usage": 1_100_000,
}


def quartiles(values):
    if len(values) == 1:
        return {"lower": values[0], "median": values[0], "upper": values[0]}
    lower, median, upper = statistics.quantiles(values, n=4, method="inclusive")
    return {"lower": lower, "median": median, "upper": upper}


def summarize(runs):
    statuses, cpu, wall, rss, minor, major = zip(*runs)
    return {
        "runs": len(runs),
        "exit_statuses": {str(status): statuses.count(status) for status in sorted(set(statuses))},
        "cpu_us": quartiles(cpu),
        "wall_us": quartiles([nanoseconds / 1000 for nanoseconds in wall]),
        "rss_kib": {"median": statistics.median(rss), "max": max(rss)},
        "minor_faults": statistics.median(minor),
        "major_faults": statistics.median(major),
    }


def verdict(value, limit):
    return {"value": value, "limit": limit, "state": "ok" if value <= limit else "over"}


def stripped_size(program, places):
    """Returns the size in bytes, or None for what cannot be stripped, such as a script."""
    target = places.state / "stripped"
    try:
        done = subprocess.run(["strip", "-o", target, program], check=False,
                              stderr=subprocess.DEVNULL)
    except OSError:
        return None
    return target.stat().st_size if done.returncode == 0 else None


def describe(command, words, runs, places):
    row = {"name": command.name, "words": words, "baseline": command.baseline, "limits": {}}
    row.update(summarize(runs))
    row["stripped_bytes"] = stripped_size(words[0], places)
    if command.is_tool():
        if command.prints_by_itself():
            row["first_line"] = first_line(words, places)
        if command.rss_limit_kib is not None:
            # The kernel counts by processor, and so a single run may be far off.
            row["limits"]["rss_kib"] = verdict(row["rss_kib"]["median"], command.rss_limit_kib)
        if row["stripped_bytes"] is not None:
            limit = SIZE_LIMITS_BYTES.get(pathlib.Path(words[0]).name, SIZE_LIMIT_BYTES)
            row["limits"]["stripped_bytes"] = verdict(row["stripped_bytes"], limit)
    return row


def ratio(figures, baseline):
    """Divides the median and the quartiles by the median of the baseline."""
    return {key: value / baseline["median"] for key, value in figures.items()}


def compare(row, baseline, limit):
    row["cpu_ratio"] = ratio(row["cpu_us"], baseline["cpu_us"])
    row["wall_ratio"] = ratio(row["wall_us"], baseline["wall_us"])
    if limit is not None:
        row["limits"]["cpu_ratio"] = verdict(row["cpu_ratio"]["median"], limit)


def result_of(found, records, places):
    rows = {}
    for (command, words), runs in zip(found.items(), records.runs):
        rows[command.name] = describe(command, words, runs, places)
    for command in found:
        if command.baseline in rows:
            compare(rows[command.name], rows[command.baseline], command.limit)
    return {"rounds": records.rounds, "seed": records.seed,
            "spawner_rss_kib": records.spawner_rss_kib, "rows": list(rows.values())}


def add_growth_limits(results, limits):
    rows = {(result["name"], row["name"]): row for result in results for row in result["rows"]}
    for limit in limits:
        row = rows.get((limit.scenario, limit.name))
        reference = rows.get((limit.reference, limit.name))
        if row is not None and reference is not None:
            # Medians: the peak of a single run varies with where the kernel loads a program.
            growth = row["rss_kib"]["median"] / reference["rss_kib"]["median"]
            row["limits"]["rss_growth"] = verdict(growth, limit.limit)
            row["limits"]["rss_growth"]["reference"] = limit.reference
