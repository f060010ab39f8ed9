/* The marking page saves each choice as it is made, and a comment when its box is left or after a pause. It shows what
   the server has said is saved, keeps everything that was chosen and typed until then, and never writes over what
   somebody else saved meanwhile without asking. Without this script the two buttons save. */
(() => {
  "use strict";
  const form = document.querySelector("[data-mark]");
  if (!form) return;
  const PAUSE = 5000, FIRST = 1000, LAST = 15000;
  const byId = (id) => document.getElementById(id);
  const state = byId("mark-state"), help = byId("mark-help"), signIn = byId("mark-sign-in"), clash = byId("mark-clash");
  const known = new Map();   // field -> the value that the server has, as far as this page knows
  const clashes = new Map(); // field -> what somebody else saved in it while this page holds something different
  let wait = FIRST, timer = 0, sending = false, failed = false, stopped = false, leaving = false, then = null;
  let waiting = false;       // something was chosen while an answer was under way

  const names = [...new Set([...form.elements].map((field) => field.name).filter((name) => /-(level|points|text)$/.test(name)))];
  const same = (one, other) => one.replace(/\r\n?/g, "\n") === other.replace(/\r\n?/g, "\n");
  const value = (name) => form.elements.namedItem(name).value;
  function put(name, given) {
    const field = form.elements.namedItem(name);
    if (field instanceof RadioNodeList) for (const radio of field) radio.checked = radio.value === given;
    else field.value = given;
  }
  function atFirst(name) {
    const radio = form.querySelector(`input[type=radio][name="${name}"]`);
    if (!radio) return form.elements.namedItem(name).defaultValue;
    const checked = [...form.querySelectorAll(`input[name="${name}"]`)].find((one) => one.defaultChecked);
    return checked ? checked.value : "";
  }
  for (const name of names) known.set(name, atFirst(name));
  const changed = () => names.filter((name) => !same(value(name), known.get(name)));

  function say(words, { aloud = false, sign = false, again = false } = {}) {
    state.hidden = false;
    if (state.textContent !== words) state.textContent = words;
    help.hidden = !again;
    signIn.hidden = !sign;
    if (aloud) window.site.announce(words);
  }
  function later(milliseconds) {
    clearTimeout(timer);
    timer = setTimeout(send, milliseconds);
  }

  async function post() {
    return fetch(form.action, {
      method: "POST", body: new FormData(form), redirect: "manual", credentials: "same-origin",
      headers: { "X-Save": "part", Accept: "application/json" },
    });
  }
  /* Signing in gives a new token: fetch it from this page's address. */
  async function renew() {
    const answer = await fetch(window.location.pathname, { credentials: "same-origin", redirect: "manual" });
    if (!answer.ok) return false;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const token = page.querySelector('#mark-form input[name="csrfmiddlewaretoken"]');
    if (token) for (const input of document.querySelectorAll('input[name="csrfmiddlewaretoken"]')) input.value = token.value;
    return Boolean(token);
  }

  async function send() {
    clearTimeout(timer);
    if (sending) { waiting = true; return; }
    if (clashes.size) return;
    if (!changed().length && !then) return;
    sending = true;
    waiting = false;
    const sent = new Map(names.map((name) => [name, value(name)]));
    let answer = null, told = null;
    try {
      answer = await post();
      if (answer.status === 403 && await renew()) answer = await post();
      told = await answer.json();
    } catch { /* no connection, or an answer that is not the site's own */ }
    sending = false;
    stopped = false;
    if (answer && answer.status === 200 && told && told.fields) return saved(told, sent);
    if (answer && answer.status === 409 && told && told.fields) return meanwhile(told);
    refused(answer, told);
  }

  function refused(answer, told) {
    const status = answer ? answer.status : 0;
    const aloud = !failed;
    failed = true;
    if (status === 422 && told && told.problems) {
      failed = false;
      if (then) { leaving = true; form.submit(); return; }  // the page comes back with what is wrong, field by field
      return say(`Not saved. ${told.problems.join(" ")}`, { aloud: true });
    }
    if (status === 401 || status === 403 || (answer && answer.type === "opaqueredirect")) {
      stopped = true;
      return say("Not saved. Please sign in again. Your marks and words are kept on this page.", { aloud, sign: true, again: true });
    }
    if (status === 404) {
      stopped = true;
      return say("Not saved. The account signed in now does not mark this class. Sign in as yourself.", { aloud, sign: true, again: true });
    }
    then = null;
    say(`Not saved. ${status ? "The site is busy" : "No connection"}. Your marks and words are kept on this page; trying again.`, { aloud, again: true });
    wait = Math.min(wait * 2, LAST);
    later(wait * (0.5 + Math.random() / 2));
  }

  function saved(told, sent) {
    for (const [name, field] of Object.entries(told.fields)) {
      form.elements.namedItem(field.seen_field).value = field.seen;
      if (same(value(name), sent.get(name)) && !same(value(name), field.value)) put(name, field.value);
      known.set(name, field.value);
    }
    byId("mark-sum").textContent = told.sum;
    say(`${failed ? "Saved again" : "Saved"} ${told.saved}`, { aloud: failed });
    failed = false;
    wait = FIRST;
    if (then && !changed().length) { leaving = true; window.location.assign(then === "next" ? told.next : window.location.href); return; }
    if (changed().length) later(then || waiting ? 0 : PAUSE);
  }

  /* Nothing was saved, because somebody else had saved one of the fields. What this page did not touch follows them. */
  function meanwhile(told) {
    then = null;
    for (const [name, field] of Object.entries(told.fields)) {
      const seen = form.elements.namedItem(field.seen_field);
      const theirs = Number(seen.value) !== field.seen && !same(field.value, known.get(name));
      if (theirs && !same(value(name), known.get(name)) && !same(value(name), field.value)) { clashes.set(name, field); continue; }
      if (theirs) put(name, field.value);
      known.set(name, field.value);
      seen.value = field.seen;
    }
    byId("mark-sum").textContent = told.sum;
    if (!clashes.size) return later(0);
    failed = true;
    draw();
    say("Not saved. Somebody else marked this too. Choose which stands.", { aloud: true });
  }

  function draw() {
    clash.replaceChildren();
    const lead = document.createElement("p");
    lead.textContent = "Somebody else marked this while you did. Nothing of yours is lost; choose for each which stands.";
    const list = document.createElement("ul");
    for (const [name, field] of clashes) {
      const item = document.createElement("li");
      const words = document.createElement("div");
      words.textContent = `${field.title}: ${field.by} saved`;
      const theirs = document.createElement("blockquote");
      theirs.textContent = field.words || "an empty comment";
      item.append(words, theirs, choice("Keep mine", name, false), " ", choice("Take theirs", name, true));
      list.append(item);
    }
    clash.append(lead, list);
    clash.hidden = !clashes.size;
    if (clashes.size) clash.focus();
  }
  function choice(words, name, take) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-outline-primary btn-sm";
    button.textContent = words;
    const about = document.createElement("span");
    about.className = "visually-hidden";
    about.textContent = ` for ${clashes.get(name).title}`;
    button.append(about);
    button.addEventListener("click", () => {
      const field = clashes.get(name);
      if (take) put(name, field.value);
      known.set(name, field.value);
      form.elements.namedItem(field.seen_field).value = field.seen;
      clashes.delete(name);
      draw();
      if (clashes.size) return;
      form.querySelector('[value="next"]').focus();
      if (changed().length) send();
      else { failed = false; say("Theirs stands. Nothing to save.", { aloud: true }); }
    });
    return button;
  }

  form.addEventListener("change", () => later(0));
  form.addEventListener("input", (event) => { if (event.target.tagName === "TEXTAREA") later(PAUSE); });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (clashes.size) { clash.focus(); return; }
    then = event.submitter && event.submitter.value === "next" ? "next" : "stay";
    if (then === "stay" && !changed().length) { then = null; say(failed ? state.textContent : "Everything here is saved."); return; }
    if (!sending) send(); // otherwise the answer under way sees to it
  });
  byId("mark-try").addEventListener("click", () => { wait = FIRST; send(); });
  document.addEventListener("visibilitychange", () => { if (stopped && document.visibilityState === "visible") send(); });
  window.addEventListener("online", () => { if (failed && !stopped) send(); });
  window.addEventListener("beforeunload", (event) => { if (!leaving && (sending || changed().length)) event.preventDefault(); });
})();
