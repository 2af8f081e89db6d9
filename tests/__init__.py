"""The tests, in rooms as what they test: ``selcore/world/objects.py`` has ``tests/selcore/world/test_objects.py``."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
"""The checkout."""
