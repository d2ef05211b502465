"""What the rest stands on: immutable maps, records with a memory, failures that can be raised, numbers."""
