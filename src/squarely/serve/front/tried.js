// What came of a single claim: its verdict, every declared choice, the gates, the report.
import { drawing, el, swatch } from "./dom.js";

export function tried(answer, summary) {
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
    one.would_settle.length ? el("ul", { className: "plainlist" }, one.would_settle.map((datum) => el("li", {}, datum))) : null,
    one.gates.length ? el("h3", {}, "Gates") : null,
    one.gates.length ? el("table", { className: "gates" }, el("tbody", {}, one.gates.map(gate))) : null,
    el("p", { className: "row" }, el("button", { type: "button", onclick: () => framed(report) }, "Open the report"), el("span", { className: "note" }, one.data.join(", "))),
    report,
  ].filter(Boolean));
  answer.querySelector("h2").focus();
}

const gate = ([name, word, why]) => el("tr", {}, el("th", { scope: "row" }, name), el("td", { className: "word" }, word), el("td", {}, why));

const splits = (one) => el("table", { className: "split" }, el("thead", {}, el("tr", {}, [one.axis, "for", "against", "silent"].map((head) => el("th", { scope: "col" }, head)))),
  el("tbody", {}, Object.entries(one.by_choice).map(([choice, falls]) => el("tr", {}, el("th", { scope: "row" }, choice), ["for", "against", "silent"].map((side) => el("td", {}, falls[side] ?? 0))))));

function framed(report) {
  const frame = el("iframe", { className: "frame", title: "The report", src: `page?of=${Date.now()}` });
  frame.setAttribute("sandbox", "allow-scripts allow-downloads");
  report.replaceChildren(frame);
  frame.scrollIntoView();
  frame.focus();
}
