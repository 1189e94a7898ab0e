"""Where the tests find the modules in bench/, and figures to try them on."""

import copy
import json
import pathlib
import sys

SOURCE = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(SOURCE / "bench"))
sys.dont_write_bytecode = True

import digest  # pylint: disable=wrong-import-position

FIGURES = json.loads((SOURCE / "bench/measured.json").read_text(encoding="utf-8"))


def figures_with(scenario, name, **values):
    """The figures that were measured, one row of them changed; without values it is left out."""
    figures = copy.deepcopy(FIGURES)
    row = next(row for row in figures["rows"]
               if (row["scenario"], row["name"]) == (scenario, name))
    if not values:
        figures["rows"].remove(row)
    row.update(values)
    return figures


def measured_with(scenario, name, **values):
    return digest.Measured(figures_with(scenario, name, **values))
