// Marks that would lie on one another become one with a number: a finger cannot choose among ten dots in a heap.

interface Spot {
  x: number;
  y: number;
}

/** Groups of what lies within `reach` pixels of the first of its group, in the order given; 0 groups nothing. */
export function groupNear<One>(all: One[], spotOf: (one: One) => Spot, reach: number): One[][] {
  const groups: { spot: Spot; members: One[] }[] = [];
  for (const one of all) {
    const spot = spotOf(one);
    const near = reach ? groups.find((group) => Math.hypot(group.spot.x - spot.x, group.spot.y - spot.y) < reach) : undefined;
    if (near) {
      near.members.push(one);
    } else {
      groups.push({ spot, members: [one] });
    }
  }
  return groups.map((group) => group.members);
}
