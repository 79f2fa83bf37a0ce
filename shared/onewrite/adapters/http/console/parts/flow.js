import { html } from "../vendor/htm_preact.js";
export function Flow() { return null; }
