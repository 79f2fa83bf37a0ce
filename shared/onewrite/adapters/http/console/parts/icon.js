// Signs that go beside a word, so that no colour is the only sign.
import { html } from "../vendor/htm_preact.js";

const PATHS = {
  good: "M3.5 8.5l3 3 6-7",
  bad: "M4 4l8 8M12 4l-8 8",
  warn: "M8 2.5v6.5M8 12.6v.4",
  wait: "M8 4v4l2.5 2M8 1.8a6.2 6.2 0 1 0 .01 0",
  parked: "M5.5 3v10M10.5 3v10",
  build: "M8 2.5v11M2.5 8h11",
  kept: "M3 4h10v3H3zM4 7v6h8V7M6.7 9.6h2.6",
  next: "M3 8h9M8.5 4l4 4-4 4",
  up: "M8 13V3M4 7l4-4 4 4",
};

export function Icon({ name }) {
  return html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true" fill="none" stroke="currentColor"
    stroke-width="1.9" stroke-linecap="round" stroke-linejoin="round"><path d=${PATHS[name]} /></svg>`;
}

export function Chip({ kind = "", icon, children, title }) {
  return html`<span class="chip ${kind}" title=${title}>${icon && html`<${Icon} name=${icon} />`}${children}</span>`;
}
