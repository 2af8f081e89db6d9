"""What each panel, each column and each field means: one table of words beside the glossary, shown where one asks."""
