// Forms marked data-draft are kept on the phone as they are typed, sent when there is signal, and never twice.
import { isAbout, takeAddress } from "./about";
import { type Answer, type Draft, KEY_FIELD, NOT_KEPT, NOT_PUT_BACK, isEmpty, isOwn, labelOf, newKey } from "./draft";
import { all, hush, icon, make, noteElement, say, setting, toast } from "./page";
import { putPhotos, startPhotos } from "./photos";
import { forget, keep, list, sendDue, sendOne } from "./store";

const TYPING = 600;
const AGAIN = 60_000;
const SENDING = 45_000;
const SAID = 10_000;

interface Kept {
  form: HTMLFormElement;
  key: HTMLInputElement;
  untouched: [string, string][];
  timer: number;
  saving: Promise<void>;
}

const WHO = "ll-who";

/** The server's sign for the reader. A form that was opened without signal knows only who was here last. */
function reader(): string {
  const told = setting("who");
  try {
    if (told) {
      localStorage.setItem(WHO, told);
    }
    return told || (document.documentElement.dataset["face"] === "desk" ? (localStorage.getItem(WHO) ?? "") : "");
  } catch {
    return told;
  }
}

const own = async (): Promise<Draft[]> => {
  const who = reader();
  return (await list().catch(() => [])).filter((draft) => isOwn(draft, who));
};

const forms = new Map<HTMLFormElement, Kept>();

export function startDrafts(): void {
  if (typeof indexedDB === "undefined") {
    return;
  }
  void adopt(document);
  // Otherwise a phone short of room, or Safari after a week, may throw away what waits for signal.
  void navigator.storage?.persist?.().catch(() => undefined);
  navigator.serviceWorker?.addEventListener("message", (event: MessageEvent<{ sent?: Told[] }>) => {
    if (event.data?.sent) {
      void tellSent(event.data.sent);
    }
  });
  document.addEventListener("input", (event) => {
    const kept = keptOf(event.target);
    if (kept) {
      window.clearTimeout(kept.timer);
      kept.timer = window.setTimeout(() => void saveTyping(kept), TYPING);
    }
  });
  document.addEventListener("change", (event) => {
    const kept = keptOf(event.target);
    kept && void saveTyping(kept);
  });
  document.addEventListener("submit", (event) => {
    const kept = forms.get(event.target as HTMLFormElement);
    if ((event as SubmitEvent).submitter?.hasAttribute("formaction")) {
      return; // another page is asked for (a sheet to print); the draft stays
    }
    if (kept && !event.defaultPrevented) {
      event.preventDefault();
      void submit(kept, (event as SubmitEvent).submitter);
    }
  });
  window.addEventListener("online", () => void sendWaiting(true));
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && void sendWaiting(false));
  window.setInterval(() => void sendWaiting(false), AGAIN);
  void showList().then(() => sendWaiting(false));
}

function keptOf(target: EventTarget | null): Kept | undefined {
  const form = target instanceof HTMLElement ? target.closest("form") : null;
  return form ? forms.get(form) : undefined;
}

/** Takes up every form of a piece of the page, and puts back what was being written. */
export async function adopt(within: ParentNode): Promise<void> {
  for (const form of all<HTMLFormElement>("form[data-draft]", within)) {
    if (forms.has(form)) {
      continue;
    }
    startPhotos(form);
    takeAddress(form);
    let key = form.querySelector<HTMLInputElement>(`[name="${KEY_FIELD}"]`);
    if (!key) {
      key = make("input", { type: "hidden", name: KEY_FIELD });
      form.append(key);
    }
    key.value ||= newKey();
    const kept: Kept = { form, key, untouched: fieldsOf(form), timer: 0, saving: Promise.resolve() };
    forms.set(form, kept);
    await restore(kept);
  }
}

function fieldsOf(form: HTMLFormElement): [string, string][] {
  const pairs: [string, string][] = [];
  new FormData(form).forEach((value, name) => {
    if (typeof value === "string" && !NOT_KEPT.has(name)) {
      pairs.push([name, value]);
    }
  });
  return pairs;
}

