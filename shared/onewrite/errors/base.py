"""What all errors have in common, and those of the store and the bus."""


class OnewriteError(Exception):
    """The base of all. `metadata` repeats every variable part of the message."""

    def __init__(self, message: str, **metadata: str | int) -> None:
        super().__init__(message)
        self.message = message
        self.metadata: dict[str, str | int] = metadata


class Unavailable(OnewriteError):
    """The store or the bus does not respond. A commit may have succeeded: repeat the command with the same key."""


class LeaseLost(OnewriteError):
    """The fencing token is no longer valid: another instance has the lease and carries on."""


class OperationRefused(OnewriteError):
    """The state of the views, or the request of the operator, does not allow the operation."""


class DataHidden(OperationRefused):
    """A setting of the system forbids operators to see what events and views hold."""

    def __init__(self) -> None:
        super().__init__("Operators may not see data here: ONEWRITE_OPERATORS_SEE_DATA allows it (infra/security.md)")
