"""Queries are declared with the table that they read."""

import pytest

from accounts.views.profiles import PROFILES
from onewrite.domain.queries import RankingQuery, SearchQuery
from onewrite.errors import TextNotDeclared


@pytest.mark.parametrize("query", [SearchQuery, RankingQuery])
def test_words_of_a_table_without_a_text_column_are_refused_at_once(query: type[SearchQuery | RankingQuery]) -> None:
    with pytest.raises(TextNotDeclared):
        query("/profiles/words", "profiles", PROFILES, "Profile words")
