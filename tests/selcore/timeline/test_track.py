"""What a window of time holds is what a brute look at every segment finds: none is lost, no pixel is invented."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selcore.timeline.track import Segment, Track
from tests.examples import examples

KINDS = st.integers(0, 28)


def segments_of(track: Track) -> list[Segment]:
    return [track[place] for place in track.within(-(1 << 62), 1 << 62)]


@st.composite
def lives(draw: st.DrawFn) -> tuple[Track, list[Segment]]:
    """A track that was filled by ones and by blocks, trimmed and grown, and what it should hold."""
    track, kept, at = Track(), list[Segment](), draw(st.integers(0, 1000))
    for number, how in enumerate(draw(st.lists(st.sampled_from(["add", "block", "open", "forget"]), max_size=12))):
        many = draw(st.integers(1, 40)) if how == "block" else 1
        gaps = draw(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 50), KINDS), min_size=many, max_size=many))
        made = []
        for gap, length, kind in gaps:
            made.append(Segment(at + gap, at + gap + length, kind, number))
            at += gap + length
        if how == "forget":
            before = draw(st.integers(0, at))
            gone = [one for one in kept if one.end <= before]
            assert track.forget(before) == len(gone)
            kept = kept[len(gone) :]
            continue
        if how == "add":
            track.add(*made[0][:4])
        elif how == "open":
            start, end, kind, serial = made[0][:4]
            track.begin(start, draw(KINDS), serial)
            track.grow(start + 1)
            track.close(end, kind)
        else:
            columns = np.array(made, np.int64).T
            track.extend(columns[0], columns[1], columns[2].astype(np.uint8), columns[3])
        kept += made
    return track, kept


def brute(kept: list[Segment], edges: list[int]) -> list[tuple[int, int, float]]:
    """Kinds, how many, and the part that is covered, of each pixel."""
    found = []
    for left, right in zip(edges, edges[1:], strict=False):
        touching = [one for one in kept if one.start < right and one.end > left]
        kinds = 0
        for one in touching:
            kinds |= 1 << one.kind
        covered = sum(min(one.end, right) - max(one.start, left) for one in touching)
        found.append((kinds, len(touching), covered / (right - left)))
    return found


@settings(max_examples=examples(100))
@given(lives(), st.integers(-50, 2500), st.integers(1, 1500), st.integers(1, 60))
def test_each_pixel_holds_what_touches_it(life: Any, since: int, length: int, pixels: int) -> None:
    track, kept = life
    pixels = min(pixels, length)
    edges = [since + length * n // pixels for n in range(pixels + 1)]
    assert segments_of(track) == kept
    strip = track.visible(np.array(edges, np.int64))
    wanted = brute(kept, edges)
    if strip is None:
        assert not any(many for _, many, _ in wanted)
        return
    assert [(int(kinds), int(many)) for kinds, many in zip(strip.kinds, strip.many, strict=True)] == [
        (kinds, many) for kinds, many, _ in wanted
    ]
    assert strip.cover.tolist() == pytest.approx([cover for _, _, cover in wanted], abs=1e-6)
    for place, (_, many, _), left, right in zip(strip.alone.tolist(), wanted, edges, edges[1:], strict=False):
        if many == 1:
            assert track[place].start < right and track[place].end > left
        else:
            assert place == -1


@settings(max_examples=examples(60))
@given(lives(), st.integers(-50, 2500), st.integers(60, 1500))
def test_runs_are_the_same_pixels_put_together(life: Any, since: int, length: int) -> None:
    track, _ = life
    strip = track.visible(np.linspace(since, since + length, 61).astype(np.int64))
    painted = np.zeros(60, np.uint32)
    for run in strip.runs() if strip is not None else ():
        assert not painted[run.left : run.right].any()
        painted[run.left : run.right] = run.kinds
    assert painted.tolist() == (strip.kinds.tolist() if strip is not None else [0] * 60)


def test_a_window_of_millions_looks_at_few() -> None:
    """The columns are only searched and gathered from: nothing is copied that is as long as they are."""
    track, many = Track(), 300_000
    starts = np.arange(many, dtype=np.int64) * 10
    track.extend(starts, starts + 5, np.full(many, 21, np.uint8), starts)
    strip = track.visible(np.linspace(0, many * 10, 1001).astype(np.int64))
    assert strip is not None
    assert strip.many.sum() == many
    assert strip.cover.tolist() == pytest.approx([0.5] * 1000, abs=0.01)


def test_time_never_goes_back() -> None:
    """Clocks of different facts may overlap by a little: what comes later begins where the one before ended."""
    track = Track()
    track.add(100, 200, 1)
    track.add(150, 180, 2)
    track.extend(np.array([170, 190]), np.array([195, 260]), np.array([3, 4], np.uint8), np.array([0, 0]))
    assert [(one.start, one.end) for one in segments_of(track)] == [(100, 200), (200, 201), (201, 202), (202, 260)]


def test_an_open_segment_lasts_until_it_is_told_otherwise() -> None:
    track = Track()
    track.begin(100, 4, 7)
    track.grow(500)
    assert track[track.place] == Segment(100, 500, 4, 7)
    assert track.forget(1000) == 0  # it may still go on
    track.grow(900, kind=2, count=53_211)
    track.close(950)
    assert track[track.place] == Segment(100, 950, 2, 7, 53_211)
    track.close(2000)
    assert track.last == 950
    assert track.spent(0, 525) == 425


def test_places_outlive_what_is_forgotten() -> None:
    track = Track()
    for n in range(100):
        track.add(n * 10, n * 10 + 5, n % 3, n)
    place = track.within(905, 910)[0] if track.within(905, 910) else track.place - 9
    segment = track[place]
    track.forget(800)
    assert track[place] == segment
    with pytest.raises(IndexError):
        track[3]
    assert track.find(40) is None
    assert track.find(95) == track[95]
    assert track.before(951) == track[95] and track.after(950) == track[96]


def test_memory_is_given_back() -> None:
    track, many = Track(), 100_000
    starts = np.arange(many, dtype=np.int64) * 10
    track.extend(starts, starts + 5, np.full(many, 21, np.uint8), starts)
    before = track.nbytes
    track.forget(many * 10 - 100)
    assert len(track) < 20 and track.nbytes < before / 100


@settings(max_examples=examples(100))
@given(st.lists(st.tuples(st.integers(1, 60), st.integers(0, 60)), min_size=5, max_size=60))
def test_what_comes_and_goes_takes_no_more_room(rounds: list[tuple[int, int]]) -> None:
    track, kept, at = Track(), list[Segment](), 0
    for more, gone in rounds * 4:
        made = [Segment(at + n, at + n + 1, n % 3, at + n) for n in range(more)]
        columns = np.array([one[:4] for one in made], np.int64).T
        track.extend(columns[0], columns[1], columns[2].astype(np.uint8), columns[3])
        at, kept = at + more, kept + made
        kept = kept[min(gone, max(len(kept) - 100, 0)) :][-200:]
        track.forget(kept[0].start)
        assert segments_of(track) == kept
        assert track.find(kept[-1].serial) == kept[-1] and track[track.place] == kept[-1]
        assert track.nbytes < 60 * (4 * len(kept) + 64)
