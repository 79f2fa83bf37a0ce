// How far a rebuild is, and what can be done with it.
import { html } from "../../vendor/htm_preact.js";
import { usePolled } from "../../server/poll.js";
import { acts } from "../acts/acts.js";
import { BuildBar } from "./generation_chips.js";
import { counted, stateWords } from "../words.js";

export function BuildProgress({ projection, known }) {
  const { value } = usePolled("progress", { projection });
  if (!value) return null;
  const isDone = value.ranges > 0 && value.done === value.ranges;
  return html`
    <div class="panel build">
      <div>
        <b>Generation ${value.generation} is ${isDone ? "built" : stateWords(value.state)}</b>
        <span class="soft">${value.done} of ${counted(value.ranges, "range")}, ${counted(value.streams, "stream")}, ${counted(value.events, "event")}</span>
      </div>
      <span class="buttons">
        ${isDone && html`<button class="first" onClick=${() => acts.verify(projection, known)}>Verify</button>`}
        ${!isDone && value.state === "paused" && html`<button class="first" onClick=${() => acts.resume(projection, known)}>Go on</button>`}
        ${!isDone && value.state !== "paused" && html`<button onClick=${() => acts.pause(projection, known)}>Pause</button>`}
        <button onClick=${() => acts.cancel(projection, known)}>Cancel</button>
      </span>
      <${BuildBar} name=${projection} />
    </div>`;
}
