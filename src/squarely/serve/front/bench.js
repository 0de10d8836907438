// The workbench: which view stands at which address, and the list of the folder.
import { ask } from "./api.js";
import { claim } from "./claim.js";
import { compare } from "./compare.js";
import { data } from "./data.js";
import { el, swatch } from "./dom.js";
import { edit } from "./edit.js";
import { note } from "./notes.js";

const main = document.getElementById("main");
const begun = new Map();  // texts of files that are not saved yet
let leave = () => {};
let turn = 0;

const open = (name, text = "") => {
  if (text) begun.set(name, text);
  location.hash = `#/edit/${encodeURIComponent(name)}`;
};

const STARTER = `squarely: 1
title: 
claims:
  first:
    says: 
    warrant:
      `;

const counted = (counts) => counts.map(([label, count], at) => [at ? ", " : "", swatch(label), ` ${count} ${label}`]);

async function list() {
  const { folder, arguments: names, told } = await ask("GET", "arguments");
  const name = el("input", { id: "new", placeholder: "argument.yaml", "aria-label": "Name of the new file" });
  const make = (event) => {
    event.preventDefault();
    const given = name.value.trim() || name.placeholder;
    const whole = /\.ya?ml$/i.test(given) ? given : `${given}.yaml`;
    open(whole, names.includes(whole) ? "" : STARTER);
  };
  document.getElementById("folder").textContent = folder;
  main.replaceChildren(
    el("h1", {}, "Arguments"),
    names.length ? el("ul", { className: "files" }, names.map((one, at) => el("li", {},
      el("p", {}, el("a", { href: `#/edit/${encodeURIComponent(one)}` }, el("bdi", {}, one)), told[at].title ? el("span", { className: "title", dir: "auto" }, told[at].title) : null),
      el("p", { className: "note" }, counted(told[at].counts))))) : el("p", { className: "lead" }, "There is no argument file in this folder yet."),
    el("form", { className: "row new", onsubmit: make }, el("label", { htmlFor: "new" }, "A new one:"), name, el("button", { type: "submit" }, "Begin")));
}

async function arrive() {
  const mine = ++turn;
  leave();
  leave = () => {};
  const [, view = "", ...rest] = location.hash.slice(1).split("/");
  const name = decodeURIComponent(rest.join("/"));
  for (const link of document.querySelectorAll("nav a")) {
    const here = link.hash === `#/${view}` || (view === "edit" && link.hash === "#/");
    if (here) link.setAttribute("aria-current", "page"); else link.removeAttribute("aria-current");
  }
  document.title = view === "edit" ? `${name} · Squarely` : "Squarely: workbench";
  const views = { edit: () => edit(name, main, begun.get(name)), claim: () => claim(main, open), data: () => data(main, open), compare: () => compare(main) };
  try {
    const left = await (views[view] ?? list)();
    if (mine === turn && left) leave = left;
    else if (left) left();
  } catch (fault) {
    if (mine === turn) main.replaceChildren(el("p", {}, fault.message), el("p", {}, el("button", { type: "button", onclick: arrive }, "Try again")));
  }
  begun.delete(name);
}

addEventListener("hashchange", arrive);
addEventListener("unhandledrejection", (event) => { if (!(event.reason?.status >= 0)) note("fault", String(event.reason), { seconds: 20 }); });
ask("GET", "arguments").then(({ folder }) => { document.getElementById("folder").textContent = folder; }).catch(() => {});
arrive();
