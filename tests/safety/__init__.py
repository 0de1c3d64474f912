"""Tests of what matters more than the article, and of what only sounds like it."""
