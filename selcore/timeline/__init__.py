"""What happened, as segments in columns with running sums: a window of time costs O(pixels · log n).

Only ``feed`` and ``plotter`` know facts.
"""
