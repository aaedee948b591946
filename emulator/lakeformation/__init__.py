"""Lake Formation that really decides: an engine of pure functions, a store, the API in front."""

from emulator.lakeformation.install import install

__all__ = ["install"]
