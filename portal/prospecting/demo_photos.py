"""Pictures of the demo network's supermarkets: drawn, not taken, as a manager's telephone would have seen them."""

import io
from functools import cache
from itertools import pairwise
from random import Random
from typing import Any

from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter, ImageOps
from werkzeug.datastructures import FileStorage

from portal.prospecting import actions
from portal.prospecting.models import Survey

Colour = tuple[int, int, int]
Draw = ImageDraw.ImageDraw
WIDE, HIGH = 880, 660  # drawn in
TAKEN = (720, 540)  # kept in
GOODS: tuple[Colour, ...] = (
    (196, 52, 44), (226, 148, 38), (236, 204, 92), (72, 132, 74), (38, 98, 128), (214, 208, 196), (122, 60, 92),
    (168, 108, 62), (92, 156, 168), (230, 226, 216),
)  # fmt: skip
SIGNS: tuple[Colour, ...] = ((150, 44, 40), (36, 92, 72), (44, 74, 120), (168, 96, 30))


def take(survey: Survey, *, by: Any, dice: Random) -> None:
    """Photograph the shop of a survey: its front, its aisle, a shelf and the cooler."""
    gaps = 0.08 + min(survey.shelf_gaps or 0, 60) / 250
    known = {name: getattr(survey, name) for name in ("name", "surveyed_on")}
    actions.edit_survey(survey, by=by, photos=photos(dice, gaps), **known)


def photos(dice: Random, gaps: float) -> list[FileStorage]:
    """Return a shop's four pictures; `gaps` is the share of its shelves that stands empty."""
    scenes = {"门头": front, "主通道": aisle, "货架": shelf, "冷柜": cooler}
    return [as_file(f"{name}.jpg", developed(draw(dice, gaps), dice)) for name, draw in scenes.items()]


def as_file(name: str, picture: Image.Image) -> FileStorage:
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=84)
    buffer.seek(0)
    return FileStorage(buffer, filename=name, content_type="image/jpeg")


def front(dice: Random, gaps: float) -> Image.Image:
    """The shopfront in the evening: flats above, a sign whose lamps are half out, light behind the glass."""
    picture = shaded((86, 104, 130), (206, 176, 150), (WIDE, HIGH))
    draw, sign = ImageDraw.Draw(picture), dice.choice(SIGNS)
    draw.rectangle((0, 0, WIDE, 300), fill=(112, 104, 98))
    for row in range(3):
        for column in range(7):
            x, y = 30 + column * 122, 18 + row * 92
            lit = dice.random() < 0.4
            draw.rectangle((x, y, x + 78, y + 62), fill=(78, 74, 72))
            draw.rectangle((x + 4, y + 4, x + 74, y + 58), fill=(226, 190, 128) if lit else (58, 66, 78))
            draw.line((x + 39, y + 4, x + 39, y + 58), fill=(86, 82, 80), width=4)
            if column % 2:
                draw.rectangle((x + 4, y + 66, x + 52, y + 84), fill=(150, 148, 142))
    signboard(draw, dice, sign)
    written = picture.crop((46, 276, 834, 346))
    picture.paste(written.filter(ImageFilter.GaussianBlur(5)), (46, 276))  # lit from behind: nobody reads it from here
    glow(
        picture,
        written.convert("L").point([0] * 190 + [90] * 66).filter(ImageFilter.GaussianBlur(9)),
        (255, 244, 214),
        (46, 276),
    )
    inside(draw, dice)
    pavement = shaded((112, 106, 100), (66, 64, 64), (WIDE, 130))
    picture.paste(pavement, (0, 530))
    for n in range(14):
        draw.line((n * 84 - 120, HIGH, n * 70 - 10, 530), fill=(98, 94, 90), width=2)
    for y in (552, 584, 624):
        draw.line((0, y, WIDE, y), fill=(96, 92, 88), width=2)
    light = Image.new("L", (WIDE, HIGH), 0)
    ImageDraw.Draw(light).polygon(((180, 528), (700, 528), (830, 640), (60, 640)), fill=90)
    glow(picture, light.filter(ImageFilter.GaussianBlur(26)), (255, 214, 150))
    for x in (64, 128, 742):
        bicycle(draw, x, 566, dice.choice(((40, 44, 50), (120, 40, 38), (50, 84, 110))))
    return picture


