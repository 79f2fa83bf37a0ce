// One event: who and what caused it, its data and the state around it, and the events before and behind it.
import { html } from "../../vendor/htm_preact.js";
import { link } from "../../app/router.js";
import { traceOf } from "../../server/trace_ids.js";
import { Causes } from "./causes.js";
import { ShownData } from "./shown_data.js";
import { Ago, exact } from "../time.js";

export function EventDetail({ stream, event }) {
  const trace = traceOf(event);
  return html`
    <article class="stack detail-of-event" aria-label="Version ${event.version}">
      <div class="title"><h2>${event.type}</h2><span class="soft">version ${event.version}</span></div>
      <dl class="facts">
        <dt>Committed</dt><dd><${Ago} time=${event.committed_at} /> <span class="faint">${exact(event.committed_at)}</span></dd>
        <dt>Actor</dt><dd>${event.actor ?? html`<span class="faint">nobody was named</span>`}</dd>
        <dt>Correlation</dt><dd class="mono">${event.correlation_id}</dd>
        ${trace && html`<dt>Trace</dt><dd><a class="mono" href=${link(["traces", trace])}>${trace}</a></dd>`}
        <dt>Event id</dt><dd class="mono">${event.event_id}</dd>
        <dt>Schema</dt><dd>version ${event.schema_version}</dd>
      </dl>
      <${ShownData} stream=${stream} version=${event.version} />
      <${Causes} stream=${stream} version=${event.version} />
    </article>`;
}
