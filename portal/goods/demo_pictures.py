"""Pictures of a dozen products of the demo's catalogue: drawn, not taken, each on a pale ground with its shadow."""

import io
from collections.abc import Callable

from PIL import Image, ImageDraw, ImageFilter
from werkzeug.datastructures import FileStorage

Colour = tuple[int, int, int]
Draw = ImageDraw.ImageDraw
WIDE, HIGH = 960, 720  # drawn in, twice as large as they are kept, so that edges come out soft
FLOOR, MIDDLE = 610, WIDE // 2
WHITE, LEAF, STALK = (255, 255, 255), (86, 142, 74), (112, 84, 58)


def of(name: str) -> FileStorage | None:
    """Return the picture of a product, as a file that somebody hands in; None of most."""
    return as_file(pictured(*DRAWN[name])) if name in DRAWN else None


def pictured(ground: Colour, draws: Callable[[Draw], None]) -> Image.Image:
    """Return a thing on its ground."""
    picture = Image.new("RGB", (WIDE, HIGH), ground)
    shadow = Image.new("L", (WIDE, HIGH), 0)
    ImageDraw.Draw(shadow).ellipse((MIDDLE - 230, FLOOR - 34, MIDDLE + 230, FLOOR + 34), fill=110)
    picture.paste(darker(ground, 0.55), mask=shadow.filter(ImageFilter.GaussianBlur(22)))
    draws(ImageDraw.Draw(picture))
    return picture.resize((WIDE // 2, HIGH // 2), Image.Resampling.LANCZOS)


def as_file(picture: Image.Image) -> FileStorage:
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    buffer.seek(0)
    return FileStorage(buffer, filename="picture.png", content_type="image/png")


def fruit(skin: Colour, *, wide: int = 400, high: int = 370, leaf: bool = True) -> Callable[[Draw], None]:
    """Return how a round fruit is drawn: its shade, its light, its stalk."""

    def draws(draw: Draw) -> None:
        left, top = MIDDLE - wide // 2, FLOOR - high
        draw.ellipse((left, top, left + wide, FLOOR), fill=darker(skin, 0.84))
        draw.ellipse((left + 6, top + 4, left + wide - 34, FLOOR - 30), fill=skin)
        draw.ellipse((left + wide * 0.2, top + high * 0.16, left + wide * 0.4, top + high * 0.36), lighter(skin, 0.45))
        draw.line((MIDDLE, top + 20, MIDDLE + 18, top - 54), fill=STALK, width=18)
        if leaf:
            draw.polygon(
                ((MIDDLE + 14, top - 24), (MIDDLE + 84, top - 84), (MIDDLE + 150, top - 60), (MIDDLE + 92, top - 16)),
                LEAF,
            )

    return draws


def bananas(draw: Draw) -> None:
    skin = (240, 204, 84)
    for n, shade in enumerate((0.86, 0.93, 1.0)):
        box = (210 + n * 36, 40 - n * 40, 770 - n * 6, 600 - n * 36)
        draw.arc(box, 20, 152, fill=darker(skin, shade), width=112 - n * 8)
    draw.ellipse((720, 296, 776, 352), fill=STALK)
    draw.ellipse((222, 372, 268, 418), fill=darker(skin, 0.6))


def melon(draw: Draw) -> None:
    draw.pieslice((200, 60, 760, 620), 0, 180, fill=(58, 118, 66))
    draw.pieslice((228, 88, 732, 592), 0, 180, fill=(226, 236, 206))
    draw.pieslice((252, 112, 708, 568), 0, 180, fill=(222, 76, 72))
    for x, y in ((340, 400), (420, 450), (500, 480), (580, 440), (640, 390), (400, 380), (520, 400)):
        draw.ellipse((x - 9, y - 15, x + 9, y + 15), fill=(62, 40, 36))


def eggs(draw: Draw) -> None:
    for x, y, skin in ((350, 590, (226, 178, 136)), (600, 594, (216, 164, 122)), (476, FLOOR, (238, 196, 158))):
        draw.ellipse((x - 110, y - 280, x + 110, y), fill=darker(skin, 0.88))
        draw.ellipse((x - 104, y - 276, x + 84, y - 18), fill=skin)
        draw.ellipse((x - 60, y - 220, x - 14, y - 150), fill=lighter(skin, 0.5))


def bottle(glass: Colour, label: Colour, cap: Colour, *, wide: int = 190) -> Callable[[Draw], None]:
    """Return how a bottle is drawn: neck, body, label."""

    def draws(draw: Draw) -> None:
        left, right = MIDDLE - wide // 2, MIDDLE + wide // 2
        draw.rectangle((MIDDLE - 36, 116, MIDDLE + 36, 260), fill=glass)
        draw.rounded_rectangle((MIDDLE - 44, 84, MIDDLE + 44, 140), 12, fill=cap)
        draw.polygon(((MIDDLE - 36, 200), (MIDDLE + 36, 200), (right, 320), (left, 320)), fill=glass)
        draw.rounded_rectangle((left, 296, right, FLOOR), 30, fill=glass)
        draw.rectangle((left, 368, right, 530), fill=label)
        written(draw, left + 26, 400, wide - 52, darker(label, 0.62))
        draw.rectangle((left + 18, 316, left + 34, FLOOR - 26), fill=lighter(glass, 0.4))

    return draws


def jug(draw: Draw) -> None:
    oil, label = (236, 178, 62), (178, 52, 44)
    draw.rounded_rectangle((330, 200, 630, FLOOR), 44, fill=oil)
    draw.rounded_rectangle((410, 110, 500, 220), 16, fill=oil)
    draw.rounded_rectangle((398, 84, 512, 138), 12, fill=label)
    draw.arc((500, 150, 640, 330), 210, 90, fill=darker(oil, 0.8), width=34)
    draw.rectangle((330, 350, 630, 530), fill=label)
    written(draw, 366, 386, 228, lighter(label, 0.8))
    draw.rectangle((350, 236, 372, FLOOR - 40), fill=lighter(oil, 0.45))


def carton(draw: Draw) -> None:
    milk, blue = (246, 248, 250), (52, 116, 180)
    draw.polygon(((370, 240), (420, 130), (560, 130), (610, 240)), fill=darker(milk, 0.9))
    draw.rectangle((420, 96, 560, 140), fill=blue)
    draw.rectangle((370, 240, 550, FLOOR), fill=milk)
    draw.rectangle((550, 240, 610, FLOOR), fill=darker(milk, 0.86))
    draw.rectangle((370, 420, 550, FLOOR), fill=blue)
    draw.rectangle((550, 420, 610, FLOOR), fill=darker(blue, 0.82))
    written(draw, 396, 290, 128, blue)


def sack(draw: Draw) -> None:
    cloth, band = (232, 220, 190), (74, 128, 82)
    draw.polygon(((352, 150), (608, 150), (590, 220), (370, 220)), fill=darker(cloth, 0.88))
    draw.rounded_rectangle((310, 200, 650, FLOOR), 56, fill=cloth)
    draw.rectangle((310, 320, 650, 500), fill=band)
    written(draw, 360, 356, 240, cloth)
    draw.line((372, 208, 588, 208), fill=band, width=14)


def written(draw: Draw, x: float, y: float, wide: float, ink: Colour) -> None:
    """Draw what looks like writing from where one stands."""
    draw.rounded_rectangle((x, y, x + wide, y + 36), 10, fill=ink)
    draw.rounded_rectangle((x, y + 62, x + wide * 0.72, y + 78), 6, fill=ink)
    draw.rounded_rectangle((x, y + 94, x + wide * 0.5, y + 106), 6, fill=ink)


def darker(colour: Colour, share: float) -> Colour:
    return mixed(colour, (0, 0, 0), 1 - share)


def lighter(colour: Colour, share: float) -> Colour:
    return mixed(colour, WHITE, share)


def mixed(one: Colour, other: Colour, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


SAND, SKY, MINT, ROSE = (244, 236, 222), (226, 238, 246), (230, 242, 230), (248, 232, 230)
DRAWN: dict[str, tuple[Colour, Callable[[Draw], None]]] = {
    "红富士苹果": (ROSE, fruit((206, 62, 58))),
    "赣南脐橙": (SAND, fruit((240, 148, 52), high=384)),
    "西红柿": (MINT, fruit((216, 70, 54), wide=430, high=340)),
    "皇冠梨": (SAND, fruit((222, 206, 122), wide=360, high=430)),
    "香蕉": (SKY, bananas),
    "麒麟西瓜": (MINT, melon),
    "鲜鸡蛋": (SKY, eggs),
    "禾田 东北大米 5 kg": (SAND, sack),
    "金穗坊 花生油 5 L": (SAND, jug),
    "老灶头 生抽 500 ml": (ROSE, bottle((74, 42, 34), (236, 210, 150), (176, 48, 42))),
    "云牧 纯牛奶 1 L": (SKY, carton),
    "清源 饮用天然水 550 ml": (SKY, bottle((176, 212, 234), (244, 248, 252), (56, 120, 190), wide=170)),
}
