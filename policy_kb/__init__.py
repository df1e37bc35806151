"""Policies as data, and the small engine that judges them."""
