"""Text that readers cannot read, and declarations of encoding that disagree with the bytes."""
