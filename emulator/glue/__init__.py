"""The Glue catalogue: kept by moto in its owner's account, shown and changed as Lake Formation decides."""

from emulator.glue.install import install

__all__ = ["install"]
