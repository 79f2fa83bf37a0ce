// One stream: its events, its states, what caused each, and what each view holds of it.
import { html } from "../vendor/htm_preact.js";
import { amend } from "../app/router.js";
import { acts } from "../parts/acts/acts.js";
import { EventDetail } from "../parts/stream/event_detail.js";
import { EventList } from "../parts/stream/event_list.js";
import { Shown } from "../parts/shown.js";
import { Ago } from "../parts/time.js";
import { VersionSlider } from "../parts/stream/version_slider.js";
import { ViewsOfStream } from "../parts/stream/views_of_stream.js";
import { usePolled } from "../server/poll.js";

const PAGE = 100;

export function Stream({ name, query }) {
  const asked = Number(query.version) || undefined;
  const after = asked ? PAGE * Math.floor((asked - 1) / PAGE) : undefined;
  return html`
    <${Shown} of=${usePolled("stream", { stream_id: name, after, limit: PAGE }, 4)}>
      ${(stream) => html`<${Found} stream=${stream} asked=${asked} />`}
    <//>`;
}

function Found({ stream, asked }) {
  const version = Math.min(asked ?? stream.version, stream.version);
  const event = stream.events.find((one) => one.version === version);
  const choose = (wanted) => amend(["streams", stream.stream_id], { version: Math.max(1, Math.min(stream.version, wanted)) });
  return html`
    <section class="stack">
      <div class="crumbs"><a href="#/streams">Streams</a></div>
      <div class="title">
        <h1 class="mono id">${stream.stream_id}</h1>
        <span class="soft">at version ${stream.version.toLocaleString("en")}, changed <${Ago} time=${stream.updated_at} /></span>
        <span class="at-end"><button onClick=${() => acts.replay(stream.stream_id)}>Replay</button></span>
      </div>
      <${ViewsOfStream} stream=${stream} choose=${choose} />
    </section>
    <section class="stack">
      <${VersionSlider} stream=${stream} version=${version} choose=${choose} />
      <div class="reading">
        <${EventList} stream=${stream} version=${version} choose=${choose} />
        ${event && html`<${EventDetail} key=${stream.stream_id} stream=${stream} event=${event} />`}
      </div>
    </section>`;
}
