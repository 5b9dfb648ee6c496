"""Draws the labels of this folder: python3 render.py SCENE.png FONT.ttc (Pillow; Noto Sans CJK)."""

import sys

from PIL import Image, ImageDraw, ImageFont

scene, font_file = Image.open(sys.argv[1]).convert("RGB"), sys.argv[2]
width, height = scene.size


def write(picture, text, place, pixels, ink, alpha):
    # Index 2 of the collection is the simplified Chinese face.
    font = ImageFont.truetype(font_file, pixels, index=2)
    mask = Image.new("L", picture.size, 0)
    draw = ImageDraw.Draw(mask)
    draw.text(place, text, fill=round(255 * alpha), font=font, anchor="lt" if place[0] < width / 2 else "rb")
    picture.paste(ink, mask=mask)


def save(picture, name):
    picture.save(name, quality=68)


# A product's mark, 4 % of the shorter side, covering by 60 %.
corner = scene.copy()
write(corner, "豆包AI生成", (width - 11, height - 9), 15, (255, 255, 255), 0.6)
save(corner, "corner.jpg")

# The words on a board in the middle of the scene.
board = scene.copy()
ImageDraw.Draw(board).rectangle((105, 195, 255, 255), fill=(235, 230, 215))
write(board, "AI生成", (135, 210), 30, (40, 40, 60), 1.0)
save(board, "board.jpg")

# A post on a telephone's screen with the platform's notice.
screen = Image.new("RGB", (360, 720), (250, 250, 250))
screen.paste(scene, (0, 84))
for text, place, pixels in [
    ("9:41", (18, 10), 17),
    ("关注", (300, 50), 17),
    ("疑似使用AI", (18, 580), 18),
    ("说点什么...", (18, 684), 17),
]:
    write(screen, text, place if place[0] < 180 else (place[0] + 45, place[1] + 20), pixels, (60, 60, 60), 1.0)
save(screen, "notice.jpg")
