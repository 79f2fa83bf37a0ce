"""Commands: what a person or a program asks of a stream."""

from typing import ClassVar

from pydantic import BaseModel, ConfigDict


class Command(BaseModel):
    """An intent, imperative. Declare `class CreateAccount(Command, name="create", creates=True)`.

    `name` is its place in the path of the HTTP contract; `creates` lets it open a stream that isn't there yet.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, allow_inf_nan=False)

    command_name: ClassVar[str]
    creates: ClassVar[bool]

    def __init_subclass__(cls, *, name: str = "", creates: bool = False) -> None:
        super().__init_subclass__()
        if not name:
            raise TypeError(f'{cls.__name__} needs its name: class {cls.__name__}(Command, name="…")')
        cls.command_name = name
        cls.creates = creates
