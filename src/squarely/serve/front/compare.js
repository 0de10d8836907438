// Two arguments of the folder side by side: where they ask the same, and whether both can hold.
import { ask, follow } from "./api.js";
import { el, swatch } from "./dom.js";
import { note, settle } from "./notes.js";

const SAID = { "the same": "Both expect the same.", "different": "They ask the same and expect different things.", "cannot both hold": "They ask the same; what they expect cannot both hold." };

export async function compare(main) {
  const { arguments: names } = await ask("GET", "arguments");
  const left = new AbortController();
  const pick = (id, label, at) => el("span", { className: "row" }, el("label", { htmlFor: id }, label), el("select", { id }, names.map((name, number) => el("option", { selected: number === at }, name))));
  let run = null;
  const stop = el("button", { type: "button", hidden: true, onclick: () => run && ask("DELETE", `checks/${run}`).catch(() => {}) }, "Stop");
  const step = el("span", { className: "note", role: "status", id: "step" });
  const shown = el("div", { id: "compared" });
  const form = el("form", { className: "row", onsubmit: (event) => { event.preventDefault(); go().catch((fault) => note("compare", fault.message, { seconds: 15 })); } },
    pick("left", "Left", 0), pick("right", "Right", Math.min(1, names.length - 1)), el("button", { type: "submit", className: "main", disabled: names.length < 2 }, "Compare"), stop, step);
  main.replaceChildren(el("h1", {}, "Compare two"), el("p", { className: "lead" }, "Claims that put the same question to the same data stand beside each other. Whether two of them can both hold follows from what they expect, not from the verdicts."), form, shown);

  async function go() {
    settle("compare");
    const chosen = ["left", "right"].map((id) => form.querySelector(`#${id}`).value);
    shown.replaceChildren();
    const found = await ask("POST", "compare", { json: { left: chosen[0], right: chosen[1] } });
    const verdicts = [];
    for (const name of chosen) {
      verdicts.push(await judged(name));
      if (left.signal.aborted) return;
      if (!verdicts.at(-1)) { step.textContent = "stopped"; return; }
    }
    step.textContent = "";
    show(found, verdicts, chosen);
  }

  // The verdicts of a file as it is now; checked where the last check was of another text.
  async function judged(name) {
    const { hash } = await ask("GET", "hash", { query: { name } });
    let { summary } = await ask("GET", "last", { query: { name } });
    if (summary?.hash !== hash) {
      run = (await ask("POST", "checks", { json: { name } })).id;
      stop.hidden = false;
      const ended = await follow(run, (told) => { step.textContent = told.total ? `${name}: claim ${told.number + 1} of ${told.total}` : `${name} …`; }, left.signal);
      stop.hidden = true;
      if (ended.state === "cancelled") return null;
      ({ summary } = await ask("GET", "last", { query: { name } }));
    }
    return { of: new Map((summary?.claims ?? []).map((one) => [one.id, one])), conclusions: summary?.conclusions ?? [] };
  }

  function show(found, verdicts, names) {
    const sides = ["left", "right"].map((side, at) => ({ ...found[side], ...verdicts[at], name: names[at] }));
    const apart = found.pairs.filter(([, , relation]) => relation === "cannot both hold").length;
    const same = found.pairs.filter(([, , relation]) => relation).length;
    shown.replaceChildren(
      el("div", { className: "split2" }, sides.map((side) => el("div", {}, el("h2", {}, side.title || side.name), side.author ? el("p", { className: "note" }, side.author) : null,
        el("ul", { className: "plainlist" }, side.conclusions.map((one) => el("li", {}, el("b", {}, one.state), ": ", one.says)))))),
      el("p", { role: "status" }, asked(same, apart), found.pairs.length > same ? ` ${found.pairs.length - same} look at the same matter over another window, period or pair of groups.` : ""),
      found.pairs.length ? table(found.pairs, sides) : "",
      el("div", { className: "split2" }, sides.map((side) => el("section", {}, el("h2", {}, "Without a counterpart in the other: ", side.title || side.name), side.alone.length ? el("ul", { className: "plainlist" }, side.alone.map((id) => el("li", {}, said(side, id)))) : el("p", { className: "note" }, "none")))));
  }

  function asked(same, apart) {
    if (!same) return "No claim of one asks the same of the same data as a claim of the other.";
    if (same === 1) return `One pair asks the same of the same data${apart ? "; its two claims cannot both hold" : ""}.`;
    return `${same} pairs ask the same of the same data${apart ? `; in ${apart} of them the two claims cannot both hold` : ""}.`;
  }

  const table = (pairs, sides) => el("table", { className: "sides" },
    el("thead", {}, el("tr", {}, [sides[0].name, "", sides[1].name].map((head) => el("th", { scope: "col", className: head ? "" : "between" }, head)))),
    el("tbody", {}, pairs.map(([left, right, relation, differs]) => el("tr", { className: relation === "cannot both hold" ? "apart" : "" },
      el("td", {}, said(sides[0], left)),
      el("td", { className: "between" }, relation ? SAID[relation] : `The same matter, looked at otherwise: they differ in ${differs.join(", ")}.`),
      el("td", {}, said(sides[1], right))))));

  function said(side, id) {
    const one = side.of.get(id);
    return [el("p", { className: "says", dir: "auto" }, side.says[id] ?? id), el("p", { className: "note" }, one ? [swatch(one.verdict), " ", el("b", {}, one.verdict), one.estimated ? ` · ${one.estimated}` : ""] : "no verdict", " · ", el("bdi", {}, id))];
  }

  return () => { left.abort(); settle("compare"); };
}
