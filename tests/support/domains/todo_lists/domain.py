"""Lists of tasks: events, commands, rules, one view, one query."""

from collections.abc import Sequence

from pydantic import BaseModel

from onewrite.domain.aggregate import Aggregate
from onewrite.domain.commands import Command
from onewrite.domain.decider import Decider
from onewrite.domain.event_types import EventTypes
from onewrite.domain.events import Event, RecordedEvent
from onewrite.domain.model import Domain
from onewrite.domain.projection import Projection, when
from onewrite.domain.queries import PageQuery
from onewrite.domain.views import Table, View
from onewrite.errors import CommandRejected


class TaskAdded(Event, type="TaskAdded"):
    title: str


class TaskDone(Event, type="TaskDone"):
    title: str


class AddTask(Command, name="add-task", creates=True):
    """Add a task; the first one opens the list."""

    title: str


class FinishTask(Command, name="finish-task"):
    """Finish a task that is still open."""

    title: str


class TodoList(BaseModel):
    open: frozenset[str] = frozenset()


def decide(command: Command, todo: TodoList) -> Sequence[Event]:
    if isinstance(command, AddTask):
        return [TaskAdded(title=command.title)] if command.title not in todo.open else []
    assert isinstance(command, FinishTask)
    if command.title not in todo.open:
        raise CommandRejected("NOT_OPEN", f"There is no open task {command.title!r}", title=command.title)
    return [TaskDone(title=command.title)]


def evolve(todo: TodoList, event: Event) -> TodoList:
    if isinstance(event, TaskAdded):
        return TodoList(open=todo.open | {event.title})
    assert isinstance(event, TaskDone)
    return TodoList(open=todo.open - {event.title})


class Task(BaseModel):
    list_id: str
    title: str
    state: str


TASKS = Table("tasks", key=("list_id", "title"), row=Task)


class Tasks(Projection):
    name = "tasks"
    tables = (TASKS,)

    @when(TaskAdded)
    def added(self, recorded: RecordedEvent, event: TaskAdded, view: View) -> None:
        view.put(TASKS, list_id=recorded.stream.key, title=event.title, state="open")

    @when(TaskDone)
    def done(self, recorded: RecordedEvent, event: TaskDone, view: View) -> None:
        view.put(TASKS, list_id=recorded.stream.key, title=event.title, state="done")


LISTS = Domain(
    aggregates=(
        Aggregate(
            category="list",
            collection="lists",
            commands=(AddTask, FinishTask),
            event_types=EventTypes(TaskAdded, TaskDone),
            decider=Decider(initial_state=TodoList, decide=decide, evolve=evolve),
        ),
    ),
    projections=(Tasks(),),
    queries=(PageQuery("/tasks", TASKS, "All tasks of all lists"),),
)
