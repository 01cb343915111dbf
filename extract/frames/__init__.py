"""Action frames in a parsed sentence: which may match, where they match, who fills their slots."""
