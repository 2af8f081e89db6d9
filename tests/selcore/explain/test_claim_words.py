"""The sentence is made of the claim: whatever the data says, the words say, and nothing beside it."""

import ast
import errno
from itertools import product
from typing import get_args

import pytest

from selcore.explain.claim_words import sentence
from selcore.values.claim import Bound, Claim, ends, raises, returns, waits
from tests.sources import modules, tree

BOUNDS = (None, *get_args(Bound))
SAID = [
    (returns("receive", "recv", 5), "recv() will return up to 5 bytes"),
    (returns("receive", "read", 1, "at least"), "read() will return at least 1 byte"),
    (returns("receive", "read", 128, "at least"), "read() will return at least 128 bytes"),
    (returns("receive", "read", 8, fixed=True), "read(8) will return 8 bytes, and fewer cannot be asked for"),
    (
        returns("send", "write", 4096, "at least"),
        "write() takes at least 4,096 bytes without waiting, perhaps not all you give",
    ),
    (returns("receive", "recv", 5, then=ends("recv")), "recv() will return up to 5 bytes; when all are read, b''"),
    (
        returns("receive", "recvfrom", 5, whole=True),
        "recvfrom() will return a datagram of 5 bytes, if you ask for at least 5",
    ),
    (returns("receive", "recv", 5, "at most", whole=True), "recv() will return a packet of at most 5 bytes"),
    (
        returns("receive", "recv_bytes", 1, "at most", whole=True),
        "recv_bytes() will return a message of at most 1 byte",
    ),
    (ends("recv"), "recv() will return b''; this stays so at every call"),
    (ends("read", stays=False), "read() will return b'', once"),
    (ends("recv", None, whole=True), "recv() will return b'', which does not mean the end here"),
    (raises("send", "send", errno.EPIPE), "send() raises BrokenPipeError [Errno 32]"),
    (raises("send", "send", 8, "SSLEOFError"), "send() raises SSLEOFError"),
    (raises("send", "send", None), "send() raises an OSError"),
    (raises("receive", "recv", errno.ECONNRESET, stays=False), "recv() raises ConnectionResetError [Errno 104], once"),
    (returns("accept", "accept"), "accept() will return a connection"),
    (waits("accept", "accept"), "accept() would block (BlockingIOError if non-blocking)"),
    (Claim("receive", "recv"), "only the next recv() will tell"),
]


@pytest.mark.parametrize(("claim", "words"), SAID)
def test_a_claim_in_words(claim: Claim, words: str) -> None:
    assert str(sentence(claim)) == words


def test_every_claim_has_a_sentence_with_its_call_and_its_figures() -> None:
    outcomes = (None, "returns", "raises", "would-block")
    for do, outcome, bound, whole in product(("receive", "send"), outcomes, BOUNDS, (False, True)):
        for size in (None, 1, 70_000):
            claim = Claim(do, "call", outcome, size, bound, whole=whole)  # type: ignore[arg-type]
            words = str(sentence(claim))
            assert "call()" in words and "{" not in words
            assert outcome != "returns" or size != 70_000 or "70,000" in words


def test_every_bound_has_words_of_its_own() -> None:
    """What the data says as a bound the sentence says too: no two claims that differ in it read alike."""
    ways = list(product(("receive", "send"), BOUNDS, (False, True)))
    for size in (2, 70_000):
        said = [str(sentence(returns(do, "call", size, bound, whole=whole))) for do, bound, whole in ways]  # type: ignore[arg-type]
        assert len(set(said)) == len(ways)
        assert all(bound is None or bound in words for (_, bound, _), words in zip(ways, said, strict=True))


def test_every_bound_is_announced_by_some_rule() -> None:
    rules = [path for path in modules("selcore/explain") if path.name != "claim_words.py"]
    said = {node.value for path in rules for node in ast.walk(tree(path)) if isinstance(node, ast.Constant)}
    assert set(get_args(Bound)) <= said
