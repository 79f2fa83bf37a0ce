// A JSON value as people read it.
import { html } from "../../vendor/htm_preact.js";
import { exact } from "../time.js";

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/;

export function Value({ of }) {
  if (of === null || of === undefined) return html`<span class="faint">none</span>`;
  if (Array.isArray(of) && !of.length) return html`<span class="faint">empty</span>`;
  if (Array.isArray(of) && of.every(isPlain)) return html`<ul class="items">${of.map((item) => html`<li>${String(item)}</li>`)}</ul>`;
  if (typeof of === "object") return html`<pre>${JSON.stringify(of, null, 2)}</pre>`;
  if (typeof of === "string" && TIME.test(of)) return html`<time datetime=${of} title=${exact(of)}>${of.slice(0, 19).replace("T", " ")}</time>`;
  return html`<span class="value">${String(of)}</span>`;
}

export const isPlain = (value) => value === null || typeof value !== "object";
