// One claim, four fields: tried at once, kept as a file if wanted.
import { ask, follow } from "./api.js";
import { drawing, el, swatch } from "./dom.js";
import { note, settle } from "./notes.js";

const TRENDS = [["rising", "rises"], ["falling", "falls"], ["flat", "stays flat"], ["not rising", "does not rise"], ["not falling", "does not fall"]];
const BOUNDS = [["more-than", "is more than"], ["at-least", "is at least"], ["about", "is about"], ["at-most", "is at most"]];

export async function claim(main, open) {
  const { datasets, faults } = await ask("GET", "datasets");
  if (faults.length) note("claim", faults.map((one) => one.message).join("; "));
  const now = { run: null, alive: true };
  const at = () => datasets.find((one) => one.name === dataset.value);
  const says = el("textarea", { id: "says", rows: 2, required: true, placeholder: "Strikes in Italy became more frequent from 2022 to 2025." });
  const dataset = el("select", { id: "dataset", onchange: () => chosen() }, datasets.map((one) => el("option", { value: one.name }, `${one.name}: ${one.title}`)));
  const measure = el("select", { id: "measure", "aria-label": "Measure" });
  const wheres = el("div", { className: "wheres" });
  const during = el("input", { id: "during", placeholder: "2022..2025" });
  const covers = el("p", { className: "note", id: "covers" });
  const bound = el("input", { className: "short", id: "bound", "aria-label": "Number", inputMode: "decimal", placeholder: "100" });
  const expect = el("select", { id: "expect", onchange: () => { bound.hidden = !BOUNDS.some(([value]) => value === expect.value); } },
    el("optgroup", { label: "over the window" }, TRENDS.map(([value, word]) => el("option", { value }, word))),
    el("optgroup", { label: "in all" }, BOUNDS.map(([value, word]) => el("option", { value }, word))));
  bound.hidden = true;
  const go = el("button", { type: "submit", className: "main" }, "Try it");
  const stop = el("button", { type: "button", hidden: true, onclick: () => now.run && ask("DELETE", `checks/${now.run}`).catch(() => {}) }, "Stop");
  const step = el("span", { className: "note", role: "status", id: "step" });
  const name = el("input", { id: "name", placeholder: "claim.yaml", "aria-label": "Name of the file" });
  const answer = el("div", { className: "answer", id: "answer" }, el("p", { className: "note" }, "The verdict, every declared choice and the gates come here."));
  const written = el("pre", { id: "written", tabIndex: 0 });
  const yaml = el("details", { className: "inner", ontoggle: () => yaml.open && write() }, el("summary", {}, "The same as YAML"), written);
  const form = el("form", { onsubmit: (event) => { event.preventDefault(); attempt(); } },
    el("div", { className: "field" }, el("label", { htmlFor: "says" }, "What is said"), says),
    el("fieldset", { className: "field" }, el("legend", {}, "What is measured, in which dataset"), el("div", { className: "row" }, measure, el("span", { className: "row in" }, el("label", { htmlFor: "dataset" }, "in"), dataset)), wheres,
      el("button", { type: "button", className: "plain", onclick: () => where() }, "Only rows where …")),
    el("div", { className: "field" }, el("label", { htmlFor: "during" }, "In which window"), during, covers),
    el("div", { className: "field" }, el("label", { htmlFor: "expect" }, "What is expected of it"), el("div", { className: "row" }, expect, bound)),
    el("div", { className: "row" }, go, stop, step),
    yaml,
    el("div", { className: "field row" }, name, el("button", { type: "button", onclick: () => save() }, "Save as a file")));
  main.replaceChildren(el("h1", {}, "One claim"), el("p", { className: "lead" }, "Say it, say what is measured, when, and what you expect. Windows tried for one sentence are counted and go with it when it is saved."), el("div", { className: "one" }, form, answer));
  if (datasets.some((one) => one.name === "italy-strikes")) dataset.value = "italy-strikes";
  chosen();

  function chosen() {
    const one = at();
    measure.replaceChildren(...(one?.measures ?? []).map(([value, word]) => el("option", { value }, word)));
    covers.textContent = one ? `The dataset covers ${one.during}.` : "";
    wheres.replaceChildren();
  }

  function where() {
    const column = el("select", { "aria-label": "Column", onchange: () => offer() }, at().columns.map((one) => el("option", {}, one.name)));
    const values = el("datalist", { id: `values-${wheres.childElementCount}-${Date.now()}` });
    const value = el("input", { "aria-label": "Value" });
    value.setAttribute("list", values.id);
    const offer = () => {
      const one = at().columns.find((each) => each.name === column.value);
      values.replaceChildren(...(one?.type === "boolean" ? ["true", "false"] : one?.values ?? []).map((word) => el("option", { value: word })));
    };
    const row = el("div", { className: "row" }, column, "is", value, values, el("button", { type: "button", onclick: () => row.remove() }, "Remove"));
    wheres.append(row);
    offer();
    column.focus();
  }

  function words() {
    const negated = expect.value.startsWith("not ");
    return {
      says: says.value, dataset: dataset.value, measure: measure.value, during: during.value,
      expect: expect.value.replace("not ", ""), negated, bound: bound.hidden ? "" : bound.value,
      where: [...wheres.children].map((row) => [row.querySelector("select").value, row.querySelector("input").value]),
    };
  }

  async function attempt() {
    settle("claim");
    try {
      const run = await ask("POST", "tries", { json: words() });
      now.run = run.id;
      stop.hidden = false;
      step.textContent = "trying …";
      const ended = await follow(run.id, () => {});
      if (now.run !== run.id || !now.alive) return;
      now.run = null;
      stop.hidden = true;
      step.textContent = { done: "", failed: ended.why, cancelled: "stopped" }[ended.state];
      if (ended.state === "done") show((await ask("GET", "last")).summary);
    } catch (fault) {
      note("claim", fault.message, { seconds: 15 });
    }
  }

  function show(summary) {
    if (!summary.ran) {
      const wrong = summary.problems.filter((one) => one.severity === "error");
      answer.replaceChildren(el("h2", {}, "It cannot be asked like this"), el("ul", { className: "plainlist" }, wrong.map((one) => el("li", {}, one.message, one.hint ? ` ${one.hint}` : ""))));
      return;
    }
    const [one] = summary.claims;
    const report = el("div");
    answer.replaceChildren(...[
      el("h2", { tabIndex: -1 }, swatch(one.verdict), " ", one.verdict, one.subtype ? `, ${one.subtype}` : ""),
      el("p", { className: "sentence" }, one.sentence),
      one.estimated ? el("p", {}, one.estimated) : null,
      one.moved && one.before ? el("p", { className: "note" }, `The last try gave: ${one.before}.`) : null,
      summary.edits ? el("p", { className: "note" }, `Tried ${summary.edits + 1} ways so far: later ones were chosen after a result was seen.`) : null,
      drawing(one.strip || ""),
      one.curve ? el("h3", {}, "Every declared choice") : null,
      one.readings ? el("p", {}, one.readings) : null,
      one.curve ? el("div", { className: "wide", tabIndex: 0, role: "region", "aria-label": "Specification curve" }, drawing(one.curve)) : null,
      one.curve ? el("p", { className: "note" }, "Points are estimates, lines their 80% intervals or bounds; the ring marks the main one.") : null,
      one.splitting ? splits(one.splitting) : null,
      one.reasons.length ? el("ul", { className: "plainlist" }, one.reasons.map((why) => el("li", {}, why))) : null,
      one.would_settle.length ? el("h3", {}, "What would settle it") : null,
      el("ul", { className: "plainlist" }, one.would_settle.map((datum) => el("li", {}, datum))),
      one.gates.length ? el("h3", {}, "Gates") : null,
      el("table", { className: "gates" }, el("tbody", {}, one.gates.map(([gate, word, why]) => el("tr", {}, el("th", { scope: "row" }, gate), el("td", { className: "word" }, word), el("td", {}, why))))),
      el("p", { className: "row" }, el("button", { type: "button", onclick: () => framed(report) }, "Open the report"), el("span", { className: "note" }, one.data.join(", "))),
      report,
    ].filter(Boolean));
    answer.querySelector("h2").focus();
  }

  const splits = (one) => el("table", { className: "split" }, el("thead", {}, el("tr", {}, [one.axis, "for", "against", "silent"].map((head) => el("th", { scope: "col" }, head)))),
    el("tbody", {}, Object.entries(one.by_choice).map(([choice, falls]) => el("tr", {}, el("th", { scope: "row" }, choice), ["for", "against", "silent"].map((side) => el("td", {}, falls[side] ?? 0))))));

  function framed(report) {
    const frame = el("iframe", { className: "frame", title: "The report", src: `page?of=${Date.now()}` });
    frame.setAttribute("sandbox", "allow-scripts allow-downloads");
    report.replaceChildren(frame);
  }

  async function write() {
    written.textContent = (await ask("POST", "tries/text", { json: words() })).text;
  }

  async function save() {
    const given = name.value.trim() || name.placeholder;
    try {
      const kept = await ask("POST", "tries/save", { json: { ...words(), name: /\.ya?ml$/.test(given) ? given : `${given}.yaml` } });
      open(kept.name);
    } catch (fault) {
      note("claim", fault.message, { seconds: 15 });
    }
  }

  return () => { now.alive = false; settle("claim"); };
}
