"""What the kernel itself watches, beside ``get_map()``."""
