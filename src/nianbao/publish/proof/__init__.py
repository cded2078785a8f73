"""What a finished document is worth: the same bytes, the same words in another file, or something else."""
