"""The demo subdistrict, told through operations."""
