"""Applications at the desk: the list, one application, taking in at the window, documents."""
