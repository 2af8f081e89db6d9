"""An experiment played without a window, and the lines that ``run --json`` prints of it."""
