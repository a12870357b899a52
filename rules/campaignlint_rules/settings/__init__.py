"""Rules on the settings of campaigns: schedule, activation, communication limits."""
