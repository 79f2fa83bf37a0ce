// Messages that the bus gave up, after a hundred attempts over some fifteen hours.
import { html } from "../vendor/htm_preact.js";
import { link } from "../app/router.js";
import { acts } from "../parts/acts/acts.js";
import { Empty, Shown } from "../parts/shown.js";
import { Table } from "../parts/table.js";
import { Ago } from "../parts/time.js";
import { counted } from "../parts/words.js";
import { usePolled } from "../server/poll.js";

const COLUMNS = [
  ["About", (letter) => letter.subject ? html`<a class="mono" href=${link(["streams", letter.subject], { version: letter.version })}>${letter.subject}</a>` : html`<span class="faint">no message of ours</span>`],
  ["Event", (letter) => html`${letter.event_type ?? "unknown"}<span class="under">${letter.version ? `version ${letter.version}` : ""}</span>`],
  ["Published", (letter) => letter.published_at && html`<${Ago} time=${letter.published_at} />`, "narrow"],
  ["Given up", (letter) => html`<${Ago} time=${letter.given_up_at} /><span class="under">${letter.attempts ? `after ${counted(letter.attempts, "attempt")}` : ""}</span>`, "narrow"],
];

export function DeadLetters() {
  return html`
    <div class="title">
      <h1>Dead letters</h1>
      <span class="soft">Messages that the bus gave up. The bus hands out what it likes within seconds, so some may be missing here.</span>
    </div>
    <${Shown} of=${usePolled("dead-letters", {}, 60)}>
      ${(letters) => letters.length
        ? bySubscription(letters).map(([subscription, some]) => html`<${OfOne} key=${subscription} subscription=${subscription} letters=${some} />`)
        : html`<${Empty} title="The bus gave up nothing">A function that could not be called for fifteen hours would show here.<//>`}
    <//>`;
}

function OfOne({ subscription, letters }) {
  return html`
    <section class="stack">
      <div class="title">
        <h2>${subscription ?? "Unknown subscription"}</h2><span class="soft">${counted(letters.length, "message")}</span>
        <span class="at-end">
          <button onClick=${() => acts.redrive(subscription, letters.length)}>Redrive</button>
          <button onClick=${() => acts.discard(subscription, letters.length)}>Discard</button>
        </span>
      </div>
      <${Table} label="Dead letters of ${subscription}" columns=${COLUMNS} rows=${letters} keyOf=${(letter) => letter.letter_id} />
    </section>`;
}

function bySubscription(letters) {
  const groups = new Map();
  for (const letter of letters) groups.set(letter.subscription, [...(groups.get(letter.subscription) ?? []), letter]);
  return [...groups];
}
