"""Every decision of the assistant. No I/O, no clock, no randomness, no third-party import."""
