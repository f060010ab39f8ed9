/* What the fields of a question hold, and putting items in order by buttons or by choosing a place: without script each
   item has a select of its own.
     answers.read(field), write(field, value), words(field, value)   field is the question's fieldset */
(() => {
  "use strict";
  if (window.order) return;  // every chronology of a page asks for this file

  const items = (list) => [...list.querySelectorAll(":scope > li")];
  const isPlaced = (list) => items(list).some((item) => item.querySelector("select").value);

  // What nobody has moved yet is no answer; who finds it right as it stands says so.
  const asItStands = (list) => list.parentElement.querySelector("[data-as-it-stands]");

  function number(list) {
    asItStands(list).hidden = true;
    items(list).forEach((item, index) => {
      const select = item.querySelector("select");
      select.value = `${item.dataset.id}:${index + 1}`;
      item.querySelector('[data-move="-1"]').setAttribute("aria-disabled", String(index === 0));
      item.querySelector('[data-move="1"]').setAttribute("aria-disabled", String(index === items(list).length - 1));
    });
  }

  function place(item, index, focus) {
    const list = item.parentElement;
    const others = items(list).filter((other) => other !== item);
    const at = Math.max(0, Math.min(index, others.length));
    list.insertBefore(item, others[at] || null);
    number(list);
    focus.focus();
    const words = item.querySelector(".chronology-words").textContent.trim();
    window.site.announce(`${words}, now ${at + 1} of ${others.length + 1}`);
    list.dispatchEvent(new CustomEvent("order:moved", { bubbles: true }));
  }

  function keep(button) {
    const list = button.parentElement.querySelector("[data-order]");
    number(list);
    list.querySelector('[data-move="1"]').focus();
    window.site.announce("Kept in this order");
    list.dispatchEvent(new CustomEvent("order:moved", { bubbles: true }));
  }

  document.addEventListener("click", (event) => {
    if (event.target.matches("[data-as-it-stands]")) { keep(event.target); return; }
    const button = event.target.closest("[data-order] [data-move]");
    if (!button) return;
    const item = button.closest("li");
    const index = items(item.parentElement).indexOf(item) + Number(button.dataset.move);
    if (button.getAttribute("aria-disabled") === "true") return;
    place(item, index, button);
  });

  document.addEventListener("change", (event) => {
    const select = event.target.closest("[data-order] select");
    if (!select || !select.value) return;
    event.stopImmediatePropagation();
    place(select.closest("li"), Number(select.value.split(":")[1]) - 1, select);
  }, true);

  function wake() {
    for (const list of document.querySelectorAll("[data-order]:not([data-awake])")) {
      list.dataset.awake = "";
      for (const button of list.querySelectorAll("[data-move]")) button.hidden = false;
      asItStands(list).hidden = isPlaced(list);
    }
  }
  wake();
  document.addEventListener("site:placed", wake);
  // Setting the fields to an order that came from elsewhere.
  window.order = Object.freeze({
    set(list, ids) {
      for (const id of ids) {
        const item = items(list).find((one) => one.dataset.id === id);
        if (item) list.append(item);
      }
      number(list);
    },
    get: (list) => (isPlaced(list) ? items(list).map((item) => item.dataset.id) : []),
  });

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
    if (filesOf(field)) { document.dispatchEvent(new Event("site:leaving")); window.location.reload(); return; }
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
  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
  const isBlank = (value) => !value.length || (typeof value === "string" && !value.trim());

  window.answers = Object.freeze({ read, write, words, textOf, filesOf, same, isBlank });
})();
