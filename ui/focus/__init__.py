"""Where the keyboard is: one sees it, Tab reaches only what is in sight, and a key goes from panel to panel."""
