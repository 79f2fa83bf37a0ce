"""The progress of a verify, as read from the store."""

from dataclasses import dataclass

from onewrite.application.operations.verify.verdict import Verdict


@dataclass(frozen=True)
class VerifyProgress:
    """Of one generation: the number of ranges, of ranges done, and what was compared in them so far."""

    projection: str
    generation: int
    ranges: int
    done: int
    streams: int
    rows: int
    differences: int

    @classmethod
    def of(cls, verdict: Verdict, generation: int, *, ranges: int, done: int) -> "VerifyProgress":
        return cls(
            projection=verdict.projection,
            generation=generation,
            ranges=ranges,
            done=done,
            streams=verdict.streams,
            rows=verdict.rows,
            differences=verdict.differences,
        )
