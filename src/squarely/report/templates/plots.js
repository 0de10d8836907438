"use strict";
/* text from letters of base64 that hold it compressed */
const unpacked = async (letters) => {
  const bytes = Uint8Array.from(atob(letters), (letter) => letter.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
};
/* plots: styles are named in the specifications, and given here from the page's own colours */
const plotter = (() => {
  const plots = JSON.parse(document.querySelector("#plots").textContent);
  const colour = (name) => `var(${name})`; /* so that dark, light and print need no new drawing */
  const config = () => {
    const [ink, soft, rule, yes, no, grey, pale] = ["--ink", "--soft", "--rule", "--for",
      "--against", "--grey", "--grey-pale"].map(colour);
    const font = getComputedStyle(document.body).fontFamily;
    const axis = { domainColor: grey, tickColor: grey, gridColor: rule, gridOpacity: 0.7,
      labelColor: soft, titleColor: soft, labelFontSize: 12, titleFontSize: 12,
      titleFontWeight: "normal", titleAnchor: "end" };
    return { font, background: null, view: { stroke: null }, axis, axisX: { grid: false },
      axisY: { domain: false, ticks: false, tickCount: 5 }, axisBand: { grid: false },
      axisTemporal: { tickCount: 6, labelOverlap: "greedy", labelSeparation: 12 },
      axisXQuantitative: { tickCount: 6, labelOverlap: true },
      header: { labelColor: soft, labelFontSize: 12 },
      legend: { labelColor: ink, labelFontSize: 12, symbolStrokeWidth: 0 },
      range: { category: [yes, no, ink, grey, pale, soft] } };
  };
  const styles = () => {
    const [ink, soft, yes, grey, pale, paper] = ["--ink", "--soft", "--for", "--grey",
      "--grey-pale", "--paper"].map(colour);
    const open = { fill: paper, strokeWidth: 1.8, opacity: 1 };
    const solid = { filled: true, opacity: 1 };
    return {
      main: { stroke: ink, strokeWidth: 1.5 }, line: { strokeWidth: 1.8 },
      point: { ...solid, fill: ink }, points: solid, needle: { fill: ink, width: 5 },
      tail: { ...open, stroke: grey }, band: { fill: grey, opacity: 0.28 },
      date: { stroke: soft, strokeWidth: 1 }, edge: { stroke: ink, strokeDash: [2, 3] },
      note: { fill: soft, fontSize: 11 }, name: { fill: ink, fontSize: 12, fontWeight: 600 },
      range: { stroke: soft, strokeWidth: 1.5 }, cap: { fill: soft, thickness: 1.5 },
      rival: { ...open, stroke: soft }, chosen: { ...solid, fill: ink },
      whole: { fill: pale, height: 20 }, part: { fill: yes, height: 20 },
      vote: { opacity: 1 },
    };
  };
  const tones = { "@yes": "--for", "@no": "--against", "@abstain": "--grey",
    "@absent": "--grey-pale", "@non-member": "--rule" };
  const toned = (value) => {
    if (typeof value === "string") return value in tones ? colour(tones[value]) : value;
    if (Array.isArray(value)) return value.map(toned);
    if (value && typeof value === "object" && typeof value.style === "string")
      return { ...toned({ ...value, style: undefined }), ...styles()[value.style] };
    if (value && typeof value === "object")
      return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, toned(inner)]));
    return value;
  };
  const widen = (spec, width) => {
    const found = toned(spec);
    const parts = found.vconcat || [found.facet ? found.spec : found];
    for (const part of parts) part.width = width - (found.vconcat ? 190 : found.facet ? 60 : 0);
    if (found.vconcat) parts[0].width = Math.min(width - 20, 640);
    else if (!found.facet) found.autosize = { type: "fit-x", contains: "padding" };
    return { ...found, config: config() };
  };
  /* the plotting library is read when the first plot is drawn, so that the page opens at once */
  const read = async () => {
    const held = document.querySelector("#bundle");
    if (!held || !window.DecompressionStream) return;
    const script = document.createElement("script");
    script.textContent = await unpacked(held.textContent.trim());
    document.head.append(script);
  };
  let reading = null;
  const library = async () => {
    reading = reading || read();
    await reading;
    return window.vegaEmbed;
  };
  const drawn = new Map();
  return async (figure, width) => {
    const spec = plots[figure.dataset.plot];
    if (!spec || width < 120 || drawn.get(figure) === width) return;
    drawn.set(figure, width);
    const canvas = figure.querySelector(".canvas");
    if (!await library()) {
      canvas.textContent = "This browser cannot unpack what draws the plot; its values stand below.";
      return;
    }
    try {
      await window.vegaEmbed(canvas, widen(spec, width), { mode: "vega-lite", ast: true,
        renderer: "svg", actions: false, defaultStyle: false, tooltip: false });
      canvas.classList.remove("vega-embed");
    } catch (fault) {
      drawn.delete(figure);
      canvas.textContent = "";
      console.warn("a plot could not be drawn", String(fault));
    }
  };
})();
