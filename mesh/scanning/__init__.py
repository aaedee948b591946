"""Reads any file for its personal data: its format by its content, its rows in a process apart.

The border: ``FileScanner`` takes an open file and gives one ``FileScan`` for it and one for each
file inside it. Readers (``formats``) run in the worker only. Nothing here knows contracts.
"""
