"""Campaigns: long runs under faults and load. Each has a small version in the suite."""
