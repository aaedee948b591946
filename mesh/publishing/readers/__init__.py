"""Readers of foreign files. They run in the parse worker only, and the scanner and the publisher use the same ones."""

# Part of every verdict: a change of what any reader makes of any file must change it.
READER_VERSION = "1"
