// The flow, live: each of the last events on its way from its commit through the bus into every view.
import { html } from "../../vendor/htm_preact.js";
import { link } from "../../app/router.js";
import { useArrived } from "../../server/arrived.js";
import { usePublished } from "../../server/published.js";
import { ASKED_FOR, useRecent } from "../../server/recent.js";
import { arrivalOf, inTheLastMinute, medianInto } from "../../server/timings.js";
import { traceOf } from "../../server/trace_ids.js";
import { Step } from "./flow_step.js";
import { Empty, ProblemNote } from "../shown.js";
import { Ago, duration } from "../time.js";
import { counted } from "../words.js";

const SHOWN = 10;
/** With more views than this their names stand upright, and times are left to tooltips. */
const FEW = 5;

export function Flow({ projections }) {
  const { value, problem } = useRecent();
  const arrived = useArrived(value);
  if (problem) return html`<${ProblemNote} problem=${problem} />`;
  const events = value?.events ?? [];
  return html`
    <section class="stack">
      <div class="title">
        <h2>The flow</h2>
        <span class="soft">command, commit, bus, views: the last events, live</span>
        ${events.length > 0 && html`<span class="at-end faint">${rate(events)} in the last minute</span>`}
      </div>
      ${!value && html`<p class="faint">Reading what was committed in the last hour; the first time takes some seconds …</p>`}
      ${value && !events.length && html`<${Empty} title="Nothing was committed lately">Send a command, and watch it go through here.<//>`}
      ${events.length > 0 && html`<${Events} report=${value} arrived=${arrived} projections=${projections} />`}
    </section>`;
}

function Events({ report, arrived, projections }) {
  const { events } = report;
  return html`
    <div class="table flow ${projections.length > FEW ? "many" : ""}" role="region" aria-label="The flow" tabindex="0">
      <table>
        <thead>
          <tr>
            <th scope="col">Event</th><th scope="col">Committed</th><th scope="col">Published</th>
            ${projections.map((name) => html`<th key=${name} scope="col"><span>${name}</span><${Median} seconds=${medianInto(events, name)} /></th>`)}
          </tr>
        </thead>
        <tbody>${events.slice(0, SHOWN).map((event) => html`
          <${Row} key=${event.event_id} event=${event} isNew=${arrived.has(event.event_id)} report=${report} projections=${projections} />`)}</tbody>
      </table>
    </div>`;
}

function rate(events) {
  const number = inTheLastMinute(events);
  return number >= ASKED_FOR ? `at least ${counted(number, "event")}` : counted(number, "event");
}

function Median({ seconds }) {
  return seconds !== undefined && html`<span class="median" title="Half of the last events took no longer from the commit to here">median ${duration(seconds)}</span>`;
}

function Row({ event, isNew, report, projections }) {
  const trace = traceOf(event);
  const published = usePublished(event, report);
  return html`
    <tr class=${isNew ? "new" : ""}>
      <td class="event">
        <a class="mono" href=${link(["streams", event.stream_id], { version: event.version })} title=${event.stream_id}>${event.stream_id}</a>
        <span class="under">${event.version} · ${event.type}${event.actor ? ` · ${event.actor}` : ""}</span>
      </td>
      <td class="committed"><${Ago} time=${event.committed_at} />${trace && html`<a class="under" href=${link(["traces", trace])}>trace</a>`}</td>
      <td data-label="published"><${Step} state=${event.in_outbox ? "waiting" : "reached"} seconds=${published} what="published" /></td>
      ${projections.map((name) => html`<td key=${name} data-label=${name}><${Step} ...${arrivalOf(event, name) ?? { state: "none" }} what=${name} /></td>`)}
    </tr>`;
}
