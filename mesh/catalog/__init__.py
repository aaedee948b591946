"""Finding products by words."""

from mesh.catalog.search import Found, SearchIndex

__all__ = ["Found", "SearchIndex"]
