"""Dashboards, search and statements that read across the apps."""
