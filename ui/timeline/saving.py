"""The timeline as a picture for a file: PNG at twice its size, SVG as lines that can be enlarged."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgGenerator

from .painter import Drawing, Scene
from .style import Paints
from .timeline import Timeline
from .words import tr

SCALE = 2


def as_png(view: Timeline) -> bytes:
    """What is in sight, without what the pointer does."""
    scene = _scene(view)
    image = QImage(scene.width * SCALE, scene.height * SCALE, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(SCALE)
    painter = QPainter(image)
    Drawing(Paints(view.palette()), view.sizes, SCALE).draw(painter, scene)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def as_svg(view: Timeline) -> bytes:
    """The same, drawn."""
    scene, data = _scene(view), QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    made = QSvgGenerator()
    made.setOutputDevice(buffer)
    made.setSize(QSize(scene.width, scene.height))
    made.setViewBox(QRect(0, 0, scene.width, scene.height))
    made.setTitle(tr("timeline"))
    painter = QPainter(made)
    Drawing(Paints(view.palette()), view.sizes).draw(painter, scene, as_lines=True)
    painter.end()
    buffer.close()
    return bytes(data.data())


def picture(view: Timeline, suffix: str) -> bytes:
    """For a file of that suffix. Raises ValueError where it is neither .png nor .svg."""
    made = {".png": as_png, ".svg": as_svg}.get(suffix.lower())
    if made is None:
        raise ValueError(tr("the name must end in .png or .svg"))
    return made(view)


def _scene(view: Timeline) -> Scene:
    scene = view.scene()
    scene.hover, scene.focused = None, False
    # No empty ground beneath the last lane; a difference that is measured stands there.
    sizes, measured = view.sizes, scene.anchor is not None
    scene.height = sizes.axis + len(scene.lanes) * sizes.lane + (sizes.plate + 7 if measured else 4)
    return scene
