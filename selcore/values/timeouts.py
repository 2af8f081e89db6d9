"""Timeouts as JSON can say them."""

import math

from .commands import Timeout


def timeout_value(timeout: Timeout) -> Timeout:
    """The timeout as JSON can say it: nan and the infinities by name."""
    if isinstance(timeout, float) and not math.isfinite(timeout):
        return "nan" if math.isnan(timeout) else "inf" if timeout > 0 else "-inf"
    return timeout
