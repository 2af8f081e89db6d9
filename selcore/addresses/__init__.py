"""Who has an address, as the kernel tells: it is asked or its tables are read; nothing of the session is known here."""
