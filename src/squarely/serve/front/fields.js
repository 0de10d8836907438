// Fields of a form: words offered while somebody types, and faults at the field they come from.
import { el, later } from "./dom.js";

let lists = 0;

// A field for a word, and the list of words that `look` finds for what is typed in it.
export function suggested(given, look) {
  const typed = el("input", given);
  const list = el("datalist", { id: `words-${lists++}` });
  typed.setAttribute("list", list.id);
  const fill = later(150, async () => list.replaceChildren(...(await look(typed.value)).map((word) => el("option", { value: word }))));
  typed.addEventListener("focus", fill);
  typed.addEventListener("input", fill);
  return [typed, list];
}

// The visible fields that must be filled in and are not.
export const missing = (form) => [...form.querySelectorAll("[required]")]
  .filter((one) => !one.closest("[hidden]") && !one.value.trim())
  .map((one) => ({ at: one, message: "This is still empty.", severity: "error" }));

// Each fault under its field; those of no field in `rest`. The first field at fault takes the focus.
export function fault(form, faults, rest) {
  clear(form);
  for (const [number, one] of faults.entries()) {
    const at = one.at ?? (one.field ? form.querySelector(`#${one.field}`) : null);
    const place = at && !at.closest("[hidden]") ? at.closest(".field") : null;
    const line = el("p", { className: `fault ${one.severity}`, id: `fault-${number}`, "data-of": at?.id }, one.severity === "error" ? "" : "Warning: ", one.message, one.hint ? ` (${one.hint})` : "");
    (place ?? rest).append(line);
    if (!place || one.severity !== "error") continue;
    at.setAttribute("aria-invalid", "true");
    at.setAttribute("aria-describedby", `${line.id} ${described(at).join(" ")}`.trim());
  }
  form.querySelector("[aria-invalid]")?.focus();
}

export function clear(form) {
  for (const one of form.querySelectorAll("[aria-invalid]")) settled(one);
  for (const line of form.querySelectorAll(".fault")) line.remove();
}

// What was said of a field goes once it is changed; what always describes it stays.
export function settled(one) {
  for (const line of one.closest("form").querySelectorAll(".fault")) if (line.dataset.of === one.id) line.remove();
  one.removeAttribute("aria-invalid");
  const always = described(one).filter((id) => !id.startsWith("fault-"));
  if (always.length) one.setAttribute("aria-describedby", always.join(" "));
  else one.removeAttribute("aria-describedby");
}

const described = (one) => (one.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean);
