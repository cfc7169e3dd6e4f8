"""What the judge learns from, and how it does when it is held to places that
it has not seen.

Needs the packages of requirements.txt. The same input gives the same forest.
"""
import collections
import hashlib
import os
import random

import lightgbm
import numpy
from zxcvbn.frequency_lists import FREQUENCY_LISTS

import corpus as labelled
import shapes
import sources

FOLDS = 5
TREES = 160
PARAMETERS = {
    "objective": "binary", "num_leaves": 16, "learning_rate": 0.08,
    "min_data_in_leaf": 40, "feature_fraction": 0.3, "bagging_fraction": 0.8,
    "bagging_freq": 1, "lambda_l2": 10, "seed": 1, "num_threads": 1,
    "deterministic": True, "force_row_wise": True, "verbose": -1,
}
# The first look's, which is to be quick.
FIRST_TREES = 12
FIRST_PARAMETERS = PARAMETERS | {"learning_rate": 0.25, "feature_fraction": 0.6}
# The features that it knows end before this one.
FIRST_BEHIND = "class_changes"
# What a candidate counts, by where it comes from.
STRAY = 0.6       # On a line without a label: most are no secrets.
RANDOM_WORD = 0.5  # A password that the corpus made random letters of.
WORD = 0.3        # The same with a word, for each list.
MADE = 0.5        # From a template.
CLEAN = 0.8
# Of the zxcvbn package: list, seed, whether entries stay as they are.
LISTS = [("passwords", 1, False), ("passwords", 2, False), ("passwords", 3, True),
         ("english_wikipedia", 1, False), ("english_wikipedia", 2, False),
         ("surnames", 1, False), ("us_tv_and_film", 1, False)]


class Candidates:
    """Rows of the program's table."""

    def __init__(self, program, paths, root="."):
        self.names, self.places, rows = labelled.read_candidates(program, paths, root)
        self.features = numpy.array(rows, dtype=numpy.int16)

    def __len__(self):
        return len(self.places)


class Text:
    """Where lines begin, to turn offsets into columns of code points."""

    def __init__(self, root, path):
        with open(os.path.join(root, path), "rb") as file:
            self.bytes = file.read()
        self.starts = [0]
        for at, byte in enumerate(self.bytes):
            if byte == 10 or (byte == 13 and self.bytes[at + 1:at + 2] != b"\n"):
                self.starts.append(at + 1)

    def column(self, line, offset):
        return len(self.bytes[self.starts[line - 1]:offset].decode("utf-8", "replace"))


def label(candidates, root, lines):
    """1 for a secret; and what each counts: 0 where the labels do not tell."""
    texts = {}
    truth = numpy.zeros(len(candidates))
    weight = numpy.ones(len(candidates))
    for i, place in enumerate(candidates.places):
        met = list(lines.meeting(place.path, place.first, place.last))
        true = [unit for unit in met if unit.true]
        if not met:
            weight[i] = STRAY
        elif not true:
            weight[i] = any(unit.kept for unit in met)
        else:
            if place.path not in texts:
                texts[place.path] = Text(root, place.path)
            left, right = (texts[place.path].column(place.first, offset)
                           for offset in (place.begin, place.begin + place.size))
            hit = any(a < 0 or unit.first != unit.last or (left < b and a < right)
                      for unit in true for a, b in unit.columns)
            truth[i], weight[i] = hit, hit
    return truth, weight


