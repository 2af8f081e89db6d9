"""What a session counts from its first call to its last."""


class Counters:
    """Exact numbers that other threads may read. ``received`` and ``sent`` are in bytes, ``cpu`` in seconds."""

    def __init__(self) -> None:
        self.calls = self.results = self.received = self.sent = 0
        self.cpu = 0.0
