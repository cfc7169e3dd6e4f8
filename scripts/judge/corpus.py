"""A labelled corpus: its units, what hits them, and the figures.

The definitions are those of the corpus's own scorer: a unit is the labels with
the same path, first and last line, true if one of them is; what meets a true
unit finds it; what meets only others is wrong, once for each of them; and what
meets no unit is stray, which the strict precision counts as wrong.
"""
import collections
import csv
import json
import os
import re
import subprocess
import sys

CONFIDENCES = ["low", "medium", "high", "proven"]
LICENCES = ("LICENSE", "COPYING")  # Files that the scorer leaves out.

Finding = collections.namedtuple("Finding", "path first last rule confidence")
# A candidate of the program's table; offsets and sizes are in bytes.
Place = collections.namedtuple("Place", "path first last begin size key unlikely")


def fail(text):
    print(f"corpus: {text}", file=sys.stderr)
    sys.exit(2)


def dropped_categories(corpus):
    readme = os.path.join(corpus, "README.md")
    if not os.path.exists(readme):
        fail(f"no {readme}: not a labelled corpus")
    with open(readme, encoding="utf-8") as file:
        found = re.search(r"--drop '([^']*)'", file.read())
    if not found:
        fail(f"{readme} names no --drop list")
    return set(found[1].split(","))


def unpack(corpus, folder):
    """The corpus's files, below a new folder; returns where they lie."""
    os.mkdir(folder)
    subprocess.run(["tar", "-xJf", os.path.join(corpus, "files.tar.xz"), "-C", folder],
                   check=True)
    # The archive may have one folder around everything.
    while len(os.listdir(folder)) == 1:
        folder = os.path.join(folder, os.listdir(folder)[0])
    return folder


def files_below(root):
    found = []
    for folder, folders, names in os.walk(root):
        folders.sort()
        found += [os.path.relpath(os.path.join(folder, n), root) for n in sorted(names)]
    return found


class Unit:
    __slots__ = ("path", "first", "last", "true", "kept", "categories", "columns")

    def __init__(self, path, first, last):
        self.path, self.first, self.last = path, first, last
        self.true = False
        self.kept = False  # Of a category that counts.
        self.categories = set()  # Of the true labels.
        self.columns = []  # Of the true values: code points, or -1.


def read_units(corpus):
    """The labels by (path, first line, last line)."""
    drop = dropped_categories(corpus)
    units = {}
    with open(os.path.join(corpus, "labels.tsv"), encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            key = row["path"], int(row["line_start"]), int(row["line_end"])
            unit = units.setdefault(key, Unit(*key))
            categories = set(row["category"].split(":"))
            if not categories - drop:
                continue
            unit.kept = True
            if row["label"] == "T":
                unit.true = True
                unit.categories |= categories
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


def is_licence(path):
    return os.path.basename(path).upper().startswith(LICENCES)


def score(units, lines, places, repositories=None):
    """Precision, recall, F1 and strict precision of (path, first, last)."""
    def counts(path):
        return repositories is None or path.split("/")[0] in repositories
    hit, false, stray = set(), set(), set()
    for path, first, last in set(places):
        if not counts(path) or is_licence(path):
            continue
        met = list(lines.meeting(path, first, last))
        true = [u for u in met if u.true]
        if true:
            hit.update(map(id, true))
        elif any(u.kept for u in met):
            false.update(id(u) for u in met if u.kept)
        elif not met:
            stray.add((path, first, last))
    positive = sum(u.true and counts(u.path) for u in units.values())
    found, wrong = len(hit), len(false)
    precision = found / max(1, found + wrong)
    recall = found / max(1, positive)
    return {"precision": precision, "recall": recall,
            "f1": 2 * precision * recall / max(1e-9, precision + recall),
            "strict": found / max(1, found + wrong + len(stray)),
            "found": found, "positive": positive, "wrong": wrong,
            "stray": len(stray)}


def missed(units, lines, places):
    """The true units that no place meets."""
    met = {id(u) for place in places for u in lines.meeting(*place)}
    return [u for u in units.values() if u.true and id(u) not in met]


def read_findings(path):
    """Of a JSONL report: what lies in files."""
    found = []
    with open(path, encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            if "rule" in row and "path" in row and row.get("where", "blob") == "blob":
                found.append(Finding(row["path"], row["line"],
                                     row.get("end_line") or row["line"],
                                     row["rule"], row["confidence"]))
    return found


def scan(gitward, folder, report):
    """Writes the JSONL report of what lies below a folder, every confidence."""
    with open(report, "wb") as file:
        status = subprocess.run(
            [gitward, "dir", folder, "--format", "jsonl", "--no-baseline",
             "--exit-zero", "--min-confidence", "low", "--quiet"],
            stdout=file, stderr=subprocess.DEVNULL, check=False).returncode
    # 3: something was damaged, as test suites have it.
    if status not in (0, 3):
        fail(f"{gitward} dir {folder}: status {status}")


def read_candidates(program, paths, root="."):
    """What the program `candidates` sees: the names of its features, the places,
    and a row of features for each."""
    output = subprocess.run([program], input="".join(p + "\n" for p in paths),
                            cwd=root, stdout=subprocess.PIPE, check=True,
                            encoding="utf-8", errors="surrogateescape").stdout
    head, *lines = output.split("\n")[:-1]
    columns = len(Place._fields)
    found, rows = [], []
    for line in lines:
        cells = line.split("\t")
        found.append(Place(cells[0], *map(int, cells[1:columns])))
        rows.append([int(cell) for cell in cells[columns:]])
    return head.split("\t")[columns:], found, rows


def copy_with_words(corpus, files, folder, words, seed=1, plain=False):
    """By the corpus's words.py: passwords that people choose for random letters."""
    subprocess.run([sys.executable, os.path.join(corpus, "words.py"), files,
                    os.path.join(corpus, "labels.tsv"), folder, "--list", words,
                    "--seed", str(seed), *(["--plain"] if plain else [])],
                   check=True, stdout=subprocess.DEVNULL)


def from_confidence(findings, lowest):
    good = CONFIDENCES[CONFIDENCES.index(lowest):]
    return [found for found in findings if found.confidence in good]


def places(findings):
    return [found[:3] for found in findings]
