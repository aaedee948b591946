"""The quality rules of a contract, measured while rows stream by."""

from mesh.quality.measuring import Measurement, Rules

__all__ = ["Measurement", "Rules"]
