"""What the explorer shows, as values made of the graph: text with its facts, coverage, traces, neighbourhoods; no HTTP."""
