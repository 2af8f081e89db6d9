"""The session as a document: saved, opened, replayed; never lost or opened without a question."""

import json
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QFileDialog

from selcore.experiment.file import FORMAT, Experiment, load, save
from selcore.values.commands import Open, Select
from tests.ui.user import User


def test_what_was_done_can_be_saved_and_played_again(
    user: User, tmp_path: Path, open_window: Callable[..., User]
) -> None:
    user.do("scenario.pair")
    user.do("call.step")
    user.wait_for("waiting")
    user.select("pair.b")
    user.type("send", "hello")
    user.do("fileobject.send")
    user.wait_for("idle")
    user.settle()
    assert user.window.isWindowModified()
    target = tmp_path / "hello.json"
    assert user.save(target)
    assert not user.window.isWindowModified()
    saved = json.loads(target.read_text())
    assert [command["do"] for command in saved["commands"]] == ["open", "register", "select"]
    assert saved["commands"][2]["during"] == [{"do": "send", "name": "pair.b", "text": "hello"}]
    again = open_window(experiment=target)
    again.wait_until(lambda: again.results() == [("pair.a", ["read"])])
    again.settle()
    assert not again.window.isWindowModified()


def test_an_endless_run_is_saved_with_the_calls_it_made(user: User, tmp_path: Path) -> None:
    user.spin()
    user.do("loop.pause")
    user.wait_for("idle")
    user.settle()
    user.save(tmp_path / "run.json")
    last = load(tmp_path / "run.json").commands[-1]
    calls = sum(int(row["count"]) for row in user.rows() if row["returned"])
    assert getattr(last, "calls", None) == calls


@pytest.mark.parametrize(("answer", "names"), [("allow", ["far"]), ("cancel", [])])
def test_what_leaves_this_machine_is_asked_for_first(
    open_window: Callable[..., User], tmp_path: Path, answer: str, names: list[str]
) -> None:
    asked: list[str] = []
    listen = {"do": "open", "kind": "tcp-listener", "name": "far", "options": {"host": "0.0.0.0"}}
    path = tmp_path / "far.json"
    path.write_text(json.dumps({"format": "selector-playground-experiment", "version": 1, "commands": [listen]}))
    user = open_window(experiment=path, ask=lambda id, words, choices: asked.append(words) or answer)
    user.settle()
    assert "listens beyond this machine" in asked[0]
    assert user.names() == names


def test_closing_asks_before_something_is_lost_and_cancel_keeps_it(open_window: Callable[..., User]) -> None:
    answers = ["cancel", "discard"]
    user = open_window(ask=lambda id, words, choices: answers.pop(0))
    user.do("scenario.pair")
    assert not user.window.close()
    assert user.names() == ["pair.a", "pair.b"]
    assert user.window.close()
    assert answers == []


def test_a_full_disk_or_a_folder_that_is_not_there_is_said_and_the_session_stays(
    open_window: Callable[..., User], tmp_path: Path
) -> None:
    said: list[str] = []
    user = open_window(ask=lambda id, words, choices: said.append(words) or "discard")
    user.do("scenario.pair")
    assert not user.save(tmp_path / "no" / "such" / "place.json")
    assert "FileNotFoundError" in said[0]
    assert user.window.isWindowModified() and user.names()


def test_dropped_files_are_opened_and_a_dropped_experiment_is_played(user: User, tmp_path: Path) -> None:
    words = tmp_path / "words.txt"
    words.write_text("hello")
    user.window.handlers.dropping.drop([QUrl.fromLocalFile(str(words))])
    user.settle()
    assert user.object("file")["address"] == str(words)
    path = tmp_path / "pair.json"
    pair = {"do": "open", "kind": "socketpair", "name": "two"}
    path.write_text(json.dumps({"format": "selector-playground-experiment", "version": 1, "commands": [pair]}))
    user.window.handlers.dropping.drop([QUrl.fromLocalFile(str(path))])
    user.wait_until(lambda: user.names() == ["two.a", "two.b"])
    user.settle()


def test_what_was_saved_after_a_refusal_and_its_remedy_opens_again(
    user: User, taken_port: int, tmp_path: Path, open_window: Callable[..., User]
) -> None:
    user.do("scenario.echo")
    user.click("refusal.remedy")
    user.wait_until(lambda: "client" in user.names())
    user.settle()
    assert user.shown("client", "name") == "client"
    assert user.save(tmp_path / "port.selector.json")
    user.do("experiment.new")
    again = open_window(experiment=tmp_path / "port.selector.json")
    again.wait_until(lambda: len(again.rows()) == 4)
    assert again.names() == ["server", "client"]


