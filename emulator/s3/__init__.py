"""S3: decisions in front of moto's store, bodies as files, and real events."""

from emulator.s3.service import install

__all__ = ["install"]
