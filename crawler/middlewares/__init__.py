"""What happens to every request on its way out, and to every answer on its way in."""
