"""The file: finding, reading, placing, editing and saving it."""
