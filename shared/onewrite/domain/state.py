"""The state of a stream, as far as the rules need it."""

from typing import Any, Self

from pydantic import BaseModel, ConfigDict

_set = object.__setattr__


class State(BaseModel):
    """An immutable state, for deciders. It is folded from events, and stored as a snapshot."""

    model_config = ConfigDict(frozen=True)

    def changed(self, **fields: Any) -> Self:
        """Return the same state but for these fields, which are taken as they are. Raises TypeError for no field.

        It is called for each event, and `model_copy` takes twice as long.
        """
        known, extra, private = self.__dict__, self.__pydantic_extra__, self.__pydantic_private__
        if len(known) > len(self.__pydantic_fields__):
            # What a cached property has computed is of this state alone.
            known = {name: known[name] for name in self.__pydantic_fields__}
        changed = {**known, **fields}
        if len(changed) > len(known):
            raise TypeError(f"{type(self).__name__} has no {', '.join(sorted(changed.keys() - known.keys()))}")
        other = object.__new__(type(self))
        _set(other, "__dict__", changed)
        _set(other, "__pydantic_fields_set__", self.__pydantic_fields_set__.union(fields))
        _set(other, "__pydantic_extra__", extra if extra is None else {**extra})
        _set(other, "__pydantic_private__", private if private is None else {**private})
        return other
