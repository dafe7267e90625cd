// Whether a condition of a form holds: pure, so that it can be tested without a page.

/** “f-pays=card/cash f-who=other”: each of these has one of these answers. */
export function holds(when: string, answersOf: (name: string) => string[]): boolean {
  return when.split(" ").every((part) => {
    const sign = part.indexOf("=");
    const wanted = part.slice(sign + 1).split("/");
    return answersOf(part.slice(0, sign)).some((answer) => wanted.includes(answer));
  });
}
