"""What is boiling: topics gathered from reports, and what calls for acting before anybody complains (未诉先办).

A job reads the words of a quarter of a year, gathers them into topics and looks for signals; boards read what it kept
and recount it for the ground and the eyes of whoever looks. It writes nothing back into cases.
"""
