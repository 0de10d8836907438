// One claim, four fields: tried at once, kept as a file if wanted. Which fields stand beside the
// sentence follows from what is expected; the server says what the chosen dataset can carry.
import { ask, follow } from "./api.js";
import { el } from "./dom.js";
import { clear, fault, missing, settled, suggested } from "./fields.js";
import { note, settle } from "./notes.js";
import { tried } from "./tried.js";

const FIRST = "italy-strikes";
const KEPT = `squarely ${location.pathname} one claim`;
const BOUNDS = /:(more-than|at-least|about|at-most)$/;

export async function claim(main, open) {
  const { datasets, in_a_file: inFile, faults } = await ask("GET", "datasets");
  if (faults.length) note("claim", faults.map((one) => one.message).join("; "));
  const gone = new AbortController();
  let run = null;
  const says = el("textarea", { id: "says", rows: 2, required: true, placeholder: "Strikes in Italy became more frequent from 2022 to 2025." });
  const dataset = el("select", { id: "dataset", onchange: () => chosen() }, datasets.map((one) => el("option", { value: one.name }, `${one.name}: ${one.title}`)));
  const measure = el("select", { id: "measure", "aria-label": "Measure" });
  const wheres = el("div", { className: "wheres" });
  const narrow = el("button", { type: "button", className: "plain", onclick: () => where() }, "Only rows where …");
  const expect = el("select", { id: "expect", onchange: () => asked() });
  const bound = el("input", { className: "short", id: "bound", required: true, "aria-label": "Number", placeholder: "100, 40%" });
  const beside = el("fieldset", { className: "field beside" });
  const during = el("input", { id: "during", placeholder: "2022..2025", "aria-describedby": "covers" });
  const covers = el("p", { className: "note", id: "covers" });
  const when = el("div", { className: "field" }, el("label", { htmlFor: "during" }, "In which window"), during, covers);
  const stop = el("button", { type: "button", hidden: true, onclick: () => run && ask("DELETE", `checks/${run}`).catch(() => {}) }, "Stop");
  const step = el("span", { className: "note", role: "status", id: "step" });
  const rest = el("div", { role: "alert" });
  const name = el("input", { id: "name", placeholder: "claim.yaml", "aria-label": "Name of the file" });
  const answer = el("div", { className: "answer", id: "answer" }, el("p", { className: "note" }, "The verdict, every declared choice and the gates come here."));
  const text = el("pre", { id: "written", tabIndex: 0, "aria-label": "The claim as YAML" });
  const yaml = el("details", { className: "inner", ontoggle: () => write() }, el("summary", {}, "The same as YAML"), text);
  const form = el("form", { noValidate: true, onsubmit: (event) => { event.preventDefault(); attempt(); }, oninput: (event) => { settled(event.target); changed(); } },
    el("div", { className: "field" }, el("label", { htmlFor: "says" }, "What is said"), says),
    el("fieldset", { className: "field" }, el("legend", {}, "What is measured, in which dataset"),
      el("div", { className: "row" }, measure, el("span", { className: "row in" }, el("label", { htmlFor: "dataset" }, "in"), dataset)), wheres, narrow),
    el("div", { className: "field" }, el("label", { htmlFor: "expect" }, "What is expected of it"), el("div", { className: "row" }, expect, bound)),
    beside, when,
    el("div", { className: "row" }, el("button", { type: "submit", className: "main" }, "Try it"), stop, step), rest,
    yaml,
    el("div", { className: "field row" }, name, el("button", { type: "button", onclick: () => save() }, "Save as a file")),
    elsewhere(inFile));
  main.replaceChildren(el("h1", {}, "One claim"), el("p", { className: "lead" }, "Say it, say what is measured, what you expect of it, and when. What is tried for one sentence is counted, and the count goes with it when it is saved."), el("div", { className: "one" }, form, answer));
  const before = kept();
  dataset.value = datasets.some((one) => one.name === before?.dataset) ? before.dataset : FIRST;
  if (!at()) dataset.selectedIndex = 0;
  chosen();
  if (before?.dataset === dataset.value) restore(before);

  function at() { return datasets.find((one) => one.name === dataset.value); }
  function question() { return at()?.questions.find((one) => one.name === expect.value.split(":")[0]); }
  function columned(key) { return at()?.columns.find((one) => one.name === key); }

  // Another dataset: other columns; what is expected stays where that can be asked of it.
  function chosen() {
    const before = expect.value;
    expect.replaceChildren(...(at()?.questions ?? []).map((one) => el("optgroup", { label: one.label },
      one.expects.map(([word, said]) => el("option", { value: `${one.name}:${word}`, selected: `${one.name}:${word}` === before }, said)))));
    covers.textContent = at() ? `The dataset covers ${at().during}.` : "";
    wheres.replaceChildren();
    asked();
  }

  function asked() {
    const one = question(), before = measure.value;
    const fit = (at()?.measures ?? []).filter(([value]) => one?.measures.includes(value.split(" ")[0]));
    measure.replaceChildren(...fit.map(([value, word]) => el("option", { value, selected: value === before }, word)));
    measure.hidden = !fit.length;
    bound.hidden = !BOUNDS.test(expect.value);
    narrow.hidden = wheres.hidden = !one?.rows;
    when.hidden = !one?.window;
    if (beside.dataset.of !== `${dataset.value}:${one?.name}`) besides(one);
    clear(form);
    changed();
  }

  // What a test takes beside the measure: a choice, and words that a column may hold.
  function besides(one) {
    beside.dataset.of = `${dataset.value}:${one?.name}`;
    beside.hidden = !one?.inputs.length;
    beside.replaceChildren(el("legend", {}, one?.legend ?? ""), el("div", { className: "row" }, (one?.inputs ?? []).map((each) =>
      each.options.length
        ? el("select", { id: each.key, "aria-label": each.label, onchange: () => hints(one, true) }, each.options.map(([value, word]) => el("option", { value }, word)))
        : suggested({ id: each.key, "aria-label": each.label, required: each.needed }, (typed) => held(of(each), typed)))));
    hints(one, false);
  }

  function of(each) { return each.column === "by" ? beside.querySelector("#by").value : each.column; }

  function hints(one, anew) {
    for (const each of one?.inputs ?? []) {
      const field = beside.querySelector(`#${each.key}`);
      if (each.options.length) continue;
      const word = each.label.toLowerCase(), date = each.hint || "2024";
      field.placeholder = each.column !== "by" ? each.hint || word : columned(of(each)) ? word : date;
      if (anew) field.value = "";
    }
  }

  // The words of a column: its categories, else those that its rows hold.
  async function held(key, typed) {
    const one = columned(key);
    if (!one) return [];
    if (one.values.length) return one.values;
    const found = await ask("GET", "values", { query: { dataset: dataset.value, column: one.name, typed } }).catch(() => ({ values: [] }));
    return found.values;
  }

  function where() {
    const number = wheres.childElementCount;
    const column = el("select", { "aria-label": "Column" }, at().columns.map((one) => el("option", {}, one.name)));
    const row = el("div", { className: "row" }, column, "is", suggested({ id: `where-${number}`, "aria-label": "Value", required: true }, (typed) => held(column.value, typed)),
      el("button", { type: "button", onclick: () => { row.remove(); numbered(); changed(); } }, "Remove"));
    wheres.append(row);
    column.focus();
  }

  function numbered() { [...wheres.children].forEach((row, number) => { row.querySelector("input").id = `where-${number}`; }); }

  function words() {
    const [asks, word] = expect.value.split(":");
    const given = { says: says.value, dataset: dataset.value, measure: measure.value, question: asks, expect: word, bound: bound.hidden ? "" : bound.value, during: during.value };
    for (const one of beside.querySelectorAll("select, input")) given[one.id] = one.value;
    const rows = wheres.hidden ? [] : [...wheres.children];
    return { ...given, where: rows.map((row) => [row.querySelector("select").value, row.querySelector("input").value]) };
  }

  function changed() {
    try { sessionStorage.setItem(KEPT, JSON.stringify(words())); } catch { /* full, or not allowed */ }
    write();
  }

  // What was answered before another view was looked at.
  function restore(held) {
    says.value = held.says;
    expect.value = `${held.question}:${held.expect}`;
    if (!expect.value) expect.selectedIndex = 0;
    asked();
    for (const [column, value] of held.where) {
      where();
      const row = wheres.lastElementChild;
      row.querySelector("select").value = column;
      row.querySelector("input").value = value;
    }
    for (const key of ["measure", "bound", "during", "by", "first", "second", "third"]) {
      const field = form.querySelector(`#${key}`);
      if (field && held[key]) field.value = held[key];
      if (key === "by") hints(question(), false);
    }
    document.activeElement.blur();
    changed();
  }

  // Whether what was answered can be asked; faults are shown at their fields.
  async function sent(path, more = {}) {
    settle("claim");
    const empty = missing(form);
    fault(form, empty, rest);
    if (empty.length) return {};
    try {
      const got = await ask("POST", path, { json: { ...words(), ...more } });
      fault(form, got.faults ?? [], rest);
      return got;
    } catch (refused) {
      note("claim", refused.message, { seconds: 15 });
      return {};
    }
  }

  async function attempt() {
    const begun = await sent("tries");
    if (!begun.id) return;
    run = begun.id;
    stop.hidden = false;
    step.textContent = "trying …";
    const ended = await follow(run, () => {}, gone.signal);
    if (run !== ended.id || gone.signal.aborted) return;
    run = null;
    stop.hidden = true;
    step.textContent = { done: "", failed: ended.why, cancelled: "stopped" }[ended.state];
    if (ended.state !== "done") return;
    const last = await ask("GET", "last");
    if (last.run === ended.id) tried(answer, last.summary);
    else step.textContent = "another tab has tried another claim since; try it again";
  }

  async function write() {
    if (yaml.open) text.textContent = (await ask("POST", "tries/text", { json: words() })).text;
  }

  async function save() {
    const given = name.value.trim() || name.placeholder;
    const kept = await sent("tries/save", { name: /\.ya?ml$/i.test(given) ? given : `${given}.yaml` });
    if (kept.name) open(kept.name);
  }

  return () => { gone.abort(); settle("claim"); };
}

function kept() {
  try { return JSON.parse(sessionStorage.getItem(KEPT)); } catch { return null; }
}

// What four fields cannot state, and where to read how a file states it.
const elsewhere = (all) => el("details", { className: "inner" }, el("summary", {}, "What needs a file"),
  el("p", { className: "note" }, "These tests take more than four fields can state; write them in an argument file."),
  el("ul", { className: "plainlist" }, all.map((one) => el("li", {}, el("a", { href: `warrants/${one.name}`, target: "_blank", rel: "noopener" }, one.name), `: ${one.question} It ${one.why}.`))));
