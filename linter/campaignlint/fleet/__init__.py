"""Many instances at once, on a Dask cluster: of processes here, or one that is there already.

One instance is independent of every other, so a fleet is a map: each instance is one task, which
calls what `campaignlint check` calls and renders its reports where it ran. `instances` finds them,
`linting` is the task, `cluster` runs the tasks, `summary` shows what came of all.
"""
