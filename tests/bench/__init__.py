"""`make bench`: a large office on the real server, measured against the budgets. No test: its numbers depend on the machine."""
