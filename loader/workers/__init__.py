"""Who makes the documents of a build: this process, several on this machine, or those of a cluster.

One interface (``base.Workers``): documents in, what became of each out, in any order. Documents do not depend on each
other and what is made of one is kept by the name of its file, so who made it cannot be told from the bytes.
"""
