"""The cost of one call by number of descriptors."""
