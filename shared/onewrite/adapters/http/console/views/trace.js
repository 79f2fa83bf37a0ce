import { html } from "../vendor/htm_preact.js";
export function Trace() { return html`<h1>Trace</h1>`; }
