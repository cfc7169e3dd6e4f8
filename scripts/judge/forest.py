"""The forest's data file: names of features, levels, and a line for each tree,
those of the first look before the others."""
import collections
import pathlib

from table_file import read_table, write_table

FOREST = pathlib.Path(__file__).resolve().parent.parent.parent / "src/judge/forest.txt"
UNIT = 4096  # kForestUnit


# The lowest scores: for more than a first look, and for each confidence.
Levels = collections.namedtuple("Levels", "first low medium high")


def read_levels():
    levels = read_table(FOREST, "forest")[1].split()[:-1]
    return Levels(*(int(level) / UNIT for level in levels))


def _means(node):
    """Gives each node the mean of the leaves below it; returns it and their count."""
    if "leaf_value" in node:
        node["mean"] = node["leaf_value"]
        return node["mean"], node["leaf_count"]
    left, right = _means(node["left_child"]), _means(node["right_child"])
    count = left[1] + right[1]
    node["mean"] = (left[0] * left[1] + right[0] * right[1]) / count
    return node["mean"], count


def _cells(node):
    """`= VALUE` of a leaf; `FEATURE THRESHOLD VALUE LEFT RIGHT` of others."""
    value = round(node["mean"] * UNIT)
    if "leaf_value" in node:
        return [f"= {value}"]
    # Features are whole numbers.
    threshold = int(node["threshold"] // 1)
    return ([f"{node['split_feature']} {threshold} {value}"] +
            _cells(node["left_child"]) + _cells(node["right_child"]))


def write_forest(first, forest, names, levels):
    trees = [forest_.dump_model()["tree_info"] for forest_ in (first, forest)]
    lines = [" ".join(names),
             " ".join(str(round(level * UNIT)) for level in levels) + f" {len(trees[0])}"]
    for tree in trees[0] + trees[1]:
        _means(tree["tree_structure"])
        lines.append(" ".join(_cells(tree["tree_structure"])))
    write_table(FOREST, "forest", lines)
