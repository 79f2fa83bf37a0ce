"""The newest entries of the audit log are spread over shards."""

from onewrite.adapters.spanner.audit_log import OPERATION, SHARDS, write
from onewrite.adapters.spanner.client.mutations import Mutations
from onewrite.application.ports.audit_log import Actor, Operation


def test_operations_at_the_same_time_do_not_share_one_place() -> None:
    mutations = Mutations()
    for number in range(100):
        write(mutations, Operation("rebuild", Actor("ada")), f"operation-{number}")
    shards = {message.insert.values[0][OPERATION.index("shard")] for message in mutations.messages}
    assert shards == {str(shard) for shard in range(SHARDS)}
