#!/usr/bin/env python3
"""Writes a HEIC of 2 x 2 tiles, or of one picture, with turns, from HEICs that heif-enc made.

    heif_parts.py OUT.heic [--irot N] [--imir N] [--crop WIDTH HEIGHT] TILE.heic [TILE TILE TILE]

--irot N turns by N x 90 degrees anticlockwise, --imir 0 swaps top and bottom, 1 left and right
(ISO/IEC 23008-12, 6.5.10 and 6.5.12), --crop cuts around the middle (clap).
"""
import struct
import sys


def boxes(data, start, end):
    while start + 8 <= end:
        size, kind = struct.unpack_from(">I4s", data, start)
        yield kind, start + 8, start + size
        start += size


def find(data, path, start=0, end=None):
    end = len(data) if end is None else end
    for kind, body, stop in boxes(data, start, end):
        if kind == path[0]:
            if len(path) == 1:
                return data[body:stop]
            return find(data, path[1:], body + (4 if kind == b"meta" else 0), stop)
    raise ValueError(path)


def picture(path):
    """Coded bytes, hvcC and ispe of the first item of a file by heif-enc."""
    data = open(path, "rb").read()
    iloc = find(data, [b"meta", b"iloc"])
    # Sizes and count, then item id, construction method (version 1), data reference, base, extents.
    at = 8 + 2 + (2 if iloc[0] == 1 else 0) + 2
    base_size = iloc[5] >> 4
    base = int.from_bytes(iloc[at:at + base_size], "big")
    at += base_size + 2
    offset_size, length_size = iloc[4] >> 4, iloc[4] & 15
    offset = base + int.from_bytes(iloc[at:at + offset_size], "big")
    length = int.from_bytes(iloc[at + offset_size:at + offset_size + length_size], "big")
    return data[offset:offset + length], find(data, [b"meta", b"iprp", b"ipco", b"hvcC"]), \
        find(data, [b"meta", b"iprp", b"ipco", b"ispe"])


def box(kind, *parts):
    body = b"".join(parts)
    return struct.pack(">I4s", len(body) + 8, kind) + body


def full(kind, version, *parts, flags=0):
    return box(kind, struct.pack(">I", version << 24 | flags), *parts)


def main(arguments):
    out, irot, imir, crop, tiles = arguments.pop(0), None, None, None, []
    while arguments:
        word = arguments.pop(0)
        if word == "--irot":
            irot = int(arguments.pop(0))
        elif word == "--imir":
            imir = int(arguments.pop(0))
        elif word == "--crop":
            crop = (int(arguments.pop(0)), int(arguments.pop(0)))
        else:
            tiles.append(picture(word))
    width, height = struct.unpack(">II", tiles[0][2][4:])
    grid = len(tiles) == 4
    shown = (2 * width, 2 * height) if grid else (width, height)
    properties = [box(b"hvcC", tiles[0][1]), box(b"ispe", tiles[0][2])]
    if grid:
        properties.append(full(b"ispe", 0, struct.pack(">II", *shown)))
    shape = len(properties)
    turns = []
    if crop:
        turns.append(box(b"clap", struct.pack(">8I", crop[0], 1, crop[1], 1, 0, 1, 0, 1)))
    if irot is not None:
        turns.append(box(b"irot", bytes([irot])))
    if imir is not None:
        turns.append(box(b"imir", bytes([imir])))
    properties += turns
    numbers = list(range(shape + 1, shape + 1 + len(turns)))
    essential = [0x80 | number for number in numbers]
    primary = 5 if grid else 1
    associations = []
    for item in range(1, len(tiles) + 1):
        mine = [0x81, 2] + ([] if grid else essential)
        associations.append(struct.pack(">HB", item, len(mine)) + bytes(mine))
    if grid:
        mine = [shape] + essential
        associations.append(struct.pack(">HB", primary, len(mine)) + bytes(mine))
    # Tiles are hidden: they are no pictures of their own.
    items = [full(b"infe", 2, struct.pack(">HH4s", item, 0, b"hvc1"), b"\0", flags=int(grid))
             for item in range(1, len(tiles) + 1)]
    payloads = [tile[0] for tile in tiles]
    references = b""
    if grid:
        items.append(full(b"infe", 2, struct.pack(">HH4s", primary, 0, b"grid"), b"\0"))
        payloads.append(struct.pack(">BBBBHH", 0, 0, 1, 1, *shown))
        references = full(b"iref", 0, box(b"dimg", struct.pack(">HH4H", primary, 4, 1, 2, 3, 4)))

    def meta(start):
        places, offset = b"", start
        for item, payload in enumerate(payloads, 1):
            places += struct.pack(">HHHII", item, 0, 1, offset, len(payload))
            offset += len(payload)
        return full(
            b"meta", 0,
            full(b"hdlr", 0, struct.pack(">I4s12xB", 0, b"pict", 0)),
            full(b"pitm", 0, struct.pack(">H", primary)),
            full(b"iloc", 0, struct.pack(">BBH", 0x44, 0, len(payloads)), places),
            full(b"iinf", 0, struct.pack(">H", len(items)), *items),
            references,
            box(b"iprp", box(b"ipco", *properties),
                full(b"ipma", 0, struct.pack(">I", len(associations)), *associations)))

    head = box(b"ftyp", b"heic\0\0\0\0mif1heic")
    start = len(head) + len(meta(0)) + 8
    open(out, "wb").write(head + meta(start) + box(b"mdat", *payloads))


main(sys.argv[1:])
