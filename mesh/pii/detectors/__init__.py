"""What each kind of personal data looks like, and what confirms it: one file for each kind.

A package holds a group of kinds; ``registry.every`` finds them all.
"""
