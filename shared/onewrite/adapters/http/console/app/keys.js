// Shortcuts: `/` searches, `?` explains, `g` and a letter go somewhere.
import { useEffect } from "../vendor/htm_preact.js";
import { go } from "./router.js";

export const PLACES = {
  o: ["Overview", []],
  p: ["Projections", ["projections"]],
  s: ["Streams", ["streams"]],
  t: ["Traces", ["traces"]],
  r: ["Relay", ["relay"]],
  d: ["Dead letters", ["dead-letters"]],
  u: ["Unpublishable", ["unpublishable"]],
  l: ["Audit log", ["log"]],
};
/** How long the letter after `g` may take, in milliseconds. */
const PATIENCE = 1500;

export function useKeys({ search, explain }) {
  useEffect(() => {
    let since = -PATIENCE;
    const pressed = (event) => {
      const inField = event.target.closest?.("input, textarea, select, dialog");
      if (inField || event.ctrlKey || event.metaKey || event.altKey) return;
      const wasG = event.timeStamp - since < PATIENCE;
      since = event.key === "g" ? event.timeStamp : -PATIENCE;
      const act = wasG && PLACES[event.key] ? () => go(PLACES[event.key][1]) : { "/": search, "?": explain }[event.key];
      if (!act) return;
      event.preventDefault();
      act();
    };
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  }, []);
}
