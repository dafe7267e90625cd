// Registers the service worker where a page may have one, and lets it fetch the empty forms anew once a day.
import { setting } from "./page";

const DAY = 24 * 3600 * 1000;

export function startWorker(): void {
  const url = setting("worker");
  if (!url || !("serviceWorker" in navigator)) {
    return;
  }
  window.addEventListener("load", () => {
    navigator.serviceWorker
      .register(url, { scope: "/" })
      .then((registration) => {
        const last = Number(localStorage.getItem("ll-shells") ?? "0");
        if (registration.active && Date.now() - last > DAY) {
          registration.active.postMessage("refresh");
          localStorage.setItem("ll-shells", String(Date.now()));
        }
      })
      .catch(() => undefined); // private windows and old browsers have none; every page works without
  });
}
