"""Times Catchlight's checks of compression and noise against the same algorithms in NumPy and OpenCV.

    cargo build --release -p catchlight-forensics --example local_traces
    python peers.py --ours ../../target/release/examples/local_traces PHOTO... > table.md

The Python side is our own, written after what sherloq and pyIFD do (OpenCV saves and reads the JPEG again, NumPy
takes the differences), vectorised where they loop; neither is installed or copied. Both sides get the decoded
luma of the same files. What counts is processor time of all threads, so that other work on the machine does not,
without process start, reading and decoding: the least of --repeat runs of each, with as many threads as --threads
says on both sides (OpenCV and rayon are told).
"""

import argparse
import json
import os
import subprocess
import time

QUALITIES = list(range(48, 97, 3))


def resaved(luma, quality):
    _, file = cv2.imencode(".jpg", luma, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return cv2.imdecode(file, cv2.IMREAD_GRAYSCALE)


def error_level(luma):
    return cv2.absdiff(luma, resaved(luma, 95))


def error_level_colour(picture):
    """As sherloq and pyIFD do: all three channels."""
    _, file = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 95])
    return cv2.absdiff(picture, cv2.imdecode(file, cv2.IMREAD_COLOR)).mean(axis=2)


def ghost(luma):
    """Mean squared change in windows of 16 pixels at each quality, as Farid 2009 and pyIFD's GHOST."""
    rows, columns = luma.shape[0] // 16, luma.shape[1] // 16
    maps = []
    for quality in QUALITIES:
        change = luma.astype(numpy.float32) - resaved(luma, quality)
        squared = (change * change)[: rows * 16, : columns * 16]
        maps.append(cv2.resize(squared, (columns, rows), interpolation=cv2.INTER_AREA))
    return numpy.stack(maps)


def noise(luma):
    """Median absolute diagonal Haar detail of blocks of 32 pixels, against blocks of like brightness."""
    rows, columns = luma.shape[0] // 32, luma.shape[1] // 32
    plane = luma[: rows * 32, : columns * 32].astype(numpy.float32)
    detail = abs(plane[::2, ::2] - plane[::2, 1::2] - plane[1::2, ::2] + plane[1::2, 1::2]) / 2
    blocks = detail.reshape(rows, 16, columns, 16).swapaxes(1, 2).reshape(rows, columns, 256)
    level = numpy.maximum(numpy.median(blocks, axis=2) / 0.6745, 0.3)
    bright = plane.reshape(rows, 32, columns, 32).mean(axis=(1, 3))
    usual = numpy.full(256, numpy.nan, numpy.float32)
    for brightness in range(256):
        alike = level[abs(bright - brightness) < 20]
        if len(alike) >= 16:
            usual[brightness] = numpy.median(alike)
    return numpy.log2(level / usual[bright.astype(int)])


def dct_histogram(luma):
    """Histograms of the first nine frequencies of the 8 by 8 cosine transform, in whole numbers."""
    rows, columns = luma.shape[0] // 8, luma.shape[1] // 8
    place = numpy.arange(8)
    basis = numpy.cos((2 * place[None, :] + 1) * place[:, None] * numpy.pi / 16) / 2
    basis[0] = 8**-0.5
    basis = basis.astype(numpy.float32)
    blocks = luma[: rows * 8, : columns * 8].reshape(rows, 8, columns, 8).swapaxes(1, 2).astype(numpy.float32) - 128
    coefficients = basis @ blocks @ basis.T
    values = numpy.rint(coefficients[:, :, :3, :3]).astype(int).clip(-256, 256) + 256
    return [numpy.bincount(values[:, :, v, u].ravel(), minlength=513) for v in range(3) for u in range(3)]


TOOLS = {"error_level": error_level, "ghost": ghost, "noise": noise, "dct_histogram": dct_histogram}


def least_ms(tool, luma, repeat):
    times = []
    for _ in range(repeat):
        start = time.process_time()
        tool(luma)
        times.append(1e3 * (time.process_time() - start))
    return min(times)


def main():
    global cv2, numpy
    arguments = argparse.ArgumentParser()
    arguments.add_argument("photos", nargs="+")
    arguments.add_argument("--ours", required=True, help="the built example local_traces")
    arguments.add_argument("--repeat", type=int, default=5)
    arguments.add_argument("--threads", type=int, default=2)
    chosen = arguments.parse_args()
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "RAYON_NUM_THREADS"):
        os.environ[name] = str(chosen.threads)
    import cv2
    import numpy

    cv2.setNumThreads(chosen.threads)
    print("| photo | tool | Python, ms | Catchlight, ms | times faster |\n|---|---|---|---|---|")
    for photo in chosen.photos:
        luma = cv2.imread(photo, cv2.IMREAD_GRAYSCALE | cv2.IMREAD_IGNORE_ORIENTATION)
        command = [chosen.ours, "--repeat", str(chosen.repeat), photo]
        ours = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)["ms"]
        size = f"{luma.shape[1]} × {luma.shape[0]}"
        colour = cv2.imread(photo, cv2.IMREAD_COLOR | cv2.IMREAD_IGNORE_ORIENTATION)
        theirs = least_ms(error_level_colour, colour, chosen.repeat)
        own = ours["error_level"]
        print(f"| {size} | error_level, theirs in colour | {theirs:.1f} | {own:.1f} | {theirs / own:.1f} |", flush=True)
        for name, tool in TOOLS.items():
            theirs = least_ms(tool, luma, chosen.repeat)
            print(f"| {size} | {name} | {theirs:.1f} | {ours[name]:.1f} | {theirs / ours[name]:.1f} |", flush=True)


if __name__ == "__main__":
    main()
