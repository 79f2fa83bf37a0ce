// The events of a page of a stream, the newest first; the chosen one is marked.
import { html } from "../../vendor/htm_preact.js";
import { Ago } from "../time.js";

export function EventList({ stream, version, choose }) {
  const failing = new Map(stream.views.filter((view) => view.failure).map((view) => [view.failure.version, view]));
  const [first, last] = [stream.events[0], stream.events.at(-1)];
  return html`
    <ol class="events" aria-label="Events">
      ${stream.events.length < stream.version && html`<li class="part faint">versions ${first.version} to ${last.version}</li>`}
      ${[...stream.events].reverse().map((event) => html`
        <li key=${event.version}>
          <button aria-pressed=${event.version === version} onClick=${() => choose(event.version)}>
            <span class="version">${event.version}</span>
            <span class="what">
              ${event.type}
              ${failing.has(event.version) && html`<span class="bad"> stopped ${failing.get(event.version).projection}</span>`}
              <span class="under faint"><${Ago} time=${event.committed_at} />${event.actor ? ` by ${event.actor}` : ""}</span>
            </span>
          </button>
        </li>`)}
    </ol>`;
}
