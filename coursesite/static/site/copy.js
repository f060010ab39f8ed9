/* Buttons that copy the words of an element: <button data-copy="id" hidden>. Without this script they stay hidden and the
   words can be selected. Italics are kept where the program that one pastes into understands them. */
(() => {
  "use strict";
  if (!navigator.clipboard) return;

  async function copy(element) {
    const plain = element.innerText.trim();
    if (window.ClipboardItem && navigator.clipboard.write) {
      const kinds = { "text/plain": plain, "text/html": element.innerHTML };
      const blobs = Object.fromEntries(Object.entries(kinds).map(([type, words]) => [type, new Blob([words], { type })]));
      try {
        await navigator.clipboard.write([new ClipboardItem(blobs)]);
        return;
      } catch { /* some browsers take plain text alone */ }
    }
    await navigator.clipboard.writeText(plain);
  }

  for (const button of document.querySelectorAll("[data-copy]")) {
    const element = document.getElementById(button.dataset.copy);
    if (!element) continue;
    const first = button.firstChild;
    const words = first.textContent;
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await copy(element);
        first.textContent = "Copied";
        window.site?.announce("Copied.");
      } catch {
        window.getSelection().selectAllChildren(element);
        window.site?.announce("The words are selected. Copy them with your keyboard.");
      }
      window.setTimeout(() => { first.textContent = words; }, 3000);
    });
  }
})();
