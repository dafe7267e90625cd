"""One tree of bodies and the posts each offers."""
