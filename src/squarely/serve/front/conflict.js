// Two texts side by side, the lines that differ marked.
import { el } from "./dom.js";

const MOST = 4_000_000;  // cells of the table of common lines

export function conflict(mine, held, { mine: keepMine, theirs, later }) {
  const left = mine.split("\n"), right = held.text.split("\n");
  const [inLeft, inRight] = common(left, right);
  const gone = held.hash === "absent";
  return el("section", { "aria-labelledby": "differ" },
    el("h2", { id: "differ" }, gone ? "The file is gone; your text is here" : "The file was changed outside: two texts"),
    el("p", { className: "lead" }, "Lines that only one of them has are marked. Nothing is written until you say so."),
    el("div", { className: "row" },
      el("button", { type: "button", onclick: keepMine }, gone ? "Write mine" : "Write mine over it"),
      gone ? null : el("button", { type: "button", onclick: theirs }, "Take what is in the file"),
      el("button", { type: "button", onclick: later }, "Go on with mine, decide later")),
    el("div", { className: "split2" },
      side("In this tab", left, inLeft), side("In the file now", gone ? [] : right, inRight)));
}

const side = (title, lines, both) => el("div", {}, el("h3", {}, title),
  el("pre", { tabIndex: 0, "aria-label": title }, lines.map((line, at) => el("span", { className: both.has(at) ? "" : "other" }, line))));

// The numbers of the lines that stand in both, in one order.
function common(left, right) {
  const inLeft = new Set(), inRight = new Set();
  let from = 0, back = 0;
  while (from < left.length && from < right.length && left[from] === right[from]) { inLeft.add(from); inRight.add(from); from++; }
  while (back < left.length - from && back < right.length - from && left[left.length - 1 - back] === right[right.length - 1 - back]) {
    inLeft.add(left.length - 1 - back); inRight.add(right.length - 1 - back); back++;
  }
  const a = left.slice(from, left.length - back), b = right.slice(from, right.length - back);
  if (a.length * b.length > MOST) return [inLeft, inRight];
  const table = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) table[i][j] = a[i] === b[j] ? table[i + 1][j + 1] + 1 : Math.max(table[i + 1][j], table[i][j + 1]);
  }
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i] === b[j]) { inLeft.add(from + i++); inRight.add(from + j++); }
    else if (table[i + 1][j] >= table[i][j + 1]) i++;
    else j++;
  }
  return [inLeft, inRight];
}
