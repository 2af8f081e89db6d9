"""What each command does to the world, one function a verb. What is said of each stands in ``selcore/verbs``."""

from collections.abc import Callable
from typing import Any

from ...values import commands as c
from ...values.outcomes import Outcome
from . import binding, data, keys, naming, opening, processes, signals, sockets

VERBS: dict[type, Callable[[Any, Any], Outcome]] = {
    c.Open: opening.open_objects,
    c.Close: opening.close,
    c.Accept: opening.accept,
    c.Register: keys.register,
    c.Modify: keys.modify,
    c.Unregister: keys.unregister,
    c.GetKey: keys.get_key,
    c.GetMap: keys.get_map,
    c.Reset: opening.reset,
    c.Detach: sockets.detach,
    c.SoError: sockets.so_error,
    c.ReadLine: data.read_line,
    c.Wait: processes.wait,
    c.Kill: processes.kill,
    c.Stop: processes.stop,
    c.Continue: processes.go_on,
    c.Connect: sockets.connect,
    c.Bind: binding.bind,
    c.Listen: binding.listen,
    c.Set: sockets.set_option,
    c.Signal: signals.signal_,
    c.Rename: naming.rename,
    c.UseBackend: keys.use_backend,
    c.CloseSelector: keys.close_selector,
    c.Send: data.send,
    c.Receive: data.receive,
    c.Fill: data.fill,
    c.Drain: data.drain,
    c.Shutdown: data.shutdown,
    c.Note: data.note,
}
"""``(world, command) -> outcome``."""
