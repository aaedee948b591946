"""What becomes of personal values between landing and publication, column by column."""

from mesh.deidentification.columns import Deidentifier, StillPersonalError
from mesh.deidentification.tokens import TokenKeys

__all__ = ["Deidentifier", "StillPersonalError", "TokenKeys"]
