"""The reference pages, each made from what it tells about."""
