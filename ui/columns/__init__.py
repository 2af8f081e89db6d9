"""The columns of every table: as wide as what stands in them, chosen in the menu of the head, and explained there."""
