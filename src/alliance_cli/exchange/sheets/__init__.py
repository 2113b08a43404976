"""Lists of members from outside: spreadsheets of any kind, read, and given back with reasons."""
