"""The applications of Plumb, in the layers of docs/architecture.md."""
