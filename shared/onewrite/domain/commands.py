"""Commands: requests to change a stream."""

from typing import ClassVar

from pydantic import BaseModel, ConfigDict


class Command(BaseModel):
    """An intent, named in the imperative. Declare `class CreateAccount(Command, name="create", creates=True)`.

    `name` is the last part of its path over HTTP; `creates` allows it to create a stream.
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
