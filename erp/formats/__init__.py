"""How Django itself writes numbers, where a language of ours is written otherwise than Django's own file says."""
