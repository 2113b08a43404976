"""How results look to a person."""
