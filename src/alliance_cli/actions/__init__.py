"""Actions: what commands share that takes several rooms."""
