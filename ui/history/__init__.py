"""What ``select()`` returned, row by row: the list, its filter, finding and copying."""
