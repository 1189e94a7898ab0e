"""What is kept of a run of bench.py in measured.json: medians and limits, a line a command."""

import json
import pathlib

PATH = pathlib.Path(__file__).with_name("measured.json")
UNKNOWN_STATUS = "3"


class Incomplete(Exception):
    """Figures that cannot be published, and why."""


def digest_row(scenario, row):
    limits = {name: limit["limit"] for name, limit in row["limits"].items()}
    digested = {"scenario": scenario, "name": row["name"], "statuses": list(row["exit_statuses"]),
                "cpu_us": round(row["cpu_us"]["median"]),
                "rss_kib": round(row["rss_kib"]["median"]), "bytes": row["stripped_bytes"]}
    if row["baseline"] is not None and "cpu_ratio" in row:
        digested["ratios"] = {row["baseline"]: round(row["cpu_ratio"]["median"], 3)}
    return digested | {"limits": limits}


def digest(document):
    """Of what bench.py writes with --json."""
    scenarios = document["scenarios"]
    rows = [digest_row(scenario["name"], row) for scenario in scenarios for row in scenario["rows"]]
    empty = {row["scenario"]: row["cpu_us"] for row in rows if row["name"] == "empty"}
    for row in rows:
        if row["scenario"] in empty:
            row.setdefault("ratios", {}).setdefault(
                "empty", round(row["cpu_us"] / empty[row["scenario"]], 3))
    return {"machine": document["machine"], "rounds": max(s.get("rounds", 0) for s in scenarios),
            "fleet": document.get("fleet"), "rows": rows}


def to_text(figures):
    """JSON that a version control system shows well: a line a row."""
    def line(value):
        return json.dumps(value, ensure_ascii=False)

    rows = ",\n".join(f"    {line(row)}" for row in figures["rows"])
    fleet = ",\n".join(f"    {line(key)}: {line(value)}"
                       for key, value in (figures["fleet"] or {}).items())
    return (f'{{\n  "machine": {line(figures["machine"])},\n  "rounds": {figures["rounds"]},\n'
            f'  "fleet": {{\n{fleet}\n  }},\n  "rows": [\n{rows}\n  ]\n}}\n')


class Measured:
    """The figures of one run, by scenario and name."""

    def __init__(self, figures):
        self.machine = figures["machine"]
        self.rounds = figures["rounds"]
        self._fleet = figures.get("fleet")
        self._rows = {(row["scenario"], row["name"]): row for row in figures["rows"]}

    def row(self, scenario, name):
        """Raises Incomplete where it was not measured, or did not do its work."""
        row = self.find(scenario, name)
        if row is None:
            raise Incomplete(f"{name} was not measured ({scenario})")
        return row

    def fleet(self):
        """What docs/fleet.md is made of; raises Incomplete where it was not measured."""
        if not self._fleet:
            raise Incomplete("what a fleet asks was not measured")
        return self._fleet

    def find(self, scenario, name):
        """None where it was not measured, or did not do its work."""
        row = self._rows.get((scenario, name))
        return None if row is None or UNKNOWN_STATUS in row["statuses"] else row

    def find_rival(self, scenario, name):
        """The same; a program of others that does not succeed has not done its work."""
        row = self.find(scenario, name)
        return row if row is not None and row["statuses"] == ["0"] else None


def read(path=PATH):
    return Measured(json.loads(path.read_text(encoding="utf-8")))