def signboard(draw: Draw, dice: Random, sign: Colour) -> None:
    """Draw the board with strokes that look like signs from across the street; some are dark."""
    draw.rectangle((40, 270, 840, 352), fill=darker(sign, 0.55))
    draw.rectangle((46, 276, 834, 346), fill=sign)
    for n in range(6):
        dark = n in (3, 4)
        ink = darker(sign, 0.72) if dark else (246, 236, 210)
        x, y = 190 + n * 88, 286
        for _stroke in range(5):
            if dice.random() < 0.5:
                at = y + dice.randint(2, 46)
                draw.line((x + dice.randint(0, 8), at, x + dice.randint(40, 54), at + dice.randint(-3, 3)), ink, 5)
            else:
                at = x + dice.randint(6, 46)
                draw.line((at, y + dice.randint(0, 10), at + dice.randint(-6, 6), y + dice.randint(38, 50)), ink, 5)
        draw.rectangle((x + 2, y + 4, x + 50, y + 9), ink)
        draw.rectangle((x + 24, y, x + 29, y + 50), ink)


def inside(draw: Draw, dice: Random) -> None:
    """Draw the glass of the front, shelves behind it, a door, and papers stuck on the panes."""
    draw.rectangle((40, 352, 840, 532), fill=(72, 66, 60))
    for n in range(5):
        x = 52 + n * 157
        draw.rectangle((x, 362, x + 148, 528), fill=(232, 204, 150))
        draw.rectangle((x, 362, x + 148, 392), fill=(250, 232, 190))
        for shelf in range(3):
            y = 416 + shelf * 36
            draw.rectangle((x + 8, y, x + 140, y + 4), fill=(150, 118, 78))
            for spot in range(10):
                if dice.random() < 0.7:
                    high = dice.randint(12, 24)
                    ware = mixed(dice.choice(GOODS), (222, 186, 130), 0.45)
                    draw.rectangle((x + 10 + spot * 13, y - high, x + 20 + spot * 13, y), fill=ware)
        if n == 2:
            draw.rectangle((x, 362, x + 148, 530), outline=(60, 54, 50), width=6)
            draw.line((x + 74, 362, x + 74, 530), fill=(60, 54, 50), width=6)
        elif dice.random() < 0.8:
            left, top = x + dice.randint(10, 70), 402 + dice.randint(0, 40)
            paper = dice.choice(((214, 60, 48), (240, 214, 92), (240, 238, 230)))
            draw.rectangle((left, top, left + 54, top + 72), fill=paper)
            for line in range(4):
                draw.line((left + 8, top + 14 + line * 15, left + 44, top + 14 + line * 15), darker(paper, 0.6), 4)


def bicycle(draw: Draw, x: int, y: int, colour: Colour) -> None:
    for wheel in (x, x + 62):
        draw.ellipse((wheel - 22, y - 22, wheel + 22, y + 22), outline=(30, 30, 32), width=5)
    draw.line((x, y, x + 22, y - 34, x + 54, y - 30, x + 62, y), fill=colour, width=7)
    draw.line((x + 50, y - 48, x + 62, y), fill=colour, width=6)
    draw.line((x + 42, y - 50, x + 60, y - 50), fill=(30, 30, 32), width=5)
    draw.rectangle((x + 6, y - 42, x + 34, y - 34), fill=(30, 30, 32))


