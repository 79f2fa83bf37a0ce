import json
import re
import subprocess
import sys
from dataclasses import replace

import pytest

from infra import capacity
from infra.assumptions import ASSUMPTIONS
from infra.capacity_model import Load, applied_rows, need, processing_units, walked_rows
from onewrite.application.ports.outbox import SHARDS
from onewrite.settings import Settings
from tests.infra.terraform.plans import INFRA, ROOT

FIGURES = {name: assumption.value for name, assumption in ASSUMPTIONS.items()}
TOPOLOGY = json.loads((INFRA / "topology.json").read_text())
LOAD = Load(commands_per_second=1000)


def test_a_tenfold_load_needs_ten_times_as_much() -> None:
    once, tenfold = need(LOAD, FIGURES), need(replace(LOAD, commands_per_second=10_000, streams=1e7), FIGURES)
    assert tenfold.published_mb_per_second == pytest.approx(10 * once.published_mb_per_second)
    assert tenfold.storage_gib == pytest.approx(10 * once.storage_gib)
    assert 9 <= tenfold.processing_units / once.processing_units <= 10


def test_a_small_instance_grows_in_hundreds_and_a_large_one_in_whole_nodes() -> None:
    few = replace(LOAD, streams=0)
    sizes = {need(replace(few, commands_per_second=rate), FIGURES).processing_units for rate in range(1, 2000, 50)}
    assert min(sizes) == 100
    assert all(size % (100 if size < 1000 else 1000) == 0 for size in sizes)


def test_writes_are_counted_row_by_row() -> None:
    """One event a command, one projection: 2 + 4 + 3 rows, of which a node takes 65 % of 3,500 a second."""
    only_writes = FIGURES | {"node_reads": 1e12}
    load = Load(
        commands_per_second=0.999 * 3500 * 0.65 / 9, events_per_command=1, projections=1, totals=0, months_kept=0
    )
    assert need(load, only_writes).processing_units == 1000


def test_storage_can_ask_for_more_nodes_than_work_does() -> None:
    assert need(replace(LOAD, months_kept=1000), FIGURES).processing_units > need(LOAD, FIGURES).processing_units


def test_a_projection_more_costs_wherever_it_works() -> None:
    less, more = need(LOAD, FIGURES), need(replace(LOAD, projections=12), FIGURES)
    assert {service for service in less.dollars if more.dollars[service] > less.dollars[service]} == {
        "Spanner",
        "backups",
        "Pub/Sub",
        "functions",
    }


def test_heads_checkpoints_views_and_results_are_stored_beside_the_events() -> None:
    young = replace(LOAD, months_kept=0)
    for figure in ("head_bytes", "view_bytes", "result_bytes"):
        assert need(young, FIGURES | {figure: 0}).storage_gib < need(young, FIGURES).storage_gib
    per_stream = FIGURES["head_bytes"] + LOAD.projections * FIGURES["view_bytes"]
    grown = need(replace(young, streams=2 * LOAD.streams), FIGURES).storage_gib - need(young, FIGURES).storage_gib
    assert grown == pytest.approx(LOAD.streams * per_stream / 2**30)


def test_the_walk_in_the_background_reads_a_head_and_a_checkpoint_for_each_projection_at_its_pace() -> None:
    settings, schedule = Settings(domain="accounts:ACCOUNTS"), TOPOLOGY["schedules"]["reconcile_views"]
    share = settings.reconcile_seconds / schedule["deadline_seconds"]
    assert FIGURES["streams_walked"] == pytest.approx(settings.reconcile_streams_per_second * share, abs=1)
    few = replace(LOAD, streams=900)
    assert (walked_rows(few, FIGURES), walked_rows(replace(LOAD, streams=1e9), FIGURES)) == (11, 1333 * 11)


def test_walks_take_what_is_idle_and_cost_nodes_beyond_that() -> None:
    """They have a low priority, so they may use what commands and pushes must not: from 65 to 90 % of a node."""
    sizes = {
        pace: processing_units(replace(LOAD, streams=1e9), FIGURES | {"streams_walked": pace}, 0)
        for pace in (0, 10_000, 100_000)
    }
    assert sizes[0] == sizes[10_000] < sizes[100_000]


