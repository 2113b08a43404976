"""The domain: fields, members, names, codes, checks and queries.  Pure: no files, no output."""
