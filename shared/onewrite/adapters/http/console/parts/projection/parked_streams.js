// What is parked in a projection: by class of error, each stream with the event that failed, where and how often.
import { html } from "../../vendor/htm_preact.js";
import { link } from "../../app/router.js";
import { usePolled } from "../../server/poll.js";
import { acts } from "../acts/acts.js";
import { Failure } from "../failure.js";
import { Shown } from "../shown.js";
import { Table } from "../table.js";
import { Ago } from "../time.js";
import { counted } from "../words.js";

/** So many are read; a projection that has more of them has one cause, which these show. */
const MOST = 100;

export function ParkedStreams({ projection, number }) {
  if (!number) return null;
  return html`
    <section class="stack">
      <div class="title">
        <h2>Parked</h2>
        <span class="soft">Their next events wait; all other streams go on.</span>
        ${number > 1 && html`<span class="at-end"><button onClick=${() => acts.release(projection, {}, number)}>Release all ${number}</button></span>`}
      </div>
      <${Shown} of=${usePolled("parked", { projection, limit: MOST })}>
        ${(parked) => html`
          ${byError(parked).map(([error, streams]) => html`<${OfOneError} key=${error} projection=${projection} error=${error} streams=${streams} />`)}
          ${number > parked.length && html`<p class="faint">These are the first ${parked.length} of ${number}, the longest parked first.</p>`}`}
      <//>
    </section>`;
}

function OfOneError({ projection, error, streams }) {
  const columns = [
    ["Stream", (one) => html`<a class="mono" href=${link(["streams", one.stream_id], { version: one.version })}>${one.stream_id}</a>`],
    ["Failed event", (one) => html`${one.event_type} <span class="under">version ${one.version}, generation ${one.generation}</span>`],
    ["Error and place", (one) => html`<${Failure} error=${one.error} known=${one.error_class} />`],
    ["Tried", (one) => html`${counted(one.attempts, "time")} <span class="under">parked <${Ago} time=${one.parked_at} /></span>`, "narrow"],
    [".Acts", (one) => html`
      <button onClick=${() => acts.release(projection, { stream_id: one.stream_id }, 1)}>Release</button>
      <button onClick=${() => acts.skip(projection, one)}>Skip</button>`, "acts"],
  ];
  return html`
    <div class="stack">
      <div class="title">
        <h3 class="mono bad">${error}</h3>
        <span class="soft">stopped ${counted(streams.length, "stream")}</span>
        ${streams.length > 1 && html`<span class="at-end"><button onClick=${() => acts.release(projection, { error_class: error }, streams.length)}>Release these ${streams.length}</button></span>`}
      </div>
      <${Table} label="Streams stopped by ${error}" columns=${columns} rows=${streams} keyOf=${(one) => `${one.stream_id} ${one.generation}`} />
    </div>`;
}

function byError(parked) {
  const groups = new Map();
  for (const one of parked) groups.set(one.error_class, [...(groups.get(one.error_class) ?? []), one]);
  return [...groups].sort(([, some], [, others]) => others.length - some.length);
}
