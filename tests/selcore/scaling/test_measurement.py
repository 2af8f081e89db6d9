"""The process that measures, from outside: its lines, its end, and that nothing of it is left."""

import json
import os
import subprocess
import sys
import threading

import pytest

from selcore.scaling import measurement
from selcore.scaling.limits import backends_here
from selcore.scaling.measurement import Measurement
from selcore.scaling.values import ScalingReport
from selcore.scaling.words import of_stop
from selcore.system.descriptors import AT_START

PATIENCE = 20.0


def finished(one: Measurement) -> ScalingReport:
    report = ScalingReport()
    assert one.wait(PATIENCE)
    for line in one.take():
        report.fold(line)
    one.cancel()
    return report


def test_it_measures_every_class_that_is_here() -> None:
    news = threading.Event()
    one = Measurement(most=3, seconds=0.01, notify=news.set)
    one.start()
    report = finished(one)
    assert news.is_set() and one.trouble is None and not one.cancelled and one.said == ""
    assert {point.backend for point in report.points} == set(backends_here())
    assert report.why in ("all", "time")
    assert report.limit.was == (None if AT_START is None else AT_START[0])


@pytest.mark.skipif(sys.platform == "win32", reason="select there has no limit of numbers")
def test_select_ends_at_the_number_1024_and_says_so_in_its_own_words() -> None:
    news, report = threading.Event(), ScalingReport()
    one = Measurement(["select"], most=1100, seconds=600, notify=news.set)
    one.start()
    while not report.stops and not report.why:
        assert news.wait(PATIENCE)
        news.clear()
        for line in one.take():
            report.fold(line)
    one.cancel()
    if report.why == "refused":
        pytest.skip("the hard limit is below 1,100 descriptors")
    (stop,) = report.stops
    assert (stop.fd, stop.error.type) == (1024, "ValueError")
    assert stop.error.message == "filedescriptor out of range in select()"
    assert 1000 < stop.descriptors < 1024
    assert "not how many are watched" in str(of_stop(stop))


def test_cancelled_it_is_reaped_and_what_it_told_stays() -> None:
    first = threading.Event()
    one = Measurement(most=20_000, seconds=600, notify=first.set)
    one.start()
    assert first.wait(PATIENCE)
    one.cancel()
    one.cancel()
    assert one.ended and one.cancelled and one.trouble is None
    assert one.take()[0]["is"] == "begin"
    process = one._process
    assert process is not None and process.returncode is not None


def test_it_may_be_cancelled_before_it_was_started() -> None:
    Measurement().cancel()


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("import sys; sys.exit('out of order')", "its process ended with status 1: out of order"),
        ("print('hello')", "its process printed something that is not a measurement"),
        ("print('[]')", "its process printed something that is not a measurement"),
        pytest.param(
            "import os; os.kill(os.getpid(), 9)",
            "its process was ended by SIGKILL",
            marks=pytest.mark.skipif(os.name != "posix", reason="POSIX signals"),
        ),
    ],
)
def test_a_process_that_fails_says_why(
    code: str, words: str, tmp_path: os.PathLike[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    program = os.path.join(tmp_path, "broken.py")  # noqa: PTH118
    with open(program, "w") as file:  # noqa: PTH123
        file.write(code)
    monkeypatch.setattr(measurement, "PROGRAM", program)
    one = Measurement()
    one.start()
    finished(one)
    assert str(one.trouble) == words


def test_it_ends_by_itself_where_nobody_reads() -> None:
    asked = json.dumps({"classes": {"select": "SelectSelector"}, "most": 10, "seconds": 600})
    command = [sys.executable, "-I", "-S", str(measurement.PROGRAM), asked]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(PATIENCE) == 1
