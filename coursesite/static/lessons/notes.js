/* Notes open beside their passage and are kept there without leaving the page. Without this script each is a page.
   Words that are marked in the passage stand in the field "About these words". */
(() => {
  "use strict";
  const NO_CONNECTION = "No connection. Nothing was sent, and your note is still here. Try again when you are back.";
  let marked = { passage: null, words: "" };

  document.addEventListener("selectionchange", () => {
    const chosen = document.getSelection();
    const words = chosen.toString().trim();
    const node = chosen.anchorNode;
    const passage = node && (node.nodeType === 1 ? node : node.parentElement).closest(".src-para");
    if (words && passage && passage.contains(chosen.focusNode)) marked = { passage, words };
  });

  function placed(panel) {
    const before = panel.previousElementSibling;
    const field = panel.querySelector('[name="words"]');
    if (field && !field.value && before && before === marked.passage) field.value = marked.words;
  }

  async function fetched(address, options = {}) {
    const answer = await fetch(address, { ...options, headers: { "X-In-Place": "true" } });
    if (![200, 409, 422].includes(answer.status)) return null;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return { panel: page.querySelector("[data-notes]"), url: answer.url };
  }

  function arrive(panel) {
    const said = panel.querySelector("[data-said]");
    if (said) window.site.announce(said.textContent);
    window.site.focusOn(panel.querySelector(".error-summary") || panel.querySelector("[data-focus]"));
  }

  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a[data-note]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const line = link.closest(".note-line");
    let made;
    try { made = await fetched(link.href); } catch { made = null; }
    if (!made || !made.panel) { window.location.assign(link.href); return; }
    const open = document.querySelector("[data-notes]");
    if (open && open.line) open.replaceWith(open.line);
    made.panel.line = line;
    line.replaceWith(made.panel);
    placed(made.panel);
    arrive(made.panel);
  });

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("form[data-note-form]")) return;
    event.preventDefault();
    if (form.getAttribute("aria-busy")) return;
    form.setAttribute("aria-busy", "true");
    let made;
    try {
      made = await fetched(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
    } catch {
      form.removeAttribute("aria-busy");
      window.site.notSent(form, NO_CONNECTION);
      return;
    }
    if (!made || !made.panel) {  // a sign-in page, or words about what went wrong: to be seen whole
      form.removeAttribute("data-note-form");
      form.requestSubmit();
      return;
    }
    const old = form.closest("[data-notes]");
    made.panel.line = old.line;
    count(made.panel);
    old.replaceWith(made.panel);
    arrive(made.panel);
  });

  function count(panel) {
    const link = panel.line && panel.line.querySelector("a");
    const notes = Number(panel.dataset.notes);
    if (link && notes) link.firstChild.textContent = notes === 1 ? "1 note" : `${notes} notes`;
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-close]");
    const panel = link && link.closest("[data-notes]");
    if (!panel || !panel.line) return;
    event.preventDefault();
    const line = panel.line;
    panel.replaceWith(line);
    window.site.focusOn(line.querySelector("a"));
  });
})();
