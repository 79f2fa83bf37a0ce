"""Commands on their way to a stream."""

from accounts.account.commands import AddInterest, CreateAccount
from accounts.club.commands import FoundClub, JoinClub
from onewrite.application.commands.accept_command import Accepted, CommandRequest
from onewrite.application.ports.event_store import Head
from onewrite.bootstrap import App
from onewrite.domain.commands import Command
from onewrite.domain.events import NewEvent
from onewrite.domain.streams import ANY, ExpectedVersion, StreamId
from tests.support.data.builders import METADATA, a_commit, a_stream, created

CREATE = CreateAccount(name="Ada", address="London")


def a_request(
    command: Command = CREATE,
    stream: StreamId | None = None,
    *,
    expected: ExpectedVersion = ANY,
    key: str | None = None,
) -> CommandRequest:
    return CommandRequest(stream or a_stream(), command, METADATA, expected, key)


def an_account(app: App, *interests: str, key: str | None = None) -> StreamId:
    """Create one over the front door, at version 1 + one for each interest."""
    stream = a_stream(key)
    for command in (CREATE, *(AddInterest(interest=interest) for interest in interests)):
        app.accept_command(a_request(command, stream))
    return stream


def a_club(app: App, founder: str, *members: str, key: str, topic: str = "engines") -> StreamId:
    """Found one over the front door, at version 2 + one for each member."""
    stream = StreamId("club", key)
    found = FoundClub(name=f"The {key}", topic=topic, founder=founder)
    for command in (found, *(JoinClub(account_id=member) for member in members)):
        app.accept_command(a_request(command, stream))
    return stream


def an_appended_account(app: App, *events: NewEvent, key: str | None = None) -> StreamId:
    """Append what creates one, and more events, in one commit: a short way where nobody looks at commands."""
    stream = a_stream(key)
    app.adapters.store.append(a_commit(Head(stream, 0, is_new=True), created(), *events))
    return stream


def accept(app: App, stream: StreamId, *commands: Command) -> Accepted:
    """Send commands to a stream; return what the last one was told."""
    return [app.accept_command(a_request(command, stream)) for command in commands][-1]
