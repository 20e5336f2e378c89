"""The state of a webhook. Updates are not pushed: they wait until it is deleted and they are fetched."""

from __future__ import annotations

import re
import time
from urllib.parse import urlsplit

from bot.sandbox.account import Webhook
from bot.sandbox.call import Call
from bot.sandbox.chat import Json
from bot.sandbox.errors import bad_request, conflict, too_many
from bot.sandbox.updates import DEFAULT_KINDS

PORTS = frozenset({80, 88, 443, 8443})
MAX_SECRET = 256
_SECRET = re.compile(r"[A-Za-z0-9_-]*")
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def set_webhook(call: Call) -> bool:
    url = call.params.text("url").strip()
    if not url:
        return delete_webhook(call)
    webhook = _wished(call, url)
    now = time.monotonic()
    if now < call.bot.webhook.changed_at + 1:
        raise too_many(1)
    webhook.changed_at = now
    call.bot.queue.wake(conflict("terminated by setWebhook request"))
    call.bot.queue.allow(call.params.parsed("allowed_updates"))
    _drop_if_asked(call)
    is_same = (webhook.url, webhook.secret) == (call.bot.webhook.url, call.bot.webhook.secret)
    call.bot.webhook = webhook
    call.description = "Webhook is already set" if is_same else "Webhook was set"
    return True


def delete_webhook(call: Call) -> bool:
    call.description = "Webhook was deleted" if call.bot.webhook.url else "Webhook is already deleted"
    call.bot.webhook = Webhook(changed_at=call.bot.webhook.changed_at)
    _drop_if_asked(call)
    return True


def get_webhook_info(call: Call) -> Json:
    webhook, queue = call.bot.webhook, call.bot.queue
    info: Json = {
        "url": webhook.url,
        "has_custom_certificate": webhook.has_certificate,
        "pending_update_count": len(queue),
    }
    if webhook.url:
        info["max_connections"] = webhook.max_connections
    if webhook.ip_address:
        info["ip_address"] = webhook.ip_address
    if queue.allowed != DEFAULT_KINDS:
        info["allowed_updates"] = sorted(queue.allowed)
    return info


def _drop_if_asked(call: Call) -> None:
    if call.params.flag("drop_pending_updates"):
        call.bot.queue.drop_all()


def _wished(call: Call, url: str) -> Webhook:
    params = call.params
    _check_url(url, is_strict=call.world.is_webhook_strict)
    secret = params.text("secret_token")
    if len(secret) > MAX_SECRET:
        raise bad_request("secret token is too long")
    if not _SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    connections = params.clamped("max_connections", 40, 1, 100)
    return Webhook(url, secret, connections, "certificate" in params.files, params.text("ip_address"))


def _check_url(url: str, *, is_strict: bool) -> None:
    """Raise Refused for an address the server would not push to.

    Unless strict, a loop-back address may be plain HTTP on any port, as with a server started with --local.
    """
    try:
        parts = urlsplit(url if "://" in url else f"https://{url}")
        host, port = parts.hostname, parts.port
    except ValueError:
        raise bad_request("invalid webhook URL specified") from None
    if not host or parts.scheme not in ("http", "https") or any(char.isspace() for char in url):
        raise bad_request("invalid webhook URL specified")
    if host in _LOOPBACK and not is_strict:
        return
    if parts.scheme != "https":
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if (port or 443) not in PORTS:
        raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
