// The band above all: which system this is. Local and cloud have other colours and other words.
import { html } from "../vendor/htm_preact.js";

export function Band({ system }) {
  if (!system) return html`<div class="band" role="status"><b>…</b></div>`;
  return html`
    <div class="band ${kindOf(system)}" role="region" aria-label="Which system this is">
      <b>${system.is_local ? "Local" : "Cloud"}</b>
      <span>${placeOf(system)}</span>
      <span class="who">${system.caller ? html`as ${system.caller}` : ""}</span>
    </div>`;
}

export const kindOf = (system) => (system && !system.is_local ? "cloud" : "local");

export function placeOf(system) {
  if (!system) return "";
  if (system.store === "memory") return "this machine, in memory";
  const names = [system.project, system.instance, system.database].join(" / ");
  return system.is_local ? `this machine, ${names}` : names;
}
