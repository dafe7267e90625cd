"""By use-case, through the faces: what a resident, a worker, the centre and a department see of the same matter."""
