"""The core of Selector Playground: everything the program knows about readiness. It imports no Qt."""
