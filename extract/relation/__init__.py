"""What a small encoder makes of the relation between two parties of a sentence."""
