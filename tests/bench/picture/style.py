"""How the picture looks."""

from typing import Final

#: In inches, of which each has so many dots.
WIDTH, DOTS = 9.0, 100
#: Where the columns begin, and the scale begins and ends, as shares of the width.
NUMBER, WHAT, SCALE, END, RATIO, BAR = 0.012, 0.05, 0.455, 0.885, 0.9, 0.95
INK, FAINT, LINE, PAPER = "#1f2328", "#656d76", "#d0d7de", "#ffffff"
MET, MISSED, GOAL, OTHER = "#1a7f37", "#bc4c00", "#dafbe1", "#0969da"
TIMES: Final = "\N{MULTIPLICATION SIGN}"
#: A picture of so few colours is a fifth as large.
COLOURS: Final = 128
TEXT: Final = {"font.family": "DejaVu Sans", "font.size": 8.5, "text.color": INK}
SMALL: Final = 7.5


def shortened(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
