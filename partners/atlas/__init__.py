"""The map of partners: shapes of countries, how the round earth is laid flat, and what is drawn on it.

The shapes in shapes/ are derived from Natural Earth (public domain) by `manage.py derive_world_map`; nobody edits them by hand.
"""
