// The chain of causes in both directions, across streams: what led to an event, and what followed from it.
import { html } from "../../vendor/htm_preact.js";
import { link } from "../../app/router.js";
import { usePolled } from "../../server/poll.js";
import { Icon } from "../icon.js";
import { Shown } from "../shown.js";
import { duration } from "../time.js";

export function Causes({ stream, version }) {
  return html`
    <section class="stack">
      <h3>Causes and effects</h3>
      <${Shown} of=${usePolled("causes", { stream_id: stream.stream_id, version }, 5)}>
        ${(chain) => html`<${Chain} chain=${chain} />`}
      <//>
    </section>`;
}

function Chain({ chain }) {
  const [first] = chain.events;
  return html`
    <ol class="chain">
      <li style=${{ "--depth": 0 }}><${Icon} name="next" /><span>Command <span class="mono faint">${chain.command}</span></span></li>
      ${chain.events.map((event) => html`<${Event} key=${event.event_id} event=${event} first=${first} />`)}
    </ol>
    ${chain.events.length === 1 && html`<p class="faint">Nothing else came of that command.</p>`}
    ${!chain.is_complete && html`<p class="note">There are more events of this request than are looked at.</p>`}`;
}

function Event({ event, first }) {
  const isThis = event.depth === 0;
  const later = (Date.parse(event.committed_at) - Date.parse(first.committed_at)) / 1000;
  return html`
    <li class=${isThis ? "this" : ""} style=${{ "--depth": event.depth - first.depth + 1 }} aria-current=${isThis ? "true" : undefined}>
      <${Icon} name="next" />
      <span>
        <a href=${link(["streams", event.stream_id], { version: event.version })}>${event.type}</a>${" "}
        <span class="mono faint">${event.stream_id}</span> <span class="faint">version ${event.version}</span>
        ${isThis && html` <b>this event</b>`}
      </span>
      <span class="faint">${later > 0 ? `${duration(later)} later` : ""}</span>
    </li>`;
}
