"""select(2): descriptors by number, below FD_SETSIZE; it tells readable and writable and no flags."""

from .base import Backend

SELECT = Backend("select", "SelectSelector", "select", "every system")
