// Every choice on the marking page is saved as it is made. Without this script the two buttons save.
(function () {
  "use strict";
  const form = document.querySelector("[data-mark]");
  if (!form) return;
  const state = document.getElementById("mark-state");
  const sum = document.getElementById("mark-sum");
  const live = document.getElementById("live");
  let dirty = false;
  let sending = false;
  let wait = 1000;
  let timer = 0;

  function say(words, aloud) {
    state.textContent = words;
    if (aloud && live) live.textContent = words;
  }

  function later(milliseconds) {
    clearTimeout(timer);
    timer = setTimeout(send, milliseconds);
  }

  async function send() {
    if (sending || !dirty) return;
    sending = true;
    dirty = false;
    let answer = null;
    try {
      answer = await fetch(form.action || location.href, {
        method: "POST",
        body: new FormData(form),
        headers: { "X-Save": "part" },
        redirect: "manual",
      });
    } catch (error) {
      answer = null;
    }
    sending = false;
    if (answer && answer.ok) return saved(await answer.json());
    dirty = true;
    if (answer && answer.status === 409) {
      return say("Somebody else marked this a moment ago. Reload the page to see their mark.", true);
    }
    if (answer && answer.status === 422) return say("Not saved. A number is out of range.", true);
    if (answer && (answer.status === 401 || answer.type === "opaqueredirect")) {
      return say("Not saved. Sign in again in another tab, then choose once more here.", true);
    }
    say("Not saved. No connection. Trying again.", wait === 1000);
    wait = Math.min(wait * 2, 15000);
    later(wait * (0.5 + Math.random() / 2));
  }

  function saved(answer) {
    for (const [name, number] of Object.entries(answer.seen)) {
      const field = form.elements.namedItem(name);
      if (field) field.value = number;
    }
    sum.textContent = answer.sum;
    const again = wait > 1000;
    wait = 1000;
    const time = new Date().toLocaleTimeString([], { hour: "numeric", minute: "2-digit" });
    say((again ? "Saved again " : "Saved ") + time, again);
    if (dirty) later(200);
  }

  form.addEventListener("change", () => { dirty = true; later(0); });
  form.addEventListener("input", (event) => {
    if (event.target.tagName === "TEXTAREA") { dirty = true; later(1500); }
  });
  window.addEventListener("beforeunload", (event) => { if (dirty || sending) event.preventDefault(); });
  form.addEventListener("submit", () => { dirty = false; sending = false; clearTimeout(timer); });
})();
