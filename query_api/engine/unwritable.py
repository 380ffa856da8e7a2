"""A result that a format cannot hold."""

from __future__ import annotations


class UnwritableError(ValueError):
    """A format has no way to write a result so that it is read back as it was.

    Attributes:
        message: what cannot be written, and why.
        advice: which format can hold it.
    """

    def __init__(self, message: str, advice: str) -> None:
        self.message = message
        self.advice = advice
        super().__init__(f"{message}; {advice}")
