// The calling screen: follows the hall day and night, and says each call once, after somebody has pressed the button.
import { keepAwake } from "./awake";
import { startLive } from "./live";
import { startLook } from "./look";
import { all } from "./page";
import { startSmall } from "./small";

startLook();
startSmall();
startLive(announce);

const said = new Set<string>(all("[data-call]").map(sign));
let isOn = false;

const button = document.querySelector<HTMLButtonElement>("[data-voice]");
button?.addEventListener("click", () => {
  if (!("speechSynthesis" in window)) {
    button.querySelector("span")?.replaceChildren(button.dataset["no"] ?? "");
    return;
  }
  isOn = true;
  // Browsers let a page speak only after a press; what stands called now is said as the proof that it works.
  button.setAttribute("aria-pressed", "true");
  button.querySelector("span")?.replaceChildren(button.dataset["on"] ?? "");
  for (const call of all("[data-call][data-now]")) {
    speak(call.dataset["say"] ?? "");
  }
  keepAwake();
});

function sign(call: HTMLElement): string {
  return `${call.dataset["call"] ?? ""}${call.dataset["say"] ? "!" : ""}`;
}

function announce(part: HTMLElement): void {
  const fresh = all<HTMLElement>("[data-call][data-now]", part).filter((call) => !said.has(sign(call)));
  for (const call of fresh) {
    call.setAttribute("data-fresh", "");
    said.add(sign(call));
    speak(call.dataset["say"] ?? "");
  }
}

function speak(words: string): void {
  if (!isOn || !words) {
    return;
  }
  // Twice, as halls do; letters and digits apart, or a voice reads A012 as a word.
  for (let turn = 0; turn < 2; turn += 1) {
    const voice = new SpeechSynthesisUtterance(words.replace(/[A-Z]\d+/g, (code) => code.split("").join(" ")));
    voice.lang = document.documentElement.lang.startsWith("en") ? "en-US" : "zh-CN";
    voice.rate = 0.9;
    window.speechSynthesis.speak(voice);
  }
}
