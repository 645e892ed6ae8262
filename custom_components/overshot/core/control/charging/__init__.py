"""What each charge point is to do: how it is seen, and what its mode wishes."""
