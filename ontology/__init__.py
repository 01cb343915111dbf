"""What the world is: vocabulary, code lists, actors with dated roles, the lexicon of action frames, domain types."""
