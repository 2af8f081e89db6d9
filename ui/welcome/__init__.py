"""An empty window: what can be begun with, and what was opened before."""
