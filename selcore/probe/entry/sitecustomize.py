"""The way in: Python's ``site`` imports this before the program; it starts the probe, then whoever it stands before.

It must be readable by every Python, since a child of the program may be an old one.
"""

# mypy: ignore-errors

import sys


def _enter():
    here = __file__.rpartition("/")[0]
    sys.path[:] = [folder for folder in sys.path if folder != here]
    sys.path_importer_cache.pop(here, None)
    if sys.version_info < (3, 9) or sys.implementation.name != "cpython":
        return
    importing, external = sys.modules["_frozen_importlib"], sys.modules["_frozen_importlib_external"]
    folder, name = here.rpartition("/")[0], "selector_playground_probe"
    spec = external.spec_from_file_location(name, folder + "/__init__.py", submodule_search_locations=[folder])
    sys.modules[name] = module = importing.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
        start = importing.__import__(name + ".start", None, None, ["start"])
        start.start()
    finally:
        for one in [one for one in sys.modules if one.partition(".")[0] == name]:
            del sys.modules[one]


if __name__ == "sitecustomize":
    try:
        _enter()
    except Exception:  # whatever is wrong here, the program is to run as if nobody watched
        pass
    del sys.modules[__name__]
    # The one that stands behind this; where there is none, `site` expects the ImportError.
    __import__(__name__)
