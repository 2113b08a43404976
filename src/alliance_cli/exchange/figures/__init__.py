"""Figures: tables of counts and amounts for reports, each figure with whom it counts."""
