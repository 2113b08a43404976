"""Members for other programs: text formats and workbooks."""
