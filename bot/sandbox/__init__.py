"""A Bot API server in memory, for tests and the demo. It imports nothing else of ours and keeps nothing on disk."""

from bot.sandbox.sandbox import Sandbox
from bot.sandbox.server import Running, serve

__all__ = ["Running", "Sandbox", "serve"]
