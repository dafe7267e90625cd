"""Photos for reports of the demo town: plain drawings, honest about being drawings."""

from __future__ import annotations

import io
from random import Random

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 960, 720

# ground, wall or road, thing
_SCENES = {
    "facilities": ((196, 188, 172), (120, 120, 118), (60, 58, 56)),
    "streetscape": ((206, 200, 186), (150, 146, 138), (92, 120, 86)),
    "safety": ((214, 208, 198), (168, 160, 150), (158, 60, 48)),
    "property": ((222, 216, 206), (184, 178, 168), (86, 104, 122)),
    "housing": ((226, 222, 214), (196, 190, 180), (132, 112, 92)),
    "traffic": ((176, 176, 174), (112, 112, 114), (72, 96, 130)),
}
_PLAIN = ((210, 206, 198), (160, 156, 150), (96, 92, 88))


def draw(category: str, seed: str) -> bytes:
    """Draw a picture that fits the heading of a category, as JPEG; the same seed gives the same picture."""
    rng = Random(f"picture:{category}:{seed}")
    heading = category.partition(".")[0]
    ground, wall, thing = (_shade(colour, rng) for colour in _SCENES.get(heading, _PLAIN))
    image = Image.new("RGB", (WIDTH, HEIGHT), wall)
    pen = ImageDraw.Draw(image)
    horizon = rng.randint(260, 380)
    _wall(pen, horizon, wall, rng)
    pen.rectangle((0, horizon, WIDTH, HEIGHT), fill=ground)
    for line in range(6):
        y = horizon + (line + 1) ** 2 * (HEIGHT - horizon) // 40
        pen.line((0, y, WIDTH, y), fill=_darker(ground, 14), width=2)
    for line in range(-6, 14):
        x = WIDTH // 2 + (line - 4) * 60
        pen.line(
            (WIDTH // 2 + (x - WIDTH // 2) // 3, horizon, x * 2 - WIDTH // 2, HEIGHT),
            fill=_darker(ground, 10),
            width=2,
        )
    _SUBJECTS.get(category, _heap)(pen, horizon, thing, rng)
    pen.rectangle((0, HEIGHT - 34, 148, HEIGHT), fill=(250, 248, 242))
    pen.line((14, HEIGHT - 17, 60, HEIGHT - 17), fill=thing, width=6)
    pen.line((74, HEIGHT - 17, 132, HEIGHT - 17), fill=_darker(ground, 40), width=6)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=82)
    return out.getvalue()


Colour = tuple[int, int, int]


def _shade(colour: Colour, rng: Random) -> Colour:
    shift = rng.randint(-14, 14)
    red, green, blue = colour
    return (red + shift, green + shift, blue + shift)


def _darker(colour: Colour, by: int) -> Colour:
    red, green, blue = colour
    return (max(0, red - by), max(0, green - by), max(0, blue - by))


def _wall(pen: ImageDraw.ImageDraw, horizon: int, wall: Colour, rng: Random) -> None:
    """Draw a house front with windows, as behind most things people photograph."""
    step = rng.randint(110, 160)
    for x in range(rng.randint(-40, 20), WIDTH, step):
        for y in range(20, horizon - 70, 110):
            pen.rectangle(
                (x + 24, y, x + step - 24, y + 66), fill=_darker(wall, 26), outline=_darker(wall, 44), width=3
            )


def _heap(pen: ImageDraw.ImageDraw, horizon: int, thing: Colour, rng: Random) -> None:
    """Draw bags and boxes on the ground: rubbish, stacks, things in the way."""
    for _ in range(rng.randint(9, 18)):
        x, y = rng.randint(240, 660), rng.randint(horizon + 60, HEIGHT - 160)
        size = rng.randint(46, 110)
        colour = _shade(rng.choice((thing, (196, 176, 138), (58, 60, 62), (228, 226, 220))), rng)
        if rng.random() < 0.5:
            pen.ellipse(
                (x, y, x + size, y + int(size * 0.8)), fill=colour, outline=_darker(colour, 40), width=3
            )
        else:
            pen.rectangle(
                (x, y, x + size, y + int(size * 0.7)), fill=colour, outline=_darker(colour, 40), width=3
            )


