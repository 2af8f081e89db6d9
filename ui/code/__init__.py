"""What was done as Python, line beside action: it follows while it is in sight, and costs nothing while it is not."""
