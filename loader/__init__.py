"""langnghe's loader: Vietnamese administrative plans → facts → RDF → inference → validation."""
