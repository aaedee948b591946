"""The languages of Amazon Comprehend's personal data.

Source: docs.aws.amazon.com/comprehend/latest/dg/API_DetectPiiEntities.html.
"""

from typing import Literal

Language = Literal["en", "es"]
