// A ballot on which no more may be agreed to than there are seats: how many are, said while they are ticked.

/** Counts the ticked answers that say yes and writes them down beside how many may be. The server decides. */
export function startBallots(): void {
  for (const told of document.querySelectorAll<HTMLElement>("[data-seats]")) {
    const form = told.closest("form");
    const seats = Number(told.dataset["seats"]);
    const count = (): void => {
      const agreed = form?.querySelectorAll('input[data-candidate][value="0"]:checked').length ?? 0;
      told.textContent = (told.dataset["words"] ?? "").replace("{n}", String(agreed)).replace("{most}", String(seats));
      told.classList.toggle("ll-err", agreed > seats);
      told.hidden = false;
    };
    form?.addEventListener("change", count);
    count();
  }
}
