import pytest

from onewrite.domain.streams import ANY, NO_STREAM, StreamId, exact
from onewrite.errors import BadInput, InvalidStreamId


@pytest.mark.parametrize("key", ["7", "a-b-c", "A.b_c:d", "0a9f~7", "x" * 128, "0190f2c4-7d1b-7a7e-8a51-6f0f5b1f2a10"])
def test_a_stream_id_is_read_back_from_its_text(key: str) -> None:
    stream = StreamId("account", key)
    assert StreamId.parse(str(stream)) == stream


def test_the_same_id_is_the_same_stream_wherever_it_comes_from() -> None:
    assert {StreamId("account", "7"), StreamId.parse("account-7")} == {StreamId("account", "7")}
    assert len({StreamId("account", "7"), StreamId("club", "7"), StreamId("account", "8")}) == 3


def test_only_the_first_dash_divides() -> None:
    assert StreamId.parse("account-7-b") == StreamId("account", "7-b")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "account",
        "account-",
        "-7",
        "Account-7",
        "9lives-7",
        "account--7",
        "account-.7",
        "account-a b",
        "account-a/b",
        "account-é",
        "account-7\n",
        "account-" + "x" * 129,
        "account-0a9f~" + "x" * 124,
        "account-a~b",
        "account-0A9F~7",
        "account-0a9f~0a9f~7",
        "c" * 65 + "-7",
    ],
)
def test_what_is_no_stream_id_is_refused_by_name(text: str) -> None:
    with pytest.raises(InvalidStreamId) as refusal:
        StreamId.parse(text)
    assert isinstance(refusal.value, BadInput)
    assert refusal.value.metadata["stream_id"] == text
    assert refusal.value.message.startswith(f"{text!r} is no stream id: use a letter or digit")


def test_stream_ids_are_in_the_order_of_their_texts() -> None:
    ids = [
        StreamId(category, key) for category in ("a", "a1", "a_", "ab", "b") for key in ("1", "1-1", "A", "a", "0a9f~7")
    ]
    assert sorted(ids) == sorted(ids, key=str)


def test_an_expected_version_allows_that_version_alone() -> None:
    assert [version for version in range(3) if exact(1).allows(version)] == [1]
    assert [version for version in range(3) if NO_STREAM.allows(version)] == [0]
    assert [version for version in range(3) if ANY.allows(version)] == [0, 1, 2]
