"""Conversations as tests: YAML in, passed or failed out."""
