"use strict";
(() => {
  const all = (query, within = document) => [...within.querySelectorAll(query)];
  const one = (query, within = document) => within.querySelector(query);
  const make = (tag, text, kind) => {
    const found = document.createElement(tag);
    if (text) found.textContent = text;
    if (kind) found.className = kind;
    return found;
  };
  const network = JSON.parse(one("#network").textContent);
  const cards = all(".card");
  const narrow = matchMedia("(max-width: 68rem)");

  const later = (work) => window.requestIdleCallback
    ? window.requestIdleCallback(work, { timeout: 400 }) : setTimeout(work, 60);

  /* the body of a claim, or of a fold of the argument, is read when it opens, or else while nothing
     happens, so that the page opens at once; without script it stands as it is */
  const folds = all("#argument details.inner");
  const unfold = (part) => {
    const held = one("noscript", part);
    if (!held) return;
    held.replaceWith(document.createRange().createContextualFragment(held.textContent));
    all(".copied", part).forEach(copyable);
    all("[data-set]", part).forEach(lights);
    if (part.matches(".card")) sharable(part);
  };
  const measure = () => {
    const open = all(".body").find((body) => body.clientWidth > 0);
    if (open) return Math.min(720, open.clientWidth - parseFloat(getComputedStyle(open).paddingLeft));
    const room = one("#claims").clientWidth;
    return Math.min(720, narrow.matches ? room : room - 200);
  };
  const draw = (figure) => plotter(figure, measure());
  const plotted = (card) => Promise.all(all(".plot", card).map(draw));
  const drawOpen = () => cards.filter((card) => card.open).forEach(plotted);
  let waiting = 0;
  addEventListener("resize", () => { clearTimeout(waiting); waiting = setTimeout(drawOpen, 200); });
  folds.forEach((fold) => fold.addEventListener("toggle", () => unfold(fold)));
  [...cards, ...folds].forEach((part) => /* before it opens: no jump */
    one("summary", part).addEventListener("click", () => unfold(part)));
  cards.forEach((card) => {
    card.addEventListener("toggle", () => {
      unfold(card);
      if (card.open) plotted(card);
    });
  });
  /* the rest while nothing else happens, so that the browser's search and a print have all of it */
  const rest = [...cards, ...folds];
  const idle = () => {
    const next = rest.shift();
    if (!next) return;
    unfold(next);
    plotted(next).then(() => later(idle));
  };
  const whole = () => document.documentElement.classList.add("whole");
  if (location.hash) whole(); /* a link arrives where its part stands */
  addEventListener("load", () => later(() => { whole(); later(idle); }));

  /* the claim in focus */
  const focus = one("#focus");
  const home = focus.parentNode;
  const show = (number, numbers, passage) => {
    const card = cards[number];
    unfold(card);
    focus.replaceChildren();
    if (numbers.length > 1) {
      const others = make("p", "", "others");
      numbers.forEach((other) => {
        const button = make("button", cards[other].dataset.id);
        button.setAttribute("aria-pressed", String(other === number));
        button.addEventListener("click", () => show(other, numbers, passage));
        others.append(button);
      });
      focus.append(others);
    }
    const copies = [one("summary .verdict", card), one("summary .says", card)]
      .map((part) => { const p = make("p", "", part.className); p.append(...part.cloneNode(true).childNodes); return p; });
    const parts = [".sentence", "svg.strip", ".settle"].map((query) => one(query, card));
    focus.append(...copies);
    parts.filter(Boolean).forEach((part) => {
      if (part.matches(".settle")) focus.append(make("h4", "What would settle it"));
      const copy = part.cloneNode(true);
      if (part.matches(".sentence")) copy.className = "";
      focus.append(copy);
    });
    const more = make("p", "", "more");
    const link = make("a", "The claim in full");
    link.href = "#" + card.id;
    more.append(link);
    focus.append(more);
    all(".essay a.here").forEach((a) => a.classList.remove("here"));
    passage.classList.add("here");
    if (narrow.matches) passage.closest("p, h3").after(focus); else home.append(focus);
  };
  const numbersOf = (a) => a.dataset.claims.trim().split(" ").map(Number);
  all(".essay a[data-claims]").forEach((a) => a.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const numbers = numbersOf(a);
    if (narrow.matches && a.classList.contains("here") && one(".essay #focus")) {
      a.classList.remove("here");
      home.append(focus);
      return;
    }
    show(numbers[0], numbers, a);
  }));
  const passages = all(".essay a[data-claims]");
  const first = passages.find((a) => !["no grounds", "out of scope"]
    .includes(cards[numbersOf(a)[0]].dataset.v)) || passages[0];
  narrow.addEventListener("change", () => home.append(focus));

  /* a link to a claim opens it */
  const arrive = () => {
    const name = decodeURIComponent(location.hash.slice(1));
    const card = document.getElementById(name.replace(/^rows-/, ""));
    if (!name || !card || !card.matches(".card")) return;
    unfold(card);
    const target = document.getElementById(name);
    if (!target) return;
    card.hidden = false;
    card.open = target.open = true;
    target.scrollIntoView({ block: target === card ? "start" : "center" });
    one("summary", target).focus({ preventScroll: true });
  };
  addEventListener("hashchange", arrive);
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#claim-"], a[href^="#rows-"]');
    if (link && link.getAttribute("href") === location.hash) arrive();
  });

  /* search and sieve */
  const sieve = one(".sieve");
  const found = one("#found");
  const sift = () => {
    const words = one("#search").value.toLowerCase().split(/\s+/).filter(Boolean);
    const kept = new Set(all("input:checked", sieve).map((box) => box.value));
    let count = 0;
    cards.forEach((card) => {
      const text = (one("summary", card).textContent + " " + card.dataset.id + " " + card.dataset.find).toLowerCase();
      card.hidden = !(kept.has(card.dataset.v) && words.every((word) => text.includes(word)));
      count += !card.hidden;
    });
    found.textContent = count === cards.length ? "" : count + " of " + cards.length + " claims";
  };
  if (cards.length > 1) {
    sieve.hidden = false;
    sieve.addEventListener("input", sift);
    sieve.addEventListener("submit", (event) => event.preventDefault());
    all("a[data-show]").forEach((link) => link.addEventListener("click", () => {
      all("input[type=checkbox]", sieve).forEach((box) => { box.checked = box.value === link.dataset.show; });
      one("#search").value = "";
      sift();
    }));
  }

  /* the argument: dim what does not lead to a conclusion, light up a set */
  const graph = one("svg.graph");
  if (graph) {
    const nodes = all(".node", graph);
    const buttons = all("button[data-end]");
    const dim = (kept) => {
      const ids = kept && new Set(kept.map(String));
      nodes.forEach((node) => node.classList.toggle("dim", Boolean(ids) && !ids.has(node.dataset.n)));
      all(".step", graph).forEach((step) => step.classList.toggle("dim", Boolean(ids) && !ids.has(step.dataset.g)));
    };
    buttons.forEach((button) => {
      button.closest(".buttons").hidden = false;
      button.setAttribute("aria-pressed", "false");
      button.addEventListener("click", () => {
        const on = button.getAttribute("aria-pressed") !== "true";
        buttons.forEach((other) => other.setAttribute("aria-pressed", "false"));
        button.setAttribute("aria-pressed", String(on));
        dim(on ? network.upstream[button.dataset.end] : null);
        if (!on) return;
        bring(button.dataset.end);
        seen();
      });
    });
    /* the box of a conclusion at the right of the frame, so that what leads to it is in view: this
       moves what the frame shows, and never the page, which stays where its reader left it */
    const frame = graph.parentNode;
    const bring = (number) => {
      const box = nodes.find((node) => node.dataset.n === String(number));
      if (!box) return;
      const [inner, outer] = [box.getBoundingClientRect(), frame.getBoundingClientRect()];
      frame.scrollLeft += inner.right - outer.right + 24;
      frame.scrollTop += inner.top - outer.top - frame.clientHeight / 2;
    };
    /* only after a reader asked for it: the drawing itself into view, where it is out of sight */
    const seen = () => {
      const { bottom, top } = frame.getBoundingClientRect();
      if (bottom < 0 || top > innerHeight) frame.scrollIntoView({ block: "nearest" });
    };
    if (buttons.length) later(() => bring(buttons[0].dataset.end));
  }
  const light = (item, on) => {
    const ids = new Set(item.dataset.set.trim().split(" "));
    all("svg.graph .node").forEach((node) => node.classList.toggle("lit", on && ids.has(node.dataset.n)));
  };
  const lights = (item) => {
    for (const [name, on] of [["mouseenter", true], ["mouseleave", false], ["focusin", true], ["focusout", false]])
      item.addEventListener(name, () => light(item, on));
  };
  all("[data-set]").forEach(lights);

  /* a reader's own answers to value judgements, and the conclusions with them */
  const answers = one("#answers");
  if (answers && network.steps) {
    const states = all(".state[data-at]");
    const written = states.map((place) => place.textContent);
    const capital = (text) => text[0].toUpperCase() + text.slice(1);
    /* the drawing: what each box and line says with these answers, and what it said before */
    const boxes = all("svg.graph .node"), lines = all("svg.graph .step");
    const restate = (part, state) => {
      if (!part.dataset.was) part.dataset.was = part.getAttribute("class").match(/t-(\S+)/)[1];
      const { was } = part.dataset, now = state ? state.replaceAll(" ", "-") : was;
      part.setAttribute("class", part.getAttribute("class").replace(/ t-\S+/, " t-" + now));
      part.classList.toggle("moved", now !== was);
      return now !== was;
    };
    const redraw = (whole) => {
      lines.forEach((line, at) => restate(line, whole && whole.steps[at]));
      boxes.forEach((box) => {
        const at = network.boxes[box.dataset.n], end = network.conclusions.indexOf(at);
        const state = whole && (end < 0 ? whole.claims[at] : whole.conclusions[end]);
        const text = one("text.state", box);
        if (!box.dataset.said) box.dataset.said = text.textContent;
        const moved = restate(box, state);
        text.textContent = moved ? state + ", was " + box.dataset.was.replaceAll("-", " ") : box.dataset.said;
      });
    };
    const reckon = () => {
      const given = {};
      all("fieldset", answers).forEach((asked) => {
        const value = Number(one("input:checked", asked).value);
        if (value) given[asked.dataset.n] = value;
      });
      const whole = Object.keys(given).length ? strength(network, given) : null;
      const found = whole && whole.conclusions;
      redraw(whole);
      const moved = new Set();
      states.forEach((place, at) => {
        const now = found ? capital(found[place.dataset.at]) : written[at];
        if (now !== written[at]) moved.add(place.dataset.at);
        place.textContent = now === written[at] ? now : now + ", with your answers";
        const opening = one(".opening", place.parentNode);
        if (opening) opening.hidden = now !== written[at];
        const box = place.closest(".conclusion");
        if (box) box.className = "conclusion t-" + now.toLowerCase().replaceAll(" ", "-");
      });
      one("#answered").textContent = !found ? "" : moved.size === 0
        ? "With your answers every conclusion is in the state that it was in."
        : "With your answers " + moved.size + " of " + network.conclusions.length + " conclusions change: "
          + [...moved].map((at) => "“" + all(".conclusion .says")[at].textContent + "” is "
            + found[at] + " (was " + written[at].toLowerCase() + ")").join("; ")
          + ". The drawing below shows the states with them.";
    };
    answers.hidden = false;
    answers.addEventListener("change", reckon);
    answers.addEventListener("submit", (event) => event.preventDefault());
  }

  /* sort the table of what was not tested */
  all("table.sortable").forEach((table) => all("thead th", table).forEach((head, at) => {
    const button = make("button", head.textContent);
    button.type = "button";
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const up = head.getAttribute("aria-sort") !== "ascending";
      all("th", table).forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      const text = (row) => row.cells[at].textContent.trim();
      const rows = [...table.tBodies[0].rows].sort((a, b) =>
        (text(a) === "") - (text(b) === "") || (up ? 1 : -1) * text(a).localeCompare(text(b)));
      table.tBodies[0].append(...rows);
    });
  }));

  /* copy */
  const copyable = (block) => {
    const button = make("button", "Copy", "copy");
    button.type = "button";
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(block.innerText);
        button.textContent = "Copied";
      } catch {
        getSelection().selectAllChildren(block);
        button.textContent = "Selected: press Ctrl+C";
      }
      setTimeout(() => { button.textContent = "Copy"; }, 2500);
    });
    block.after(button);
  };

  /* a claim as a picture to pass on */
  const saved = (blob, name) => {
    const link = make("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  };
  const sharable = (card) => {
    const button = make("button", "Save as a picture", "share");
    button.type = "button";
    const said = (query) => { const part = one(query, card); return part ? part.textContent.trim() : ""; };
    button.addEventListener("click", () => saved(new Blob([shareCard({
      says: said("summary .says"), verdict: card.dataset.v, number: said("summary .number"),
      why: said("summary .why"), source: said(".plot figcaption, .sources").replace(", its rows", ""),
      title: document.querySelector("h1").textContent.trim() + ", " + one(".tally .asof").textContent.trim().split(",")[0] })],
      { type: "image/svg+xml" }), card.id + ".svg"));
    one(".body", card).append(button);
  };

  /* rows as a plain CSV file; without this script the link gives it compressed */
  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a.file");
    if (!link || !window.DecompressionStream) return;
    event.preventDefault();
    const text = await unpacked(link.href.split(",")[1]);
    saved(new Blob([text], { type: "text/csv;charset=utf-8" }), link.download.replace(/\.gz$/, ""));
  });

  /* print opens every claim */
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = cards.filter((card) => !card.open);
    folds.forEach(unfold);
    cards.forEach((card) => { unfold(card); card.open = true; plotted(card); });
  });
  addEventListener("afterprint", () => closed.forEach((card) => { card.open = false; }));

  if (first && !narrow.matches) show(numbersOf(first)[0], numbersOf(first), first);
  arrive();
  drawOpen();
})();
