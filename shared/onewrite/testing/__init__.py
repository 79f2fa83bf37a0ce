"""Given / when / then: tests of deciders and projections, written in events and commands of the domain.

given(DECIDER, UserCreated(…)).when(Rename(…)).then(UserRenamed(…))
given_projection(DOMAIN.projection("profiles"), "account-7", UserCreated(…)).then_row(PROFILES, "7", name="Ada")
"""

from onewrite.testing.deciders import Given, Outcome, given
from onewrite.testing.projections import GivenProjection, given_projection
from onewrite.testing.stored import Stored, stored

__all__ = ["Given", "GivenProjection", "Outcome", "Stored", "given", "given_projection", "stored"]
