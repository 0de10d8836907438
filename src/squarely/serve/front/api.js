// What the page asks of its server. Addresses are relative: all lie below the page's own.
import { note, settle } from "./notes.js";

class Refused extends Error {
  constructor(status, held) {
    super(held.why || `The server answered ${status}.`);
    this.status = status;
    this.held = held;
  }
}

export async function ask(method, path, { query = {}, json, body, headers = {} } = {}) {
  const told = new URLSearchParams(query).toString();
  const content = json === undefined ? body : JSON.stringify(json);
  let answer;
  try {
    answer = await fetch(told ? `${path}?${told}` : path, { method, body: content, headers, redirect: "error" });
  } catch {
    note("server", "The server does not answer. What you typed is kept in this tab; start `squarely serve` again and open its address.");
    throw new Refused(0, { why: "The server does not answer." });
  }
  if (answer.status === 403) {
    note("server", "The server was started anew. Open the address that it printed, in this browser; then this tab goes on. What you typed is kept.");
    throw new Refused(403, { why: "The server was started anew." });
  }
  settle("server");
  const held = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Refused(answer.status, held);
  return held;
}

// A check followed to its end, or until the view that asks is left; `step` hears how it stands. The
// check itself goes on: only who cancels it ends it.
export function follow(id, step, left) {
  return new Promise((done) => {
    const stream = new EventSource(`checks/${id}`);
    const end = (run) => { stream.close(); done(run); };
    if (left.aborted) end({ id, state: "left" });
    left.addEventListener("abort", () => end({ id, state: "left" }), { once: true });
    stream.onmessage = (event) => {
      const run = JSON.parse(event.data);
      step(run);
      if (["done", "failed", "cancelled"].includes(run.state)) end(run);
    };
    stream.onerror = () => {
      if (stream.readyState === EventSource.CLOSED) end({ id, state: "failed", why: "The server does not know this check any more." });
      else ask("GET", "arguments").catch(() => {});  // says so where the server is gone; the browser tries again
    };
  });
}
