"""An experiment as the list of its commands: what came of each, which is the next, and how it is played on."""
