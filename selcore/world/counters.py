"""What a session counts from its first call to its last."""


class Counters:
    """Plain numbers that other threads may read: each is exact. ``received``, ``sent``: bytes; ``cpu``: seconds."""

    def __init__(self) -> None:
        self.calls = self.results = self.received = self.sent = 0
        self.cpu = 0.0
