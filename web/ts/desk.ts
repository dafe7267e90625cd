// What the desk loads.
import { startDeskWork } from "./desk-work";
import { startDrafts } from "./drafts";
import { startHtmx } from "./hx";
import { startKeys } from "./keys";
import { startLive } from "./live";
import { startLook } from "./look";
import { startMaps } from "./maps";
import { listenForPhotos, startPhotos } from "./photos";
import { startSmall } from "./small";
import { startWorker } from "./worker";

startLook();
startDrafts();
startSmall();
startHtmx();
startKeys();
startDeskWork();
listenForPhotos();
startPhotos();
startMaps();
startLive();
startWorker();
