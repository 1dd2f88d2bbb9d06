"""Tests of partners, agreements, joint centres, memberships and figures."""
