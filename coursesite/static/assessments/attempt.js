/* The answering page: saves while one writes, says how it stands, loses nothing. The page works without it. */
(() => {
  "use strict";
  const form = document.getElementById("answers");
  if (!form || !window.SaveQueue) return;
  // A form that was refused came back under its own address, which cannot be loaded anew.
  if (window.location.pathname !== form.dataset.page.split("?")[0]) window.history.replaceState(null, "", form.dataset.page);
  const state = document.getElementById("save-state");
  const tryNow = document.getElementById("try-now");
  const useThis = document.getElementById("use-this-tab");
  const dialog = document.getElementById("sign-in-dialog");
  const sheets = new Map([...form.querySelectorAll("fieldset[data-slot]")].map((field) => [Number(field.dataset.slot), field]));
  let standing = "";       // the state that was last said
  let failed = false;
  let leaving = false;
  let ended = false;       // the time is over
  const PAUSE = 1500;      // milliseconds without a letter, after which somebody may be asked something
  let counting, slow, heardAt = 0, typedAt = -PAUSE;

  const { read, write, words, textOf, filesOf, same, isBlank } = window.answers;

  // -- Saying how it stands ------------------------------------------------------------------------

  const time = new Intl.DateTimeFormat("en-GB", { hour: "numeric", minute: "2-digit", hour12: true, timeZone: form.dataset.zone || undefined });
  const server = new window.sitting.Clock(form.dataset.now);
  const clock = () => time.format(server.now()).replace(/\s?([ap])\.?m\.?$/i, (_, half) => ` ${half.toLowerCase()}m`);

  function show(kind, text, { speak = true } = {}) {
    state.dataset.state = kind === "saved" || kind === "saving" ? kind : "failed";
    state.textContent = text;
    tryNow.hidden = !["offline", "busy"].includes(kind);
    useThis.hidden = kind !== "reader";
    if (tryNow.hidden) clearInterval(counting);  // what is said now must not be said over by the seconds to the next try
    if (speak && standing !== kind) window.site.announce(text);
    if (speak) standing = kind;
  }

  /* A line of its own, which stays: what was restored, time that was added, a browser that keeps nothing. */
  function note(text, link) {
    const line = document.getElementById("attempt-note");
    line.textContent = text;
    if (link) line.append(" ", Object.assign(document.createElement("a"), { href: link, textContent: "See the receipt" }));
    line.hidden = false;
    window.site.announce(text);
  }
  const place = () => (queue.copy ? "device" : "page");

  const said = {
    editing() {},
    saving() {
      clearTimeout(slow);
      if (!failed) slow = setTimeout(() => show("saving", "Saving…", { speak: false }), 800);
    },
    saved() {
      clearTimeout(slow);
      clearInterval(counting);
      if (!queue.everSaved || standing === "reader") return;
      show("saved", `${failed ? "Saved again" : "Saved"} ${clock()}`);
      failed = false;
    },
    offline({ delay }) { this.waits("offline", `Not saved. No connection. Your words are kept on this ${place()}`, delay); },
    busy({ delay }) { this.waits("busy", `Not saved. The site is busy. Your words are kept on this ${place()}`, delay); },
    waits(kind, why, delay) {
      failed = true;
      clearTimeout(slow);
      clearInterval(counting);
      const until = performance.now() + delay;
      const tell = () => {
        const left = Math.max(1, Math.ceil((until - performance.now()) / 1000));
        show(kind, `${why}; trying again in ${left} second${left === 1 ? "" : "s"}.`);
      };
      tell();
      counting = setInterval(tell, 1000);
    },
    auth() {
      failed = true;
      clearTimeout(slow);
      show("auth", `Not saved. Please sign in again. Your words are kept on this ${place()}.`);
      askToSignIn();
    },
    gone() {
      failed = true;
      clearTimeout(slow);
      show("gone", "Not saved. This work belongs to another account than the one signed in now. Sign in as yourself.");
      askToSignIn();
    },
    closed() {
      failed = true;
      clearTimeout(slow);
      show("closed", "This has been handed in or is closed. What you wrote after that is kept as late, and not counted.");
      note("This is closed.", form.dataset.receipt);
      freeze(true);
      if (!queue.waiting) queue.forget();
      leaving = true;
    },
    refused({ slots }) {
      failed = true;
      clearTimeout(slow);
      show("refused", `Not saved: question ${slots.join(", ")} is too long. Shorten it.`);
    },
    reader(text) {
      freeze(true);
      show("reader", text);
    },
    conflict() {
      clearTimeout(slow);
      show("conflict", "You answered this in another tab. Choose which answer counts.");
    },
  };

  // -- The queue -------------------------------------------------------------------------------------

  async function renew() {
    const answer = await fetch(window.location.pathname + window.location.search, { credentials: "same-origin", redirect: "manual" });
    if (!answer.ok) return false;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const token = page.querySelector('#answers input[name="csrfmiddlewaretoken"]');
    if (!token) return false;
    for (const input of document.querySelectorAll('input[name="csrfmiddlewaretoken"]')) input.value = token.value;
    return true;
  }

  const queue = new window.SaveQueue({
    url: form.dataset.save,
    finishUrl: form.dataset.finish,
    csrf: () => form.querySelector('input[name="csrfmiddlewaretoken"]').value,
    renew,
    onState: (kind, more = {}) => said[kind](more),
    onHeard: heard,
    onCopy: cannotKeep,
    onResult(kind, result, op) {
      const field = sheets.get(result.slot);
      if (kind === "saved" || kind === "outdone") queue.everSaved = true;
      if (!field) return;  // of a question on another page: it is asked there
      if (kind === "outdone") {
        write(field, result.value);
        note("Your newest words had arrived. They stand here.");
      }
      if (kind === "saved" || kind === "outdone") {
        form.elements[`base-${result.slot}`].value = result.rev;
        form.elements[`op-${result.slot}`].value = "";
        list(result.slot, read(field));
      } else if (kind === "conflict") ask(field, result);
    },
  });
  for (const [slot, field] of sheets) queue.base(slot, Number(field.dataset.rev), read(field));

  function list(slot, value) {
    const place = form.querySelector(`[data-listed="${slot}"] [data-answered]`);
    if (!place) return;
    place.textContent = isBlank(value) ? "Not answered" : "Answered";
    place.closest("[data-listed]").dataset.state = isBlank(value) ? "blank" : "answered";
  }

  function ask(field, result) {
    const slot = Number(field.dataset.slot);
    const place = field.querySelector("[data-conflict]");
    place.replaceChildren(document.getElementById("conflict").content.cloneNode(true));
    place.querySelector("[data-other]").textContent = words(field, result.value);
    const done = () => { place.replaceChildren(); (textOf(field) || field.querySelector("input:not([type=hidden]), select")).focus(); };
    place.querySelector("[data-take-other]").addEventListener("click", () => {
      write(field, result.value);
      form.elements[`base-${slot}`].value = result.rev;
      queue.everSaved = true;
      queue.yield(slot, result.rev, result.value);
      list(slot, result.value);
      done();
    });
    place.querySelector("[data-keep-mine]").addEventListener("click", () => { queue.keep(slot, result.rev, read(field)); done(); });
    place.querySelector("[role=group]").focus({ preventScroll: false });
  }

  // -- What the student does ---------------------------------------------------------------------------

  function changed(event) {
    const field = event.target.closest("fieldset[data-slot]");
    if (!field || event.target.type === "file" || event.target.name?.startsWith("cite-") || event.target.name?.startsWith("keep-")) return;
    const slot = Number(field.dataset.slot);
    const value = read(field);
    if (queue.held.has(slot) && !field.querySelector("[data-take-other]")) queue.release(slot);
    queue.change(slot, value, { cleared: isBlank(value) });
  }
  // "Come back to this one" is kept at once; the form carries it as well.
  form.addEventListener("change", async (event) => {
    const slot = event.target.dataset.flags;
    if (!slot) return;
    const body = new FormData();
    body.set("csrfmiddlewaretoken", form.querySelector('input[name="csrfmiddlewaretoken"]').value);
    body.set("attempt", form.elements.attempt.value);
    body.set("slot", slot);
    if (event.target.checked) body.set("flagged", "on");
    const answer = await fetch(form.dataset.flag, { method: "POST", body, credentials: "same-origin", redirect: "manual", keepalive: true }).catch(() => null);
    if (!answer || answer.status !== 204) {
      event.target.checked = !event.target.checked;
      window.site.announce("This mark could not be kept. Try again.");
    }
    const listed = form.querySelector(`[data-listed="${slot}"]`);
    listed.toggleAttribute("data-flagged", event.target.checked);
    listed.querySelector("[data-flag-word]").textContent = event.target.checked ? ", come back" : "";
  });
  if (window.matchMedia("(max-width: 61.99rem)").matches) for (const one of form.querySelectorAll("[data-fold-narrow]")) one.open = false;
  form.addEventListener("input", (event) => { if (event.target.matches("[data-gap]") || textOf(event.target.closest("fieldset") || form) === event.target) changed(event); });
  form.addEventListener("change", changed);
  form.addEventListener("order:moved", changed);
  form.addEventListener("focusout", () => queue.flush());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") queue.flush({ keepalive: true });
    else if (queue.stopped === "auth" || queue.stopped === "gone") back();
  });
  window.addEventListener("pagehide", () => queue.farewell());
  window.addEventListener("online", () => queue.flush());
  window.addEventListener("focus", () => { if (queue.stopped === "auth") back(); });
  tryNow.addEventListener("click", () => queue.flush());
  window.addEventListener("beforeunload", (event) => { if (!leaving && queue.waiting) event.preventDefault(); });

  // Back from signing in in another tab: the token is another one now.
  async function back() {
    if (await renew().catch(() => false)) {
      if (dialog.open) dialog.close();
      queue.resume();
      if (ended) over();
    }
  }
  // Not in the middle of a sentence: a dialog would take the rest of it.
  function askToSignIn() {
    if (dialog.open || !["auth", "gone"].includes(queue.stopped)) return;
    const pause = PAUSE - (performance.now() - typedAt);
    if (pause > 0) setTimeout(askToSignIn, pause);
    else dialog.showModal();
  }
  form.addEventListener("input", () => { typedAt = performance.now(); }, true);
  dialog.querySelector("[data-signed-in]").addEventListener("click", back);
  dialog.addEventListener("close", () => window.site.focusOn(textOf(form) || form.querySelector("input:not([type=hidden])")));

  form.addEventListener("submit", async (event) => {
    const button = event.submitter;
    if (button?.matches("[data-insert]")) { event.preventDefault(); insert(button); return; }
    event.preventDefault();
    try {
      await queue.drained();
    } catch {
      const open = form.querySelector("[data-conflict] [role=group]");
      if (open) open.focus(); else window.site.announce(state.textContent);
      return;
    }
    if (!button?.matches("[data-save-now]") && !(await reachable())) {
      queue.everSaved = true;
      show("away", "No connection. All that you wrote is saved. You can go on here; try again in a moment.");
      return;
    }
    if (button?.matches("[data-send-files]")) { sendFiles(button); return; }
    if (button?.matches("[data-review-now]")) window.location.assign(form.dataset.review);
    else if (button && !button.matches("[data-save-now]")) sendForm(button);
    else { queue.everSaved = true; said.saved(); window.site.announce(state.textContent); }
  });

  /* Without a connection the next page would be the browser's own, and the test out of reach. */
  async function reachable() {
    const signal = AbortSignal.timeout(10000);
    return fetch(form.dataset.state, { credentials: "same-origin", headers: { Accept: "application/json" }, signal }).then(() => true, () => false);
  }

  // Any other button, such as one to the next question: all is saved, and the form goes where the button says.
  function sendForm(button) {
    leaving = true;
    if (button.name) form.append(Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: button.value }));
    if (button.hasAttribute("formaction")) form.action = button.formAction;
    form.submit();
  }

  // A date or a number that can be read in two ways is asked about, once one has left the field.
  form.addEventListener("change", async (event) => {
    const field = event.target.closest("fieldset[data-slot]");
    const place = field && field.querySelector("[data-doubt]");
    if (!place) return;
    const body = new FormData();
    body.set("csrfmiddlewaretoken", form.querySelector('input[name="csrfmiddlewaretoken"]').value);
    body.set("slot", field.dataset.slot);
    body.set("value", event.target.value);
    const answer = await fetch(form.dataset.doubt, { method: "POST", body, credentials: "same-origin" }).catch(() => null);
    place.textContent = answer && answer.ok ? (await answer.json()).doubt : "";
  });

  // Files travel with the page's form, as they do without a script; what was typed is saved by then.
  function sendFiles(button) {
    leaving = true;
    form.insertAdjacentHTML("beforeend", '<input type="hidden">');
    form.lastElementChild.name = button.name || "send";
    form.lastElementChild.value = button.value;
    form.action = button.formAction;
    form.enctype = "multipart/form-data";
    form.submit();
  }
  form.addEventListener("change", (event) => {
    if (event.target.type !== "file" || !event.target.files.length) return;
    form.requestSubmit(event.target.closest("[data-files]").querySelector("button[data-send-files]:not([name])"));
  });

  function insert(button) {
    const field = button.closest("fieldset");
    const select = field.querySelector('select[name^="cite-"]');
    const text = textOf(field);
    if (!select.value) { select.focus(); window.site.announce("Choose a passage first."); return; }
    const before = text.value.slice(0, text.selectionStart);
    const gap = before && !/\s$/.test(before) ? " " : "";
    text.focus();
    text.setRangeText(`${gap}${select.value}`, text.selectionStart, text.selectionEnd, "end");
    text.dispatchEvent(new Event("input", { bubbles: true }));
    window.site.announce(`${select.value} put in.`);
  }

  // -- Copies on this device, and several tabs ------------------------------------------------------------

  function freeze(frozen) { for (const field of sheets.values()) field.disabled = frozen; }

  function cannotKeep() { note("This browser cannot keep a copy. Stay on this page until it says Saved."); }

  /* What a copy holds that the server does not have is put back and sent. Says whether that was so. */
  function bringBack({ slot, unsent, rev, prior, ...op }) {
    const field = sheets.get(slot);
    if (!field) {
      if (unsent) queue.restore(slot, op); else queue.base(slot, rev, op.value);
      return unsent;
    }
    const here = read(field), at = Number(field.dataset.rev);
    if (same(op.value, here) || filesOf(field) || queue.unsent.has(slot)) {
      queue.touch(slot);
      return false;
    }
    if (!unsent && rev <= at) { queue.touch(slot); return false; }
    write(field, op.value);
    // Words that were on their way when the page ended may have arrived; what followed them stands on them.
    if (unsent) queue.restore(slot, { ...op, base: prior !== undefined && same(prior, here) ? at : op.base });
    else queue.put(slot, op.value, true, at);
    return true;
  }

  async function keepCopies() {
    const copy = new window.sitting.Copy({ prefix: form.dataset.copies, page: window.location.pathname, secret: form.dataset.secret });
    form.removeAttribute("data-secret");
    let found;
    try {
      if (!navigator.locks) throw new Error("no locks");  // two tabs must not both send what a copy holds
      found = await copy.open();
    } catch { cannotKeep(); return; }
    const restored = found.filter(bringBack).length;
    queue.keepCopies(copy);
    // What was put back counts as saved when the server has said so, and not before.
    if (restored) show("saving", "Saving…", { speak: false });
    else if (found.length) show("saved", "Saved", { speak: false });
    if (restored) note(`We restored ${restored} unsaved answer${restored === 1 ? "" : "s"}.`);
    queue.flush();
  }

  /* After another tab: the newest answers, as the server has them. */
  async function refresh() {
    const answer = await fetch(window.location.pathname + window.location.search, { credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const [slot, field] of sheets) {
      const newest = page.querySelector(`fieldset[data-slot="${slot}"]`);
      if (!newest || queue.unsent.has(slot) || queue.sent.some((op) => op.slot === slot)) continue;
      field.dataset.rev = form.elements[`base-${slot}`].value = newest.dataset.rev;
      if (!same(read(newest), read(field))) write(field, read(newest));
      queue.base(slot, Number(newest.dataset.rev), read(field));
    }
  }

  const tabs = new window.sitting.Tabs(form.dataset.copies, {
    async onWriter() {
      if (standing !== "reader") return keepCopies();
      await new Promise((resolve) => setTimeout(resolve, 500));  // the other tab sends what it still has
      try { await refresh(); } catch { return said.reader("No connection. Answer in the other tab, or try again."); }
      freeze(false);
      standing = "";
      show("saved", "Saved", { speak: false });
      note("You are answering in this tab now.");
      if (queue.copy) return queue.flush();
      return keepCopies();
    },
    onReader: () => said.reader("This is open in another tab. Answer there."),
    onTaken() {
      queue.flush();
      said.reader("You answered this in another tab.");
    },
  });
  useThis.addEventListener("click", () => tabs.use());

  document.addEventListener("site:sign-out", ({ detail }) => {
    detail.counts.push(() => queue.waiting);
    detail.waits.push(queue.drained().catch(() => {}).then(() => queue.writing));
  });
  document.addEventListener("site:leaving", () => { leaving = true; });
  document.addEventListener("site:stay", () => queue.flush());

  // -- Time -------------------------------------------------------------------------------------------------

  const element = document.getElementById("time-left");
  const timeLeft = element && new window.sitting.TimeLeft(element, {
    clock: server,
    onOver: () => over(),
    onMore(more, left) {
      document.getElementById("closes-line").hidden = true;  // it names the end that was
      if (more > 0 && ended) { ended = false; freeze(false); }
      note(more > 0 ? `You have been given more time: ${left || "no limit"} from now.` : `The end has been moved: ${left} from now.`);
    },
  });

  function heard(told, from, to) {
    server.hear(told.server_now, from, to);
    heardAt = performance.now();
    if (timeLeft && "closes_at" in told) timeLeft.set(told.closes_at);
  }

  async function askState() {
    const from = performance.now();
    const answer = await fetch(form.dataset.state, { credentials: "same-origin", headers: { Accept: "application/json" } });
    if (answer.ok) heard(await answer.json(), from, performance.now());
  }
  const OFTEN = 10000;
  if (timeLeft) setInterval(() => { if (timeLeft.left < window.sitting.NEAR && !ended && performance.now() - heardAt > OFTEN - 1000) askState().catch(() => {}); }, OFTEN);

  /* The time is over: what is unsent goes with the hand-in, which the server takes for a minute longer. */
  async function over() {
    ended = true;
    freeze(true);
    clearTimeout(slow);
    show("over", "Time is over. Your answers are being handed in.");
    await askState().catch(() => {});
    while (ended) {
      let done = {};
      try { done = await queue.finish({ sure: true }); } catch { /* no connection */ }
      if (done.receipt && !done.late) { leaving = true; window.location.assign(done.receipt); return; }
      if (done.receipt) { said.closed(); return; }
      if (queue.stopped) return;
      show("over", "Time is over, and there is no connection. What was saved is handed in. We keep trying to send the rest.");
      await new Promise((resolve) => setTimeout(resolve, 1000 + Math.random() * 2000));
    }
  }

  for (const button of form.querySelectorAll("[data-count]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const field = button.closest("fieldset");
      const count = textOf(field).value.replace(/\[[A-Z]{1,2} ?¶[^\]]*\]/g, " ").split(/\s+/).filter(Boolean).length;
      const told = `${count} word${count === 1 ? "" : "s"}`;
      field.querySelector("[data-words]").textContent = told;
      window.site.announce(told);
    });
  }
})();
