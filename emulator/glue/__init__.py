"""The Glue catalogue, shown and changed as Lake Formation decides."""

from emulator.glue.install import install

__all__ = ["install"]
