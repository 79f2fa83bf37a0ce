// Which keys do what.
import { html } from "../vendor/htm_preact.js";
import { PLACES } from "../app/keys.js";
import { Dialog } from "./acts/dialog.js";

export function KeysDialog({ close }) {
  return html`
    <${Dialog} label="Shortcuts" close=${close}>
      <form method="dialog" onSubmit=${(event) => { event.preventDefault(); close(); }}>
        <h2>Shortcuts</h2>
        <dl class="facts">
          <dt><kbd>/</kbd></dt><dd>Find a stream</dd>
          ${Object.entries(PLACES).map(([key, [name]]) => html`<dt><kbd>g</kbd> <kbd>${key}</kbd></dt><dd>${name}</dd>`)}
          <dt><kbd>?</kbd></dt><dd>These shortcuts</dd>
          <dt><kbd>Esc</kbd></dt><dd>Close what asks</dd>
        </dl>
        <div class="buttons"><button class="first">Close</button></div>
      </form>
    <//>`;
}
