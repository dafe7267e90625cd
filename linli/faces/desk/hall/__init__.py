"""The hall's pages for staff: the hall as it is, the guide desk, a window."""
