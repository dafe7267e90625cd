// What a resident's page loads. Everything works without it.
import { startBallots } from "./ballot";
import { startConditions } from "./conditions";
import { startDrafts } from "./drafts";
import { startKinds } from "./kinds";
import { startLook } from "./look";
import { listenForPhotos, startPhotos } from "./photos";
import { startPickers } from "./picker";
import { startSmall } from "./small";
import { startWorker } from "./worker";

startLook();
startDrafts(); // before the rest: its own submit comes first
startSmall();
listenForPhotos();
startPhotos();
startPickers();
startKinds();
startConditions();
startBallots();
document.addEventListener("ll:swapped", (event) => {
  const form = (event as CustomEvent<HTMLElement>).detail;
  startPickers(form);
  startKinds(form);
  startConditions(form);
});
startWorker();
if (document.querySelector("[data-live]")) {
  void import("./live").then(({ startLive }) => startLive());
}
