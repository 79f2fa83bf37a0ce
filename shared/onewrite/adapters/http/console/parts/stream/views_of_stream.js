// What each view holds of a stream: a bar as far as it has applied it, and what stops it.
import { html } from "../../vendor/htm_preact.js";
import { link } from "../../app/router.js";
import { acts } from "../acts/acts.js";
import { Failure } from "../failure.js";
import { Chip } from "../icon.js";
import { counted } from "../words.js";

const STATES = {
  reached: ["good", "good", "up to date"],
  lagging: ["warn", "wait", "behind"],
  failing: ["warn", "warn", "failing"],
  parked: ["bad", "parked", "parked"],
  not_served: ["bad", "bad", "not served"],
};

export function ViewsOfStream({ stream, choose }) {
  return html`
    <ul class="panel holdings" aria-label="What each view holds">
      ${activeFirst(stream.views).map((view) => html`<${Holding} key=${`${view.projection} ${view.generation}`} stream=${stream} view=${view} choose=${choose} />`)}
      ${!stream.views.length && html`<li class="faint">No view reads this stream.</li>`}
    </ul>`;
}

const activeFirst = (views) => [...views].sort((one, other) => (one.projection === other.projection ? other.is_active - one.is_active : 0));

function Holding({ stream, view, choose }) {
  const [kind, icon, words] = STATES[view.state];
  const share = stream.version ? (100 * view.version) / stream.version : 100;
  return html`
    <li>
      <span class="who">
        <a href=${link(["projections", view.projection])}>${view.projection}</a>
        ${view.generation && html` <span class="faint">${view.is_active ? "" : "generation "}${view.is_active ? "" : view.generation}</span>`}
      </span>
      <div class="bar ${kind}" role="img" aria-label="version ${view.version} of ${stream.version}"><span style=${{ width: `${share}%` }}></span></div>
      <span class="at">${view.version} of ${stream.version}</span>
      <${Chip} kind=${kind} icon=${icon}>${words}<//>
      ${view.failure && html`
        <div class="stop">
          <span><button class="plain" onClick=${() => choose(view.failure.version)}>Version ${view.failure.version}</button> can’t be applied, tried ${counted(view.failure.attempts, "time")}</span>
          <${Failure} error=${view.failure.error} />
          ${view.state === "parked" && html`
            <span class="buttons">
              <button onClick=${() => acts.release(view.projection, { stream_id: stream.stream_id }, 1)}>Release</button>
              <button onClick=${() => acts.skip(view.projection, { ...view.failure, stream_id: stream.stream_id, generation: view.generation })}>Skip</button>
            </span>`}
        </div>`}
      ${view.problem && html`<div class="stop bad">${view.problem}</div>`}
    </li>`;
}
