// The flow, live: each of the last events on its way from its commit through the bus into every view.
import { html } from "../vendor/htm_preact.js";
import { link } from "../app/router.js";
import { traceOf } from "../server/trace_ids.js";
import { useRecent } from "../server/recent.js";
import { Step } from "./flow_step.js";
import { Empty, ProblemNote } from "./shown.js";
import { Ago, secondsSince } from "./time.js";

const SHOWN = 10;
/** What was committed in the last seconds is marked when it arrives. */
const NEW = 3;
/** With more views than this their names stand upright, and times are left to tooltips. */
const FEW = 5;

export function Flow({ projections }) {
  const { value, problem } = useRecent();
  if (problem) return html`<${ProblemNote} problem=${problem} />`;
  const events = (value?.events ?? []).slice(0, SHOWN);
  return html`
    <section class="stack">
      <div class="title"><h2>The flow</h2><span class="soft">command, commit, bus, views: the last events, live</span></div>
      ${!value && html`<p class="faint">Reading …</p>`}
      ${value && !events.length && html`<${Empty} title="Nothing was committed lately">Send a command, and watch it go through here.<//>`}
      ${events.length > 0 && html`<${Events} events=${events} projections=${projections} />`}
    </section>`;
}

function Events({ events, projections }) {
  return html`
    <div class="table flow ${projections.length > FEW ? "many" : ""}" role="region" aria-label="The flow" tabindex="0">
      <table>
        <thead>
          <tr>
            <th scope="col">Event</th><th scope="col">Committed</th><th scope="col">Published</th>
            ${projections.map((name) => html`<th key=${name} scope="col"><span>${name}</span></th>`)}
          </tr>
        </thead>
        <tbody>${events.map((event) => html`<${Row} key=${event.event_id} event=${event} projections=${projections} />`)}</tbody>
      </table>
    </div>`;
}

function Row({ event, projections }) {
  const trace = traceOf(event);
  return html`
    <tr class=${secondsSince(event.committed_at) < NEW ? "new" : ""}>
      <td class="event">
        <a class="mono" href=${link(["streams", event.stream_id], { version: event.version })} title=${event.stream_id}>${event.stream_id}</a>
        <span class="under">${event.version} · ${event.type}${event.actor ? ` · ${event.actor}` : ""}</span>
      </td>
      <td class="committed"><${Ago} time=${event.committed_at} />${trace && html`<a class="under" href=${link(["traces", trace])}>trace</a>`}</td>
      <td data-label="published"><${Step} state=${event.in_outbox ? "waiting" : "reached"} what="published" /></td>
      ${projections.map((name) => html`<td key=${name} data-label=${name}><${Step} ...${stepOf(event, name)} what=${name} /></td>`)}
    </tr>`;
}

function stepOf(event, name) {
  const view = event.views.find((one) => one.projection === name && one.is_active !== false);
  if (!view) return { state: "none" };
  return { state: view.state, seconds: timeTaken(event, view) };
}

/** Checkpoints tell when their last event was applied; what a page has seen once, it remembers. */
const remembered = new Map();

function timeTaken(event, view) {
  const key = `${event.event_id} ${view.projection}`;
  if (view.state === "reached" && view.version === event.version && view.updated_at) {
    remembered.set(key, (Date.parse(view.updated_at) - Date.parse(event.committed_at)) / 1000);
    if (remembered.size > 2000) remembered.delete(remembered.keys().next().value);
  }
  return remembered.get(key);
}