def test_a_walk_that_takes_more_than_a_week_is_told() -> None:
    weekly = FIGURES["streams_walked"] * capacity.WALK_SECONDS
    short, long = (list(capacity.limits_reached([replace(LOAD, streams=n)], FIGURES)) for n in (weekly, 2 * weekly))
    assert [line for line in long if line not in short] == [
        (
            "From 1,000 commands/s: a walk of the reconciler takes more than a week: "
            "raise reconcile_streams_per_second in settings.py."
        )
    ]


def test_a_total_costs_a_read_and_two_writes_for_each_event() -> None:
    without, both = (applied_rows(replace(LOAD, totals=totals), FIGURES) for totals in (0, 1))
    assert [now - before for before, now in zip(without, both, strict=True)] == [1200, 2400]


@pytest.mark.parametrize("rate", [6_000, 7_000])
def test_a_shard_of_the_outbox_is_written_and_deleted_from(rate: float) -> None:
    """Of a thousand rows a second, half are deletions: sixteen shards take eight thousand events."""
    told = "\n".join(capacity.limits_reached([replace(LOAD, commands_per_second=rate)], FIGURES))
    assert ("the outbox's shards are hot" in told) == (rate * LOAD.events_per_command > 8_000)


@pytest.mark.parametrize(
    ("figure", "service"),
    [
        ("backup_gib_month", "backups"),
        ("log_gib", "logs"),
        ("old_row_bytes", "Spanner"),
        ("retained_gib_month", "Pub/Sub"),
        ("warm_instances", "functions"),
    ],
)
def test_what_is_kept_and_kept_warm_is_in_the_dollars(figure: str, service: str) -> None:
    without, both = need(LOAD, FIGURES | {figure: 0}), need(LOAD, FIGURES)
    assert [name for name in both.dollars if both.dollars[name] > without.dollars[name]] == [service]


def test_the_limits_are_those_of_the_deployment() -> None:
    prod = (INFRA / "environments" / "prod.tfvars").read_text()
    variables = (INFRA / "variables_sizes.tf").read_text()
    assert f"max_processing_units = {capacity.MAX_PROCESSING_UNITS}" in prod
    assert re.findall(r"accept_commands\s+= \{ max_instances = (\d+)", prod) == [str(capacity.MAX_INSTANCES)]
    assert re.findall(r"^sweeps = (\d+)$", prod, re.MULTILINE) == [str(FIGURES["sweeps"])]
    assert len(re.findall("min_instances = 1", prod)) == FIGURES["warm_instances"]
    assert TOPOLOGY["topics"]["events"]["retention_seconds"] == FIGURES["retention_days"] * 24 * 3600
    assert re.findall(r'version_retention = optional\(string, "(\d+)d"\)', variables) == [str(FIGURES["version_days"])]
    assert SHARDS == capacity.OUTBOX_SHARDS


def test_every_assumption_has_a_source_and_a_date() -> None:
    assert [name for name, figure in ASSUMPTIONS.items() if not re.search(r"\d{4}-\d\d-\d\d", figure.source)] == []


def test_the_command_prints_a_table_and_what_is_met_first() -> None:
    told = calculate()
    assert [line.split()[0] for line in told.splitlines()[1:6]] == ["10", "100", "1,000", "10,000", "100,000"]
    assert "From 1,000 commands/s: Spanner needs more than max_processing_units in prod.tfvars." in told
    assert "From 100 commands/s: Cloud Run's quota of processors in a region, CpuAllocPerProjectRegion," in told
    assert "From 10,000 commands/s: the scheduled relay alone can't keep up" in told


def test_pub_subs_quotas_are_named_where_they_are_met() -> None:
    told, small = (
        calculate("--commands-per-second=100000", "--event-bytes=40000"),
        calculate("--commands-per-second=1000"),
    )
    for quota in ("publisher throughput is short", "push throughput is short"):
        assert (f"Pub/Sub's quota of {quota}" in told, f"Pub/Sub's quota of {quota}" in small) == (True, False)


def test_another_price_can_be_assumed() -> None:
    assert calculate("--assume", "node_hour=2") != calculate("--assume", "node_hour=1")


def test_a_figure_that_is_not_known_is_named() -> None:
    done = subprocess.run(command("--assume", "nodehour=2"), check=False, cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, "--assume nodehour: give one of" in done.stderr) == (2, True)


def calculate(*options: str) -> str:
    return subprocess.run(command(*options), check=True, cwd=ROOT, capture_output=True, text=True).stdout


def command(*options: str) -> list[str]:
    return [sys.executable, "-m", "infra.capacity", *options]
