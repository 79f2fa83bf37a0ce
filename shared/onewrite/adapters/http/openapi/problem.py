"""The schema of a problem, and of the fields that are wrong in it."""

from pydantic import Field

from onewrite.adapters.models import Model


class FieldError(Model):
    """One problem of the request; exactly one of `pointer`, `parameter` and `header` says where it is."""

    detail: str
    pointer: str = Field(default="", description="A JSON pointer into the body, as a URI fragment")
    parameter: str = ""
    header: str = ""


class Problem(Model):
    """RFC 9457. `reason` is stable, `metadata` repeats every variable part of `detail`."""

    type: str
    title: str
    status: int
    detail: str
    reason: str = Field(pattern="^[A-Z][A-Z0-9_]*$")
    metadata: dict[str, str | int]
    errors: tuple[FieldError, ...] = ()
