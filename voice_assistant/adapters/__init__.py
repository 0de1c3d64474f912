"""Devices, engines and files: each satisfies a port by its shape. Only `wiring` chooses among them."""
