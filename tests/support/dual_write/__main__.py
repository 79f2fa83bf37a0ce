"""Compare both ways, and print what each lost."""

from pathlib import Path
from tempfile import TemporaryDirectory

from emulators.google.start import running_emulators
from tests.support.dual_write.compare import compare


def main() -> None:
    with TemporaryDirectory() as folder, running_emulators(Path(folder)) as emulators:
        print(compare(emulators, Path(folder)))


if __name__ == "__main__":
    main()
