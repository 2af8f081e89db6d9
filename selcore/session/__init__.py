"""The one state machine, ``apply(command) -> outcome``: one call, or a run of calls. No threads here."""