class Material:
    """Candidates of everything that there is to learn from, and their labels."""

    def __init__(self, corpus, program, scratch):
        self.folder, self.program, self.scratch = corpus, program, scratch
        self.units = labelled.read_units(corpus)
        self.lines = labelled.Lines(self.units)
        self.files = labelled.unpack(corpus, os.path.join(scratch, "files"))
        self.paths = labelled.files_below(self.files)
        self.corpus = Candidates(program, self.paths, self.files)
        self.truth, self.weight = label(self.corpus, self.files, self.lines)
        self.copies = []  # (features, which rows are other words).
        weak = numpy.zeros(len(self.corpus), dtype=bool)
        for name, seed, plain in LISTS:
            features = self.aligned(self.copy_of_list(name, seed, plain))
            changed = (features != self.corpus.features).any(axis=1) & (self.truth == 1)
            weak |= changed
            self.copies.append((features, changed))
        self.weight[weak] *= RANDOM_WORD
        self.made, self.made_truth = self.make_shapes()
        self.clean = [self.read_clean(half) for half in (0, 1)]

    def print(self):
        print(f"{len(self.corpus)} candidates in the corpus, {int(self.truth.sum())} of "
              f"them secrets; {len(self.made)} made; {len(self.clean[0])} and "
              f"{len(self.clean[1])} in {self.clean[0].lines} and {self.clean[1].lines} "
              f"clean lines; digest {self.digest()}")

    def digest(self):
        """The same digest, and the same packages: the same forest."""
        digest = hashlib.sha256()
        rows = (self.corpus.features, self.truth, self.weight, self.made,
                self.made_truth, self.clean[0].features)
        for row in (*rows, *(row for copy in self.copies for row in copy)):
            digest.update(numpy.ascontiguousarray(row).tobytes())
        return digest.hexdigest()[:16]

    def copy_of_list(self, name, seed, plain):
        path = os.path.join(self.scratch, "list." + name)
        with open(path, "w", encoding="utf-8") as file:
            file.writelines(word + "\n" for word in FREQUENCY_LISTS[name])
        folder = os.path.join(self.scratch, f"copy.{name}.{seed}")
        labelled.copy_with_words(self.folder, self.files, folder, path, seed, plain)
        return Candidates(self.program, self.paths, folder)

    def aligned(self, copy):
        """The copy's features, row by row beside the corpus's. A word can be too
        short to be a candidate: what can't be told apart stays as it was."""
        here, there = (collections.defaultdict(list) for _ in range(2))
        for rows, candidates in ((here, self.corpus), (there, copy)):
            for i, place in enumerate(candidates.places):
                rows[place.path, place.first].append(i)
        features = self.corpus.features.copy()
        for line, rows in here.items():
            if len(there[line]) == len(rows):
                features[rows] = copy.features[there[line]]
        return features

    def make_shapes(self):
        words = [w for w in list(FREQUENCY_LISTS["passwords"])[:8000]
                 if 4 <= len(w) <= 14 and w.isascii() and w.isalpha()]
        folder = os.path.join(self.scratch, "shapes")
        os.mkdir(folder)
        values = {}
        for i, (text, value, secret) in enumerate(shapes.make(words, 6000, 7)):
            with open(os.path.join(folder, f"{i:05}"), "w", encoding="utf-8") as file:
                file.write(text + "\n")
            values[f"{i:05}"] = text.rfind(value), value, secret
        made = Candidates(self.program, sorted(values), folder)
        keep, truth = [], []
        for row, place in enumerate(made.places):
            at, value, secret = values[place.path]
            # Of a secret only itself; of anything else whatever is seen.
            if secret and not (place.begin < at + len(value) and
                               at < place.begin + place.size):
                continue
            keep.append(row)
            truth.append(secret)
        return made.features[keep], numpy.array(truth, dtype=float)

    def read_clean(self, half):
        package = {path: name for path, _, name in sources.files(half)}
        found = Candidates(self.program, list(package))
        found.packages = [package[place.path] for place in found.places]
        found.lines = sum(map(sources.count_lines, package))
        return found

    def train(self, keep, keep_clean):
        """A Judge by the rows of the corpus, and of the first half of the clean
        sources, that are kept; and by all that is made."""
        rows = [self.corpus.features[keep], self.made, self.clean[0].features[keep_clean]]
        truth = [self.truth[keep], self.made_truth, numpy.zeros(keep_clean.sum())]
        weight = [self.weight[keep], numpy.full(len(self.made), MADE),
                  numpy.full(keep_clean.sum(), CLEAN)]
        for features, changed in self.copies:
            rows.append(features[keep & changed])
            truth.append(numpy.ones((keep & changed).sum()))
            weight.append(numpy.full((keep & changed).sum(), WORD))
        rows, truth, weight = map(numpy.concatenate, (rows, truth, weight))
        few = self.corpus.names.index(FIRST_BEHIND)
        return Judge(
            few,
            lightgbm.train(FIRST_PARAMETERS,
                           lightgbm.Dataset(rows[:, :few], truth, weight=weight),
                           FIRST_TREES),
            lightgbm.train(PARAMETERS, lightgbm.Dataset(rows, truth, weight=weight),
                           TREES))


