"""Commands, outcomes and needs in words and as Python; what is shown is never made of a stranger's template."""
