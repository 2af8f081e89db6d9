"""Who has an address, as the kernel says: it is asked, or its tables are read. Nothing of a session is known here."""
