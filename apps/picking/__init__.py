"""The warehouse floor: waves of shipments picked with a scanner, goods put away by rule."""
