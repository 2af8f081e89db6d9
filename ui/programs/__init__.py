"""A program of somebody's, run and watched: its form, what it prints, how it is, and how it is ended."""
