"""Values: what a field can hold, and everything that follows from the type of a value."""