def aisle(dice: Random, gaps: float) -> Image.Image:
    """The main aisle with shelves on both sides running to one point, half its lamps on."""
    picture = Image.new("RGB", (WIDE, HIGH), (176, 174, 166))
    draw, far = ImageDraw.Draw(picture), (WIDE // 2 + dice.randint(-60, 60), 262)
    picture.paste(shaded((214, 210, 200), (150, 150, 146), (WIDE, 262)), (0, 0))
    picture.paste(shaded((120, 116, 108), (190, 184, 172), (WIDE, HIGH - 262)), (0, 262))
    for n in range(-9, 10):
        draw.line((far[0], far[1], far[0] + n * 190, HIGH), fill=(146, 142, 134), width=2)
    for depth in (0.12, 0.18, 0.26, 0.37, 0.52, 0.73, 1.0):
        y = far[1] + (HIGH - far[1]) * depth
        draw.line((0, y, WIDE, y), fill=(146, 142, 134), width=2)
    for n, depth in enumerate((0.16, 0.26, 0.42, 0.68)):
        y, wide = far[1] * (1 - depth), 150 * depth
        lamp = (255, 255, 244) if n % 2 == 0 else (190, 188, 180)
        draw.polygon(((far[0] - wide, y), (far[0] + wide, y), (far[0] + wide * 1.3, y - 26 * depth),
                      (far[0] - wide * 1.3, y - 26 * depth)), fill=lamp)  # fmt: skip
    draw.rectangle((far[0] - 66, far[1] - 46, far[0] + 66, far[1] + 50), fill=(206, 200, 186))
    ranked(draw, dice, gaps, (far[0] - 62, far[1] - 40, far[0] + 62, far[1] + 40), rows=3, spots=12)
    for side in (-1, 1):
        wall(draw, dice, gaps, far, side)
    shine = Image.new("L", (WIDE, HIGH), 0)
    ImageDraw.Draw(shine).polygon(
        ((far[0] - 20, 300), (far[0] + 20, 300), (far[0] + 190, HIGH), (far[0] - 190, HIGH)), 70
    )
    glow(picture, shine.filter(ImageFilter.GaussianBlur(30)), (255, 252, 240))
    return picture


def wall(draw: Draw, dice: Random, gaps: float, far: tuple[int, int], side: int) -> None:
    """Draw one side's shelves, each ware nearer and larger than the one before."""
    edge, step = (0 if side < 0 else WIDE), 1.14
    near = abs(edge - far[0]) * 1.5

    def spot(depth: float, level: float) -> tuple[float, float]:
        return far[0] + side * (62 + (near - 62) * depth), far[1] + (level * 470) * (0.1 + depth * 0.9)

    draw.polygon((spot(0, -0.8), spot(1, -0.8), spot(1, 0.86), spot(0, 0.86)), fill=(126, 118, 106))
    depths = [0.0, 0.012]
    while depths[-1] < 1:
        depths.append(depths[-1] + max(0.012, (depths[-1] + 0.06) * (step - 1)))
    for level in (-0.42, -0.06, 0.3, 0.66):
        ware, left = dice.choice(GOODS), 0
        for here, there in pairwise(depths):
            if left == 0:
                ware, left = dice.choice(GOODS), dice.randint(2, 5)
            left -= 1
            if dice.random() < gaps:
                continue
            tall = level - dice.uniform(0.2, 0.27)
            a, b, c, d = spot(here, level), spot(there, level), spot(there, tall), spot(here, tall)
            shade = 0.55 + 0.45 * min(1, there + 0.25)
            draw.polygon((a, b, c, d), fill=darker(ware, shade), outline=darker(ware, shade * 0.7))
            band = mixed(ware, (244, 240, 230), 0.6)
            label = (tall + (level - tall) * 0.45, tall + (level - tall) * 0.7)
            draw.polygon((spot(here, label[1]), spot(there, label[1]), spot(there, label[0]), spot(here, label[0])),
                         fill=darker(band, shade))  # fmt: skip
        draw.polygon((spot(0, level), spot(1, level), spot(1, level + 0.035), spot(0, level + 0.035)), (226, 222, 212))


def shelf(dice: Random, gaps: float) -> Image.Image:
    """One shelf from near: bottles, packets and tins in their ranks, and what is sold out."""
    picture = shaded((112, 104, 94), (74, 68, 62), (WIDE, HIGH))
    ranked(ImageDraw.Draw(picture), dice, gaps * 1.1, (-20, 14, WIDE + 20, HIGH - 6), rows=4, spots=15, labelled=True)
    return picture


def cooler(dice: Random, gaps: float) -> Image.Image:
    """The cooler with its glass doors: cold light, and gaps where milk stood in the morning."""
    picture = Image.new("RGB", (WIDE, HIGH), (58, 62, 66))
    draw = ImageDraw.Draw(picture)
    picture.paste(shaded((132, 128, 120), (88, 86, 82), (WIDE, 70)), (0, HIGH - 70))
    draw.rectangle((0, 0, WIDE, 56), fill=(206, 214, 216))
    for n in range(4):
        x = 12 + n * 217
        picture.paste(shaded((226, 240, 246), (150, 178, 194), (200, 508)), (x, 66))
        ranked(draw, dice, gaps * 1.2, (x + 6, 84, x + 194, 568), rows=5, spots=7, cold=True)
        draw.rectangle((x, 66, x + 200, 574), outline=(40, 44, 48), width=9)
        draw.rectangle((x + 184, 250, x + 192, 390), fill=(188, 192, 194))
    glass = Image.new("L", (WIDE, HIGH), 0)
    for n in range(4):
        x = 12 + n * 217
        ImageDraw.Draw(glass).polygon(((x + 30, 70), (x + 96, 70), (x + 40, 570), (x + 8, 570)), fill=46)
    glow(picture, glass.filter(ImageFilter.GaussianBlur(7)), (255, 255, 255))
    return picture


def ranked(
    draw: Draw, dice: Random, gaps: float, box: tuple[int, int, int, int], *, rows: int, spots: int,
    labelled: bool = False, cold: bool = False,
) -> None:  # fmt: skip
    """Draw wares in rows: a good stands several times side by side, and is missing in runs."""
    left, top, right, bottom = box
    tall, wide = (bottom - top) / rows, (right - left) / spots
    for row in range(rows):
        floor = top + (row + 1) * tall - tall * 0.12
        ware, kind, high, run, empty = GOODS[0], 0, 0.0, 0, False
        for n in range(spots):
            if run == 0:
                ware, kind, run = dice.choice(GOODS), dice.randrange(3), dice.randint(2, 4)
                ware = mixed(ware, (236, 244, 248), 0.45) if cold else ware
                high, empty = tall * dice.uniform(0.52, 0.74), dice.random() < gaps
            run -= 1
            x = left + n * wide
            if not empty:
                piece(draw, ware, kind, (x + wide * 0.06, floor - high, x + wide * 0.94, floor))
            if labelled and run == 0:
                draw.rectangle(
                    (x - wide * 0.1, floor + tall * 0.025, x + wide * 0.7, floor + tall * 0.1), (250, 246, 214)
                )
                draw.line((x, floor + tall * 0.06, x + wide * 0.35, floor + tall * 0.06), fill=(150, 40, 36), width=4)
        board = (196, 190, 178) if not cold else (206, 220, 226)
        draw.rectangle((left, floor, right, floor + max(2, tall * 0.022)), fill=darker(board, 0.72))


def piece(draw: Draw, ware: Colour, kind: int, box: tuple[float, float, float, float]) -> None:
    """Draw one bottle, packet or tin, light on its left side."""
    x, y, right, floor = box
    wide, high, pale = right - x, floor - y, mixed(ware, (248, 244, 234), 0.62)
    if kind == 0:  # a bottle
        draw.rectangle((x + wide * 0.34, y, x + wide * 0.66, y + high * 0.2), fill=darker(ware, 0.66))
        draw.rounded_rectangle((x + wide * 0.08, y + high * 0.16, right - wide * 0.08, floor), wide * 0.2, fill=ware)
        draw.rectangle((x + wide * 0.08, y + high * 0.44, right - wide * 0.08, y + high * 0.76), fill=pale)
    elif kind == 1:  # a packet
        draw.rectangle((x, y + high * 0.06, right, floor), fill=ware)
        draw.ellipse((x + wide * 0.2, y + high * 0.3, right - wide * 0.2, y + high * 0.62), fill=pale)
        draw.rectangle((x + wide * 0.14, y + high * 0.74, right - wide * 0.14, y + high * 0.8), fill=pale)
    else:  # tins on one another
        for half in (0.0, 0.5):
            top = y + high * half
            draw.rounded_rectangle(
                (x + wide * 0.04, top, right - wide * 0.04, top + high * 0.49), wide * 0.12, fill=ware
            )
            draw.rectangle((x + wide * 0.04, top + high * 0.15, right - wide * 0.04, top + high * 0.34), fill=pale)
    draw.rectangle(
        (x + wide * 0.12, y + high * 0.22, x + wide * 0.2, floor - 3), fill=mixed(ware, (255, 255, 255), 0.4)
    )
    draw.rectangle((right - wide * 0.16, y + high * 0.22, right - wide * 0.06, floor), fill=darker(ware, 0.74))


def developed(picture: Image.Image, dice: Random) -> Image.Image:
    """Return a drawing as a telephone's lens shows it: a little soft, leaning, darker at its corners, with grain."""
    picture = ImageOps.crop(picture.rotate(dice.uniform(-1.4, 1.4)), 24).resize(TAKEN).filter(ImageFilter.BoxBlur(1))
    picture = ImageChops.multiply(picture, corners())
    grain = Image.effect_noise((TAKEN[0] // 2, TAKEN[1] // 2), 16).resize(TAKEN)
    return ImageEnhance.Contrast(Image.blend(picture, Image.merge("RGB", [grain] * 3), 0.07)).enhance(1.12)


@cache
def corners() -> Image.Image:
    edge = ImageOps.invert(Image.radial_gradient("L")).resize(TAKEN).point([min(255, 150 + v) for v in range(256)])
    return Image.merge("RGB", [edge] * 3)


def glow(picture: Image.Image, mask: Image.Image, colour: Colour, at: tuple[int, int] = (0, 0)) -> None:
    picture.paste(colour, (*at, at[0] + mask.width, at[1] + mask.height), mask)


def shaded(above: Colour, below: Colour, size: tuple[int, int]) -> Image.Image:
    return ImageOps.colorize(Image.linear_gradient("L").resize(size), above, below)


def darker(colour: Colour, share: float) -> Colour:
    return mixed((0, 0, 0), colour, share)


def mixed(one: Colour, other: Colour, share: float) -> Colour:
    """Return a colour between two; `share` of the other."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue
