"""The file objects: the list, its ticks, what is sent to them and received."""
