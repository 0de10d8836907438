// A file of one's own: dropped, looked at, put right, added to the folder.
import { ask } from "./api.js";
import { el, many } from "./dom.js";
import { note, settle } from "./notes.js";

export function data(main, open) {
  const shown = el("div", { className: "looked", id: "looked" });
  const choose = el("input", { type: "file", id: "file", "aria-label": "A file to add" });
  choose.addEventListener("click", () => { choose.value = ""; });  // the same file once more is a change, too
  choose.addEventListener("change", () => choose.files.length && bring(choose.files[0]));
  const drop = el("div", { className: "drop", id: "drop" }, el("p", {}, "Drop a table here, or choose one: ", choose), el("p", { className: "note" }, "CSV, TSV, JSON, Parquet or Excel. It is looked at on this machine and stays out of the folder until you add it."));
  main.replaceChildren(el("h1", {}, "Add data"), el("p", { className: "lead" }, "What each column is taken for is shown, with the rows that would be set aside. Columns about persons are left out."), drop, shown);
  const over = (event) => { event.preventDefault(); drop.classList.toggle("over", event.type !== "dragleave"); };
  const taken = (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    const file = event.dataTransfer?.files[0];
    if (file) bring(file);
  };
  main.addEventListener("dragover", over);
  main.addEventListener("dragleave", over);
  main.addEventListener("drop", taken);

  async function bring(file) {
    settle("data");
    shown.replaceChildren(el("p", { role: "status" }, "Looking at ", el("bdi", {}, file.name), " …"));
    try {
      look(await ask("POST", "drops", { query: { name: file.name }, body: file }), {});
    } catch (fault) {
      shown.replaceChildren();
      note("data", fault.message, { seconds: 20 });
    }
  }

  function look(found, words) {
    const again = async (more) => {
      const next = { ...words, ...more };
      look(await ask("POST", `drops/${found.id}`, { json: next }), next);
    };
    const parts = [el("h2", { tabIndex: -1 }, el("bdi", {}, found.file))];
    if (found.faults.length) parts.push(...wrong(found, again, words));
    else if (found.published) parts.push(...published(found, again));
    else parts.push(...understood(found, words, again));
    shown.replaceChildren(...parts);
    shown.querySelector("h2").focus();
  }

  function wrong(found, again, words) {
    return [el("p", {}, "It cannot be read as it is:"),
      el("ul", { className: "plainlist" }, found.faults.map((one) => el("li", {}, one.message, one.hint ? ` (${one.hint})` : "", asks(one.asks, again)))),
      Object.keys(words.roles ?? {}).length ? el("button", { type: "button", onclick: () => again({ roles: {} }) }, "Back to what was proposed") : null,
      written(words, again, true)].filter(Boolean);
  }

  // How the lines are to be read, where what was found out is wrong.
  function written(words, again, open = ["encoding", "delimiter", "header"].some((key) => words[key])) {
    const pick = (label, key, all) => {
      const list = el("select", { onchange: () => again({ [key]: list.value }) }, [["", "found out"], ...all].map(([value, word]) => el("option", { value, selected: value === (words[key] ?? "") }, word ?? value)));
      return el("label", {}, label, list);
    };
    const header = el("input", { className: "short", value: words.header ?? "", placeholder: "found out", inputMode: "numeric", onchange: () => again({ header: header.value }) });
    return el("details", { className: "inner", open }, el("summary", {}, "The file is written otherwise"),
      el("div", { className: "fields" },
        pick("Encoding", "encoding", [["utf-8"], ["cp1252"], ["cp1251"], ["utf-16"], ["shift_jis"], ["gb18030"]]),
        pick("Between two cells", "delimiter", [["comma"], ["semicolon"], ["tab"], ["bar", "vertical bar"]]),
        el("label", {}, "Row with the names (0: none)", header)));
  }

  // A publisher's own format: its rules are in the catalog, and nothing is left to be guessed.
  function published(found, again) {
    return [el("p", {}, "It is in a publisher's format and is read by that publisher's rules:"),
      el("ul", { className: "plainlist" }, found.published.map((line) => el("li", {}, line))),
      el("p", { className: "row" },
        el("button", { type: "button", className: "main", onclick: () => add(found, { published: true }) }, "Add it to the folder"),
        el("button", { type: "button", onclick: () => again({ kind: "events" }) }, "Read it as a plain table"))];
  }

  function asks(what, again) {
    const choices = { order: [["day first", "day-first"], ["month first", "month-first"]], decimal: [["a point", "."], ["a comma", ","]] }[what];
    if (!choices) return null;
    return el("span", {}, what === "order" ? " Which stands first? " : " What is the decimal mark? ",
      choices.map(([word, value]) => [el("button", { type: "button", onclick: () => again({ [what]: value }) }, word), " "]));
  }

  function understood(found, words, again) {
    const kept = found.rows_read - found.rows_aside;
    const roles = new Map(found.roles.map(([role, column, sure, why]) => [column, [role, sure, why]]));
    const given = { ...(words.roles ?? {}) };
    const change = (column, role) => {
      const next = Object.fromEntries(Object.entries(given).filter(([, name]) => name !== column));
      again({ roles: role ? { ...next, [role]: column } : next });
    };
    return [
      el("p", {}, `${many(kept, "row")} kept, ${found.rows_aside.toLocaleString("en")} would be set aside, of ${found.rows_read.toLocaleString("en")} read.`),
      found.rows_aside ? aside(found) : null,
      el("h3", {}, "Columns and their roles"),
      el("div", { className: "scroll", tabIndex: 0, role: "region", "aria-label": "Columns" }, el("table", { className: "columns" },
        el("thead", {}, el("tr", {}, ["column", "read as", "role", "because"].map((head) => el("th", { scope: "col" }, head)))),
        el("tbody", {}, found.columns.map(([name, type, why]) => {
          const [role, sure, because] = roles.get(name) ?? ["", "", ""];
          return el("tr", {}, el("th", { scope: "row" }, el("bdi", {}, name)), el("td", {}, type),
            el("td", {}, pick(name, role, found.roles_known, change)),
            el("td", {}, role ? `${sure}: ${because}` : why));
        })), derived(found, roles))),
      found.left_out.length ? el("h3", {}, "Left out, never read into a table") : null,
      found.left_out.length ? el("ul", { className: "plainlist" }, found.left_out.map(([name, why]) => el("li", {}, el("bdi", {}, name), `: ${why}`, " ", el("button", { type: "button", onclick: () => again({ keep: [...(words.keep ?? []), name] }) }, "It is not about persons")))) : null,
      written(words, again),
      el("h3", {}, "To keep in mind"),
      el("ul", { className: "plainlist note" }, found.notes.map((one) => el("li", {}, one))),
      fields(found, words, again),
    ].filter(Boolean);
  }

  // Roles on columns that were made of others, such as the low and the high of a size.
  function derived(found, roles) {
    const names = new Set(found.columns.map(([name]) => name));
    const made = [...roles].filter(([column]) => !names.has(column));
    return el("tbody", {}, made.map(([column, [role, sure, because]]) => el("tr", {}, el("th", { scope: "row" }, el("bdi", {}, column)), el("td", {}, ""), el("td", {}, role), el("td", {}, `${sure}: ${because}`))));
  }

  const pick = (name, role, known, change) => {
    const list = el("select", { "aria-label": `Role of ${name}`, onchange: () => change(name, list.value) },
      ["", ...known].map((one) => el("option", { value: one, selected: one === role }, one || "none")));
    return list;
  };

  const aside = (found) => el("div", {}, el("h3", {}, "Rows that would be set aside"),
    el("div", { className: "scroll", tabIndex: 0, role: "region", "aria-label": "Rows that would be set aside" }, el("table", { id: "aside" },
      el("thead", {}, el("tr", {}, ["line", "why", ...(found.aside.some((one) => one.text) ? ["the line"] : [])].map((head) => el("th", { scope: "col" }, head)))),
      el("tbody", {}, found.aside.map((one) => el("tr", {}, el("td", {}, one.line), el("td", {}, one.why), one.text ? el("td", {}, el("code", {}, one.text)) : null))))),
    found.rows_aside > found.aside.length ? el("p", { className: "note" }, `The first ${found.aside.length} of ${found.rows_aside.toLocaleString("en")}.`) : null);

  function fields(found, words, again) {
    const box = (label, key, value, hint = "") => {
      const input = el("input", { value, placeholder: hint, onchange: () => again({ [key]: input.value }) });
      return el("label", {}, label, input);
    };
    const kind = el("select", { onchange: () => again({ kind: kind.value }) }, found.kinds.map((one) => el("option", { selected: one === found.kind }, one)));
    const licence = el("input", { value: words.licence ?? "", placeholder: "none stated: rows are not shown", size: 28 });
    return el("form", { onsubmit: (event) => { event.preventDefault(); add(found, { ...words, licence: licence.value }); } },
      el("div", { className: "fields" }, box("Name of the dataset", "name", found.dataset), box("A row is one of the", "unit", found.unit), el("label", {}, "It holds", kind), el("label", {}, "Licence", licence)),
      el("button", { type: "submit", className: "main" }, "Add it to the folder"));
  }

  async function add(found, words) {
    try {
      const added = await ask("POST", `drops/${found.id}/add`, { json: words });
      settle("data");
      const name = `${added.dataset}.yaml`;
      shown.replaceChildren(
        el("h2", { tabIndex: -1 }, el("bdi", {}, added.dataset), " stands in the catalog of this folder"),
        el("p", {}, "A file beside it names it with ", el("code", {}, `data: [${added.file}]`), "."),
        el("p", { className: "row" }, el("button", { type: "button", className: "main", onclick: () => open(name, added.argument) }, "Begin an argument on it"), el("a", { href: "#/claim" }, "Try one claim on it")));
      shown.querySelector("h2").focus();
    } catch (fault) {
      const told = fault.held?.faults?.map((one) => `${one.message}${one.hint ? ` (${one.hint})` : ""}`).join("; ");
      note("data", told || fault.message, { seconds: 20 });
    }
  }

  return () => {
    settle("data");
    main.removeEventListener("dragover", over);
    main.removeEventListener("dragleave", over);
    main.removeEventListener("drop", taken);
  };
}
