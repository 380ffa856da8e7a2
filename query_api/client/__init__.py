"""The graph from Python: ``connect`` to files or a server, ask, get rows, tables and networks."""

from query_api.client.graph import (
    Backend,
    Client,
    LocalBackend,
    QueryHintWarning,
    RemoteBackend,
    connect,
    with_prefixes,
)

__all__ = ["Backend", "Client", "LocalBackend", "QueryHintWarning", "RemoteBackend", "connect", "with_prefixes"]
