// Spans as bars along one axis of time; each opens to what is known of it.
import { html } from "../vendor/htm_preact.js";
import { link } from "../app/router.js";

export const milliseconds = (number) => (number < 0.95 ? `${Math.round(1000 * number)} µs` : number < 10 ? `${number.toFixed(1)} ms` : number < 10_000 ? `${Math.round(number)} ms` : `${(number / 1000).toFixed(1)} s`);

const QUARTERS = [0, 0.25, 0.5, 0.75];

export function Waterfall({ spans, label }) {
  const begin = Math.min(...spans.map((span) => span.after_milliseconds));
  const end = Math.max(...spans.map((span) => span.after_milliseconds + span.milliseconds));
  const length = Math.max(0.001, end - begin);
  const depths = depthsOf(spans);
  return html`
    <ol class="panel waterfall" aria-label=${label}>
      <li class="scale" aria-hidden="true">
        <span></span><span>${QUARTERS.map((part) => html`<i>${part ? milliseconds(begin + part * length) : milliseconds(begin).replace("0 µs", "0")}</i>`)}</span><span></span>
      </li>
      ${spans.map((span) => html`
        <li key=${span.span_id}>
          <details>
            <summary>
              <span class="name-of-span" style=${{ paddingLeft: `${0.9 * Math.min(8, depths.get(span.span_id))}rem` }}>
                ${span.is_failed && html`<b class="bad">failed </b>`}${span.name} <span class="faint">${span.function.replaceAll("-", "_")}</span>
              </span>
              <span class="axis">
                <span class="span ${span.is_failed ? "bad" : span.kind.toLowerCase()}"
                  style=${{ left: `${(100 * (span.after_milliseconds - begin)) / length}%`, width: `max(3px, ${(100 * span.milliseconds) / length}%)` }}></span>
              </span>
              <span class="took">${milliseconds(span.milliseconds)}</span>
            </summary>
            <${Known} span=${span} />
          </details>
        </li>`)}
    </ol>`;
}

function Known({ span }) {
  return html`
    <dl class="facts">
      <dt>Begins</dt><dd>${milliseconds(span.after_milliseconds)} after the request</dd>
      <dt>Kind</dt><dd>${span.kind.toLowerCase()}</dd>
      ${Object.entries(span.attributes).map(([name, value]) => html`<dt>${name}</dt><dd class="mono">${String(value)}</dd>`)}
      ${span.links.map((one) => html`<dt>Linked to</dt><dd><a class="mono" href=${link(["traces", one.trace_id])}>${one.trace_id}</a></dd>`)}
    </dl>`;
}

/** How deep each span is below the first one; what begins a trace elsewhere is at the top. */
function depthsOf(spans) {
  const parents = new Map(spans.map((span) => [span.span_id, span.parent_id]));
  const depth = (id) => (parents.has(parents.get(id)) ? 1 + depth(parents.get(id)) : 0);
  return new Map(spans.map((span) => [span.span_id, depth(span.span_id)]));
}
