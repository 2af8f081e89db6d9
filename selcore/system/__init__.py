"""What the operating system is asked for and made to do; nothing here knows a file object or a selector."""