async function read(kept: Kept, state: Draft["state"]): Promise<Draft> {
  const { form, key } = kept;
  const fields = fieldsOf(form);
  const files: Draft["files"] = [];
  for (const input of all<HTMLInputElement>('input[type="file"]', form)) {
    for (const file of input.files ?? []) {
      files.push({ field: input.name, name: file.name, type: file.type, bytes: await file.arrayBuffer() });
    }
  }
  return {
    id: key.value,
    kind: form.dataset["draft"] ?? "",
    action: form.action || location.href,
    page: withoutDraft(),
    label: [
      form.dataset["label"],
      labelOf(
        fields.filter(([name]) => form.querySelector(`textarea[name="${name}"], input[type="text"][name="${name}"]`)),
        form.dataset["label"] ? "" : say("draftUntitled"),
      ),
    ]
      .filter(Boolean)
      .join("·"),
    owner: reader(),
    state,
    fields,
    files,
    at: Date.now(),
    tries: 0,
    notBefore: 0,
  };
}

/** One save at a time for each form, so that an older state can't overtake a newer one. */
function saveTyping(kept: Kept): Promise<void> {
  kept.saving = kept.saving.then(async () => {
    if (kept.form.dataset["gone"]) {
      return;
    }
    const draft = await read(kept, "writing");
    await (isEmpty(draft, kept.untouched) ? forget(draft.id) : keep(draft)).catch(() => undefined);
  });
  return kept.saving;
}

async function restore(kept: Kept): Promise<void> {
  const wanted = new URLSearchParams(location.search).get("draft");
  const mine = (await own()).filter((draft) => draft.kind === kept.form.dataset["draft"]);
  const path = new URL(kept.form.action || location.href).pathname;
  // A page with a form for each verb puts a draft back into its own.
  const isAlone = all(`form[data-draft="${kept.form.dataset["draft"]}"]`).length < 2;
  const draft = wanted
    ? mine.find((one) => one.id === wanted && (isAlone || new URL(one.action).pathname === path))
    : mine
        .filter((one) => one.state === "writing" && new URL(one.action).pathname === path && isAbout(kept.form, one))
        .sort((a, b) => b.at - a.at)[0];
  // A form that the server sent back holds what was typed; the draft is then the older one.
  if (!draft || kept.form.dataset["fresh"] !== undefined || kept.form.querySelector('[aria-invalid="true"]')) {
    return;
  }
  if (draft.state !== "writing") {
    await keep({ ...draft, state: "writing" });
  }
  fill(kept, draft);
  const note = noteElement("info", say("draftBack"), {
    icon: "pencil",
    action: {
      words: say("draftClear"),
      run: () => {
        void forget(draft.id).then(() => location.assign(withoutDraft()));
        kept.form.dataset["gone"] = "yes";
      },
    },
  });
  note.dataset["draftNote"] = "";
  kept.form.prepend(note);
}

/** The page as it is without a draft: the rest of its address says which form it is. */
function withoutDraft(): string {
  const here = new URL(location.href);
  here.searchParams.delete("draft");
  return here.pathname + here.search;
}

function fill(kept: Kept, draft: Draft): void {
  const { form } = kept;
  const values = new Map<string, string[]>();
  draft.fields.forEach(([name, value]) => values.set(name, [...(values.get(name) ?? []), value]));
  for (const field of form.elements) {
    if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement || field instanceof HTMLSelectElement)) {
      continue;
    }
    if (!field.name || NOT_KEPT.has(field.name) || NOT_PUT_BACK.has(field.name)) {
      continue;
    }
    const wanted = values.get(field.name) ?? [];
    if (field instanceof HTMLInputElement && (field.type === "checkbox" || field.type === "radio")) {
      field.checked = wanted.includes(field.value);
    } else if (field instanceof HTMLInputElement && field.type === "file") {
      const files = draft.files.filter((file) => file.field === field.name);
      putPhotos(field, files.map((file) => new File([file.bytes], file.name, { type: file.type })));
    } else if (wanted[0] !== undefined) {
      field.value = wanted[0];
      // What was typed in a fold is seen where it is put back.
      wanted[0].trim() && field.type !== "hidden" && field.closest("details")?.setAttribute("open", "");
    }
  }
  kept.key.value = draft.id;
  form.dispatchEvent(new CustomEvent("ll:restored", { bubbles: true }));
}

