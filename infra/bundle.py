"""Bundles each function for deployment: main.py, the packages that it imports, requirements.txt.

    python infra/bundle.py [--domain accounts] [FOLDER]

The same sources give the same bytes on any machine: names are sorted, times and modes are fixed, and nothing is
compressed, as versions of zlib differ. Terraform names a bundle by its content, so only changed functions are deployed.
"""

import argparse
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FUNCTIONS = ROOT / "functions"
SHARED = ROOT / "shared"
BUNDLES = ROOT / ".build" / "bundles"
#: For the command line, the local run and tests; no function imports them.
LEFT_OUT = {"checks", "cli", "local", "testing", "__pycache__"}
#: The page of the console, served by one function: `modules` leaves out its files, which are no Python.
CONSOLE = Path("onewrite", "adapters", "http", "console")
SERVES_CONSOLE = "operate_views"
LONG_AGO = (1980, 1, 1, 0, 0, 0)
READABLE_FILE = 0o100644 << 16
UNIX = 3


def function_names() -> list[str]:
    return sorted(main.parent.name for main in FUNCTIONS.glob("*/main.py"))


def bundle(function: str, folder: Path, domain: str = "accounts") -> Path:
    """Write FUNCTION.zip into the folder and return its path."""
    packages = [*modules(SHARED / "onewrite"), *modules(SHARED / "spanner_changes"), *modules(SHARED / domain)]
    if function == SERVES_CONSOLE:
        packages += [file for file in (SHARED / CONSOLE).rglob("*.*") if file.suffix not in {".py", ".pyc"}]
    files = {file.relative_to(SHARED).as_posix(): file for file in packages} | {
        "main.py": FUNCTIONS / function / "main.py",
        "requirements.txt": FUNCTIONS / "requirements.txt",
    }
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{function}.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, file in sorted(files.items()):
            entry = zipfile.ZipInfo(name, LONG_AGO)
            entry.create_system, entry.external_attr = UNIX, READABLE_FILE
            archive.writestr(entry, file.read_bytes())
    return path


def modules(package: Path) -> Iterator[Path]:
    if not package.is_dir():
        sys.exit(f"{package} is not there: name the package of your domain with --domain")
    for file in sorted(package.iterdir()):
        if file.name in LEFT_OUT:
            continue
        if file.is_dir():
            yield from modules(file)
        elif file.suffix == ".py":
            yield file


def main() -> None:
    parser = argparse.ArgumentParser(description="Bundle every function for deployment.")
    parser.add_argument("folder", nargs="?", type=Path, default=BUNDLES, metavar="FOLDER")
    parser.add_argument("--domain", default="accounts", help="the package of the domain, under shared/")
    given = parser.parse_args()
    for function in function_names():
        path = bundle(function, given.folder, given.domain)
        print(f"{path}  {path.stat().st_size // 1024} KiB")


if __name__ == "__main__":
    main()
