import { html } from "../vendor/htm_preact.js";
export function Stream() { return html`<h1>Stream</h1>`; }
