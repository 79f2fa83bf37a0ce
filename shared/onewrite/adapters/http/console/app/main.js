// Puts the console into the page.
import { html, render } from "../vendor/htm_preact.js";
import { Page } from "./page.js";

render(html`<${Page} />`, document.getElementById("page"));
