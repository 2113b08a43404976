"""TOML as text: where everything stands, and how it comes to mean something else."""
