"""A recipe: its file, the checks before anything is opened, what it asks for, and how a session becomes one."""
