// Photos are made small on the phone before they are sent. The file input stays the truth: what it holds is
// what the form sends, with or without this script.
import { all, icon, make, on, say } from "./page";
import { QUALITY, fitWithin, jpegName } from "./shrink";

const kept = new WeakMap<HTMLInputElement, File[]>();

export function startPhotos(within: ParentNode = document): void {
  for (const box of all("[data-photos]", within)) {
    const input = box.querySelector<HTMLInputElement>('input[type="file"]');
    if (!input || kept.has(input) || !canReplaceFiles()) {
      continue;
    }
    kept.set(input, []);
    input.classList.add("ll-only-read");
    input.tabIndex = -1;
    box.dataset["ready"] = "";
    show(box, input);
  }
}

export function listenForPhotos(): void {
  on("click", "[data-shoot]", (_event, button) => {
    button.closest("[data-photos]")?.querySelector<HTMLInputElement>('input[type="file"]')?.click();
  });
  on("change", '[data-photos] input[type="file"]', (_event, element) => {
    const input = element as HTMLInputElement;
    const box = input.closest<HTMLElement>("[data-photos]");
    if (box && kept.has(input) && input.files) {
      void add(box, input, [...input.files]);
    }
  });
}

/** Puts photos of a draft back as if they had just been chosen. */
export function putPhotos(input: HTMLInputElement, files: File[]): void {
  const box = input.closest<HTMLElement>("[data-photos]");
  if (box && kept.has(input)) {
    kept.set(input, files);
    hand(input, files);
    show(box, input);
  }
}

async function add(box: HTMLElement, input: HTMLInputElement, chosen: File[]): Promise<void> {
  const most = Number(box.dataset["most"] ?? "6");
  const before = kept.get(input) ?? [];
  const fresh = chosen.filter((file) => !before.includes(file));
  complain(box, "");
  box.setAttribute("aria-busy", "true");
  const small: File[] = [];
  for (const file of fresh.slice(0, Math.max(0, most - before.length))) {
    const made = box.dataset["papers"] !== undefined && isPaper(file) ? file : await shrink(file);
    if (made) {
      small.push(made);
    } else {
      complain(box, say("photoBad", { name: file.name }));
    }
  }
  if (before.length + fresh.length > most) {
    complain(box, say("photoMany", { n: most }));
  }
  box.removeAttribute("aria-busy");
  const files = [...before, ...small];
  kept.set(input, files);
  hand(input, files);
  show(box, input);
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

/** A paper that stands beside photos where a form takes both: it is sent as it is. */
function isPaper(file: File): boolean {
  return file.type === "application/pdf" || /\.(pdf|docx|xlsx)$/i.test(file.name);
}

/** A photo no larger than need be; what the browser can't draw but calls an image is sent as it is. */
export async function shrink(file: File): Promise<File | null> {
  if (!file.type.startsWith("image/") && !/\.(jpe?g|png|webp|heic|heif)$/i.test(file.name)) {
    return null;
  }
  try {
    const picture = await read(file);
    const { width, height } = fitWithin(picture.width, picture.height);
    const canvas = make("canvas");
    canvas.width = width;
    canvas.height = height;
    canvas.getContext("2d")?.drawImage(picture, 0, 0, width, height);
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
    if (!blob || blob.size >= file.size) {
      return file;
    }
    return new File([blob], jpegName(file.name), { type: "image/jpeg", lastModified: file.lastModified });
  } catch {
    return file.type.startsWith("image/") ? file : null;
  }
}

async function read(file: File): Promise<ImageBitmap | HTMLImageElement> {
  if (typeof createImageBitmap === "function") {
    try {
      return await createImageBitmap(file, { imageOrientation: "from-image" });
    } catch {
      // Older browsers know no options; an <img> turns the picture by itself.
    }
  }
  const url = URL.createObjectURL(file);
  try {
    const image = make("img", { src: url });
    await image.decode();
    return image;
  } finally {
    URL.revokeObjectURL(url);
  }
}

function canReplaceFiles(): boolean {
  try {
    return new DataTransfer().items !== undefined;
  } catch {
    return false;
  }
}

function hand(input: HTMLInputElement, files: File[]): void {
  const holder = new DataTransfer();
  for (const file of files) {
    holder.items.add(file);
  }
  input.files = holder.files;
}

function show(box: HTMLElement, input: HTMLInputElement): void {
  const files = kept.get(input) ?? [];
  const row = box.querySelector<HTMLElement>(".ll-shots");
  if (!row) {
    return;
  }
  row.querySelectorAll("img").forEach((old) => URL.revokeObjectURL(old.src));
  row.hidden = files.length === 0;
  row.replaceChildren(
    ...files.map((file, index) => {
      const remove = make("button", { type: "button", class: "btn", "aria-label": say("photoRemove", { n: index + 1 }) }, icon("x"));
      remove.addEventListener("click", () => {
        const left = files.filter((one) => one !== file);
        kept.set(input, left);
        hand(input, left);
        show(box, input);
        input.dispatchEvent(new Event("input", { bubbles: true }));
        box.querySelector<HTMLElement>("[data-shoot]")?.focus();
      });
      if (isPaper(file)) {
        return make("span", { class: "ll-shot ll-shot-paper" }, icon("file-text"), make("span", { class: "ll-xs" }, file.name), remove);
      }
      const image = make("img", { alt: say("photoNumber", { n: index + 1 }), src: URL.createObjectURL(file) });
      return make("span", { class: "ll-shot" }, image, remove);
    }),
  );
}

function complain(box: HTMLElement, words: string): void {
  box.querySelector(".ll-err[data-photos-error]")?.remove();
  if (words) {
    box.append(make("p", { class: "ll-err", role: "alert", "data-photos-error": "" }, icon("alert-circle"), words));
  }
}
