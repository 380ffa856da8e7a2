"""A programme proposed from its root documents: a pack that a person then edits."""

from __future__ import annotations

from loader.proposing.pack import Proposal, propose

__all__ = ["Proposal", "propose"]
