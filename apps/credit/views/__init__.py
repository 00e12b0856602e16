"""Screens of credit control: ageing and statements; reminders, levels, disputes."""
