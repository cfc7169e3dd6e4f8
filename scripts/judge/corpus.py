"""A labelled corpus: its units, what hits them, and the figures."""
import collections
import csv
import os
import re

OTHERS = {"LICENSE", "COPYING"}


def dropped_categories(corpus):
    with open(os.path.join(corpus, "README.md"), encoding="utf-8") as file:
        found = re.search(r"--drop '([^']*)'", file.read())
    if not found:
        raise SystemExit(f"{corpus}/README.md names no --drop list")
    return set(found[1].split(","))


class Unit:
    __slots__ = ("path", "first", "last", "true", "kept", "columns")

    def __init__(self, path, first, last):
        self.path, self.first, self.last = path, first, last
        self.true = False
        self.kept = False  # Of a category that counts.
        self.columns = []  # Of the true values: code points, or -1.


def read_units(corpus):
    """The labels by (path, first line, last line)."""
    drop = dropped_categories(corpus)
    units = {}
    with open(os.path.join(corpus, "labels.tsv"), encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            key = row["path"], int(row["line_start"]), int(row["line_end"])
            unit = units.setdefault(key, Unit(*key))
            if not set(row["category"].split(":")) - drop:
                continue
            unit.kept = True
            if row["label"] == "T":
                unit.true = True
                unit.columns.append((int(row["value_start"]), int(row["value_end"])))
    return units


class Lines:
    """The units that lie on a line."""

    def __init__(self, units):
        self.at = collections.defaultdict(list)
        for unit in units.values():
            for line in range(unit.first, unit.last + 1):
                self.at[unit.path, line].append(unit)

    def meeting(self, path, first, last):
        return {id(u): u for line in range(first, last + 1)
                for u in self.at.get((path, line), ())}.values()


def score(units, lines, findings, repositories=None):
    """Precision, recall, F1 and strict precision of (path, first, last)."""
    def counts(path):
        return repositories is None or path.split("/")[0] in repositories
    hit, false, stray = set(), set(), set()
    for path, first, last in findings:
        if not counts(path) or any(o in os.path.basename(path) for o in OTHERS):
            continue
        met = list(lines.meeting(path, first, last))
        true = [u for u in met if u.true]
        if true:
            hit.update(map(id, true))
        elif any(u.kept for u in met):
            false.update(id(u) for u in met if u.kept)
        elif not met:
            stray.update((path, line) for line in range(first, last + 1))
    positive = sum(u.true and counts(u.path) for u in units.values())
    found, wrong = len(hit), len(false)
    precision = found / max(1, found + wrong)
    recall = found / max(1, positive)
    return {"precision": precision, "recall": recall,
            "f1": 2 * precision * recall / max(1e-9, precision + recall),
            "strict": found / max(1, found + wrong + len(stray)),
            "found": found, "positive": positive, "wrong": wrong,
            "stray": len(stray)}
