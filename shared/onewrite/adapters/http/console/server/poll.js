// Reads that are kept up to date while somebody looks at them: one request for each, however many parts show it.
import { useEffect, useState } from "../vendor/htm_preact.js";
import { Gone, address, look } from "./ask.js";
import { isThere, lost, reached, whenBack } from "./connection.js";

const polled = new Map();

/** What the read returned last, `{ value, problem }`; asked again every `every` seconds while the page is visible. */
export function usePolled(name, parameters = {}, every = 2) {
  const key = address(name, parameters);
  const [, redraw] = useState(0);
  useEffect(() => {
    const one = polled.get(key) ?? new Polled(key, name, parameters, every);
    return one.watch(() => redraw((count) => count + 1));
  }, [key, every]);
  return polled.get(key) ?? { value: undefined, problem: undefined };
}

/** Read everything that is shown again, now and afresh: something was changed. */
export function refresh() {
  for (const one of polled.values()) one.ask(0);
}

class Polled {
  constructor(key, name, parameters, every) {
    Object.assign(this, { key, name, parameters, every, value: undefined, problem: undefined, watchers: new Set() });
    polled.set(key, this);
  }

  watch(redraw) {
    this.watchers.add(redraw);
    if (this.watchers.size === 1) this.ask(this.every);
    return () => {
      this.watchers.delete(redraw);
      if (!this.watchers.size) {
        clearTimeout(this.timer);
        polled.delete(this.key);
      }
    };
  }

  async ask(maxAge) {
    clearTimeout(this.timer);
    const asked = (this.asked = Symbol("asked"));
    if (document.visibilityState === "visible" && isThere()) await this.read(maxAge, asked);
    const stillWanted = asked === this.asked && this.watchers.size;
    if (stillWanted) this.timer = setTimeout(() => this.ask(this.every), 1000 * this.every);
  }

  async read(maxAge, asked) {
    let found;
    try {
      found = { value: await look(this.name, this.parameters, maxAge), problem: undefined };
      reached();
    } catch (problem) {
      if (problem instanceof Gone) return lost();
      found = { problem };
      reached();
    }
    if (asked !== this.asked) return;
    Object.assign(this, found);
    for (const redraw of this.watchers) redraw();
  }
}

document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && refresh());
whenBack(refresh);