async function submit(kept: Kept, submitter: HTMLElement | null): Promise<void> {
  const { form } = kept;
  if (form.dataset["sending"]) {
    return;
  }
  form.dataset["sending"] = "yes";
  form.setAttribute("aria-busy", "true");
  window.clearTimeout(kept.timer);
  if (submitter instanceof HTMLButtonElement && submitter.name) {
    form.append(make("input", { type: "hidden", name: submitter.name, value: submitter.value, "data-pressed": "" }));
  }
  const slow = window.setTimeout(() => toast("slow", "info", say("slow"), { icon: "clock" }), 5_000);
  try {
    await kept.saving;
    // Not due for others while this page sends it; if the page dies now, it is taken up after that.
    const draft = { ...(await read(kept, "waiting")), notBefore: Date.now() + SENDING };
    await keep(draft);
    const { answer, response } = await sendOne(draft, setting("token"));
    if (answer.is === "taken") {
      form.dataset["gone"] = "yes";
      location.assign(answer.url);
      return;
    }
    if (answer.is === "refused" && response) {
      await keep({ ...draft, state: "writing" });
      await showRefusal(kept, await response.text());
      return;
    }
    await leaveWaiting(kept, answer.is === "login");
  } catch {
    // The phone's own memory failed (full, or private browsing): the plain form still works.
    form.dataset["gone"] = "yes";
    forms.delete(form);
    HTMLFormElement.prototype.submit.call(form);
  } finally {
    window.clearTimeout(slow);
    hush("slow");
    delete form.dataset["sending"];
    form.removeAttribute("aria-busy");
    form.querySelectorAll("[data-pressed]").forEach((field) => field.remove());
  }
}

/** The server's own answer, with its errors, takes the form's place; the photos stay in it. */
async function showRefusal(kept: Kept, html: string): Promise<void> {
  const page = new DOMParser().parseFromString(html, "text/html");
  const path = new URL(kept.form.action || location.href).pathname;
  const same = all<HTMLFormElement>(`form[data-draft="${kept.form.dataset["draft"]}"]`, page);
  const fresh = same.find((one) => new URL(one.getAttribute("action") ?? "", location.href).pathname === path) ?? same[0];
  if (!fresh) {
    toast("refused", "bad", say("draftRefused"));
    return;
  }
  const files = all<HTMLInputElement>('input[type="file"]', kept.form).map((input) => ({ name: input.name, files: [...(input.files ?? [])] }));
  const id = kept.key.value;
  forms.delete(kept.form);
  const here = document.importNode(fresh, true);
  kept.form.replaceWith(here);
  await adopt(here.parentElement ?? document);
  const now = forms.get(here);
  if (now) {
    now.key.value = id;
  }
  for (const { name, files: photos } of files) {
    const input = here.querySelector<HTMLInputElement>(`input[type="file"][name="${name}"]`);
    input && putPhotos(input, photos);
  }
  document.dispatchEvent(new CustomEvent("ll:swapped", { detail: here }));
  (here.querySelector<HTMLElement>("[data-focus]") ?? here).focus();
  here.scrollIntoView({ block: "start" });
}

