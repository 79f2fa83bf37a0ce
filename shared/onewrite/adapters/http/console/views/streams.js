import { html } from "../vendor/htm_preact.js";
export function Streams() { return html`<h1>Streams</h1>`; }
