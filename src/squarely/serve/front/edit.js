// The desk of one file: its text, its faults, saving, checking.
import { ask, follow } from "./api.js";
import { conflict } from "./conflict.js";
import { el, later, many } from "./dom.js";
import * as drafts from "./drafts.js";
import { editor } from "./editor.js";
import { note, settle } from "./notes.js";
import { results } from "./results.js";

const WATCH = 2500;  // milliseconds between two looks at the file

export async function edit(name, main, start = "") {
  const now = { base: "absent", saved: "", claims: new Map(), run: null, alive: true, gone: false };
  const left = new AbortController();
  const state = el("span", { className: "note", id: "state" });
  const save = el("button", { type: "button", onclick: () => store() }, "Save");
  const check = el("button", { type: "button", className: "main", onclick: () => judge() }, "Save and check");
  const stop = el("button", { type: "button", hidden: true, onclick: () => cease() }, "Stop");
  const bar = el("progress", { hidden: true, "aria-label": "Progress of the check" });
  const step = el("span", { className: "note", role: "status", id: "step" });
  const faulted = el("p", { className: "note", id: "faulted", role: "status" });
  const faults = el("ul", { className: "faults", tabIndex: 0, "aria-label": "Faults of the file" });
  const between = el("div");
  const shown = el("div", { id: "results" });
  const report = el("div", { id: "report" });
  const paper = editor({ changed: typed, offered });
  const desk = el("div", { className: "desk" },
    el("div", {},
      el("div", { className: "row bar" }, check, save, stop, bar, step, el("span", { className: "end" }, state)),
      paper.whole,
      el("p", { className: "keys" }, el("kbd", {}, "Ctrl+Space"), " what may stand here · ", el("kbd", {}, "Ctrl+S"), " save · ", el("kbd", {}, "Ctrl+Enter"), " save and check"),
      faulted, faults),
    shown);
  main.replaceChildren(el("div", { className: "file" }, el("h1", {}, el("bdi", {}, name))), between, desk, report);

  const dirty = () => now.gone || paper.text() !== now.saved;
  const lint = later(250, judgeText);
  const keep = later(200, () => now.alive && (dirty() ? drafts.keep(name, paper.text(), now.base) : drafts.forget(name)));

  function typed() {
    tell();
    keep();
    lint();
  }

  function tell() {
    state.textContent = now.gone ? "not in the folder" : dirty() ? "not saved" : now.base === "absent" ? "new" : "saved";
    save.disabled = !dirty() && now.base !== "absent";
    view.stale(dirty() ? "" : now.base);
  }

  async function offered(text, offset) {
    return ask("POST", "offers", { json: { name, text, offset } }).catch(() => null);
  }

  async function judgeText() {
    const text = paper.text();
    let found;
    try {
      found = await ask("POST", "faults", { json: { name, text } });
    } catch { return; }
    if (text !== paper.text()) return;
    now.claims = new Map(found.claims);
    paper.faults(found.faults.filter((one) => one.file === short(name)));
    const errors = found.faults.filter((one) => one.severity === "error").length;
    faulted.textContent = found.faults.length
      ? `${many(errors, "fault")}, ${many(found.faults.length - errors, "warning")}` : "no faults";
    faults.replaceChildren(...found.faults.slice(0, 200).map(line));
  }

  function line(one) {
    const meant = /^did you mean "(.+)"\?$/.exec(one.hint ?? "");
    const here = one.file === short(name);
    return el("li", { className: one.severity },
      here ? el("button", { type: "button", className: "plain", onclick: () => paper.go(one.line, one.column) }, `line ${one.line}`) : el("span", {}, one.file),
      el("div", {}, `${one.severity === "error" ? "" : "Warning: "}${one.message} `,
        meant && here
          ? el("button", { type: "button", onclick: () => paper.mend(one.line, one.column, meant[1]) }, "Write ", el("bdi", {}, meant[1]))
          : el("span", { className: "hint" }, one.hint ?? "")));
  }

  async function store(seen = now.base) {
    const text = paper.text();
    try {
      const held = await ask("PUT", "text", { query: { name }, json: { text }, headers: { "If-Match": `"${seen}"` } });
      now.base = held.hash;
      now.saved = text;
      now.gone = false;
      between.replaceChildren();
      settle("changed");
      drafts.forget(name);
      if (dirty()) keep();
      tell();
      return true;
    } catch (fault) {
      if (fault.status === 412) differ(fault.held);
      else note("save", fault.message, { seconds: 15 });
      return false;
    }
  }

  // The file is not what it was: both texts, and the choice.
  function differ(held) {
    settle("changed");
    const done = () => { between.replaceChildren(); paper.area.focus(); };
    between.replaceChildren(conflict(paper.text(), held, {
      mine: () => store(held.hash),
      theirs: () => { adopt(held); done(); },
      later: done,
    }));
    between.scrollIntoView({ block: "nearest" });
    between.querySelector("button").focus();
  }

  function adopt(held) {
    now.base = held.hash;
    now.saved = held.text;
    now.gone = false;
    paper.set(held.text);
    drafts.forget(name);
    tell();
    judgeText();
  }

  async function watch() {
    if (!now.alive) return;
    try {
      const { hash } = await ask("GET", "hash", { query: { name } });
      if (now.alive && hash !== now.base && !between.childElementCount) await changed(hash);
    } catch { /* said already */ }
    if (now.alive) setTimeout(watch, document.hidden ? 4 * WATCH : WATCH);
  }

  async function changed(hash) {
    if (now.base === "absent" && hash === "absent") return;
    const held = await ask("GET", "text", { query: { name } });
    if (held.hash === now.base || !now.alive) return;
    if (held.text === paper.text() && !held.why) return adopt(held);
    const gone = now.gone = held.hash === "absent";
    tell();
    const said = gone ? "The file is gone from the folder." : "The file was changed outside this tab.";
    note("changed", `${said} Nothing here was written over.`, {
      buttons: [["Look at both", () => differ(held)], ...(dirty() || gone ? [] : [["Take what is in the file", () => { adopt(held); settle("changed"); }]])],
    });
  }

  async function judge() {
    if ((dirty() || now.base === "absent") && !(await store())) return;
    try {
      await attend(await ask("POST", "checks", { json: { name } }));
    } catch (fault) {
      note("check", fault.message, { seconds: 15 });
    }
  }

  async function attend(run) {
    now.run = run.id;
    busy(true);
    const ended = await follow(run.id, (told) => {
      if (now.run !== told.id) return;
      step.textContent = told.total ? `claim ${told.number + 1} of ${told.total}` : "starting";
      if (told.total) { bar.max = told.total; bar.value = told.number; }
    }, left.signal);
    if (now.run !== run.id || !now.alive) return;
    now.run = null;
    busy(false);
    step.textContent = { done: "checked", failed: ended.why, cancelled: "stopped; the last verdicts stand" }[ended.state];
    if (ended.state === "done") await look(true);
  }

  function busy(on) {
    stop.hidden = bar.hidden = !on;
    if (on) bar.removeAttribute("value");
  }

  async function cease() {
    if (now.run) await ask("DELETE", `checks/${now.run}`).catch(() => {});
  }

  const view = results(shown, {
    name,
    report,
    line: (claim) => now.claims.get(claim),
    go: (line) => paper.go(line),
  });

  async function look(fresh = false) {
    const { summary, under_way } = await ask("GET", "last", { query: { name } });
    if (!now.alive) return;
    view.show(summary, fresh);
    tell();
    if (under_way && !now.run) attend(under_way);
  }

  async function begin() {
    const held = await ask("GET", "text", { query: { name } });
    const draft = drafts.kept(name);
    now.base = held.hash;
    now.saved = held.hash === "absent" ? "" : held.text;
    if (held.why && held.hash !== "absent") {
      note("unread", `${name}: ${held.why}`);
      paper.area.readOnly = true;
    }
    paper.set(held.hash === "absent" ? start : held.text);
    if (draft && draft.text !== paper.text()) restore(draft, held);
    else if (start && held.hash === "absent") paper.area.focus();
    tell();
    judgeText();
    await look().catch((fault) => { if (fault.status !== 0) throw fault; }); /* the text stays, whatever the server does */
    setTimeout(watch, WATCH);
  }

  function restore(draft, held) {
    const when = new Date(draft.at).toLocaleString();
    if (!draft.own) {
      note("draft", `Text that was not saved is kept in this browser, of ${when}.`, {
        calm: true,
        buttons: [["Take it", () => { paper.set(draft.text); typed(); settle("draft"); }], ["Drop it", () => { drafts.forget(name); settle("draft"); }]],
      });
      return;
    }
    paper.set(draft.text);
    note("draft", `Text of ${when} that was not saved was kept in this tab; it stands here again.`, { calm: true, seconds: 20 });
    if (draft.base !== held.hash) {
      now.base = draft.base;
      changed(held.hash);
    }
  }

  function keys(event) {
    if (!(event.ctrlKey || event.metaKey)) return;
    if (event.key === "s") { event.preventDefault(); store(); }
    if (event.key === "Enter") { event.preventDefault(); judge(); }
  }
  const leaving = (event) => { if (dirty()) { drafts.keep(name, paper.text(), now.base); event.preventDefault(); } };
  addEventListener("keydown", keys);
  addEventListener("beforeunload", leaving);
  await begin();
  return () => {
    if (dirty()) drafts.keep(name, paper.text(), now.base);
    now.alive = false;
    left.abort();
    removeEventListener("keydown", keys);
    removeEventListener("beforeunload", leaving);
    for (const matter of ["changed", "draft", "unread", "check", "save"]) settle(matter);
  };
}

const short = (name) => name.split("/").pop();
