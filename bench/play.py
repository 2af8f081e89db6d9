"""An experiment that is opened in the window: 5,000 calls, each a command of its own, until all are shown."""

import os
from time import perf_counter

from selcore.experiment.file import Experiment
from selcore.values.commands import AnyCommand, Open, Register, Select

from .base import Figure
from .window import shown

COUNT = int(os.environ.get("BENCH_PLAY", "5000"))


def measure() -> list[Figure]:
    commands: list[AnyCommand] = [Open(kind="socketpair", name="pair"), Register(name="pair.a", events=("write",))]
    commands += [Select(timeout=0) for _ in range(COUNT)]
    experiment = Experiment(format="selector-playground-experiment", version=1, commands=tuple(commands))
    with shown() as on:
        on.frames.at.clear()
        start = perf_counter()
        on.window.handlers.experiments.open_experiment(experiment)
        on.until(lambda: on.store.totals.calls == COUNT and on.window.property("settled"))
        rate, gaps = COUNT / (perf_counter() - start), on.frames.gaps()
    detail = {"frames": len(gaps), "longest gap ms": round(max(gaps, default=0.0), 1)}
    return [Figure("play", "an opened experiment: select() commands in a second", rate, "1/s", 2000, detail=detail)]
