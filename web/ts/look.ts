// Theme and size change at once; the language needs the server and is left to the form.
import { all, on } from "./page";

const YEAR = 365 * 24 * 3600;

export function startLook(): void {
  on("click", "form[data-look] button", (event, button) => {
    const { name, value } = button as HTMLButtonElement;
    if (name !== "theme" && name !== "size") {
      return;
    }
    event.preventDefault();
    const secure = location.protocol === "https:" ? "; secure" : "";
    document.cookie = `ll_${name}=${value}; path=/; max-age=${YEAR}; samesite=lax${secure}`;
    const root = document.documentElement;
    if (name === "theme") {
      value === "auto" ? root.removeAttribute("data-bs-theme") : root.setAttribute("data-bs-theme", value);
    } else {
      value === "normal" ? root.removeAttribute("data-size") : root.setAttribute("data-size", value);
    }
    for (const other of all<HTMLButtonElement>(`form[data-look] button[name="${name}"][aria-pressed]`)) {
      other.setAttribute("aria-pressed", String(other.value === value));
    }
    document.dispatchEvent(new CustomEvent("ll:look"));
  });
}
