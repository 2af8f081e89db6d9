"""What one call costs, by the number of descriptors."""
