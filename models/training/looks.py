"""What people and phones do to photos before they post them: retouching, filters, captions, screenshots.

Each look is a simulation with random strength. It is applied to both labels alike, so that a model cannot take
smooth skin or a caption for a trace of generation; on camera photos it also makes the hard cases on which false
alarms are counted. A simulated look is not the real thing: the model cards say so.

Pictures are RGB, float32, 0 to 1, rows by columns by samples.
"""

from __future__ import annotations

import random
from typing import Callable

import numpy as np
from PIL import Image, ImageDraw, ImageFont
from scipy import ndimage

Look = Callable[[np.ndarray, random.Random], np.ndarray]


def luma(picture: np.ndarray) -> np.ndarray:
    return picture @ np.array([0.299, 0.587, 0.114], np.float32)


def guided(picture: np.ndarray, radius: int, strength: float) -> np.ndarray:
    """The edge-preserving filter of He, Sun and Tang (2013) with each channel as its own guide."""
    def box(values: np.ndarray) -> np.ndarray:
        return ndimage.uniform_filter(values, (2 * radius + 1, 2 * radius + 1, 0), mode="nearest")
    mean = box(picture)
    variance = np.maximum(box(picture * picture) - mean * mean, 0)
    share = variance / (variance + strength**2)
    return box(share) * picture + box((1 - share) * mean)


def skin(picture: np.ndarray) -> np.ndarray:
    """How much each pixel looks like skin, by its chroma, with soft edges; 0 to 1, rows by columns by 1."""
    red, green, blue = np.moveaxis(picture, 2, 0)
    y = luma(picture)
    cb, cr = (blue - y) * 0.564 + 0.5, (red - y) * 0.713 + 0.5
    inside = (cb > 0.28) & (cb < 0.51) & (cr > 0.52) & (cr < 0.7) & (y > 0.12) & (red > green)
    return ndimage.gaussian_filter(inside.astype(np.float32), 4)[..., None]


def radius_of(picture: np.ndarray, share: float) -> int:
    return max(2, round(min(picture.shape[:2]) * share))


def beauty_filter(picture: np.ndarray, dice: random.Random) -> np.ndarray:
    """Skin smoothed and brightened, as the cameras and apps of phones do it."""
    mask = skin(picture) * dice.uniform(0.6, 1.0)
    smooth = guided(picture, radius_of(picture, dice.uniform(0.006, 0.015)), dice.uniform(0.05, 0.12))
    lifted = smooth ** dice.uniform(0.75, 0.92)
    rosy = lifted * np.array([1.0, dice.uniform(0.97, 1.0), dice.uniform(0.96, 1.02)], np.float32)
    return picture * (1 - mask) + rosy * mask


def studio_retouch(picture: np.ndarray, dice: random.Random) -> np.ndarray:
    """Frequency separation: blotches of skin are evened out while its finest texture stays, then sharpened."""
    mask = skin(picture) * dice.uniform(0.5, 0.9)
    fine = picture - ndimage.gaussian_filter(picture, (1.5, 1.5, 0))
    even = guided(picture, radius_of(picture, dice.uniform(0.01, 0.025)), 0.08) + fine * dice.uniform(0.5, 1.0)
    mixed = picture * (1 - mask) + even * mask
    return mixed + dice.uniform(0.2, 0.8) * (mixed - ndimage.gaussian_filter(mixed, (1.2, 1.2, 0)))


def ring_light(picture: np.ndarray, dice: random.Random) -> np.ndarray:
    """Even, bright light on whatever is in the middle."""
    rows, columns = picture.shape[:2]
    y, x = np.mgrid[-1:1:rows * 1j, -1:1:columns * 1j]
    glow = np.exp(-(x**2 + (y + 0.2) ** 2) / dice.uniform(0.4, 0.9))[..., None].astype(np.float32)
    base = ndimage.gaussian_filter(luma(picture), radius_of(picture, 0.03))[..., None]
    lifted = picture * (1 + dice.uniform(0.3, 0.8) * glow * (1 - base))
    return lifted * (1 - 0.25 * (1 - glow))


def night_mode(picture: np.ndarray, dice: random.Random) -> np.ndarray:
    """A dark, noisy exposure, cleaned hard and lifted."""
    noise = np.random.default_rng(dice.getrandbits(32)).standard_normal(picture.shape).astype(np.float32)
    dark = np.clip(picture**1.8 * dice.uniform(0.25, 0.5), 0, 1)
    noisy = dark + noise * np.sqrt(dark * dice.uniform(0.0005, 0.003) + 1e-5)
    clean = guided(np.clip(noisy, 0, 1), dice.randint(2, 3), dice.uniform(0.012, 0.04))
    lifted = np.clip(clean, 0, 1) ** dice.uniform(0.45, 0.65)
    return lifted + dice.uniform(0.3, 1.0) * (lifted - ndimage.gaussian_filter(lifted, (1.0, 1.0, 0)))


def high_dynamic_range(picture: np.ndarray, dice: random.Random) -> np.ndarray:
    """Shadows and lights drawn together, local contrast and colour raised."""
    base = guided(picture, radius_of(picture, 0.03), 0.2)
    detail = picture - base
    flat = 0.5 + (base - 0.5) * dice.uniform(0.5, 0.8)
    mixed = flat + detail * dice.uniform(1.3, 2.2)
    grey = luma(mixed)[..., None]
    return grey + (mixed - grey) * dice.uniform(1.1, 1.5)


