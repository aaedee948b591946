"""Queries run in forked processes that hold nothing but the rows their caller may see."""
