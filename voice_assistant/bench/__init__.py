"""The project's own measurements: figures with the command that repeats them."""