def film_scan(picture: np.ndarray, dice: random.Random) -> np.ndarray:
    """Grain with a size, faded blacks, a cast, and sometimes dust."""
    grain = np.random.default_rng(dice.getrandbits(32)).standard_normal(picture.shape[:2]).astype(np.float32)
    grain = ndimage.gaussian_filter(grain, dice.uniform(0.5, 1.2))
    grain /= grain.std()
    cast = np.array([dice.uniform(0.94, 1.06) for _ in range(3)], np.float32)
    faded = dice.uniform(0.02, 0.1) + picture * dice.uniform(0.8, 0.95)
    scanned = ndimage.gaussian_filter(faded * cast, (0.6, 0.6, 0)) + dice.uniform(0.01, 0.035) * grain[..., None]
    rows, columns = picture.shape[:2]
    for _ in range(dice.randint(0, 12)):
        top, left = dice.randrange(rows), dice.randrange(columns)
        scanned[top : top + dice.randint(1, 12), left : left + dice.randint(1, 3)] = 0.95
    return scanned


def colour_filter(picture: np.ndarray, dice: random.Random) -> np.ndarray:
    """A filter as apps offer it: curve, tint of lights and shadows, vignette."""
    curve = np.clip(picture, 0, 1) ** dice.uniform(0.75, 1.25)
    grey = luma(curve)[..., None]
    toned = grey + (curve - grey) * dice.uniform(0.3, 1.4)
    tint = np.array([dice.uniform(-0.06, 0.06) for _ in range(3)], np.float32)
    toned = toned + tint * (1 - grey) - tint[::-1] * grey * 0.6
    rows, columns = picture.shape[:2]
    y, x = np.mgrid[-1:1:rows * 1j, -1:1:columns * 1j]
    return toned * (1 - dice.uniform(0, 0.35) * ((x**2 + y**2) / 2)[..., None].astype(np.float32))


def caption(picture: np.ndarray, dice: random.Random) -> np.ndarray:
    """Text, a sticker or a border, as posts carry them."""
    drawn = to_image(picture)
    pen = ImageDraw.Draw(drawn, "RGBA")
    width, height = drawn.size
    words = "summer vibes new post link in bio sale today save this for later ootd @my.account travel coffee 50% off".split()
    for _ in range(dice.randint(1, 4)):
        size = round(min(width, height) * dice.uniform(0.03, 0.1))
        text = " ".join(dice.sample(words, dice.randint(1, 4)))
        colour = tuple(dice.choice([0, 255, dice.randint(0, 255)]) for _ in range(3)) + (dice.randint(150, 255),)
        place = (dice.randint(0, max(1, width // 2)), dice.randint(0, max(1, height - size)))
        pen.text(place, text, font=font(size), fill=colour)
    if dice.random() < 0.3:
        side = round(min(width, height) * dice.uniform(0.1, 0.25))
        left, top = dice.randint(0, width - side), dice.randint(0, height - side)
        pen.ellipse((left, top, left + side, top + side), fill=(dice.randint(0, 255), dice.randint(0, 255), 90, 230))
    if dice.random() < 0.3:
        edge = round(min(width, height) * dice.uniform(0.01, 0.05))
        pen.rectangle((0, 0, width - 1, height - 1), outline=(255, 255, 255, 255), width=edge)
    return to_array(drawn)


def screenshot(picture: np.ndarray, dice: random.Random) -> np.ndarray:
    """The photo in an app on a phone: bars above and below, scaled to the screen's width."""
    screen = dice.choice([720, 828, 1080, 1170])
    shown = to_image(picture)
    shown = shown.resize((screen, max(1, round(shown.height * screen / shown.width))), Image.Resampling.BILINEAR)
    above, below = round(screen * dice.uniform(0.08, 0.25)), round(screen * dice.uniform(0.1, 0.4))
    ground = dice.choice([(255, 255, 255), (0, 0, 0), (18, 18, 18)])
    ink = (20, 20, 20) if ground == (255, 255, 255) else (235, 235, 235)
    whole = Image.new("RGB", (screen, shown.height + above + below), ground)
    whole.paste(shown, (0, above))
    pen = ImageDraw.Draw(whole)
    size = max(14, screen // 32)
    pen.text((screen // 20, above // 3), dice.choice(["9:41", "18:07", "22:30"]) + "   my.account", font=font(size), fill=ink)
    for line in range(dice.randint(1, 3)):
        top = above + shown.height + below * (line + 1) // 5
        pen.text((screen // 20, top), "liked by others and 1,024 more " * dice.randint(1, 2), font=font(size), fill=ink)
    return to_array(whole)


LOOKS: dict[str, Look] = {
    "beauty-filter": beauty_filter, "studio-retouch": studio_retouch, "ring-light": ring_light,
    "night-mode": night_mode, "hdr": high_dynamic_range, "film-scan": film_scan, "colour-filter": colour_filter,
    "caption": caption, "screenshot": screenshot,
}


def font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.load_default(size)


def to_array(picture: Image.Image) -> np.ndarray:
    return np.asarray(picture.convert("RGB"), np.float32) / 255


def to_image(picture: np.ndarray) -> Image.Image:
    return Image.fromarray((np.clip(picture, 0, 1) * 255 + 0.5).astype(np.uint8))


def apply(name: str, picture: Image.Image, dice: random.Random) -> Image.Image:
    """The picture with one look; the dice decide its strength."""
    return to_image(LOOKS[name](to_array(picture), dice))
