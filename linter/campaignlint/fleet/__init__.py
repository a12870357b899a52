"""Many instances at once, on a Dask cluster of local processes or on an existing one.

Instances are independent, so each is one task: it calls what `campaignlint check` calls, and
renders the reports on the worker. `instances` finds the instances, `task` is the task, `cluster`
runs the tasks, and `summary` summarizes the results.
"""
