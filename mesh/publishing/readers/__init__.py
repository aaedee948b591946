"""Readers of foreign files: the same for scanner and publisher, run in the parse worker only."""

# Part of every verdict: a change of what any reader makes of any file must change it.
READER_VERSION = "1"
