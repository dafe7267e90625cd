// Security keys: the browser makes or reads one, and its answer is sent with the form. Nothing of it stays here.
// The server writes binary values in base64url and reads them back so; older browsers can't do that by themselves.
import { all, submitForm } from "./page";

type Json = Record<string, unknown>;

interface Described {
  id: string;
  type: "public-key";
  transports?: AuthenticatorTransport[];
}

export function startPasskeys(within: ParentNode = document): void {
  for (const form of all<HTMLFormElement>("form[data-passkey]", within)) {
    const field = form.querySelector<HTMLInputElement>('input[name="credential"]');
    if (!field) {
      continue;
    }
    field.value = ""; // what the server turned away is no good a second time
    form.addEventListener("submit", (event) => {
      if (field.value) {
        return;
      }
      event.preventDefault();
      event.stopPropagation(); // it is not sent yet: a second press must be heard
      void ask(form, field);
    });
  }
}

async function ask(form: HTMLFormElement, field: HTMLInputElement): Promise<void> {
  const trouble = form.querySelector<HTMLElement>("[data-trouble]");
  trouble?.setAttribute("hidden", "");
  const button = form.querySelector<HTMLButtonElement>("button");
  button?.setAttribute("aria-busy", "true");
  try {
    const options = JSON.parse(document.getElementById(form.dataset["options"] ?? "")?.textContent ?? "{}") as { publicKey: Json };
    const made = form.dataset["passkey"] === "create" ? await create(options.publicKey) : await get(options.publicKey);
    field.value = JSON.stringify(made);
  } catch (error) {
    if (trouble) {
      trouble.textContent = wordsFor(error);
      trouble.removeAttribute("hidden");
    }
    return;
  } finally {
    button?.removeAttribute("aria-busy");
  }
  submitForm(form, button);
}

function wordsFor(error: unknown): string {
  const keys: Record<string, string> = { NotAllowedError: "notAllowed", AbortError: "notAllowed", InvalidStateError: "known", SecurityError: "unfit", TypeError: "missing" };
  const words = document.querySelector<HTMLElement>("[data-passkey-words]")?.dataset ?? {};
  return words[(error instanceof Error && keys[error.name]) || "broken"] ?? "";
}

async function create(given: Json): Promise<Json> {
  const user = given["user"] as { id: string };
  const publicKey = {
    ...given,
    challenge: bytesOf(given["challenge"] as string),
    user: { ...user, id: bytesOf(user.id) },
    excludeCredentials: described(given["excludeCredentials"]),
  } as unknown as PublicKeyCredentialCreationOptions;
  const made = (await container().create({ publicKey })) as PublicKeyCredential;
  const response = made.response as AuthenticatorAttestationResponse;
  return {
    ...common(made),
    response: {
      clientDataJSON: textOf(response.clientDataJSON),
      attestationObject: textOf(response.attestationObject),
      transports: response.getTransports?.() ?? [],
    },
  };
}

async function get(given: Json): Promise<Json> {
  const publicKey = {
    ...given,
    challenge: bytesOf(given["challenge"] as string),
    allowCredentials: described(given["allowCredentials"]),
  } as unknown as PublicKeyCredentialRequestOptions;
  const shown = (await container().get({ publicKey })) as PublicKeyCredential;
  const response = shown.response as AuthenticatorAssertionResponse;
  return {
    ...common(shown),
    response: {
      clientDataJSON: textOf(response.clientDataJSON),
      authenticatorData: textOf(response.authenticatorData),
      signature: textOf(response.signature),
      userHandle: response.userHandle ? textOf(response.userHandle) : null,
    },
  };
}

/** Where the browser keeps keys; absent in old ones and on addresses that are not secure. */
function container(): CredentialsContainer {
  if (typeof PublicKeyCredential === "undefined") {
    throw new TypeError("no keys here");
  }
  return navigator.credentials;
}

function common(credential: PublicKeyCredential): Json {
  return {
    id: credential.id,
    rawId: textOf(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment ?? null,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}

function described(list: unknown): (Omit<Described, "id"> & { id: ArrayBuffer })[] {
  return ((list ?? []) as Described[]).map((one) => ({ ...one, id: bytesOf(one.id) }));
}

export function bytesOf(text: string): ArrayBuffer {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0)).buffer;
}

export function textOf(bytes: ArrayBuffer): string {
  const plain = Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join("");
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}