class Judge:
    """Two forests: one for a first look at the first features, one for all."""

    def __init__(self, few, first, forest):
        self.few, self.first, self.forest = few, first, forest

    def scores(self, features):
        """Of the first look, and of the other."""
        return (self.first.predict(features[:, :self.few], raw_score=True),
                self.forest.predict(features, raw_score=True))


def given_up(first, least, scores):
    """The scores, where the first look is passed."""
    return numpy.where(first >= least, scores, -numpy.inf)


def repository_of(place):
    return place.path.split("/")[0]


class Folds:
    """Scores by forests that never saw the repository, or the package."""

    def __init__(self, material, *copies):
        """Of the corpus, and of copies of it, each Candidates."""
        self.material = material
        names = sorted(set(map(repository_of, material.corpus.places)))
        random.Random(3).shuffle(names)
        self.fold = {name: i % FOLDS for i, name in enumerate(names)}
        clean = material.clean[0]
        sets = [material.corpus, *copies]
        of_sets = [numpy.array([self.fold.get(repository_of(p), 0) for p in s.places])
                   for s in sets]
        of_clean = numpy.array([hashlib.sha256(name.encode()).digest()[1] % FOLDS
                                for name in clean.packages])
        self.first = [numpy.zeros(len(s)) for s in sets]
        self.forest = [numpy.zeros(len(s)) for s in sets]
        self.clean_first, self.clean_forest = numpy.zeros((2, len(clean)))
        for i in range(FOLDS):
            judge = material.train(of_sets[0] != i, of_clean != i)
            for candidates, first, forest, of in zip(
                    [*sets, clean], [*self.first, self.clean_first],
                    [*self.forest, self.clean_forest], [*of_sets, of_clean]):
                here = of == i
                first[here], forest[here] = judge.scores(candidates.features[here])
        self.sets = sets
        self.set_least_first(-numpy.inf)

    def least_first(self, low, loss):
        """The score of the first look that loses this share of the secrets which
        have that score, or more, in the end."""
        secret = (self.material.truth == 1) & (self.forest[0] >= low)
        return float(numpy.quantile(self.first[0][secret], loss))

    def set_least_first(self, least):
        self.scores = [given_up(first, least, forest)
                       for first, forest in zip(self.first, self.forest)]
        self.clean_scores = given_up(self.clean_first, least, self.clean_forest)

    def figures(self, findings, score, unlikely=None, which=0):
        """Of findings of other rules, and of all candidates from a score on, and
        from another on in unlikely places."""
        def passing(candidates, scores):
            return [place for place, value in zip(candidates.places, scores)
                    if value >= (score if unlikely is None or not place.unlikely
                                 else unlikely)]
        units, lines = self.material.units, self.material.lines
        places = findings + [place[:3] for place in
                             passing(self.sets[which], self.scores[which])]
        figures = labelled.score(units, lines, places)
        figures["mean"] = sum(
            labelled.score(units, lines, places,
                           {n for n in self.fold if self.fold[n] == i})["f1"]
            for i in range(FOLDS)) / FOLDS
        clean = self.material.clean[0]
        figures["alarms"] = 1e5 * len(passing(clean, self.clean_scores)) / clean.lines
        return figures


def other_rules(findings, lowest):
    """Places of what rules other than the learned ones find, with a confidence or
    above."""
    return labelled.places([found for found in labelled.from_confidence(findings, lowest)
                            if not found.rule.startswith("generic-")])
