"""Django's backend for PostgreSQL, which tells a server that is down from one that is busy."""

LOOK = 0.4  # seconds to wait for the pool before asking what the others see
