"""Many files at once: in processes of this machine, or on an existing Dask cluster.

A *work* is a function of an order (what is asked for, the same for all) and a job (one input, with its
bytes). It yields parts: what is to be said, files to be written, how it ended. It reads and writes
nothing itself, so that it comes to the same wherever it runs, and may be begun again at any time. Files
are read and written here alone.
"""
