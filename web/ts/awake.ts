// A television that goes to sleep shows nothing. Where the browser can't promise to stay awake, its own settings must.
export function keepAwake(): void {
  const ask = (): void => void navigator.wakeLock?.request("screen").catch(() => undefined); // refused on battery or without https
  ask();
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && ask());
}
