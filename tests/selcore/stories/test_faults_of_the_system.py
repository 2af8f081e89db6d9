"""What the system refuses: descriptors, ports, paths, room on the disk. Each test is named after its fault."""

import ast
import errno
import json
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from playground.terminal.words import TextReporter
from selcore.experiment.file import parse
from selcore.headless.player import Player
from selcore.session.session import Session
from selcore.values import commands as c
from tests import ROOT
from tests.conftest import open_descriptors
from tests.nobody import BECOME, HIDDEN
from tests.selcore.acting import Listener, called, done, looped, opened, ready, refusal_of_open, refused, watch
from tests.selcore.recipes import recipe
from tests.selcore.stories.test_faults import no_descriptors, python_as_nobody
from tests.small_disk import small_disk

resource = pytest.importorskip("resource", reason="these are faults of POSIX systems")

NEW = {
    "pipe": {},
    "socketpair": {},
    "tcp-listener": {},
    "text-file": {},
    "process": {"argv": "true"},
    "dup": {"of": "pair.a"},
    "selector": {"backend": "epoll"},
}


def test_01_no_descriptor_for_something_new(session: Session) -> None:
    """Said with the limit and what is in use; nothing is half made; what is open can be used on."""
    opened(session, "socketpair", "pair")
    watch(session, "pair.a", "read")
    opened(session, "process", "warm", argv="true")
    names = [this.name for this in session.world.objects]
    with no_descriptors():
        limit = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
        for kind, options in NEW.items():
            said = refused(session, c.Open(kind=kind, name="new", options=options))
            assert (said.errno, said.by) == (errno.EMFILE, "python"), kind
            assert f"limit {limit}, in use {limit}; " in str(said.hint), kind
        assert refused(session, c.UseBackend(backend="epoll")).errno == errno.EMFILE
        assert [this.name for this in session.world.objects] == names
        done(session, c.UseBackend(backend="select"))  # neither it nor poll has a descriptor of its own
        done(session, c.UseBackend(backend="poll"))
        done(session, c.Send(name="pair.b", text="x"))
        assert ready(session) == [("pair.a", 1)]
    assert opened(session, "pipe", "new") == ["new.r", "new.w"]


@pytest.mark.parametrize("kind", ["tcp-listener", "udp"])
def test_04_an_address_of_another_machine_and_one_that_is_none(one: Session, kind: str) -> None:
    away, none = (refusal_of_open(one, kind, host=host, port=0) for host in ("198.51.100.1", "999.1.1.1"))
    assert (away.type, away.errno, away.by) == ("OSError", errno.EADDRNOTAVAIL, "python")
    assert (none.type, none.by) == ("gaierror", "python")
    assert none.errno in (socket.EAI_NONAME, socket.EAI_AGAIN)  # without a network nobody is there who could be asked
    assert len(one.world.objects) == 0


def test_05_a_privileged_port() -> None:
    """Refused in the words of any other permission, and explained."""
    lowest = Path("/proc/sys/net/ipv4/ip_unprivileged_port_start")
    if lowest.exists() and int(lowest.read_text()) <= 80:
        pytest.skip("here anyone may listen on port 80")
    said = python_as_nobody(f"""
from selcore.values import commands as c
from selcore.session.session import Session
session = Session()
session.apply(c.Open(kind="tcp-listener", name="free"))
{BECOME}
said = session.apply(c.Open(kind="tcp-listener", name="web", options={{"port": 80}}))
print(said.type, said.message, said.by, len(session.world.objects), said.hint, sep="; ")
session.close()
""")
    assert said.startswith("PermissionError; [Errno 13] Permission denied; python; 1; ports below 1024 are for")


