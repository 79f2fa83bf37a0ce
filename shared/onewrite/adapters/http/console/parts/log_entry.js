// One entry of the audit log, as a sentence.
import { html } from "../vendor/htm_preact.js";
import { link } from "../app/router.js";
import { Ago } from "./time.js";

export function LogEntry({ entry }) {
  return html`
    <p class="note">
      On record: <b>${entry.actor}</b> <${What} entry=${entry} /> <${Ago} time=${entry.performed_at} />${entry.reason ? html`, because “${entry.reason}”` : ""}.
      <br /><a href="#/log">Audit log</a>
    </p>`;
}

export function What({ entry }) {
  const { projection, stream_id: stream } = entry;
  return html`
    <span class="mono">${entry.operation}</span>
    ${projection && html` <a href=${link(["projections", projection])}>${projection}</a>`}
    ${stream && html` <a class="mono" href=${link(["streams", stream])}>${stream}</a>`}`;
}
