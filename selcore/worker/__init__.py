"""The thread that owns a session, its bounded queues, and the watchdog that ends calls that block too long."""
