/* The answering page: saves while one writes, says how it stands, loses nothing. The page works without it. */
(() => {
  "use strict";
  const form = document.getElementById("answers");
  if (!form || !window.SaveQueue) return;
  const state = document.getElementById("save-state");
  const tryNow = document.getElementById("try-now");
  const dialog = document.getElementById("sign-in-dialog");
  const sheets = new Map([...form.querySelectorAll("fieldset[data-slot]")].map((field) => [Number(field.dataset.slot), field]));
  let standing = "";       // the state that was last said
  let failed = false;
  let leaving = false;
  let counting, slow;

  // -- What an answer is ---------------------------------------------------------------------------

  const many = (field) => "many" in field.dataset;
  // Rows of which each has one option: selects, or radio buttons.
  const pairsOf = (field) => field.querySelector("[data-pairs]");
  const optionsOf = (pairs) => [...pairs.querySelectorAll("option, input[type=radio]")].filter((one) => one.value);
  const isTaken = (one) => (one.tagName === "OPTION" ? one.selected : one.checked);
  const gapsOf = (pairs) => [...pairs.querySelectorAll("input[data-gap]")];
  const filesOf = (field) => field.querySelector("[data-files]");
  const textOf = (field) => field.querySelector("textarea, input[type=text]:not([data-gap])");
  function read(field) {
    const list = field.querySelector("[data-order]");
    if (list) return window.order.get(list);
    if (filesOf(field)) return [...filesOf(field).querySelectorAll("input[data-file]")].map((one) => one.value);
    if (pairsOf(field)) {
      const typed = gapsOf(pairsOf(field)).filter((one) => one.value.trim()).map((one) => `${one.dataset.gap}:${one.value.trim()}`);
      return [...optionsOf(pairsOf(field)).filter(isTaken).map((one) => one.value), ...typed];
    }
    if (textOf(field)) return textOf(field).value;
    const chosen = [...field.querySelectorAll(".answer-choices input:checked")].map((input) => input.value);
    return many(field) ? chosen : chosen[0] || "";
  }
  function write(field, value) {
    const list = field.querySelector("[data-order]");
    if (list) return window.order.set(list, value);
    if (filesOf(field)) { leaving = true; window.location.reload(); return; }
    if (pairsOf(field)) {
      for (const gap of gapsOf(pairsOf(field))) gap.value = (value.find((one) => one.startsWith(`${gap.dataset.gap}:`)) || "").slice(gap.dataset.gap.length + 1);
      for (const select of pairsOf(field).querySelectorAll("select")) select.value = "";
      for (const one of optionsOf(pairsOf(field))) {
        if (one.tagName === "OPTION") { if (value.includes(one.value)) one.selected = true; } else one.checked = value.includes(one.value);
      }
      return;
    }
    if (textOf(field)) { textOf(field).value = value; return; }
    const chosen = many(field) ? value : [value];
    for (const input of field.querySelectorAll(".answer-choices input")) input.checked = chosen.includes(input.value);
  }
  function words(field, value) {
    if (!value || !value.length) return "nothing";
    if (filesOf(field)) return `${value.length} file${value.length === 1 ? "" : "s"}`;
    if (pairsOf(field)) {
      const row = (one) => one.closest("[data-row]").querySelector(".pair-words").textContent.trim();
      const taken = optionsOf(pairsOf(field)).filter((one) => value.includes(one.value));
      const chosen = taken.map((one) => `${row(one)}: ${(one.tagName === "OPTION" ? one : one.labels[0]).textContent.trim()}`);
      const typed = gapsOf(pairsOf(field)).flatMap((gap) => value.filter((one) => one.startsWith(`${gap.dataset.gap}:`)).map((one) => `${row(gap)}: ${one.slice(one.indexOf(":") + 1)}`));
      return [...chosen, ...typed].join("; ");
    }
    if (textOf(field)) return value;
    const said = (Array.isArray(value) ? value : [value]).map((id) => {
      const label = field.querySelector(`[data-id="${CSS.escape(id)}"] .chronology-words, label[for="${field.id}-${CSS.escape(id)}"]`);
      return label ? label.textContent.trim() : "";
    });
    return said.join(field.dataset.kind === "chronology" ? " → " : "; ");
  }
  const isBlank = (value) => !value.length || (typeof value === "string" && !value.trim());

  // -- Saying how it stands ------------------------------------------------------------------------

  const time = new Intl.DateTimeFormat("en-GB", { hour: "numeric", minute: "2-digit", hour12: true, timeZone: form.dataset.zone || undefined });
  const clock = () => time.format(new Date()).replace(/\s?([ap])\.?m\.?$/i, (_, half) => ` ${half.toLowerCase()}m`);

  function show(kind, text, { speak = true } = {}) {
    state.dataset.state = kind === "saved" || kind === "saving" ? kind : "failed";
    state.textContent = text;
    tryNow.hidden = !["offline", "busy"].includes(kind);
    if (tryNow.hidden) clearInterval(counting);  // what is said now must not be said over by the seconds to the next try
    if (speak && standing !== kind) window.site.announce(text);
    if (speak) standing = kind;
  }

  const said = {
    editing() {},
    saving() {
      clearTimeout(slow);
      if (!failed) slow = setTimeout(() => show("saving", "Saving…", { speak: false }), 800);
    },
    saved() {
      clearTimeout(slow);
      clearInterval(counting);
      if (!queue.everSaved) return;
      show("saved", `${failed ? "Saved again" : "Saved"} ${clock()}`);
      failed = false;
    },
    offline({ delay }) { this.waits("offline", "Not saved. No connection. Your words are kept on this page", delay); },
    busy({ delay }) { this.waits("busy", "Not saved. The site is busy. Your words are kept on this page", delay); },
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
      show("auth", "Not saved. Please sign in again. Your words are kept on this page.");
      if (!dialog.open) dialog.showModal();
    },
    gone() {
      failed = true;
      clearTimeout(slow);
      show("gone", "Not saved. This work belongs to another account than the one signed in now. Sign in as yourself.");
      if (!dialog.open) dialog.showModal();
    },
    closed() {
      failed = true;
      clearTimeout(slow);
      show("closed", "This has been handed in or is closed. What you wrote after that is kept as late, and not counted.");
      leaving = true;
    },
    refused({ slots }) {
      failed = true;
      clearTimeout(slow);
      show("refused", `Not saved: question ${slots.join(", ")} is too long. Shorten it.`);
    },
    conflict() {
      clearTimeout(slow);
      show("conflict", "You answered this in another tab. Choose which answer counts.");
    },
  };

  // -- The queue -------------------------------------------------------------------------------------

  async function renew() {
    const answer = await fetch(window.location.pathname, { credentials: "same-origin", redirect: "manual" });
    if (!answer.ok) return false;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const token = page.querySelector('#answers input[name="csrfmiddlewaretoken"]');
    if (!token) return false;
    for (const input of document.querySelectorAll('input[name="csrfmiddlewaretoken"]')) input.value = token.value;
    return true;
  }

  const queue = new window.SaveQueue({
    url: form.dataset.save,
    csrf: () => form.querySelector('input[name="csrfmiddlewaretoken"]').value,
    renew,
    onState: (kind, more = {}) => said[kind](more),
    onResult(kind, result, op) {
      const field = sheets.get(result.slot);
      if (kind === "saved") {
        queue.everSaved = true;
        form.elements[`base-${result.slot}`].value = result.rev;
        form.elements[`op-${result.slot}`].value = "";
        list(result.slot, op ? op.value : read(field));
      } else if (kind === "conflict") ask(field, result);
    },
  });
  for (const [slot, field] of sheets) queue.base(slot, Number(field.dataset.rev));

  function list(slot, value) {
    const place = form.querySelector(`[data-listed="${slot}"] [data-answered]`);
    if (place) place.textContent = isBlank(value) ? "Not answered" : "Answered";
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
      queue.yield(slot, result.rev);
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
  form.addEventListener("input", (event) => { if (event.target.matches("[data-gap]") || textOf(event.target.closest("fieldset") || form) === event.target) changed(event); });
  form.addEventListener("change", changed);
  form.addEventListener("order:moved", changed);
  form.addEventListener("focusout", () => queue.flush());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") queue.flush({ keepalive: true });
    else if (queue.stopped === "auth" || queue.stopped === "gone") back();
  });
  window.addEventListener("pagehide", () => queue.flush({ keepalive: true }));
  window.addEventListener("online", () => queue.flush());
  window.addEventListener("focus", () => { if (queue.stopped === "auth") back(); });
  tryNow.addEventListener("click", () => queue.flush());
  window.addEventListener("beforeunload", (event) => { if (!leaving && queue.waiting) event.preventDefault(); });

  // Back from signing in in another tab: the token is another one now.
  async function back() {
    if (await renew().catch(() => false)) {
      if (dialog.open) dialog.close();
      queue.resume();
    }
  }
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
      if (open) open.focus();
      return;
    }
    if (button?.matches("[data-send-files]")) { sendFiles(button); return; }
    if (button?.matches("[data-review-now]")) window.location.assign(form.dataset.review);
    else { queue.everSaved = true; said.saved(); window.site.announce(state.textContent); }
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
