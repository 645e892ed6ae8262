"""The pictures of docs/planning.md, drawn from measured homes in which the production code lived."""
