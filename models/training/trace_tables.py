"""Tables of docs/validation/upsampling_trace.md and demosaicing_trace.md.

    python models/training/trace_tables.py traces.jsonl...

reads what `cargo run --release -p catchlight-forensics --example traces` wrote (classes `camera` and `ai`) and prints
Markdown. The source of a photo is its file name up to the last underscore; intervals are 95 % bootstrap intervals over
sources and then photos. Needs Python 3.11 and nothing else.
"""

import json
import random
import sys
from collections import Counter, defaultdict

ROUNDS = 400


def main(paths):
    rows = [json.loads(line) for path in paths for line in open(path, encoding="utf-8")]
    failed = [row for row in rows if "failed" in row]
    rows = [row for row in rows if "measured" in row]
    for row in rows:
        row["condition"] = canonical(row["condition"])
    conditions = list(dict.fromkeys(row["condition"] for row in rows))
    print(f"{len(rows)} measurements, {len(failed)} photos could not be measured\n")
    peaks(rows, conditions)
    said(rows, conditions, "upsampling_trace", "found Ai")
    said(rows, conditions, "demosaicing_trace", "found Camera")
    reasons(rows, conditions)
    by_source(rows)


def canonical(condition):
    """Camera photos are scaled down first, AI pictures are not: the rest of the chain is what both share."""
    steps = [step for step in condition.split("+") if step not in ("small", "file")]
    return "+".join(steps) or "as is"


def source(row):
    return row["photo"].rsplit("_", 1)[0]


def of(rows, condition, label):
    return [row["measured"] | {"source": source(row)} for row in rows if (row["condition"], row["class"]) == (condition, label)]


def peaks(rows, conditions):
    """The rule without its gates: AUC of the peaks at a period of 8, and off the axes."""
    print("| condition | camera n | AI n | AUC, axes | AUC, off axes | camera above 1.1 | AI above 1.1 |\n|---|---|---|---|---|---|---|")
    for condition in conditions:
        camera, ai = (with_grids(of(rows, condition, label)) for label in ("camera", "ai"))
        if not camera and not ai:
            continue
        cells = [condition, str(len(camera)), str(len(ai))]
        for feature in ("eight", "off_axes"):
            values = [[(row["source"], row["grids"][feature]) for row in side] for side in (camera, ai)]
            cells.append(interval(*values) if camera and ai else "")
        cells += [rate(side, lambda row: row["grids"]["eight"] >= 1.1) for side in (camera, ai)]
        print("| " + " | ".join(cells) + " |")
    print()


def with_grids(rows):
    return [row for row in rows if row["grids"]]


def said(rows, conditions, check, words):
    """What the check said, with its gates."""
    print(f"`{check}`\n\n| condition | camera: {words} | AI: {words} |\n|---|---|---|")
    for condition in conditions:
        cells = [rate(of(rows, condition, label), lambda row: row["said"].get(check) == words) for label in ("camera", "ai")]
        print(f"| {condition} | " + " | ".join(cells) + " |")
    print()


def reasons(rows, conditions):
    print("What `upsampling_trace` said\n\n| condition | class | words | n |\n|---|---|---|---|")
    for condition in conditions:
        for label in ("camera", "ai"):
            counts = Counter(short(row["said"].get("upsampling_trace", "")) for row in of(rows, condition, label))
            for words, count in counts.most_common():
                print(f"| {condition} | {label} | {words} | {count} |")
    print()


def short(words):
    return "".join(character for character in words if not character.isdigit())[:90]


def by_source(rows):
    """Peaks of the files themselves by source, for the AI class and for what the check said."""
    groups = defaultdict(list)
    for row in rows:
        if row["class"] == "ai" and row["condition"] in ("as is", "png") and row["measured"]["grids"]:
            groups[source(row), row["condition"]].append(row["measured"])
    print("| source | condition | n | median peaks | quantised | found |\n|---|---|---|---|---|---|")
    for (name, condition), measured in sorted(groups.items()):
        strengths = sorted(row["grids"]["eight"] for row in measured)
        quantised = sum(row["grids"]["combs"] >= 3 for row in measured)
        found = sum(row["said"].get("upsampling_trace") == "found Ai" for row in measured)
        print(f"| {name} | {condition} | {len(measured)} | {strengths[len(strengths) // 2]:.2f} | {quantised} | {found} |")


def rate(rows, test):
    if not rows:
        return ""
    count = sum(map(test, rows))
    return f"{count} of {len(rows)} ({100 * count / len(rows):.1f} %)"


def interval(camera, ai):
    whole = auc([value for _, value in camera], [value for _, value in ai])
    draw = random.Random(1)
    rounds = sorted(auc(resampled(camera, draw), resampled(ai, draw)) for _ in range(ROUNDS))
    low, high = rounds[int(0.025 * ROUNDS)], rounds[int(0.975 * ROUNDS)]
    return f"{whole:.2f} ({low:.2f} to {high:.2f})"


def resampled(pairs, draw):
    groups = defaultdict(list)
    for name, value in pairs:
        groups[name].append(value)
    names = list(groups)
    chosen = [groups[draw.choice(names)] for _ in names]
    return [draw.choice(values) for values in chosen for _ in values]


def auc(camera, ai):
    """Chance that an AI picture scores higher than a camera photo, ties counted half."""
    order = sorted([(value, 0) for value in camera] + [(value, 1) for value in ai])
    total = 0.0
    index = 0
    while index < len(order):
        end = index
        while end < len(order) and order[end][0] == order[index][0]:
            end += 1
        total += sum(label for _, label in order[index:end]) * (index + end + 1) / 2
        index = end
    return (total - len(ai) * (len(ai) + 1) / 2) / (len(camera) * len(ai))


if __name__ == "__main__":
    main(sys.argv[1:])
