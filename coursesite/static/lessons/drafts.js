/* Keeps what is written in <form data-draft> without a reload. Without this script the form's own button does it.
   The words stay in the box, so nothing is lost while the page is open; each form has one request under way at most.
   The server numbers every wording: `base` is the number this page has seen. An answer names the next, or says why not:
   401 signed out, 409 changed elsewhere, 422 not to be taken. Everything else is tried again, later each time. */
(() => {
  "use strict";
  const PAUSE = 2000, LONGEST = 15000, SLOW = 800, FIRST_RETRY = 1000, LAST_RETRY = 15000;
  const forms = [];

  const clock = (moment) => moment.toLocaleTimeString("en", { hour: "numeric", minute: "2-digit" }).toLowerCase();
  const token = () => (/(?:^|; )(?:__Host-)?csrf=([^;]+)/.exec(document.cookie) || [])[1] || window.site.csrf();

  // data-draft="by-button": a first guess is kept as it was first meant, not at the first pause for breath.
  function watch(form) {
    const byButton = form.dataset.draft === "by-button";
    const box = form.elements.text, base = form.elements.base, line = form.querySelector("[data-save-state]");
    const one = { saved: box.value, busy: false, state: "", timer: 0, since: 0, wait: FIRST_RETRY, stopped: false };

    one.isUnsaved = () => box.value !== one.saved;

    function say(state, words, aloud, ...more) {
      line.dataset.state = state;
      line.replaceChildren(words, ...more.flatMap((element) => [" ", element]));
      if (aloud && one.state !== state) window.site.announce(words);
      one.state = state;
    }

    function button(words, act) {
      const made = document.createElement("button");
      made.type = "button";
      made.className = "btn btn-secondary btn-sm";
      made.textContent = words;
      made.addEventListener("click", act);
      return made;
    }

    function later(milliseconds) {
      window.clearTimeout(one.timer);
      one.timer = window.setTimeout(save, milliseconds);
    }

    function failed(words) {
      const seconds = Math.ceil(one.wait / 1000);
      say("failed", `Not saved. ${words} Your words are kept on this page; trying again in ${seconds} second${seconds === 1 ? "" : "s"}.`, true, button("Try now", save));
      later(one.wait * (0.75 + Math.random() / 2));
      one.wait = Math.min(one.wait * 2, LAST_RETRY);
    }

    // The next change is tried again as usual: it may put right what was wrong.
    function refused(words) {
      say("failed", `Not saved. ${words}`, true);
      one.state = "refused";
    }

    function signedOut(address) {
      const link = document.createElement("a");
      link.href = address || "/sign-in/";
      link.target = "_blank";
      link.textContent = "Sign in in a new tab";
      say("failed", "Not saved: your sign-in has ended. Your words are kept on this page.", true, link, button("I have signed in: save", save));
    }

    function changedElsewhere(answer) {
      one.stopped = true;
      const panel = document.createElement("details");
      const summary = document.createElement("summary"), words = document.createElement("blockquote");
      summary.textContent = "See both";
      words.textContent = answer.text;
      words.className = "draft-other";
      const settle = (mine) => {
        base.value = answer.n;
        one.stopped = false;
        if (!mine) { box.value = answer.text; one.saved = answer.text; say("saved", "The other text stands.", true); }
        else save();
        box.focus();
      };
      panel.append(summary, words, button("Keep the text in the box", () => settle(true)), " ", button("Take the other text", () => settle(false)));
      say("failed", `You edited this on another device or in another window${answer.at ? ` at ${clock(new Date(answer.at))}` : ""}. Nothing was overwritten.`, true, panel);
    }

    function took(answer, text) {
      const again = one.state === "failed" ? "Saved again" : "Saved";
      base.value = answer.n;
      one.saved = text;
      one.wait = FIRST_RETRY;
      one.since = 0;
      say("saved", `${again} ${clock(new Date(answer.at))}`, true);
    }

    async function answered(response, text) {
      const json = (response.headers.get("Content-Type") || "").includes("json");
      const answer = json ? await response.json() : {};
      if (response.ok && json) took(answer, text);
      else if (response.status === 401) signedOut(answer.sign_in);
      else if (response.status === 409) changedElsewhere(answer);
      else if (response.status === 422) refused((answer.problems || []).join(" "));
      else if (response.status === 404) say("failed", "Not saved: this can no longer be answered here. Copy your words, then load the page again.", true);
      else if (response.status === 403) signedOut("");
      else failed("The site did not answer as it should.");
    }

    async function save(leaving) {
      window.clearTimeout(one.timer);
      if (one.busy || one.stopped || !one.isUnsaved()) return;
      const text = box.value;
      if (!text.trim() && base.value === "0") return;
      one.busy = true;
      const slow = window.setTimeout(() => { line.textContent = "Saving…"; }, SLOW);
      try {
        const body = new URLSearchParams({ text, base: base.value });
        const headers = { "X-CSRFToken": token(), Accept: "application/json" };
        const keepalive = leaving === true && text.length < 20000;
        await answered(await fetch(form.action, { method: "POST", body, headers, keepalive, redirect: "error" }), text);
      } catch {
        failed("No connection.");
      } finally {
        window.clearTimeout(slow);
        one.busy = false;
        if (one.state === "saved" && one.isUnsaved() && !byButton) later(PAUSE);
      }
    }

    box.addEventListener("input", () => {
      if (byButton) {
        if (one.state !== "failed") say("changed", one.isUnsaved() ? "Not saved yet." : "", false);
        return;
      }
      one.since = one.since || Date.now();
      if (one.state !== "failed") later(Math.min(PAUSE, Math.max(0, one.since + LONGEST - Date.now())));
    });
    if (!byButton) box.addEventListener("blur", () => save());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (!one.isUnsaved()) say("saved", one.saved ? "Saved. Nothing has changed since." : "Write something first.", true);
      else save();
    });
    one.leave = () => { if (!byButton) save(true); };
    one.retry = () => { if (one.state === "failed") { one.wait = FIRST_RETRY; save(); } };
    forms.push(one);
  }

  for (const form of document.querySelectorAll("form[data-draft]")) watch(form);
  window.addEventListener("online", () => forms.forEach((one) => one.retry()));
  window.addEventListener("focus", () => forms.forEach((one) => one.retry()));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") forms.forEach((one) => one.leave());
  });
  window.addEventListener("beforeunload", (event) => {
    if (forms.some((one) => one.isUnsaved())) event.preventDefault();
  });
})();

/* <button data-starter="…" data-into="id" hidden>: puts the beginning of an answer into its box, at the end of what
   stands there. Nothing is saved by that: a beginning alone is no answer. Without script the words can be copied. */
(() => {
  "use strict";
  for (const button of document.querySelectorAll("button[data-starter]")) {
    const box = document.getElementById(button.dataset.into);
    if (!box || box.closest("fieldset[disabled]")) continue;
    button.hidden = false;
    button.addEventListener("click", () => {
      const before = box.value.trimEnd();
      box.value = `${before}${before ? "\n" : ""}${button.dataset.starter} `;
      box.focus();
      box.setSelectionRange(box.value.length, box.value.length);
      window.site.announce("The beginning stands in your answer. Go on from there.");
    });
  }
})();
