// A draft, and what becomes of it: pure, so that "never lost, never doubled" can be tested without a phone.

export interface DraftFile {
  field: string;
  name: string;
  type: string;
  bytes: ArrayBuffer;
}

export type DraftState = "writing" | "waiting" | "refused";

export interface Draft {
  /** Also the idempotency key: however often it is sent, the server makes one case of it. */
  id: string;
  kind: string;
  action: string;
  /** The page the form stands on, where it is not at its own address. */
  page?: string;
  label: string;
  state: DraftState;
  fields: [string, string][];
  files: DraftFile[];
  at: number;
  tries: number;
  notBefore: number;
  why?: string;
  /** Whose it is, as the server's own sign for them; empty for somebody who was not logged in. */
  owner?: string;
}

/** On a shared phone one person's draft is neither shown to another nor sent in another's name. */
export function isOwn(draft: Pick<Draft, "owner">, who: string): boolean {
  return !draft.owner || draft.owner === who;
}

export type Answer =
  | { is: "taken"; url: string }
  | { is: "refused"; why: string }
  | { is: "login" }
  | { is: "unreached" };

/** What a server's answer means. A redirect is the only sign that a form was taken. */
export function readAnswer(answer: { ok: boolean; redirected: boolean; status: number; url: string }, here: string, action: string): Answer {
  const path = pathOf(answer.url, here);
  if (answer.redirected && answer.ok && /^\/accounts\/(login|reauthenticate)/.test(path)) {
    return { is: "login" };
  }
  if (answer.redirected && answer.ok && path !== pathOf(action, here)) {
    return { is: "taken", url: answer.url };
  }
  if (answer.status === 401 || answer.status === 403) {
    return { is: "login" };
  }
  if (answer.status === 408 || answer.status === 425 || answer.status === 429 || answer.status >= 500) {
    return { is: "unreached" };
  }
  return { is: "refused", why: String(answer.status) };
}

function pathOf(url: string, here: string): string {
  return new URL(url, here).pathname;
}

const LONGEST_WAIT = 15 * 60_000;

/** Seconds, then minutes, never more than a quarter of an hour. */
export function pause(tries: number): number {
  return Math.min(LONGEST_WAIT, 5_000 * 2 ** Math.min(tries, 10));
}

/** The draft as it is after an answer, or nothing when it may be forgotten. */
export function after(draft: Draft, answer: Answer, now: number): Draft | null {
  switch (answer.is) {
    case "taken":
      return null;
    case "refused":
      return { ...draft, state: "refused", why: answer.why };
    case "login":
    case "unreached":
      return { ...draft, state: "waiting", tries: draft.tries + 1, notBefore: now + pause(draft.tries) };
  }
}

/** Which drafts to send now, the oldest first. A returned signal (`eager`) makes every waiting one due. */
export function due(drafts: Draft[], now: number, eager = false): Draft[] {
  return drafts
    .filter((draft) => draft.state === "waiting" && (eager || draft.notBefore <= now))
    .sort((one, other) => one.at - other.at);
}

/** Fields that are the server's business and go stale: a token is fetched anew when the draft is sent. */
export const NOT_KEPT = new Set(["csrfmiddlewaretoken", "next"]);
/** What a form read from the page it came with: a draft put back into a newer page takes the newer one. */
export const NOT_PUT_BACK = new Set(["seen"]);
export const KEY_FIELD = "idempotency_key";

export function isEmpty(draft: Pick<Draft, "fields" | "files">, untouched: [string, string][]): boolean {
  if (draft.files.length) {
    return false;
  }
  const before = new Map(untouched);
  return draft.fields.every(([name, value]) => value.trim() === "" || before.get(name) === value);
}

/** The line by which a person knows a draft again. */
export function labelOf(fields: [string, string][], fallback: string): string {
  const longest = fields
    .filter(([name]) => name !== KEY_FIELD && !/^(lon|lat)$|-(lon|lat)$/.test(name))
    .map(([, value]) => value.trim())
    .sort((one, other) => other.length - one.length)[0];
  return longest ? [...longest].slice(0, 40).join("") : fallback;
}

export function newKey(): string {
  if (typeof crypto.randomUUID === "function") {
    return crypto.randomUUID();
  }
  // Older WebViews, and pages served without TLS inside an office.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
