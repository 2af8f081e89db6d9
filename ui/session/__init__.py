"""The session as a document: how one begins, where its commands came from, how it is opened, saved and left."""
