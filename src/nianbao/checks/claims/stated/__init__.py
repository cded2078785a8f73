"""What is stated otherwise than by a count: sums, shares, comparisons, and what is said without a number."""
