"""What the words beside a number name: topics, rows and columns, by themselves or by what was told before."""
