"""A saved picture shows what the window shows."""

import xml.etree.ElementTree as ET

import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QImage
from PySide6.QtSvg import QSvgRenderer

from tests.ui.timeline.seer import MS, SVG, Seer
from ui.timeline.saving import as_png, as_svg, picture


def test_pictures_are_what_they_say(seer: Seer) -> None:
    seer.view.anchor, seer.view.cursor_at = 1020 * MS, 1030 * MS
    image = QImage.fromData(as_png(seer.view))
    points = [(x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)]
    assert len({image.pixelColor(x, y).name() for x, y in points}) > 8
    root = ET.fromstring(as_svg(seer.view))
    words = [node.text or "" for node in root.iter(f"{SVG}text")]
    assert {"a", "b", "select()"} <= set(words)
    assert "10 ms · 100 Hz" in words
    assert not list(root.iter(f"{SVG}image"))  # lines, that can be enlarged
    assert QSvgRenderer(QByteArray(as_svg(seer.view))).isValid()
    assert len(picture(seer.view, ".SVG")) > 1000
    with pytest.raises(ValueError, match=r"\.png or \.svg"):
        picture(seer.view, ".pdf")
