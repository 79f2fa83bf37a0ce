"""Play an hour's outage of the bus and a bad deployment at full load; print what it takes, and draw it.

python -m infra.simulation [--picture infra/simulation/worst_hour.svg] [--assume read_ms=8]
"""

import argparse
import logging
from pathlib import Path

from infra.assumptions import ASSUMPTIONS
from infra.simulation.demand import Demand
from infra.simulation.picture import picture
from infra.simulation.play import play
from infra.simulation.scenario import AFTER, BEFORE
from infra.simulation.telling import of_limits, of_play, of_profiles


def main() -> None:
    parser = argparse.ArgumentParser(description="Play bad hours at full load.")
    parser.add_argument("--picture", type=Path, help="where to draw it, as SVG")
    parser.add_argument("--assume", action="append", default=[], metavar="NAME=VALUE", help="another figure than ours")
    given = parser.parse_args()
    figures = {name: assumption.value for name, assumption in ASSUMPTIONS.items()}
    for name, _, value in (assumed.partition("=") for assumed in given.assume):
        if name not in figures:
            parser.error(f"--assume {name}: python -m infra.capacity --assumptions lists the figures")
        figures[name] = float(value)
    # The profiles provoke failures, which are logged as in production.
    logging.disable()
    plays = [(scenario, play(scenario, figures)) for scenario in (BEFORE, AFTER)]
    told = [of_profiles(), of_limits(BEFORE, figures)]
    told += [of_play(one, Demand.of(one, figures), moments, figures) for one, moments in plays]
    print("\n\n".join("\n".join(lines) for lines in told))
    if given.picture:
        given.picture.write_text(picture(plays))


if __name__ == "__main__":
    main()
