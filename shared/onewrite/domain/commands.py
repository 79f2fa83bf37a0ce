"""Commands: requests to change a stream."""

from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, model_validator

from onewrite.domain.text import normalised_throughout


class Command(BaseModel):
    """An intent, named in the imperative. Declare `class CreateAccount(Command, name="create", creates=True)`.

    `name` is the last part of its path over HTTP; `creates` allows it to create a stream. Texts are normalised before
    they are validated: stripped, in Unicode's form C, empty if nothing of them can be seen.
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

    @model_validator(mode="before")
    @classmethod
    def _normalise(cls, data: Any) -> Any:
        return normalised_throughout(data)
