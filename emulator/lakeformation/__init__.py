"""Lake Formation that really decides: an engine of pure functions, a store, and the API in front of both."""

from emulator.lakeformation.install import install

__all__ = ["install"]
