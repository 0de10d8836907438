"use strict";
/* a claim as a picture to pass on: never without its verdict, its interval and its source */
const shareCard = (() => {
  const WIDTH = 1200, HEIGHT = 630, LEFT = 72;
  const escape = (text) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
  const wrap = (text, letters, most) => {
    const lines = [""];
    for (const word of text.split(/\s+/).filter(Boolean)) {
      const last = lines[lines.length - 1];
      if (last && last.length + word.length >= letters) lines.push(word);
      else lines[lines.length - 1] = last ? `${last} ${word}` : word;
    }
    const kept = lines.slice(0, most);
    if (lines.length > most) kept[most - 1] = kept[most - 1].slice(0, letters - 2) + "…";
    return kept;
  };
  const text = (lines, x, y, size, more = "") => lines.map((line, at) =>
    `<text x="${x}" y="${y + at * size * 1.35}" font-size="${size}" ${more}>${escape(line)}</text>`).join("");
  /* colours as they stand in light, so that the picture is the same from every screen */
  const TONES = { supported: "#1d5fa6", "leans supported": "#1d5fa6", contradicted: "#a84e08",
    "leans contradicted": "#a84e08" };
  return ({ says, verdict, number, why, source, title }) => {
    const serif = 'font-family="Georgia, Liberation Serif, serif"';
    const tone = TONES[verdict] || "#565d67";
    const leaning = verdict.startsWith("leans");
    const words = wrap(says, 52, 4);
    const below = 172 + words.length * 54;
    return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" `
      + `viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="system-ui, Liberation Sans, sans-serif" fill="#1c1e22">`
      + `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fdfdfc"/>`
      + text(wrap(title, 84, 1), LEFT, 78, 24, 'fill="#565d67"')
      + text(words, LEFT, 150, 40, serif)
      + `<rect x="${LEFT}" y="${below - 24}" width="26" height="26" stroke="${tone}" stroke-width="3" `
      + `fill="${leaning || tone === "#565d67" ? "none" : tone}"${leaning ? ' stroke-dasharray="6 4"' : ""}/>`
      + text([verdict], LEFT + 42, below, 32, 'font-weight="600"')
      + text(wrap(number || "No estimate.", 66, 2), LEFT, below + 52, 28)
      + text(wrap(why, 84, 2), LEFT, below + 130, 22, 'fill="#565d67"')
      + text(wrap(source, 100, 2), LEFT, HEIGHT - 72, 20, 'fill="#565d67"')
      + text(["Squarely: a verdict speaks of this one claim as it is restated here."], LEFT, HEIGHT - 24, 18, 'fill="#565d67"')
      + "</svg>";
  };
})();