def _cover(pen: ImageDraw.ImageDraw, horizon: int, thing: Colour, rng: Random) -> None:
    """Draw a manhole, its cover beside it, water around it."""
    x, y = rng.randint(380, 560), rng.randint(horizon + 150, HEIGHT - 160)
    pen.ellipse((x - 240, y - 70, x + 250, y + 110), fill=(128, 132, 128))
    pen.ellipse((x - 96, y - 38, x + 96, y + 42), fill=(24, 24, 26), outline=thing, width=9)
    pen.ellipse((x + 90, y + 20, x + 270, y + 92), fill=_darker((110, 106, 100), 0), outline=thing, width=8)


def _lamp(pen: ImageDraw.ImageDraw, horizon: int, thing: Colour, rng: Random) -> None:
    """Draw a street lamp that is out."""
    x = rng.randint(340, 620)
    pen.rectangle((0, 0, WIDTH, horizon), fill=(38, 44, 58))
    pen.line((x, HEIGHT - 120, x, 120), fill=thing, width=16)
    pen.line((x, 124, x + 120, 96), fill=thing, width=12)
    pen.ellipse((x + 96, 84, x + 190, 122), fill=(70, 72, 76), outline=thing, width=4)


def _car(pen: ImageDraw.ImageDraw, horizon: int, thing: Colour, rng: Random) -> None:
    """Draw a car where it should not stand; its plate is blank."""
    x, y = rng.randint(180, 360), rng.randint(horizon + 120, HEIGHT - 220)
    pen.polygon(
        ((x + 90, y), (x + 360, y), (x + 440, y - 0 + 70), (x + 20, y + 70)), fill=_darker(thing, -10)
    )
    pen.rectangle((x, y + 66, x + 470, y + 150), fill=thing)
    for wheel in (x + 96, x + 372):
        pen.ellipse(
            (wheel - 46, y + 112, wheel + 46, y + 204), fill=(28, 28, 30), outline=(120, 120, 120), width=8
        )
    pen.rectangle((x + 190, y + 112, x + 280, y + 138), fill=(238, 238, 236))


def _hole(pen: ImageDraw.ImageDraw, horizon: int, thing: Colour, rng: Random) -> None:
    """Draw a hole in the road, with cracks."""
    x, y = rng.randint(340, 600), rng.randint(horizon + 140, HEIGHT - 170)
    edge = [(x + int(rng.uniform(150, 230) * a), y + int(rng.uniform(60, 95) * b)) for a, b in _ROUND]
    pen.polygon(edge, fill=_darker(thing, 10))
    for a, b in _ROUND[::2]:
        pen.line((x + 190 * a, y + 80 * b, x + 330 * a, y + 150 * b), fill=_darker(thing, 0), width=5)


_ROUND = (
    (1.0, 0.0),
    (0.7, 0.7),
    (0.0, 1.0),
    (-0.7, 0.7),
    (-1.0, 0.0),
    (-0.7, -0.7),
    (0.0, -1.0),
    (0.7, -0.7),
)


def _crack(pen: ImageDraw.ImageDraw, horizon: int, thing: Colour, rng: Random) -> None:
    """Draw a wet or cracked wall."""
    x, y = rng.randint(380, 560), 30
    pen.ellipse((x - 180, -40, x + 200, horizon - 20), fill=(170, 156, 128))
    points = [(x, y)]
    while y < horizon + 20:
        x, y = x + rng.randint(-34, 40), y + rng.randint(24, 46)
        points.append((x, y))
    pen.line(points, fill=_darker(thing, 50), width=9, joint="curve")


_SUBJECTS = {
    "facilities.manhole": _cover, "facilities.sewer": _cover, "safety.flooding": _cover,
    "facilities.lamp": _lamp, "nuisance.light": _lamp,
    "traffic.parking": _car, "traffic.abandoned": _car, "safety.fire-lane": _car, "traffic.path-blocked": _car,
    "facilities.road": _hole, "facilities.accessibility": _hole,
    "housing.leak": _crack, "housing.danger": _crack, "safety.falling": _crack, "illegal-building.digging": _crack,
}  # fmt: skip
