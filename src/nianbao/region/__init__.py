"""A region and its members: what they handed in, who is missing, who disagrees, and the sum of it all."""
