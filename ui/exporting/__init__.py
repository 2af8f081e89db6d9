"""What is shown becomes a file or a text for others: what is chosen in a dialog, made on a thread that writes files."""
