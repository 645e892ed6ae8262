"""Judge what is measured: which values can be, and what is wrong in an installation whose values contradict each other."""
