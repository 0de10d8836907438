// Unsaved text, kept in the browser: for this tab, and for whoever opens the file next.
const key = (name) => `squarely ${location.pathname} ${name}`;

export function keep(name, text, base) {
  const held = JSON.stringify({ text, base, at: Date.now() });
  for (const store of [sessionStorage, localStorage]) {
    try { store.setItem(key(name), held); } catch { /* full, or not allowed: nothing to be done */ }
  }
}

export function forget(name) {
  for (const store of [sessionStorage, localStorage]) store.removeItem(key(name));
}

export function kept(name) {
  for (const [store, own] of [[sessionStorage, true], [localStorage, false]]) {
    try {
      const held = JSON.parse(store.getItem(key(name)));
      if (held && typeof held.text === "string") return { ...held, own };
    } catch { /* not ours */ }
  }
  return null;
}
