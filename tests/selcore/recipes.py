"""Experiments for tests: the one that the contract shows, and a way to write others."""

import json
from typing import Any

from selcore.experiment.file import FORMAT

HEAD: dict[str, Any] = {"format": FORMAT, "version": 1}

ECHO_SERVER = """\
{"format": "selector-playground-experiment", "version": 1, "title": "an echo server", "backend": "default",
 "commands": [
  {"do": "open", "kind": "tcp-listener", "name": "server", "options": {"host": "127.0.0.1", "port": 8080}},
  {"do": "register", "name": "server", "events": ["read"], "callback": "accept",
   "options": {"then": "echo-upper", "events": ["read"]}},
  {"do": "open", "kind": "tcp-client", "name": "client", "options": {"to": "server"}},
  {"do": "select", "timeout": 1.0},
  {"do": "send", "name": "client", "text": "hello"},
  {"do": "select", "timeout": null, "during": [{"do": "note", "text": "given while the call was blocked"}]},
  {"do": "receive", "name": "client", "size": 100},
  {"do": "close", "name": "client"},
  {"do": "run", "calls": 5, "timeout": 0.1}
 ]}
"""


def recipe(*commands: dict[str, Any], **more: Any) -> bytes:
    """A file of these commands."""
    return json.dumps(HEAD | more | {"commands": list(commands)}).encode()


def opened(kind: str = "socketpair", name: str = "pair", **options: Any) -> dict[str, Any]:
    return {"do": "open", "kind": kind, "name": name, "options": options}
