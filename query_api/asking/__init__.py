"""How the graph is asked: queries of the server's own, values of parameters, search, why nothing was found."""
