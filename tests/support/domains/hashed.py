"""The sample domain whose accounts have ids that count up: their keys begin with a hash."""

from dataclasses import replace
from typing import Final

from accounts import ACCOUNTS
from accounts.account import ACCOUNT
from accounts.club import CLUB
from onewrite.domain.model import Domain

COUNTED: Final = replace(ACCOUNT, hashed_ids=True)
HASHED: Final[Domain] = replace(ACCOUNTS, aggregates=(COUNTED, CLUB))
