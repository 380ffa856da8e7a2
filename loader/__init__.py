"""langnghe's loader: Vietnamese administrative plans → facts → RDF → inference → validation."""

__version__ = "0.2.0.dev0"
"""The version of the whole project; nowhere else is it written."""
