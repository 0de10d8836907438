// Elements made from values: text is text, whatever stands in it. Nothing here parses markup but
// the drawings of the report, through the one policy that the page allows.

export function el(name, given = {}, ...inside) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(given)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (key in made && key !== "list") made[key] = value;
    else made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...inside.flat(9).filter((one) => one !== null && one !== undefined && one !== false));
  return made;
}

const policy = window.trustedTypes
  ? window.trustedTypes.createPolicy("squarely", { createHTML: (text) => text })
  : { createHTML: (text) => text };

// A drawing that the report made, without anything in it that could act.
export function drawing(svg) {
  const read = new DOMParser().parseFromString(policy.createHTML(svg), "text/html");
  const found = read.querySelector("svg");
  if (!found) return null;
  for (const one of found.querySelectorAll("script, foreignObject, style, a")) one.remove();
  return document.importNode(found, true);
}

export function swatch(label) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  const rect = document.createElementNS(space, "rect");
  for (const [key, value] of [["class", "sw"], ["width", 11], ["height", 11], ["aria-hidden", "true"]]) svg.setAttribute(key, value);
  for (const [key, value] of [["class", `f-${label.replaceAll(" ", "-")}`], ["x", .5], ["y", .5], ["width", 10], ["height", 10]]) rect.setAttribute(key, value);
  svg.append(rect);
  return svg;
}

export const many = (count, noun) => `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;

// The last call after a pause.
export function later(pause, work) {
  let waiting = 0;
  return (...given) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => work(...given), pause);
  };
}
