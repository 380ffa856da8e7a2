"""Commands of the server side: serve, query, push (mounted by ``query_api.cli``)."""
