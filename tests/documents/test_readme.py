"""The README is a page: short, and in step with what it leads to."""

import re

from emulators.paths import ROOT
from tests.bench.measuring.summary import BEGIN, END
from tests.documents.files import FOLDERS
from tests.documents.pages import Page
from tests.support.dual_write.compare import COMMANDS, KILL_EVERY, Compared

README = Page("README.md")
WORDS_AT_MOST = 1100
GUARANTEE = re.compile(r"^- \*\*(G\d+) ([^.*]+)\.?\*\*", re.MULTILINE)
PROOF = re.compile(r"^\| (G\d+) \| ([^|]+) \| (.+) \|$", re.MULTILINE)
#: Only for those who run what is checked for every commit.
UNMAPPED = {".ci"}


def test_it_is_short_but_for_what_a_run_of_the_benchmarks_writes_into_it() -> None:
    written = README.text.partition(BEGIN)[0] + README.text.partition(END)[2]
    assert len(written.split()) <= WORDS_AT_MOST


def test_every_folder_is_on_the_map() -> None:
    mapped = set(re.findall(r"^- \[`(\w+)`\]", README.section("The map"), re.MULTILINE))
    assert mapped == set(FOLDERS) - UNMAPPED


def test_the_main_path_has_six_steps_each_with_a_link_to_code() -> None:
    steps = re.split(r"^\d\. ", README.section("The main path"), flags=re.MULTILINE)[1:]
    assert len(steps) == 6
    assert [step for step in steps if ".py)" not in step] == []


def test_every_guarantee_has_its_proofs() -> None:
    promised = GUARANTEE.findall(README.section("What it guarantees"))
    proofs = PROOF.findall(Page("tests/README.md").section("What proves each guarantee"))
    assert [(number, name) for number, name, _ in proofs] == promised
    numbers = [int(number.removeprefix("G")) for number, _ in promised]
    assert numbers == sorted(set(numbers))
    for number, _, tests in proofs:
        assert re.findall(r"\]\((\S+/test_\w+\.py)\)", tests), number


def test_what_a_proof_is_called_is_the_name_of_its_file_and_of_its_folder() -> None:
    for _, _, tests in PROOF.findall(Page("tests/README.md").text):
        for kind, listed in (part.split(": ", 1) for part in tests.split("<br>")):
            for called, file in re.findall(r"\[([\w ]+)\]\(([\w/]+)\.py\)", listed):
                assert file.startswith(f"{kind.replace(' ', '_')}/"), file
                assert file.endswith(f"/test_{called.replace(' ', '_')}"), file


def test_the_sample_of_the_comparison_is_what_it_prints() -> None:
    kills = COMMANDS // KILL_EVERY
    printed = str(Compared(COMMANDS, kills, missed_by_the_old_way=kills, missed_by_onewrite=0))
    assert Page("tests/support/dual_write/README.md").blocks("text") == [f"{printed}\n"]
    assert f"loses {kills} events of {COMMANDS}" in README.text


def test_ports_in_requests_are_those_of_make_up() -> None:
    assert (ROOT / "emulators" / "up.py").read_text().count('"8080"') == 1
    assert set(re.findall(r"127\.0\.0\.1:(\d+)", README.text)) == {"8080", "8081"}
