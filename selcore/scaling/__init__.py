"""What one ``select()`` costs as descriptors grow: measured on this machine, in a process of its own."""
