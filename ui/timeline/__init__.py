"""When what happened: a lane for the worker and one for each file object."""
