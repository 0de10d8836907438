// A text area with its own text drawn beneath it: line numbers, keys, faults; offers at the cursor.
import { el, later } from "./dom.js";
import { pieces, span } from "./marks.js";

const SPARE = 20;  // lines drawn above and below what is seen

export function editor({ changed, offered }) {
  const lines = el("div");
  const gutter = el("div", { className: "gutter", "aria-hidden": "true" }, lines);
  const under = el("pre", { className: "under", "aria-hidden": "true" });
  const area = el("textarea", { id: "text", spellcheck: false, autocapitalize: "off", autocomplete: "off", wrap: "off" });
  for (const [key, value] of [["aria-label", "The argument file"], ["aria-describedby", "faulted"], ["aria-autocomplete", "list"], ["aria-controls", "offers"], ["autocorrect", "off"]]) area.setAttribute(key, value);
  const list = el("ul", { id: "offers", className: "offers", role: "listbox", hidden: true, "aria-label": "What may stand here" });
  const sheet = el("div", { className: "sheet" }, under, area, list);
  const whole = el("div", { className: "editor" }, gutter, sheet);
  const held = { faults: new Map(), rows: [""], offers: null, chosen: 0 };
  const wide = document.createElement("canvas").getContext("2d");

  function metrics() {
    const style = getComputedStyle(area);
    wide.font = `${style.fontSize} ${style.fontFamily}`;
    return { line: parseFloat(style.lineHeight), left: parseFloat(style.paddingLeft), top: parseFloat(style.paddingTop) };
  }

  function draw() {
    const { line } = metrics();
    const first = Math.max(0, Math.floor(area.scrollTop / line) - SPARE);
    const last = Math.min(held.rows.length, first + Math.ceil(area.clientHeight / line) + 2 * SPARE);
    const drawn = document.createDocumentFragment();
    const numbers = document.createDocumentFragment();
    for (let row = first; row < last; row++) {
      const faults = held.faults.get(row + 1) ?? [];
      for (const [text, classes] of pieces(held.rows[row], faults)) {
        drawn.append(classes ? el("span", { className: classes.trim() }, text) : text);
      }
      drawn.append("\n");
      numbers.append(el("span", { className: faults.some((one) => one.severity === "error") ? "bad" : "" }, `${row + 1}\n`));
    }
    under.replaceChildren(drawn);
    lines.replaceChildren(numbers);
    const down = first * line - area.scrollTop;
    under.style.transform = `translate(${-area.scrollLeft}px, ${down}px)`;
    lines.style.transform = `translateY(${down}px)`;
  }

  function taken() {
    held.rows = area.value.split("\n");
    gutter.style.width = `${Math.max(4, String(held.rows.length).length + 2)}ch`;
    draw();
  }

  // While typing, offers come where a word was begun or a value is due; by command, anywhere.
  const due = (text, found) => found.start < area.selectionStart || /[:,[{] *$/.test(text.slice(text.lastIndexOf("\n", area.selectionStart - 1) + 1, area.selectionStart));
  const asking = later(140, async (wanted = false) => {
    const offset = area.selectionStart;
    if (offset !== area.selectionEnd || document.activeElement !== area) return close();
    const text = area.value;
    const found = await offered(text, offset);
    if (found && area.value === text && area.selectionStart === offset) {
      if (wanted || due(text, found)) open(found); else close();
    }
  });

  function open(found) {
    if (!found.offers.length) return close();
    held.offers = found;
    held.chosen = 0;
    list.replaceChildren(...found.offers.map(([name, , meaning], at) =>
      el("li", { id: `offer-${at}`, role: "option", onmousedown: (event) => { event.preventDefault(); choose(at); } }, el("b", {}, name), el("span", {}, meaning))));
    list.hidden = false;
    const { line, left, top } = metrics();
    const before = area.value.slice(0, found.start).split("\n");
    const x = left + wide.measureText(before[before.length - 1]).width - area.scrollLeft;
    const y = top + before.length * line - area.scrollTop;
    list.style.left = `${Math.max(0, Math.min(x, sheet.clientWidth - list.offsetWidth - 4))}px`;
    const above = y + list.offsetHeight > sheet.clientHeight && y - line - list.offsetHeight > 0;
    list.style.top = `${above ? y - line - list.offsetHeight : y}px`;
    point();
  }

  function point() {
    [...list.children].forEach((one, at) => one.setAttribute("aria-selected", String(at === held.chosen)));
    area.setAttribute("aria-activedescendant", `offer-${held.chosen}`);
    list.children[held.chosen]?.scrollIntoView({ block: "nearest" });
  }

  function close() {
    held.offers = null;
    list.hidden = true;
    area.removeAttribute("aria-activedescendant");
  }

  function choose(at) {
    const { start, offers } = held.offers;
    close();
    put(start, area.selectionEnd, offers[at][1]);
  }

  // Writing by command keeps what the browser can undo.
  function put(from, to, text) {
    area.focus();
    area.setSelectionRange(from, to);
    if (!document.execCommand("insertText", false, text)) {
      area.setRangeText(text, from, to, "end");
      area.dispatchEvent(new Event("input"));
    }
  }

  area.addEventListener("input", () => { taken(); changed(area.value); asking(); });
  area.addEventListener("scroll", () => { draw(); close(); });
  area.addEventListener("blur", close);
  area.addEventListener("click", close);
  area.addEventListener("keydown", (event) => {
    if (held.offers && !event.ctrlKey && !event.metaKey) {
      const count = held.offers.offers.length;
      const moves = { ArrowDown: 1, ArrowUp: -1 };
      if (event.key in moves) held.chosen = (held.chosen + moves[event.key] + count) % count;
      else if (event.key === "Tab" || (event.key === "Enter" && typed())) choose(held.chosen);
      else if (event.key === "Escape") close();
      else return;
      event.preventDefault();
      if (held.offers) point();
      return;
    }
    if (event.key === " " && event.ctrlKey) {
      event.preventDefault();
      asking(true);
    } else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      const at = area.selectionStart;
      const row = area.value.slice(area.value.lastIndexOf("\n", at - 1) + 1, at);
      const indent = /^ */.exec(row)[0] + (/:\s*$/.test(row) ? "  " : "");
      const idle = row.trim() ? /\s*$/.exec(row)[0].length : 0;
      put(at - idle, area.selectionEnd, `\n${indent}`);
    }
  });
  // Enter takes an offer only where part of a word was typed: an empty line stays an empty line.
  const typed = () => held.offers.start < area.selectionStart;
  new ResizeObserver(draw).observe(area);

  return {
    whole,
    area,
    text: () => area.value,
    set(text) {
      const at = area.selectionStart;
      if (area.value !== text) area.value = text;
      area.setSelectionRange(at, at);  // a browser would go to the end of a text that is new
      close();
      taken();
    },
    faults(found) {
      held.faults = new Map();
      for (const one of found) held.faults.set(one.line, [...(held.faults.get(one.line) ?? []), one]);
      draw();
    },
    go(line, column = 1) {
      const at = held.rows.slice(0, line - 1).reduce((sum, row) => sum + row.length + 1, 0) + column - 1;
      area.focus();
      area.setSelectionRange(at, at);
      area.scrollTop = Math.max(0, (line - 6) * metrics().line);
    },
    mend(line, column, name) {
      const row = held.rows[line - 1] ?? "";
      const start = held.rows.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
      const [from, to] = span(row, column);
      put(start + from, start + to, /^[\w./ -]+$/.test(name) ? name : JSON.stringify(name));
    },
  };
}
