"""The functions: each handler translates, calls the core, and translates back."""
