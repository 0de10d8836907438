"use strict";
/* Whether conclusions stand, as squarely.strength computes it: the same rules, so that a reader's
   own answer to a value judgement can be tried in the page. Values: true, false, null (open).
   What the data say of a claim: 2 granted, 1 leans, 0 open, -1 leans against, -2 refuted. */
const strength = (() => {
  const any = (values) => values.includes(true) ? true : values.includes(null) ? null : false;
  const all = (values) => values.includes(false) ? false : values.includes(null) ? null : true;
  const not = (value) => value === null ? null : !value;
  const sources = (graph, name) => (graph.into.get(name) || [])
    .flatMap((step) => [...step.premises, ...step.unless]);

  /* strongly connected parts, premises first (Tarjan 1972) */
  const components = (names, into) => {
    const index = new Map(), low = new Map(), stack = [], held = new Set(), found = [];
    const open = (name, work) => {
      index.set(name, index.size); low.set(name, index.get(name));
      stack.push(name); held.add(name);
      work.push([name, into.get(name).flatMap((step) => [...step.premises, ...step.unless])]);
    };
    const least = (name, value) => low.set(name, Math.min(low.get(name), value));
    const close = (name) => {
      const part = new Set();
      while (!part.has(name)) { const last = stack.pop(); held.delete(last); part.add(last); }
      found.push(part);
    };
    for (const root of names) {
      const work = [];
      if (!index.has(root)) open(root, work);
      while (work.length) {
        const [name, waiting] = work[work.length - 1];
        const source = waiting.pop();
        if (source === undefined) {
          work.pop();
          if (work.length) least(work[work.length - 1][0], low.get(name));
          if (low.get(name) === index.get(name)) close(name);
        } else if (!index.has(source)) open(source, work);
        else if (held.has(source)) least(name, index.get(source));
      }
    }
    return found;
  };

  const build = (names, steps) => {
    const into = new Map(names.map((name) => [name, []]));
    steps.forEach((step) => into.get(step.target).push(step));
    return { names, steps, into, parts: components(names, into) };
  };

  /* the least fixpoint from "open" (Kleene's strong three values) */
  const evaluate = (graph, own) => {
    const values = new Map(), contested = new Set();
    const bite = (value, inside) => value === null && !inside ? false : value;
    const worth = (step, part) => {
      const inside = [...step.premises, ...step.unless].some((name) => part.has(name));
      const attack = any(step.unless.map((name) => bite(values.get(name), part.has(name))));
      return bite(all([...step.premises.map((name) => values.get(name)), not(attack)]), inside);
    };
    const claim = (name, part) => {
      const pro = [own.get(name) === true], con = [own.get(name) === false];
      graph.into.get(name).forEach((step) => (step.rebuts ? con : pro).push(worth(step, part)));
      const [yes, no] = [any(pro), any(con)];
      if (yes && no) contested.add(name);
      if ((yes && no) || yes === null || no === null) return null;
      return yes ? true : no ? false : null;
    };
    for (const part of graph.parts) {
      part.forEach((name) => values.set(name, null));
      for (let round = 0, moved = true; moved && round <= part.size; round += 1) {
        const fresh = [...part].map((name) => [name, claim(name, part)]);
        moved = fresh.some(([name, value]) => values.get(name) !== value);
        fresh.forEach(([name, value]) => values.set(name, value));
      }
    }
    return { values, contested };
  };

  const upstream = (graph, name) => {
    const seen = new Set([name]), waiting = [name];
    while (waiting.length)
      for (const source of sources(graph, waiting.pop()))
        if (!seen.has(source)) { seen.add(source); waiting.push(source); }
    return graph.names.filter((claim) => seen.has(claim));
  };

  /* for each claim whether it works for (1) or against (-1) the conclusion, or both */
  const polarity = (graph, name) => {
    const signs = new Map([[name, new Set([1])]]), waiting = [[name, 1]];
    while (waiting.length) {
      const [claim, sign] = waiting.pop();
      const turns = graph.into.get(claim).flatMap((step) => {
        const way = step.rebuts ? -1 : 1;
        return [...step.premises.map((one) => [one, way]), ...step.unless.map((one) => [one, -way])];
      });
      for (const [source, turn] of turns) {
        if (!signs.has(source)) signs.set(source, new Set());
        if (signs.get(source).has(sign * turn)) continue;
        signs.get(source).add(sign * turn);
        waiting.push([source, sign * turn]);
      }
    }
    return signs;
  };

  const plainly = (own) => new Map([...own].map(([name, said]) => [name, said ? said > 0 : null]));
  const MOST_BOTH_WAYS = 10;
  function* turns(leaves) {
    const tried = leaves.slice(0, MOST_BOTH_WAYS);
    for (let code = 0; code < 2 ** tried.length; code += 1)
      yield tried.map((leaf, at) => [leaf, !(code >> at & 1)]);
  }

  const conclude = (whole, name, own) => {
    const names = upstream(whole, name), kept = new Set(names);
    const graph = build(names, whole.steps.filter((step) => kept.has(step.target)));
    const sign = polarity(graph, name);
    const leaves = names.filter((leaf) => own.get(leaf) !== 0
      || !graph.into.get(leaf).some((step) => !step.rebuts));
    const settled = (leaf) => Math.trunc(own.get(leaf) / 2);
    const both = leaves.filter((leaf) => sign.get(leaf).size === 2 && !settled(leaf));
    const single = leaves.filter((leaf) => sign.get(leaf).size === 1);
    const way = new Map(single.map((leaf) => [leaf, [...sign.get(leaf)][0]]));
    const usable = single.filter((leaf) => settled(leaf) !== -way.get(leaf));
    const carried = (kind, turn) => {
      const fixed = plainly(new Map(names.map((one) => [one, own.get(one)])));
      usable.forEach((leaf) => {
        const chosen = kind || settled(leaf) === way.get(leaf);
        fixed.set(leaf, chosen === (way.get(leaf) > 0));
      });
      turn.forEach(([leaf, value]) => fixed.set(leaf, value));
      return evaluate(graph, fixed).values.get(name) === true;
    };
    if ([...turns(both)].every((turn) => carried(false, turn))) return "carried";
    const value = evaluate(graph, plainly(new Map(names.map((one) => [one, own.get(one)])))).values.get(name);
    if (value !== null) return value ? "carried on balance" : "rebutted";
    return [...turns(both)].some((turn) => carried(true, turn)) ? "conditional" : "not carried";
  };

  /* steps of which nothing says why their premises bear on the target are open themselves */
  const stand = (whole, name, own) => {
    const ways = new Set(upstream(whole, name));
    const without = (left) => build(whole.names, whole.steps.filter((step) => !left(step)));
    const doubted = (step) => !step.licensed && ways.has(step.target);
    if (!whole.steps.some(doubted)) return conclude(whole, name, own);
    const support = (step) => doubted(step) && !step.rebuts;
    const rebuttal = (step) => doubted(step) && step.rebuts;
    if (conclude(without(support), name, own) === "carried") return "carried";
    const plain = conclude(without(doubted), name, own);
    if (plain === "carried" || plain === "carried on balance") return "carried on balance";
    if (plain === "rebutted") return "rebutted";
    const best = conclude(without(rebuttal), name, own);
    return best === "not carried" || best === "rebutted" ? "not carried" : "conditional";
  };

  const worded = (value) => value === null ? "open" : value ? "granted" : "refuted";
  const stepped = (step, values) => {
    if (step.unless.some((name) => values.get(name))) return "disabled";
    return worded(all(step.premises.map((name) => values.get(name))));
  };

  /* the state of every claim, step and conclusion of {own: [..], steps: [..], conclusions: [..]} */
  return (network, answers) => {
    const names = network.own.map((_, at) => at);
    const own = new Map(names.map((name) => [name, name in answers ? answers[name] : network.own[name]]));
    const whole = build(names, network.steps);
    const { values, contested } = evaluate(whole, plainly(own));
    return {
      claims: names.map((name) => contested.has(name) ? "contested" : worded(values.get(name))),
      steps: network.steps.map((step) => stepped(step, values)),
      conclusions: network.conclusions.map((name) => stand(whole, name, own)),
    };
  };
})();