@pytest.mark.parametrize("kind", ["text-file", "binary-file", "directory", "device"])
def test_06_a_path_that_cannot_be_opened(one: Session, tmp_path: Path, kind: str) -> None:
    """The path and the reason are told, and nothing stays open."""
    (tmp_path / "file").write_text("")
    (tmp_path / "loop").symlink_to("loop")
    cases = {
        str(tmp_path / "none"): errno.ENOENT,
        str(tmp_path / "file" / "below"): errno.ENOTDIR,
        str(tmp_path / "loop"): errno.ELOOP,
        str(tmp_path / ("x" * 300)): errno.ENAMETOOLONG,
        "a\0b": None,
    }
    if kind != "directory":
        cases[str(tmp_path)] = errno.EISDIR
    before = open_descriptors()
    for path, number in cases.items():
        said = refusal_of_open(one, kind, path=path)
        assert (said.errno, said.by) == (number, "python"), path
        assert said.message.endswith(f"'{path}'") or "embedded null" in said.message
    assert open_descriptors() == before and len(one.world.objects) == 0


def test_06_a_path_that_somebody_else_may_open(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("")
    secret.chmod(HIDDEN)
    (tmp_path / "closed").mkdir(mode=HIDDEN)
    said = python_as_nobody(f"""
import tempfile
from selcore.values import commands as c
from selcore.session.session import Session
tempfile.tempdir = {str(tmp_path)!r}  # what root made there nobody cannot remove
session = Session()
for kind in ("text-file", "directory"):
    session.apply(c.Open(kind=kind, name=kind))
{BECOME}
for kind, path in (("text-file", {str(secret)!r}), ("directory", {str(tmp_path / "closed")!r})):
    said = session.apply(c.Open(kind=kind, name="it", options={{"path": path}}))
    print(said.errno, path in said.message, said.by)
session.close()
""")
    assert said.splitlines() == [f"{errno.EACCES} True python"] * 2


@pytest.mark.parametrize("kind", ["unix-listener", "unix-client"])
def test_07_an_error_without_a_number_shows_none(kind: str) -> None:
    long = {"do": "open", "kind": kind, "name": "it", "options": {"path": "/tmp/" + "x" * 200}}
    experiment = parse(recipe(long))
    (line,) = Player(experiment).play()
    assert line["error"]["type"] == "OSError" and line["error"]["message"] == "AF_UNIX path too long"
    head, reason = TextReporter(experiment).of(line).splitlines()
    assert reason.strip() == "OSError: AF_UNIX path too long"
    assert "None" not in head + reason and "Errno None" not in json.dumps(line)


TYPOS = {
    "4": "'4' (character 1)",
    "4 8": "'4' (character 1)",
    "48 4": "'4' (character 4)",
    "0x48": "'x' (character 2)",
    "48,65": "',' (character 3)",
    "4O": "'O' (character 2)",
    "48h": "'h' (character 3)",
    "４８": "'４' (character 1)",
}


@pytest.mark.parametrize("digits", TYPOS)
def test_09_a_slip_in_hexadecimal_has_its_place_and_sends_nothing(one: Session, digits: str) -> None:
    opened(one, "socketpair", "pair")
    said = refused(one, c.Send(name="pair.a", hex=digits))
    assert (said.type, said.by) == ("BadHex", "playground") and TYPOS[digits] in said.message
    assert one.world.find("pair.a").sent == 0 and refused(one, c.Receive(name="pair.b")).type == "BlockingIOError"


def test_09_blanks_between_pairs_and_nothing_at_all_are_no_slip(one: Session) -> None:
    opened(one, "socketpair", "pair")
    for digits, size in (("", 0), ("48 65\n6c\t6C 6f", 5)):
        assert done(one, c.Send(name="pair.a", hex=digits)) == {"sent": size}


COMERS = 2000


def test_13_thousands_of_connections(session: Session) -> None:
    """Each is served and counted; of those that have gone a thousand rows are kept."""
    room = resource.getrlimit(resource.RLIMIT_NOFILE)
    at_once = min(500, (room[0] - 200) // 3)
    if session.world.main.backend.id == "select":
        at_once = min(at_once, 300)  # its numbers end at 1023
    opened(session, "tcp-listener", "server", backlog=at_once)
    watch(session, "server", "read", callback="accept", then="drain")
    here = session.world.find("server").obj.getsockname()
    came = 0
    while came < COMERS:
        clients = [socket.create_connection(here) for _ in range(min(at_once, COMERS - came))]
        came += len(clients)
        while session.world.find("server").accepted < came:
            called(session)
        assert len(session.world.registry) == len(clients) + 1
        for client in clients:
            client.close()
        while len(session.world.registry) > 1:
            called(session)
    assert session.world.find("server").accepted == COMERS
    assert session.world.objects.forgotten == COMERS - 1000 and len(session.world.objects) == 1001


def test_19_what_is_always_ready_is_one_row_that_grows(session: Session) -> None:
    listener = Listener()
    session.owner = listener
    opened(session, "socketpair", "pair")
    watch(session, "pair.a", "write")
    assert looped(session, calls=5000, timeout=None).results == 5000
    assert [count for _, count in listener.rows()] == [5000]
    assert listener.spins[0] == ("pair.a",)


WALL = {"time", "time_ns", "clock_gettime", "localtime", "gmtime", "ctime", "strftime"}
DISPLAY = {
    Path("ui/history/actions.py"),
    Path("ui/recording/actions.py"),
    Path("ui/unsaved/actions.py"),
    Path("selcore/recording/making.py"),
    Path("selcore/programs/watched_program.py"),  # beside the times of files
}
"""Where the clock on the wall is looked at: to be read or compared with a file's time, never to measure."""


def looks_at_the_wall(node: ast.AST) -> bool:
    if isinstance(node, ast.ImportFrom):
        return node.module == "datetime" or (node.module == "time" and bool(WALL & {one.name for one in node.names}))
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return node.value.id == "time" and node.attr in WALL
    return isinstance(node, ast.Import) and any(one.name == "datetime" for one in node.names)


def test_20_intervals_are_measured_with_a_clock_that_nobody_sets() -> None:
    paths = [path for room in ("selcore", "ui", "playground") for path in (ROOT / room).rglob("*.py")]
    near = [path for path in paths if re.search(rb"\btime\.|from time|datetime", path.read_bytes())]
    found = {path for path in near if any(map(looks_at_the_wall, ast.walk(ast.parse(path.read_bytes()))))}
    assert {path.relative_to(ROOT) for path in found} == DISPLAY


def test_20_a_call_takes_as_long_as_before_when_the_clock_is_set(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    jumps = iter(range(10**6))
    monkeypatch.setattr("time.time", lambda: -1e9 * next(jumps))
    monkeypatch.setattr("time.time_ns", lambda: -(10**18) * next(jumps))
    assert 0.02 <= called(session, 0.02).waited < 60
    assert looped(session, seconds=0.02, timeout=0.001).bounded_by == "seconds"


FULL = """
import os, sys
folder = sys.argv[1]
sys.path.insert(0, sys.argv[2])
from selcore.files.atomic_file import write_whole
path = os.path.join(folder, "experiment.json")
write_whole(path, b"old")
try:
    write_whole(path, b"new" * 100_000)
except OSError as error:
    print(error)
print(open(path).read(), os.listdir(folder))
"""


def test_22_a_full_disk_keeps_the_old_file_and_says_what_is_missing(tmp_path: Path) -> None:
    arguments = [*small_disk(tmp_path, "64k"), sys.executable, "-c", FULL, str(tmp_path), str(ROOT)]
    ran = subprocess.run(arguments, capture_output=True, text=True, timeout=50)
    said, left = ran.stdout.splitlines()
    assert said.startswith("[Errno 28] No space left on device; ")
    assert said.endswith(f" of 300,000 bytes found no room: '{tmp_path}/experiment.json'")
    assert left == "old ['experiment.json']"
