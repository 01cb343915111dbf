"""Actor mentions: which words of a sentence name or describe which actor."""
