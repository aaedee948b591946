"""STS: who is calling, and who may become which role."""

from emulator.sts.service import install

__all__ = ["install"]
