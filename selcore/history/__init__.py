"""What happened, as rows in a ring of numbers: batches are folded in, a row is made when it is asked for."""
