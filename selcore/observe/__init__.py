"""Looks at descriptors and at what the kernel watches, without disturbing them: no SO_ERROR, no peek."""
