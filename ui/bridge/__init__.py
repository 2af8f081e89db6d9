"""The only crossing to the worker: requests out, batches in, at most once a frame."""
