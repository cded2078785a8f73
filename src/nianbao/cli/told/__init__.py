"""What commands tell: findings, what numbers were taken for, answers; in words, as JSON or CSV."""
