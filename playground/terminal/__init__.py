"""What the calls of the command line do in a terminal: follow what goes on, print it, end at a signal. No Qt here."""
