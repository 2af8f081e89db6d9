"""Files are read and written on threads of their own: the window's never waits for a disk."""
