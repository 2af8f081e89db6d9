"""What was done and no file has: kept beside the window while it goes on, and offered when its program was killed."""
