"""What all routes share: the services of one server, negotiation, caching, turns of clients, counters."""
