"""A story in which every function does all that it can do to the database."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from infra.bundle import function_names
from onewrite.adapters.spanner import SpannerOutbox
from onewrite.adapters.spanner.rows import POINTER, row_of_pointer
from onewrite.bootstrap import App
from onewrite.domain.streams import StreamId
from tests.infra.access.rights import Right
from tests.support.data.builders import a_commit, an_event

ADA = {"name": "Ada", "address": "London"}
LIKES = {"interest": "weaving"}
CLUB = {"name": "Weavers", "topic": "weaving", "founder": "a1"}
PUBLISH = "PUBLISH"
#: Where a consumer group keeps how far it came.
GROUP = "change_partitions"
PULLING = ("pull_profiles", "pull_interests", "pull_clubs")


class Ask(NamedTuple):
    """One call, and the status that it must be answered with."""

    function: str
    status: int
    method: str
    path: str
    body: Any = None
    headers: Any = None


class Follow(NamedTuple):
    """One run of a function that follows the change stream; it is told to stop when it has done `until`."""

    function: str
    until: set[Right]


def everything(app: App) -> Iterator[Ask | Follow]:
    """Begin in an empty database."""
    yield from (Ask(function, 200, "GET", "/health/ready") for function in function_names())
    yield from commands()
    owe_what_is_not_there(app, "a1")
    yield Ask("relay_outbox", 200, "POST", "/")
    for view, stream in (("profiles", "account-a1"), ("interests", "account-a1"), ("clubs", "club-c1")):
        yield Ask(f"project_{view}", 204, "POST", "/", headers=message(stream, 2))
    yield from changes(app)
    yield Ask("accept_commands", 200, "POST", "/accounts/a1/remove-interest", LIKES)
    yield from queries()
    yield Ask("reconcile_views", 200, "POST", "/")
    yield from rebuild()


def commands() -> Iterator[Ask]:
    key = {"Idempotency-Key": "k1"}
    yield Ask("accept_commands", 201, "POST", "/accounts/a1/create", ADA, key)
    yield Ask("accept_commands", 201, "POST", "/accounts/a1/create", ADA, key)
    yield Ask("accept_commands", 200, "POST", "/accounts/a1/add-interest", LIKES)
    yield Ask("accept_commands", 412, "POST", "/accounts/a1/rename", {"name": "Eve"}, {"If-Match": '"1"'})
    yield Ask("accept_commands", 201, "POST", "/clubs/c1/found", CLUB)


def changes(app: App) -> Iterator[Ask | Follow]:
    """Each group begins where there is something to heal, then is told of a change."""
    yield rename("Augusta")
    owe_what_is_not_there(app, "a2")
    yield from (follow(function, (GROUP, "INSERT")) for function in ("tail_changes", *PULLING))
    yield rename("Ada L.")
    yield Ask("accept_commands", 200, "POST", "/clubs/c1/join", {"account_id": "a2"})
    yield follow("tail_changes", ("events", PUBLISH), ("outbox", "DELETE"))
    yield follow("pull_profiles", ("profiles", "UPDATE"))
    yield follow("pull_interests", ("checkpoints", "UPDATE"))
    yield follow("pull_clubs", ("memberships", "UPDATE"))


def owe_what_is_not_there(app: App, key: str) -> None:
    """Let the outbox have a row without its event, as after a mistake by hand."""
    assert isinstance(app.adapters.outbox, SpannerOutbox)
    with app.adapters.outbox.connection.commit() as mutations:
        mutations.insert("outbox", POINTER, [row_of_pointer(StreamId("account", key), 1000, 2)])


def rename(name: str) -> Ask:
    return Ask("accept_commands", 200, "POST", "/accounts/a1/rename", {"name": name})


def follow(function: str, *until: Right) -> Follow:
    """A run that has saved how far it came as well."""
    return Follow(function, {(GROUP, "UPDATE"), *until})


def queries() -> Iterator[Ask]:
    yield Ask("answer_queries", 200, "GET", "/profiles/a1?min_version=5")
    yield Ask("answer_queries", 200, "GET", "/profiles")
    yield Ask("answer_queries", 200, "GET", "/interests/search?q=weaving")
    yield Ask("answer_queries", 200, "GET", "/interests/popular")
    yield Ask("answer_queries", 200, "GET", "/clubs/c1?min_version=3")
    yield Ask("answer_queries", 200, "GET", "/accounts/a1/history?at_version=2")


def rebuild() -> Iterator[Ask]:
    profiles = {"projection": "profiles", "reason": "to see"}
    for generation, ended in ((2, "switch"), (3, "cancel")):
        yield operate("rebuild", profiles)
        yield operate("pause", profiles)
        yield operate("resume", profiles)
        yield Ask("rebuild_views", 204, "POST", "/", headers=message(f"profiles/{generation}"))
        yield operate("work", {"projection": "profiles", "generation": generation})
        yield Ask("operate_views", 200, "GET", "/progress?projection=profiles")
        yield Ask("operate_views", 200, "GET", "/generations")
        yield operate("verify", profiles)
        yield Ask("operate_views", 200, "GET", "/shards")
        yield Ask("operate_views", 200, "GET", "/verify-progress?projection=profiles")
        yield operate(ended, profiles)
    yield operate("rollback", profiles)
    yield operate("drop", {**profiles, "generation": 2})
    yield Ask("operate_views", 200, "GET", "/log")
    yield Ask("operate_views", 200, "GET", "/stream?stream_id=account-a1")
    yield Ask("operate_views", 200, "GET", "/streams?prefix=account-")
    yield Ask("operate_views", 200, "GET", "/causes?stream_id=account-a1&version=1")
    yield Ask("operate_views", 200, "GET", "/recent")
    yield operate("show-data", {"stream_id": "account-a1", "reason": "to see"})


def operate(what: str, body: object) -> Ask:
    return Ask("operate_views", 200, "POST", f"/{what}", body)


def repair(app: App) -> Iterator[Ask]:
    """Go on with an event that can't be projected."""
    yield Ask("accept_commands", 201, "POST", "/accounts/a2/create", ADA)
    head = app.adapters.store.read_head(StreamId("account", "a1"))
    app.adapters.store.append(a_commit(head, an_event("UserRenamed", data={"nonsense": True})))
    yield Ask("project_profiles", 204, "POST", "/", headers=message("account-a1", 6))
    yield Ask("operate_views", 200, "GET", "/status")
    yield Ask("operate_views", 200, "GET", "/groups")
    yield Ask("operate_views", 200, "GET", "/unpublishable")
    yield Ask("operate_views", 200, "GET", "/parked?projection=profiles")
    yield operate("release", {"projection": "profiles"})
    yield operate("skip", {"projection": "profiles", "reason": "nonsense"})
    yield operate("reconcile", {})
    yield operate("rebuild", {"projection": "interests"})
    yield Ask("rebuild_views", 204, "POST", "/", headers=message("interests/2"))
    yield operate("cancel", {"projection": "interests"})
    app.adapters.generations.begin("popular", {"interests": ("account_id", "interest")})
    yield operate("remove", {"projection": "popular", "reason": "nobody asks it any more"})
    yield operate("retry", {"stream_id": "account-a2"})
    yield operate("abandon", {"stream_id": "account-a1", "version": 1000, "reason": "it never was"})
    yield operate("replay", {"stream_id": "account-a1", "last": 3, "reason": "a consumer asked"})


def message(subject: str, version: int = 1) -> dict[str, str]:
    event = {"ce-specversion": "1.0", "ce-id": "1", "ce-type": "test", "ce-source": "//test"}
    return event | {"ce-subject": subject, "ce-sequence": str(version), "content-type": "application/json"}
