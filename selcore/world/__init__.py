"""What is open and what is registered, and what each verb does to it. No ``select()`` is called here."""
