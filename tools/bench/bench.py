"""Whole-process measurements of the command line: wall time, processor time and peak memory, as a table and as JSON.

    ./x bench [--account DIR] [--runs N] [--against PROGRAM]

Photos are rendered (example `bench_photos`); `--account` measures a folder of real ones instead of the rendered account.
*Cold* is a process that examines one photo; *warm* is what each further photo adds in a process that has examined one.
Machines are noisy: each figure is the median of several runs, and two programs (`--against`) are run in turns, so that
their ratio can be believed where the figures themselves cannot. Needs nothing but Python.
"""

import argparse
import json
import os
import pathlib
import platform
import statistics
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]


def run(program, arguments):
    """Wall and processor seconds and peak megabytes of one process."""
    begun = time.monotonic()
    with open(os.devnull, "wb") as nowhere:
        process = subprocess.Popen([program, *map(str, arguments)], stdout=nowhere, stderr=subprocess.PIPE)
        told = process.stderr.read()
        _, status, used = os.wait4(process.pid, 0)
    wall = time.monotonic() - begun
    if os.waitstatus_to_exitcode(status) != 0:
        raise SystemExit(f"{program} {arguments[0]} failed: {told.decode(errors='replace')[-2000:]}")
    # Kilobytes on Linux, bytes on macOS.
    peak = used.ru_maxrss / (1e6 if platform.system() == "Darwin" else 1024)
    return {"wall_s": wall, "cpu_s": used.ru_utime + used.ru_stime, "peak_mb": peak}


def median(runs, key):
    return statistics.median(run[key] for run in runs)


def photos_of(folder):
    return sorted(path for path in folder.iterdir() if path.is_file())


def measure(programs, photos, account, runs):
    """Rows of the table by program and name; programs take turns."""
    rows = {program: {} for program in programs}

    def turns(name, count, arguments):
        for _ in range(count):
            for program in programs:
                rows[program].setdefault(name, []).append(run(program, arguments))

    turns("--version", 10, ["--version"])
    for kind in ("1080", "12mp", "48mp"):
        files = photos_of(photos / kind)
        turns(f"{kind}, cold", runs, ["examine", "--json", files[0]])
        turns(f"{kind}, {len(files)} in one process", runs, ["examine", "--json", *files])
        for mine in rows.values():
            pairs = zip(mine.pop(f"{kind}, {len(files)} in one process"), mine[f"{kind}, cold"])
            mine[f"{kind}, warm"] = [
                {
                    "wall_s": (several["wall_s"] - single["wall_s"]) / (len(files) - 1),
                    "cpu_s": (several["cpu_s"] - single["cpu_s"]) / (len(files) - 1),
                    "peak_mb": several["peak_mb"],
                }
                for several, single in pairs
            ]
    # Minutes: once says enough, because it is hundreds of photos.
    turns(f"account of {len(photos_of(account))}", 1, ["account", "--chosen", "all", "--json", account])
    return rows


def table(rows, count):
    lines = ["| what | wall, s | processor, s | peak, MB |", "|---|---|---|---|"]
    for name, runs in rows.items():
        lines.append(f"| {name} | {median(runs, 'wall_s'):.3f} | {median(runs, 'cpu_s'):.3f} | {median(runs, 'peak_mb'):.0f} |")
    pace = count / median(rows[f"account of {count}"], "wall_s")
    return "\n".join([*lines, "", f"{pace:.2f} photos of the account a second."])


def main():
    arguments = argparse.ArgumentParser(description="Measure the command line as a whole process.")
    arguments.add_argument("--program", default=ROOT / "target/release/catchlight")
    arguments.add_argument("--photos", type=pathlib.Path, default=ROOT / "target/bench/photos")
    arguments.add_argument("--account", type=pathlib.Path, help="folder of photos instead of the rendered account")
    arguments.add_argument("--runs", type=int, default=3)
    arguments.add_argument("--against", help="another build of the program, measured in turns")
    arguments.add_argument("--json", type=pathlib.Path, default=ROOT / "target/bench/bench.json")
    asked = arguments.parse_args()
    account = asked.account or asked.photos / "account"
    programs = [str(asked.program), *([asked.against] if asked.against else [])]
    measured = measure(programs, asked.photos, account, asked.runs)
    count = len(photos_of(account))
    for program, rows in measured.items():
        print(f"\n{program}, {os.cpu_count()} processors\n\n{table(rows, count)}")
    if asked.against:
        first, second = (measured[program] for program in programs)
        print("\nratio of wall times, first over second:")
        for name in first:
            print(f"  {name}: {median(first[name], 'wall_s') / median(second[name], 'wall_s'):.2f}")
    asked.json.parent.mkdir(parents=True, exist_ok=True)
    asked.json.write_text(json.dumps({"processors": os.cpu_count(), "measured": measured}, indent=1))


if __name__ == "__main__":
    main()
