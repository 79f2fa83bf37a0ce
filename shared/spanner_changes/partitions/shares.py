"""Fair shares without a coordinator: every instance computes the same numbers from the same rows. Pure."""

from collections.abc import Collection, Sequence


def share_of(member: str, members: Collection[str], count: int) -> int:
    """Return how many of `count` partitions the member is to hold; the shares of all members sum up to `count`."""
    ranked = sorted(members)
    if member not in ranked:
        return 0
    each, rest = divmod(count, len(ranked))
    return each + (ranked.index(member) < rest)


def surplus(held: Sequence[str], share: int) -> list[str]:
    """Return the tokens to hand over, of those that are held, in order of preference to keep."""
    return list(held[share:])
