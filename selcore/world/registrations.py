"""A selector and the names of what is registered in it. The selector's map is authoritative; the names are ours."""

import selectors
from collections.abc import Callable as Function
from collections.abc import Iterator
from typing import Any

from ..callbacks import Callback, find_callback
from ..kinds.file_object import FileObject


class Registry:
    """Passes on to the selector what is asked, unchanged, and remembers the name of each descriptor.

    ``version`` changes whenever the registrations may have; ``dropped(name)`` is called for each that is no more.
    While a call is woken, ``earlier`` keeps of each descriptor that changes the mask that it had when the call began, 0
    for none; otherwise it is None. With ``pinned`` set, ``names`` as it is now stays as it is: the next change is made
    to a copy. ``usual`` is for what a run remembers of descriptors; a change empties it.
    """

    def __init__(self, selector: Any, dropped: Function[[str], None] = lambda name: None):
        self.selector = selector
        self._dropped = dropped
        self.names: dict[int, str] = {}
        self._fds: dict[str, int] = {}
        self._asked: dict[str, int] = {}
        self.version = 0
        self.pinned = False
        self.usual: dict[int, Any] = {}
        self.earlier: dict[int, int] | None = None

    def register(self, this: FileObject, events: Any, data: Any) -> selectors.SelectorKey:
        """``selector.register``. Raises what it raises."""
        key: selectors.SelectorKey = self.selector.register(this.obj, events, data)
        self._was(key.fd, 0)
        this.look_at_mode()
        self._remember(this.name, key)
        return key

    def modify(self, this: FileObject, events: Any, data: Any) -> selectors.SelectorKey:
        """``selector.modify``. Raises what it raises; the key may be lost then (SelectSelector unregisters first)."""
        old = self._present(this) if self.earlier is not None else None
        try:
            key: selectors.SelectorKey = self.selector.modify(this.obj, events, data)
        except Exception:
            self._compare()
            raise
        finally:
            if old is not None:
                self._was(old.fd, old.events)
        # A closed object may still be registered under this number: then poll and epoll change its key, not ours.
        self._remember(this.name if key.fileobj is this.obj else self.names.get(key.fd, this.name), key)
        return key

    def rewatch(self, this: FileObject, mask: int) -> None:
        """Change only the mask, for a callback. What the user asked for (``seen``) is unchanged."""
        key = self.selector.get_key(this.obj)
        if key.events != mask:
            self._was(key.fd, key.events)
            self.selector.modify(this.obj, mask, key.data)
            self.version += 1
            self.usual.clear()

    def put(self, this: FileObject, mask: int, data: Any) -> None:
        """Watch it for this mask with this data, for a callback; 0: not now. Raises what selectors raise."""
        key = self.key_of(this.name)
        if not mask:
            if key is not None:
                self.unregister(this)
        elif key is None:
            self.register(this, mask, data)
        elif key.events != mask or key.data is not data:
            self._was(key.fd, key.events)
            self.selector.modify(this.obj, mask, data)
            self.version += 1
            self.usual.clear()

    def unregister(self, this: FileObject) -> tuple[str, selectors.SelectorKey]:
        """``selector.unregister``. Returns the owner's name and the key; the owner may be a closed object.

        Raises what it raises.
        """
        key: selectors.SelectorKey = self.selector.unregister(this.obj)
        self._was(key.fd, key.events)
        name = self.names.get(key.fd, this.name)
        self._forget(key.fd)
        return name, key

    def _was(self, fd: int, mask: int) -> None:
        if self.earlier is not None:
            self.earlier.setdefault(fd, mask)

    def _present(self, this: FileObject) -> selectors.SelectorKey | None:
        try:
            key: selectors.SelectorKey = self.selector.get_key(this.obj)
        except (KeyError, ValueError, RuntimeError):
            return None
        return key

    def key_of(self, name: str) -> selectors.SelectorKey | None:
        """The key registered under this name, if there is one."""
        selector_map = self.selector.get_map()
        fd = self._fds.get(name)
        if fd is None or not selector_map:
            return None
        try:
            key: selectors.SelectorKey = selector_map[fd]
        except KeyError:
            return None
        return key

    def keys(self) -> list[selectors.SelectorKey]:
        """All keys, in the order of the selector's map."""
        return list(self.each())

    def each(self) -> Iterator[selectors.SelectorKey]:
        """The keys one by one, for who does not need all: each costs a look into the map."""
        selector_map = self.selector.get_map()
        yield from selector_map.values() if selector_map else ()

    def __len__(self) -> int:
        return len(self.selector.get_map() or ())

    def seen(self, name: str) -> tuple[int | None, int | None, str, dict[str, Any], Any]:
        """The mask asked for, the mask registered, the callback's id and options, and the data that is no callback.

        None and empty if it is not registered.
        """
        key = self.key_of(name)
        if key is None:
            return None, None, "", {}, None
        options = key.data.values if isinstance(key.data, Callback) else {}
        return self._asked.get(name, key.events), key.events, callback_id(key.data), options, value_of(key.data)

    def rename(self, names: dict[str, str]) -> None:
        """Rename registered objects."""
        self.names = {fd: names.get(name, name) for fd, name in self.names.items()}
        self._fds = {names.get(name, name): fd for name, fd in self._fds.items()}
        self._asked = {names.get(name, name): mask for name, mask in self._asked.items()}

    def exchange(self, selector: Any) -> list[tuple[str, Exception]]:
        """Move every registration to another selector and close the old one. Returns the refused names and errors."""
        old, refused = self.selector, []
        keys, names, asked = self.keys(), dict(self.names), dict(self._asked)
        self.selector = selector
        self.names, self._fds, self._asked = {}, {}, {}
        for key in keys:
            name = names[key.fd]
            try:
                new = selector.register(key.fileobj, key.events, key.data)
            except Exception as error:
                refused.append((name, error))
            else:
                self._remember(name, new, asked.get(name))
        old.close()
        for name, _ in refused:
            self._dropped(name)
        return refused

    def close(self) -> None:
        """Close the selector and forget all registrations."""
        self.selector.close()
        for fd in list(self.names):
            self._forget(fd)

    def _remember(self, name: str, key: selectors.SelectorKey, asked: int | None = None) -> None:
        self.version += 1
        self._unpin()
        if self.names.get(key.fd, name) != name:
            self._forget(key.fd)
        self.names[key.fd] = name
        self._fds[name] = key.fd
        self._asked[name] = key.events if asked is None else asked

    def _forget(self, fd: int) -> None:
        self.version += 1
        self._unpin()
        name = self.names.pop(fd, "")
        self._fds.pop(name, None)
        self._asked.pop(name, None)
        if name:
            self._dropped(name)

    def _unpin(self) -> None:
        self.usual.clear()
        if self.pinned:
            self.names, self.pinned = dict(self.names), False

    def _compare(self) -> None:
        """Forget the keys that a failed change has removed from the map."""
        selector_map = self.selector.get_map()
        for fd in [] if selector_map is None else [fd for fd in self.names if fd not in selector_map]:
            self._forget(fd)


def callback_id(data: Any) -> str:
    return data.told() if isinstance(data, Callback) else "none"


def value_of(data: Any) -> Any:
    """A key's data where that is a value; None where it is a callback."""
    return data.value() if isinstance(data, Callback) else data


def make_callback(id: str, options: dict[str, Any], asked: Any) -> Callback | None:
    """The callback of that id, to be the key's ``data``; None for the id ``none``."""
    found = find_callback(id)
    if found is None or id == "none":
        return None
    return found(options, asked if isinstance(asked, int) else 0)
