"""What the project claims, measured. One module a benchmark; `python -m benchmarks` runs them all."""
