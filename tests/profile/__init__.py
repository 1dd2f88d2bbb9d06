"""Tests of the office's own row: languages, sections, addresses."""
