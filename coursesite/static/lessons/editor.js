/* The editor of a lesson: opens forms in place, saves while one types, moves and adds blocks without a new page.
   Without it every button and link does the same by a page of its own. */
(() => {
  "use strict";
  const PAUSE = 800;
  const RETRY = 10_000;
  const script = document.getElementById("editor-script");
  const state = document.querySelector("[data-save-state]");
  const states = new Map();

  /* The cookie, not the page: signing in anew in another window changes it. */
  const token = () => /(?:^|; )(?:__Host-)?csrf=([^;]+)/.exec(document.cookie)?.[1] ?? window.site.csrf();
  const headers = () => ({ Accept: "application/json", "X-CSRFToken": token() });
  window.editing = { headers };

  function say(words, kind, loud) {
    if (!state) return;
    const changed = state.dataset.state !== kind;
    state.textContent = words;
    state.dataset.state = kind;
    if (loud || changed) window.site.announce(words);
  }

  function offerSignIn() {
    const link = document.createElement("a");
    link.href = script.dataset.signIn;
    link.target = "_blank";
    link.textContent = "Sign in in a new window";
    say("You are signed out. Your words are still here. ", "failed", true);
    state.append(link, ", then save again.");
  }

  /* One save at a time for a form; what is typed meanwhile is saved next. */
  async function save(form, submitter) {
    const now = states.get(form) ?? {};
    window.clearTimeout(now.timer);
    if (now.busy) return void states.set(form, { ...now, again: true });
    states.set(form, { ...now, busy: true, again: false });
    const slow = window.setTimeout(() => say("Saving …", "saving"), PAUSE);
    let result = "failed";
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form, submitter), headers: headers() });
      result = await settle(form, answer);
    } catch {
      say("Not saved. No connection. Your words are kept on this page; trying again in 10 seconds.", "failed");
      later(form, RETRY);
    }
    window.clearTimeout(slow);
    const after = states.get(form);
    states.set(form, { ...after, busy: false, dirty: result !== "saved" || after.again });
    if (after.again && result === "saved") later(form, 0);
    return result;
  }

  async function settle(form, answer) {
    if (answer.status === 401 || answer.status === 403) return offerSignIn(), "failed";
    const done = await answer.json();
    if (answer.ok) {
      form.querySelector('[name="stamp"]').value = done.stamp;
      form.parentElement.querySelector("[data-stands]")?.remove();
      say(done.words, "saved");
      summarise(form);
      return "saved";
    }
    if (done.status === "conflict") {
      form.querySelector('[name="stamp"]').value = done.stamp;
      form.parentElement.querySelector("[data-stands]")?.remove();
      form.insertAdjacentHTML("beforebegin", done.html);
      say("Not saved: this was changed in another window. Both texts are on this page.", "failed", true);
      window.site.focusOn(form.parentElement.querySelector("[data-stands]"));
      return "conflict";
    }
    say(`Not saved yet. ${done.words || "Look through the fields."}`, "failed");
    return "invalid";
  }

  function later(form, wait) {
    const now = states.get(form) ?? {};
    window.clearTimeout(now.timer);
    states.set(form, { ...now, dirty: true, timer: window.setTimeout(() => save(form), wait) });
  }

  /* The line of a closed block shows what was typed. */
  function summarise(form) {
    const line = form.closest("[data-key]")?.querySelector("[data-words]");
    const box = form.querySelector(".tiptap, [name=title], textarea");
    const words = box ? (box.value ?? box.textContent).trim() : "";
    if (line && words) line.textContent = words.length > 160 ? `${words.slice(0, 160)} …` : words;
  }

  document.addEventListener("input", (event) => {
    const form = event.target.closest?.("form[data-autosave]");
    if (form) later(form, PAUSE);
  });

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (form.matches("[data-autosave]")) {
      event.preventDefault();
      if (event.submitter?.hasAttribute("data-look")) return look(form, event.submitter);
      if (!form.querySelector('[name="stamp"]')) return form.submit();
      const result = await save(form, event.submitter);
      if (result === "saved") window.site.announce("Saved.");
      else if (result === "invalid") showProblems(form);
    } else if (form.matches("[data-move]")) {
      event.preventDefault();
      move(form, event.submitter);
    } else if (form.matches("[data-add]")) {
      event.preventDefault();
      add(form, event.submitter);
    }
  });

  /* The server's own words beside the fields: the form as a page would show it. */
  async function showProblems(form) {
    const data = new FormData(form);
    const answer = await fetch(form.action, { method: "POST", body: data, headers: { ...headers(), Accept: "text/html" } });
    if (answer.status !== 422) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const made = page.querySelector(`form[action="${form.getAttribute("action")}"]`);
    const summary = page.querySelector(".error-summary");
    if (!made) return;
    replace(form, made);
    if (summary) made.prepend(summary);
    window.site.focusOn(made.querySelector(".error-summary") ?? made.querySelector(".is-invalid"));
  }

  function replace(form, made) {
    form.replaceWith(made);
    states.set(made, { dirty: true });
    window.proseBoxes?.make(made);
  }

  async function look(form, submitter) {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form, submitter), headers: headers() });
    if (answer.status === 401 || answer.status === 403) return offerSignIn();
    const holder = document.createElement("div");
    holder.innerHTML = (await answer.json()).html;
    const made = holder.querySelector("form");
    replace(form, made);
    window.site.focusOn(made.querySelector('[name="passages"], [name="text_1"], [name="accepted"]') ?? made);
    window.site.announce("The fields have changed. The new ones are below.");
  }

  // -- Blocks ------------------------------------------------------------------------------------------

  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a[data-open]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const place = link.closest("[data-key]").querySelector("[data-place]");
    if (place.firstElementChild) return close(link, place);
    const answer = await fetch(link.href, { headers: headers() });
    if (answer.status === 401 || answer.status === 403) return offerSignIn();
    if (!answer.ok) return void (window.location.href = link.href);
    place.innerHTML = (await answer.json()).html;
    link.setAttribute("aria-expanded", "true");
    window.proseBoxes?.make(place);
    focusFirst(place);
  });

  async function close(link, place) {
    const form = place.querySelector("form");
    if (form && states.get(form)?.dirty && (await save(form)) !== "saved") return;
    place.replaceChildren();
    link.setAttribute("aria-expanded", "false");
    link.focus();
  }

  function focusFirst(place) {
    const first = place.querySelector(".tiptap, input:not([type=hidden]), select, textarea:not([hidden])");
    if (first) first.focus();
  }

  async function post(form, submitter) {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form, submitter), headers: headers() });
    if (answer.status === 401 || answer.status === 403) return offerSignIn(), null;
    const done = await answer.json();
    if (!answer.ok) return say(done.words || "That did not work. Load the page again.", "failed", true), null;
    return done;
  }

  async function move(form, submitter) {
    const row = form.closest("[data-key]");
    const list = row.parentElement;
    const rows = [...list.children];
    const step = form.dataset.move;
    const field = form.querySelector('[name="to"]');
    if (step !== "to") field.value = Math.max(1, Math.min(rows.length, rows.indexOf(row) + 1 + Number(step)));
    const done = await post(form, submitter);
    if (!done) return;
    row.remove();
    list.insertBefore(row, list.children[done.position - 1] ?? null);
    number(list);
    submitter?.focus();
    say(done.words, "moved", true);
  }

  function number(list) {
    const rows = [...list.children];
    rows.forEach((row, place) => {
      const field = row.querySelector('[data-move="to"] [name="to"]');
      field.value = place + 1;
      field.max = rows.length;
    });
  }

  async function add(form, submitter) {
    const done = await post(form, submitter);
    if (!done) return;
    const list = document.getElementById("blocks");
    const above = form.closest("[data-key]");
    if (above) above.insertAdjacentHTML("afterend", done.html);
    else list.insertAdjacentHTML("afterbegin", done.html);
    form.closest("details").open = false;
    document.querySelector(".empty")?.remove();
    number(list);
    say(done.words, "added", true);
    const row = document.getElementById(`block-${done.key}`);
    row.querySelector("a[data-open]")?.click();
  }

  // -- Leaving -----------------------------------------------------------------------------------------

  const unsaved = () => [...states].filter(([form, now]) => form.isConnected && (now.dirty || now.busy));

  /* Deleting, previewing and publishing load a page: what was typed just now is saved first. */
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("[data-leaves]") || !unsaved().length) return;
    event.preventDefault();
    await Promise.all(unsaved().map(([one]) => save(one)));
    form.submit();
  });
  window.addEventListener("beforeunload", (event) => {
    for (const [form, now] of unsaved()) if (!now.busy) save(form);
    if (unsaved().length) event.preventDefault();
  });
  window.addEventListener("online", () => unsaved().forEach(([form]) => save(form)));
})();
