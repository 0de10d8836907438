// A line of YAML as pieces, each with the classes it is shown in.
const KEY = /^(\s*(?:- +)*)([^\s:{}[\],#"'][^:{}[\],#]*|"[^"]*"|'[^']*')(?=:(\s|$))/;
const INNER = /([{,]\s*)([^\s:{}[\],#"'][^:{}[\],#]*)(?=:\s)/g;

export function pieces(line, faults) {
  const classes = new Array(line.length).fill("");
  const paint = (from, to, name) => {
    for (let at = from; at < Math.min(to, line.length); at++) classes[at] += ` ${name}`;
  };
  const noted = comment(line);
  const code = line.slice(0, noted);
  const found = KEY.exec(code);
  if (found) paint(found[1].length, found[1].length + found[2].length, "y-key");
  for (const inner of code.matchAll(INNER)) {
    const from = inner.index + inner[1].length;
    paint(from, from + inner[2].length, "y-key");
  }
  if (noted < line.length) paint(noted, line.length, "y-note");
  for (const fault of faults) paint(...span(line, fault.column), `w-${fault.severity}`);
  const made = [];
  for (let at = 0; at < line.length; at++) {
    const last = made[made.length - 1];
    if (last && last[1] === classes[at]) last[0] += line[at];
    else made.push([line[at], classes[at]]);
  }
  return made;
}

// What a fault at a column is about: a quoted text, or a word.
export function span(line, column) {
  const from = Math.min(column - 1, Math.max(0, line.length - 1));
  const rest = line.slice(from);
  const whole = /^("[^"]*"|'[^']*'|[^\s,:{}[\]"']+)/.exec(rest);
  return [from, from + (whole ? whole[0].length : Math.max(1, rest.trimEnd().length))];
}

function comment(line) {
  let quote = "";
  for (let at = 0; at < line.length; at++) {
    const letter = line[at];
    if (quote) { if (letter === quote) quote = ""; }
    else if ((letter === '"' || letter === "'") && /[\s{[,:]/.test(line[at - 1] ?? " ")) quote = letter;
    else if (letter === "#" && /\s/.test(line[at - 1] ?? " ")) return at;
  }
  return line.length;
}
