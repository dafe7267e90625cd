// What a board loads: it looks again every minute, and says so when it can't.
import { startLook } from "./look";
import { startMaps } from "./maps";
import { hush, say, toast } from "./page";
import { startSmall } from "./small";

startLook();
startSmall();
startMaps();

const seconds = Number(document.querySelector<HTMLElement>("[data-refresh]")?.dataset["refresh"] ?? "0");
if (seconds > 0) {
  window.setInterval(() => document.visibilityState === "visible" && void refresh(), Math.max(5, seconds) * 1000);
}

/** Replaces the parts that are marked data-part, so that a live map keeps its place. */
async function refresh(): Promise<void> {
  try {
    const answer = await fetch(location.href, { credentials: "same-origin", cache: "no-store" });
    if (!answer.ok || answer.redirected) {
      throw new Error(String(answer.status));
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of document.querySelectorAll<HTMLElement>("[data-part]")) {
      const fresh = page.querySelector(`[data-part="${part.dataset["part"]}"]`);
      if (fresh && fresh.innerHTML !== part.innerHTML) {
        const unfolded = [...part.querySelectorAll("details")].map((one) => one.open);
        const put = document.importNode(fresh, true);
        put.querySelectorAll("details").forEach((one, index) => (one.open = unfolded[index] ?? false));
        part.replaceWith(put);
      }
    }
    hush("board");
  } catch {
    toast("board", "warn", say("boardStopped"), { icon: "cloud-off" });
  }
}
