// One trace, as a waterfall: when each step began, in which function, and how long it took.
import { html } from "../vendor/htm_preact.js";
import { link } from "../app/router.js";
import { Chip } from "../parts/icon.js";
import { Empty, Shown } from "../parts/shown.js";
import { Ago } from "../parts/time.js";
import { Waterfall, milliseconds } from "../parts/waterfall.js";
import { counted } from "../parts/words.js";
import { usePolled } from "../server/poll.js";

export function Trace({ name }) {
  return html`
    <${Shown} of=${usePolled("trace", { trace_id: name }, 3)}>
      ${(found) => html`
        <section class="stack">
          <div class="crumbs"><a href="#/traces">Traces</a></div>
          ${found.trace ? html`<${Found} found=${found} />` : html`<${Elsewhere} found=${found} />`}
        </section>`}
    <//>`;
}

function Found({ found: { trace, spans, linked } }) {
  return html`
    <div class="title">
      <h1>${trace.root}</h1>
      ${trace.is_failed && html`<${Chip} kind="bad" icon="bad">failed<//>`}
      <span class="soft">took ${milliseconds(trace.milliseconds)} in ${counted(trace.functions.length, "function")}, <${Ago} time=${trace.started_at} /></span>
    </div>
    ${trace.stream_id && html`<p>It is about <a class="mono" href=${link(["streams", trace.stream_id])}>${trace.stream_id}</a>.</p>`}
    <${Waterfall} spans=${spans} label="Steps of this trace" />
    ${linked.length > 0 && html`
      <h2>Linked</h2>
      <p class="soft">They work for this request too, in traces of their own: a sweep, a rebuild, a push for several events, a view that pulls.</p>
      <${Waterfall} spans=${linked} label="Steps of other traces that are linked" />`}`;
}

function Elsewhere({ found }) {
  return html`
    <h1>Trace</h1>
    <${Empty} title="This trace is not here">
      ${found.elsewhere}${found.link && html` <a href=${found.link} rel="noreferrer">Open it in Cloud Trace</a>`}
    <//>`;
}