def test_saving_while_a_run_goes_on_keeps_all_that_was_done(user: User, tmp_path: Path) -> None:
    user.spin()
    user.select("pair.a")
    user.type("send", "x")
    user.action("fileobject.send").trigger()
    user.wait_until(lambda: any("send" in str(row["command"]) for row in user.rows()))
    assert user.save(tmp_path / "going.json")
    assert user.window.property("state") in ("running", "spinning"), "it goes on"
    commands = json.loads((tmp_path / "going.json").read_text())["commands"]
    assert [command["do"] for command in commands] == ["open", "register", "modify", "run", "send", "run"]
    assert all(command["calls"] > 0 and "during" not in command for command in commands if command["do"] == "run")
    user.do("loop.pause")
    user.wait_for("idle")
    assert user.window.document.experiment().commands[-1].calls >= commands[-1]["calls"]  # type: ignore[union-attr]


def test_a_file_that_was_put_in_the_place_of_the_experiment_is_not_replaced(
    open_window: Callable[..., User], tmp_path: Path
) -> None:
    """In a folder that others write to, a link to any file of the user's may have its name by the time it is saved."""
    told: list[str] = []
    path, diary = tmp_path / "mail.selector.json", tmp_path / "diary"
    save(path, Experiment(format=FORMAT, version=1, commands=()))
    diary.write_text("mine")
    user = open_window(experiment=path, ask=lambda id, words, choices: told.append(words) or "discard")
    user.settle()
    user.do("scenario.pair")
    path.unlink()
    path.symlink_to(diary)
    user.do("experiment.save")
    assert told == [f"{path} is no longer an experiment. It was not replaced: choose another place."]
    assert diary.read_text() == "mine"
    user.find(QFileDialog, "experiment.target").reject()
    path.unlink()
    user.do("experiment.save")  # where nothing stands nothing is lost
    assert len(load(path).commands) == 2 and not user.window.isWindowModified()


def test_saving_in_the_middle_of_a_replay_keeps_the_whole_file(
    open_window: Callable[..., User], tmp_path: Path
) -> None:
    path = tmp_path / "long.json"
    commands = [
        {"do": "open", "kind": "socketpair", "name": "pair"},
        {"do": "register", "name": "pair.a", "events": ["read"]},
        {"do": "select", "timeout": None},
        {"do": "note", "text": "after"},
    ]
    path.write_text(json.dumps({"format": "selector-playground-experiment", "version": 1, "commands": commands}))
    user = open_window(experiment=path)
    user.wait_for("waiting")
    user.settle()
    user.do("experiment.save")
    assert [command["do"] for command in json.loads(path.read_text())["commands"]] == [
        "open",
        "register",
        "select",
        "note",
    ]


def test_pace_and_grouping_hold_in_a_new_session(user: User) -> None:
    user.do("history.group")
    user.do("loop.full-speed")
    user.do("experiment.new")
    user.do("scenario.pair")
    user.tick("pair.a", "write")
    user.action("loop.run").trigger()
    user.wait_until(lambda: user.history.model().rowCount() > 50)
    user.do("loop.pause")
    user.wait_for("idle")
    user.settle()
    assert set(user.column("count")) == {1}


def test_what_is_done_after_opening_an_empty_experiment_is_saved(
    open_window: Callable[..., User], tmp_path: Path
) -> None:
    file = tmp_path / "empty.selector.json"
    save(file, Experiment(format=FORMAT, version=1, commands=()))
    user = open_window(experiment=file)
    user.do("scenario.pair")
    user.do("experiment.save")
    assert [command.__struct_config__.tag for command in load(file).commands] == ["open", "register"]


def test_saved_in_the_middle_of_a_replay_what_the_user_did_is_still_unsaved(
    open_window: Callable[..., User], tmp_path: Path
) -> None:
    file = tmp_path / "waits.selector.json"
    pair = Open(kind="socketpair", name="pair")
    save(file, Experiment(format=FORMAT, version=1, commands=(pair, Select(timeout=None))))
    user = open_window(experiment=file)
    user.wait_for("waiting")
    user.do("fileobject.open.pipe")
    user.do("experiment.save")
    assert user.window.document.modified


def test_an_opening_that_was_refused_while_the_loop_ran_does_not_spoil_the_file(
    user: User, taken_port: int, tmp_path: Path
) -> None:
    user.do("scenario.echo-server")
    user.action("loop.run").trigger()
    user.wait_for("running")
    user.do("scenario.echo-server")
    user.do("loop.pause")
    user.wait_for("idle")
    user.settle()
    assert user.save(tmp_path / "one.json")
    load(tmp_path / "one.json")


def test_saving_says_what_came_from_outside(user: User, tmp_path: Path) -> None:
    user.do("fileobject.open.tcp-listener")
    server = user.object("server")
    host, port = server["address"].split(":")
    with socket.create_connection((host, int(port))):
        user.select("server")
        user.do("fileobject.accept")
        user.save(tmp_path / "one.json")
    assert "(1 connection)" in user.window.counts.currentMessage()


def test_an_experiment_that_asks_for_no_class_is_played_on_the_chosen_one(open_window: Callable[..., User]) -> None:
    user = open_window(ask=lambda id, words, choices: "discard")
    user.backend("poll")
    user.do("example.half-read")
    user.wait_until(lambda: user.window.bridge.state == "idle" and len(user.rows()) > 2)
    assert user.backend_shown() == "poll"
