"""Settings of campaigns: schedule, activation, communication limits."""
