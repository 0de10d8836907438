// What the last check found: verdicts, what changed since the one before, why, the report.
import { ask } from "./api.js";
import { el, many, swatch } from "./dom.js";

export function results(place, { name, report, line, go }) {
  const old = el("p", { className: "note", hidden: true }, "These verdicts are of an earlier text.");
  let hash = null;

  function show(summary, fresh) {
    if (!summary) {
      place.replaceChildren(el("h2", {}, "Verdicts"), el("p", { className: "note" }, "Not checked yet."));
      return;
    }
    hash = summary.hash;
    place.replaceChildren(el("h2", { tabIndex: -1 }, "Verdicts"), old, ...(summary.ran ? ran(summary) : refused(summary)));
    if (fresh && summary.ran && summary.compared) place.querySelector("#moved")?.focus();
  }

  function refused(summary) {
    const errors = summary.problems.filter((one) => one.severity === "error");
    return [el("p", {}, "Nothing was run: the file has faults."),
      el("ul", { className: "plainlist" }, errors.slice(0, 20).map((one) => el("li", {}, `line ${one.line}: ${one.message}`)))];
  }

  function ran(summary) {
    const moved = [...summary.claims, ...summary.conclusions].filter((one) => one.moved);
    const all = [
      el("p", { className: "counted" }, summary.counts.map(([label, count], at) => [at ? ", " : "", `${count} `, el("b", {}, label)]), summary.as_of ? `; data as of ${summary.as_of}` : ""),
    ];
    if (summary.compared) all.push(changes(moved, summary));
    if (summary.edits) all.push(el("p", { className: "note" }, `${many(summary.edits, "edit")} after results: claims, windows or choices were changed after a verdict was seen.`));
    all.push(el("p", { className: "row" },
      el("button", { type: "button", onclick: () => framed() }, "Open the report"),
      el("a", { href: page(), target: "_blank", rel: "noopener" }, "in a tab of its own")));
    if (summary.conclusions.length) {
      all.push(el("h2", { className: "sub" }, "Conclusions"), el("ul", { className: "verdicts" }, summary.conclusions.map((one) =>
        el("li", { className: one.moved ? "moved" : "" },
          el("p", { className: "says", dir: "auto" }, one.says),
          el("p", { className: "line" }, el("b", {}, one.state), before(one)),
          el("p", { className: "note" }, one.sentence)))));
    }
    all.push(el("h2", { className: "sub" }, "Claims"), el("ul", { className: "verdicts" }, summary.claims.map((one) => claim(one))));
    return all;
  }

  function changes(moved, summary) {
    const said = moved.length ? "Since the last check:" : "Since the last check no verdict changed.";
    const lines = moved.map((one) => el("li", {}, el("bdi", {}, one.id), ": ", one.before ?? "not in the file", " → ", el("b", {}, one.verdict ?? one.state)));
    const gone = summary.gone.map((id) => el("li", {}, el("bdi", {}, id), ": no longer in the file"));
    return el("div", { id: "moved", tabIndex: -1 }, el("p", {}, said), el("ul", { className: "plainlist" }, lines, gone));
  }

  const before = (one) => one.fresh ? el("span", { className: "was" }, "new since the last check")
    : one.moved && one.before ? el("span", { className: "was" }, `before: ${one.before}`) : null;

  function claim(one) {
    const why = el("details", { className: "why" }, el("summary", {}, "Why", el("span", { className: "unsaid" }, ` ${one.id}`)));
    why.addEventListener("toggle", () => why.open && !why.querySelector("pre") && reason(why, one));
    return el("li", { className: one.moved ? "moved" : "", "data-claim": one.id },
      el("p", { className: "line" }, el("span", {}, swatch(one.verdict), " ", el("b", {}, one.verdict), one.subtype ? `, ${one.subtype}` : ""), before(one), el("span", { className: "note" }, one.estimated)),
      el("p", { className: "says", dir: "auto" }, one.says),
      el("p", { className: "note" }, el("bdi", {}, one.id), " · ", el("button", { type: "button", className: "plain", onclick: () => go(line(one.id) ?? 1) }, "in the file")),
      one.why_moved.length && one.moved ? el("ul", { className: "plainlist note" }, one.why_moved.map((why) => el("li", {}, why))) : null,
      why);
  }

  async function reason(why, one) {
    const text = el("pre", { tabIndex: 0 }, "…");
    why.append(text, el("p", {}, el("button", { type: "button", onclick: () => framed(one.anchor) }, "This claim in the report")));
    try {
      text.textContent = (await ask("GET", "why", { query: { name, claim: one.id } })).text;
    } catch (fault) {
      text.textContent = fault.message;
    }
  }

  const page = () => `page?${new URLSearchParams({ name, of: hash })}`;

  function framed(anchor = "") {
    const frame = el("iframe", { className: "frame", title: "The report", src: page() + (anchor ? `#${anchor}` : "") });
    frame.setAttribute("sandbox", "allow-scripts allow-downloads");
    const close = () => { report.replaceChildren(); place.querySelector("h2").focus(); };
    report.replaceChildren(el("p", { className: "row" }, el("h2", {}, "The report"), el("button", { type: "button", onclick: close }, "Close")), frame);
    report.scrollIntoView();
    frame.focus();
  }

  return { show, stale: (base) => { old.hidden = hash === null || hash === base; } };
}