async function leaveWaiting(kept: Kept, needsLogin: boolean): Promise<void> {
  const { form } = kept;
  const link = needsLogin ? { link: { words: say("logIn"), href: `/accounts/login/?next=${encodeURIComponent(location.pathname + location.search)}` } } : {};
  if (form.dataset["once"] !== undefined) {
    // A step is made once: where its form was, the page goes on saying what became of it.
    const note = noteElement("info", say(needsLogin ? "draftLogin" : "draftKept"), { icon: "cloud-off", ...link });
    note.setAttribute("role", "status");
    note.classList.add(...[...form.classList].filter((name) => name === "ll-draft" || name === "ll-move"));
    form.dataset["gone"] = "yes";
    forms.delete(form);
    form.replaceWith(note);
    await showList();
    await askForSync();
    return;
  }
  form.reset();
  kept.key.value = newKey();
  for (const input of all<HTMLInputElement>('input[type="file"]', form)) {
    putPhotos(input, []);
  }
  form.querySelector("[data-draft-note]")?.remove();
  await showList();
  toast("kept", "info", say(needsLogin ? "draftLogin" : "draftKept"), { icon: "cloud-off", ...link });
  window.setTimeout(() => hush("kept"), SAID); // the list above goes on saying it
  await askForSync();
}

async function askForSync(): Promise<void> {
  const worker = await navigator.serviceWorker?.getRegistration().catch(() => undefined);
  const sync = (worker as unknown as { sync?: { register(tag: string): Promise<void> } } | undefined)?.sync;
  await sync?.register("drafts").catch(() => undefined);
}

async function sendWaiting(eager: boolean): Promise<void> {
  if (!navigator.onLine) {
    return;
  }
  const sent = await sendDue(setting("token"), eager).catch(() => []);
  await tellSent(sent.map(({ draft, answer }) => ({ id: draft.id, label: draft.label, answer })));
}

interface Told {
  id: string;
  label: string;
  answer: Answer;
}

/** Says what was sent, by this page or by the service worker behind it. */
async function tellSent(sent: Told[]): Promise<void> {
  for (const { id, label, answer } of sent) {
    if (answer.is === "taken") {
      hush("kept");
      toast(`sent-${id}`, "good", say("draftSent", { label }), { link: { words: say("open"), href: answer.url } });
    }
  }
  if (sent.length) {
    document.dispatchEvent(new CustomEvent("ll:sent"));
    await showList();
  }
}

/** What waits on this phone, above the page's own list: a note with the count, and a row for each. */
export async function showList(): Promise<void> {
  const places = all("[data-drafts]");
  if (!places.length) {
    return;
  }
  const drafts = (await own()).filter((draft) => draft.state !== "writing").sort((one, other) => other.at - one.at);
  for (const place of places) {
    const mine = drafts.filter((draft) => draft.kind === place.dataset["drafts"]);
    place.replaceChildren(...(mine.length ? [countNote(mine), ...mine.map((draft) => draftRow(draft, place))] : []));
  }
}

function countNote(drafts: Draft[]): HTMLElement {
  const refused = drafts.filter((draft) => draft.state === "refused").length;
  const note = noteElement(refused ? "warn" : "info", say(refused ? "draftsRefused" : "drafts", { n: refused || drafts.length }), {
    icon: "cloud-off",
    ...(refused ? {} : { action: { words: say("sendNow"), run: () => void sendWaiting(true) } }),
  });
  note.setAttribute("role", "status");
  return note;
}

function draftRow(draft: Draft, place: HTMLElement): HTMLElement {
  const form = new URL(place.dataset["form"] ?? draft.page ?? draft.action, location.href);
  form.searchParams.set("draft", draft.id);
  const state = make("span", { class: "ll-state", "data-s": draft.state === "refused" ? "back" : "draft" });
  state.append(icon(draft.state === "refused" ? "s-back" : "s-draft", "ll-g"), say(draft.state === "refused" ? "draftMend" : "onPhone"));
  const hour = new Date(draft.at).toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false });
  return make(
    "a",
    { class: "ll-row", "data-draft": "", href: form.pathname + form.search },
    make("span", { class: "ll-between" }, make("span", {}, state), make("span", { class: "ll-due" }, say("waitSignal"))),
    make("b", {}, draft.label),
    make("span", { class: "ll-between" }, make("span", {}, say("draftFiles", { n: draft.files.length })), make("span", {}, hour)),
  );
}

