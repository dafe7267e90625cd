// Drafts on this phone (IndexedDB), and sending them. Shared by the page and the service worker.
import { type Answer, type Draft, after, due, isOwn, readAnswer } from "./draft";

const NAME = "linli";
const TABLE = "drafts";
const PATIENCE = 30_000;

function open(): Promise<IDBDatabase> {
  return new Promise((done, fail) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(TABLE, { keyPath: "id" });
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });
}

async function within<Result>(mode: IDBTransactionMode, work: (table: IDBObjectStore) => IDBRequest<Result>): Promise<Result> {
  const database = await open();
  try {
    return await new Promise<Result>((done, fail) => {
      const transaction = database.transaction(TABLE, mode);
      const request = work(transaction.objectStore(TABLE));
      // Waits for the transaction, not the request: only then is it on the disk.
      transaction.oncomplete = () => done(request.result);
      transaction.onerror = () => fail(transaction.error);
      transaction.onabort = () => fail(transaction.error);
    });
  } finally {
    database.close();
  }
}

export const keep = (draft: Draft): Promise<unknown> => within("readwrite", (table) => table.put(draft));
export const forget = (id: string): Promise<unknown> => within("readwrite", (table) => table.delete(id));
export const find = (id: string): Promise<Draft | undefined> => within("readonly", (table) => table.get(id) as IDBRequest<Draft | undefined>);
export const list = (): Promise<Draft[]> => within("readonly", (table) => table.getAll() as IDBRequest<Draft[]>);

async function freshToken(url: string): Promise<{ csrf: string; who: string }> {
  const answer = await fetch(url, { credentials: "same-origin", cache: "no-store" });
  const { csrf, who } = (await answer.json()) as { csrf: string; who?: string };
  return { csrf, who: who ?? "" };
}

export interface Sent {
  draft: Draft;
  answer: Answer;
  response?: Response;
}

/**
 * Sends one draft once. What happened is kept on the phone before anything is shown. `alone`: nobody is looking, so the
 * server should ask nothing back that can wait.
 */
export async function sendOne(draft: Draft, tokenUrl: string, alone = false): Promise<Sent> {
  let answer: Answer;
  let response: Response | undefined;
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  try {
    const { csrf, who } = await freshToken(tokenUrl);
    if (!isOwn(draft, who)) {
      // Logged out, or somebody else is logged in: it waits for its writer, and no photo is sent in vain.
      await keep({ ...draft, state: "waiting", notBefore: 0 });
      return { draft, answer: { is: "login" } };
    }
    const form = new FormData();
    draft.fields.forEach(([name, value]) => form.append(name, value));
    draft.files.forEach((file) => form.append(file.field, new File([file.bytes], file.name, { type: file.type })));
    response = await fetch(draft.action, {
      method: "POST",
      body: form,
      credentials: "same-origin",
      headers: { "X-CSRFToken": csrf, "Idempotency-Key": draft.id, "X-Linli-Draft": alone ? "late" : "1" },
      signal: stop.signal,
    });
    answer = readAnswer(response, location.href, draft.action);
  } catch {
    answer = { is: "unreached" };
  } finally {
    clearTimeout(timer);
  }
  const next = after(draft, answer, Date.now());
  await (next ? keep(next) : forget(draft.id));
  return response ? { draft: next ?? draft, answer, response } : { draft: next ?? draft, answer };
}

/** Sends all that is due, one after the other, in one place at a time. */
export async function sendDue(tokenUrl: string, eager: boolean): Promise<Sent[]> {
  const run = async (): Promise<Sent[]> => {
    const sent: Sent[] = [];
    for (const draft of due(await list(), Date.now(), eager)) {
      const one = await sendOne(draft, tokenUrl, true);
      sent.push(one);
      if (one.answer.is === "login" && draft.owner) {
        continue; // another person's may be next
      }
      if (one.answer.is === "unreached" || one.answer.is === "login") {
        break; // the rest would meet the same fate; their turn comes with the next attempt
      }
    }
    return sent;
  };
  // Two open pages, or a page and the worker, must not send the same draft at the same time. Where locks
  // are unknown the idempotency key still makes one case of two arrivals. A returned signal waits its turn:
  // whoever sends at that moment may be sending only what was due before.
  if (typeof navigator !== "undefined" && navigator.locks) {
    return navigator.locks.request("linli-drafts", { ifAvailable: !eager }, async (lock) => (lock ? run() : []));
  }
  return run();
}
