import { html } from "../vendor/htm_preact.js";
export function Traces() { return html`<h1>Traces</h1>`; }
