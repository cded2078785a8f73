"""What the narrative says of the figures: a small reader of Chinese statistical sentences.

A line is cut into tokens once (tokens.py), the tokens into clauses (clauses.py); what the words beside a
number name is read by phrase.py, what it means in its place by grammar.py and meaning.py, shares and growth
by compared.py, sums by sums.py. The words stand in forms/words/claims.toml (vocabulary.py, lexicon.py).
Nothing is guessed: a sentence that is not fully explained says nothing. What was understood of a line is
noted (notebook.py).
"""

from __future__ import annotations

from nianbao.checks.claims.claim import Claim, Left, Said, Saying, Sum, Why
from nianbao.checks.claims.notebook import said

__all__ = ["Claim", "Left", "Said", "Saying", "Sum", "Why", "said"]
