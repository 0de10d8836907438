// What the page has to say of itself: one line for each matter, until it is settled.
import { el } from "./dom.js";

const lines = new Map();

export function note(matter, text, { calm = false, buttons = [], seconds = 0 } = {}) {
  settle(matter);
  const line = el("p", { className: calm ? "calm" : "" }, el("span", {}, text),
    buttons.map(([word, act]) => el("button", { type: "button", onclick: act }, word)));
  lines.set(matter, line);
  document.getElementById("notes").append(line);
  if (seconds) setTimeout(() => lines.get(matter) === line && settle(matter), seconds * 1000);
}

export function settle(matter) {
  lines.get(matter)?.remove();
  lines.delete(matter);
}
