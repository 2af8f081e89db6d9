"""Why something was ready or was refused, beside the facts."""
