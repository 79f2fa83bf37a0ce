"""What Spanner says, and what becomes of it: what passes, what somebody has to mend, and what is about rows."""

import pytest
from google.api_core import exceptions as google

from onewrite.adapters.spanner.client.faults import fault_of, forget_request, is_lost_session
from onewrite.errors import NoDatabase, NotInSchema, Unavailable

#: Word for word what the emulator says, without the request's id.
LACKING = [
    (google.NotFound, "Table not found: tasks", "Table not found: tasks"),
    (google.NotFound, "Column not found in table tasks: state", "Column not found in table tasks: state"),
    (
        google.NotFound,
        "No index 'by_title' was found for table 'tasks'.",
        "No index 'by_title' was found for table 'tasks'",
    ),
    (google.InvalidArgument, "Table not found: tasks [at 1:15]\nSELECT 'Ada' FROM tasks", "Table not found: tasks"),
    (
        google.InvalidArgument,
        "Table-valued function not found: READ_event_changes [at 1:26]\nSELECT 1 FROM READ_event_changes(@start)",
        "Table-valued function not found: READ_event_changes",
    ),
    (google.InvalidArgument, "Unrecognized name: state; Did you mean date? [at 1:8]", "Unrecognized name: state"),
    (google.InvalidArgument, "Name state not found inside t [at 1:46]", "Name state not found inside t"),
    (
        google.InvalidArgument,
        "The table  does not have a secondary index called tasks_by_title",
        "The table does not have a secondary index called tasks_by_title",
    ),
]
ROWS = [
    google.AlreadyExists("Row tasks('Table not found: x') already exists"),
    google.FailedPrecondition("New value exceeds the maximum size limit for this column: tasks.title, size: 300"),
    google.InvalidArgument("Invalid value for column title: 'Table not found: Ada'"),
    google.OutOfRange("too large"),
    google.PermissionDenied("Role project_tasks does not have required privileges on table tasks"),
    google.NotFound("Transaction not found"),
]


@pytest.mark.parametrize(("kind", "said", "told"), LACKING)
def test_what_the_database_lacks_is_named_without_the_rest_of_what_spanner_says(
    kind: type[google.GoogleAPICallError], said: str, told: str
) -> None:
    fault = fault_of(kind(said))
    assert isinstance(fault, NotInSchema)
    assert fault.metadata == {"lacking": told}
    assert fault.message == f"The database lacks what the code names ({told}): add it to infra/schema, or mend the name"


@pytest.mark.parametrize(
    "said",
    ["Database not found: projects/p/instances/i/databases/d", "Instance not found: projects/p/instances/i"],
)
def test_a_database_that_is_not_there_names_the_settings(said: str) -> None:
    fault = fault_of(google.NotFound(f"{said} [resource_type: …]"))
    assert isinstance(fault, NoDatabase)
    assert fault.message.startswith(f"{said}: create it, or mend ONEWRITE_PROJECT")


def test_a_lost_session_passes_by_itself() -> None:
    lost = google.NotFound("Session not found: projects/p/instances/i/databases/d/sessions/s")
    assert is_lost_session(lost)
    assert isinstance(fault_of(lost), Unavailable)


@pytest.mark.parametrize("error", ROWS, ids=lambda error: type(error).__name__)
def test_what_is_about_rows_or_rights_is_left_to_who_asked(error: google.GoogleAPICallError) -> None:
    assert fault_of(error) is None


def test_the_id_of_the_request_makes_no_text_a_new_one() -> None:
    error = google.FailedPrecondition("too long, request_id = 1.1675913876201326159.1.0.29.1")
    forget_request(error)
    assert str(error) == "400 too long"
