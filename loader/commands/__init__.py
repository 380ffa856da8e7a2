"""The loader's commands, one module each; the console script mounts them."""
