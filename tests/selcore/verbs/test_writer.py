"""Each verb says how a script writes it, and what it says is Python, with parts that are there."""

import ast

import pytest

from selcore.experiment.names import kinds_of
from selcore.script.library import parts
from selcore.values import commands as c
from selcore.verbs import VERBS
from selcore.verbs.variables import Variables
from selcore.verbs.writer import Code, Writer

BEFORE = (
    c.Open(kind="tcp-listener", name="server"),
    c.Open(kind="pipe", name="pipe"),
    c.Open(kind="process", name="child"),
    c.Open(kind="tcp-socket", name="fresh"),
)
NAMED = {c.Accept: "server", c.Wait: "child", c.Kill: "child", c.Stop: "child", c.Continue: "child", c.Listen: "fresh"}
FIELDS = {
    c.Open: {"kind": "socketpair", "name": "pair"},
    c.Register: {"events": ("read",), "callback": "echo"},
    c.Modify: {"events": ("read",), "callback": "echo"},
    c.Select: {"timeout": 1},
    c.Run: {"calls": 3},
    c.Send: {"text": "x"},
    c.Shutdown: {"how": "write"},
    c.Connect: {"to": "server"},
    c.Bind: {"host": "127.0.0.1", "port": 0},
    c.Set: {"option": "SO_SNDBUF", "value": 4096},
    c.Signal: {"number": 28},
    c.Rename: {"to": "other"},
    c.UseBackend: {"backend": "poll"},
    c.Note: {"text": "words"},
}


def writer() -> Writer:
    """In a script in which some are open."""
    py = Writer(Variables(), kinds_of(BEFORE))
    for command in BEFORE:
        VERBS[c.Open].script(command, py)
    return py


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.__name__)
def test_each_verb_is_python_in_a_script(verb: type[c.Command]) -> None:
    fields = dict(FIELDS.get(verb, {}))
    if "name" in verb.__struct_fields__ and "name" not in fields:
        fields["name"] = NAMED.get(
            verb, "fresh" if verb in (c.Connect, c.Bind, c.Set, c.SoError, c.Shutdown) else "pipe.w"
        )
    command, py = verb(**fields), writer()
    script = VERBS[verb].script
    if callable(script):
        code = script(command, py)
    else:
        assert script in ("value", "statement")
        line = VERBS[verb].line(command, py)
        code = Code(value=line) if script == "value" else Code(do=(line,))
    for line in (*code.do, *code.notes):
        ast.parse(line)
    for head in filter(None, (code.loop, code.rest)):
        ast.parse(f"{head}\n    pass")
    for expression in filter(None, (code.value, code.call, *(code.select or ()))):
        ast.parse(expression, mode="eval")
    assert py.parts <= parts().keys()
    assert any((code.do, code.value, code.select)) or verb is c.Note


def test_a_closed_listener_is_reached_at_the_address_that_it_had() -> None:
    py = Writer(Variables(), kinds_of(BEFORE), reached=frozenset({"server"}))
    VERBS[c.Open].script(BEFORE[0], py)
    assert py.address("server") == "server.getsockname()"
    assert VERBS[c.Close].script(c.Close(name="server"), py).do[0] == "server_address = server.getsockname()"
    assert py.address("server") == "server_address"


def test_an_accepted_connection_is_found_by_its_listener_by_whatever_name() -> None:
    py = writer()
    assert py.variable("server.2") == "accepted[server][1]"
    assert VERBS[c.Rename].script(c.Rename(name="server", to="other"), py).do == ("other = server",)
    assert py.variable("other.2") == "accepted[other][1]"


def test_the_last_end_of_a_process_that_is_closed_ends_it() -> None:
    py = writer()
    lines = [VERBS[c.Close].script(c.Close(name=f"child.{end}"), py).do for end in ("stdin", "stdout", "stderr", "pid")]
    assert [len(one) for one in lines] == [1, 1, 1, 2] and lines[3][1] == "end_process(child)"
