"""What the narrative says of the figures: a small reader of Chinese statistical sentences.

One line goes through the rooms in this order (line.py):

1. text/ cuts it into tokens, by the words that words/ has made ready, and the tokens into clauses;
2. grammar.py takes each clause to those who can understand it:
   stated/ (sums, shares, comparisons, what is said without a number) and counted/ (numbers that count cases);
3. both ask phrases/ what the words beside a number name, and which cells (claim.py) that can mean.

Nothing is guessed: a sentence that is not fully explained says nothing. What was understood of a line is
noted (notebook.py); of two numbers told for the same cells the plainer one counts (plainer.py).
"""

from __future__ import annotations

from nianbao.checks.claims.claim import Claim, Left, Said, Saying, Sum, Why
from nianbao.checks.claims.notebook import said

__all__ = ["Claim", "Left", "Said", "Saying", "Sum", "Why", "said"]
