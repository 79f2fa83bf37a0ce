// Times as people read them: how long ago, with the exact time in a tooltip.
import { html, useEffect, useState } from "../vendor/htm_preact.js";

const UNITS = [[86400, "d"], [3600, "h"], [60, "min"]];

/** A length of time in its two longest units: `3 h 20 min`; less than a minute in seconds alone. */
export function duration(seconds) {
  if (seconds < 0.001) return "0 ms";
  if (seconds < 1) return `${Math.round(1000 * seconds)} ms`;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  let left = Math.round(seconds);
  const parts = [];
  for (const [length, unit] of UNITS) {
    if (left >= length) parts.push(`${Math.floor(left / length)} ${unit}`);
    left %= length;
  }
  return parts.slice(0, 2).join(" ");
}

export const secondsSince = (time) => Math.max(0, (Date.now() - Date.parse(time)) / 1000);

export function Ago({ time }) {
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((count) => count + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  const seconds = secondsSince(time);
  const said = seconds < 1.5 ? "just now" : seconds < 60 ? `${Math.floor(seconds)} s ago` : `${duration(seconds)} ago`;
  return html`<time datetime=${time} title=${exact(time)}>${said}</time>`;
}

export const exact = (time) => `${time.slice(0, 23).replace("T", " ").replace("Z", "")} UTC`;
export const clockTime = (time) => new Date(time).toISOString().slice(11, 19);
