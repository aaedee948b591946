"""Reads any file for its personal data: its format by its content, its rows in a process apart.

The border: ``FileScanner`` takes an open file and gives one ``FileScan`` for it and one for each
file inside it; ``scanned`` does so for frames that another worker tells. Readers (``formats``) run
in workers only. Nothing here knows contracts; a reader may know the table that a file should hold.
"""

# Part of every verdict: a change of what any reader makes of any file must change it.
READER_VERSION = "8"
