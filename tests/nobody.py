"""Somebody who may do little: root becomes nobody for it; anybody else is such a one already."""

BECOME = "os.geteuid() or (os.setgroups([]), os.setgid(65534), os.setuid(65534))"
"""A line for a process of its own, once it has imported what it needs: nobody may read a Python that lives in /root."""
HIDDEN = 0
"""The mode of what neither its owner nor anybody else may open; root alone is not asked."""
CLOSED = 0o555
"""The mode of a folder in which nobody may make anything."""
