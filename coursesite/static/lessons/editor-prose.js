/* The rich text box over a textarea[data-prose]: ProseMirror by way of django-prose-editor, with our own toolbar of
   words, an accessible name, and pasting that asks the server. The textarea stays the field that is sent.
     window.proseBoxes.make(container)   makes boxes in a container that has just appeared */
import {
  Blockquote, Bold, BulletList, Document, Editor, Gapcursor, HardBreak, Heading, History, HorizontalRule, Italic, Link,
  ListItem, OrderedList, Paragraph, Strike, Subscript, Superscript, Table, TableCell, TableHeader, TableRow, Text,
} from "django-prose-editor/editor";

const script = document.getElementById("editor-script");

/* An attribute that the editor does not know but must carry through unchanged. */
const carried = (names) => ({
  addAttributes() {
    const own = Object.fromEntries(names.map((name) => [name, {
      default: null,
      parseHTML: (element) => element.getAttribute(name),
      renderHTML: (attributes) => (attributes[name] ? { [name]: attributes[name] } : {}),
    }]));
    return { ...(this.parent?.() ?? {}), ...own };
  },
});

const extensions = [
  Document, Paragraph, Text, Bold, Italic, Strike, Subscript, HardBreak, Blockquote, BulletList, OrderedList, History,
  HorizontalRule, Gapcursor, TableRow, TableCell,
  /* Without columns to drag: their widths would be style attributes, which our content policy forbids. */
  Table.extend({ renderHTML: () => ["table", ["tbody", 0]], addNodeView: () => null }).configure({ resizable: false }),
  Heading.configure({ levels: [3, 4, 5, 6] }),
  TableHeader.extend(carried(["scope"])),
  ListItem.extend(carried(["id"])),
  Superscript.extend({ ...carried(["class"]), priority: 1100 }), // outside the link of a note's number
  Link.extend(carried(["id", "class", "aria-label"])).configure({
    openOnClick: false, autolink: false, linkOnPaste: false, HTMLAttributes: { rel: null, target: null, class: null },
  }),
];

const TOOLS = [
  ["Bold", "bold", (c) => c.toggleBold()],
  ["Italic", "italic", (c) => c.toggleItalic()],
  ["Heading", ["heading", { level: 3 }], (c) => c.toggleHeading({ level: 3 })],
  ["Small heading", ["heading", { level: 4 }], (c) => c.toggleHeading({ level: 4 })],
  ["List", "bulletList", (c) => c.toggleBulletList()],
  ["Numbered list", "orderedList", (c) => c.toggleOrderedList()],
  ["Quotation", "blockquote", (c) => c.toggleBlockquote()],
  ["Link", "link", null],
  ["Table", "table", null],
  ["Undo", null, (c) => c.undo()],
  ["Redo", null, (c) => c.redo()],
];

function element(name, properties = {}, children = []) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key.includes("-") || key === "role" || key === "for") made.setAttribute(key, value);
    else made[key] = value;
  }
  made.append(...children);
  return made;
}

/* A dialog with one field; gives the text, "" to remove, null where it was closed. */
function ask(label, value, okWords) {
  return new Promise((resolve) => {
    const id = `ask-${Math.round(performance.now())}`;
    const input = element("input", { id, className: "form-control", value, type: "text" });
    const ok = element("button", { className: "btn btn-primary", textContent: okWords, value: "ok" });
    const no = element("button", { className: "btn btn-quiet", textContent: "Not now", value: "", type: "submit" });
    const form = element("form", { method: "dialog" }, [
      element("label", { for: id, className: "form-label", textContent: label }), input,
      element("div", { className: "row-actions" }, [ok, no]),
    ]);
    const dialog = element("dialog", { "aria-label": label }, [form]);
    document.body.append(dialog);
    dialog.addEventListener("close", () => {
      const answer = dialog.returnValue === "ok" ? input.value.trim() : null;
      dialog.remove();
      resolve(answer);
    });
    dialog.showModal();
    input.focus();
  });
}

async function askLink(editor) {
  const now = editor.getAttributes("link").href || "";
  const address = await ask("Web address of the link (leave empty to remove it)", now, "Set link");
  const chain = editor.chain().focus().extendMarkRange("link");
  if (address === null) return editor.commands.focus();
  if (!address) return chain.unsetLink().run();
  const href = /^(https?:|mailto:|\/(?!\/)|#)/i.test(address) ? address : `https://${address}`;
  if (editor.state.selection.empty && !now) {
    return editor.chain().focus().insertContent({ type: "text", text: address, marks: [{ type: "link", attrs: { href } }] }).run();
  }
  return chain.setLink({ href }).run();
}

function tableAction(editor) {
  if (!editor.isActive("table")) return editor.chain().focus().insertTable({ rows: 3, cols: 2, withHeaderRow: true }).run();
  return editor.chain().focus().addRowAfter().run();
}

function toolbar(editor, name) {
  const buttons = TOOLS.map(([words, , run], place) => {
    const button = element("button", { type: "button", textContent: words, tabIndex: place ? -1 : 0 });
    button.addEventListener("click", () => {
      if (run) run(editor.chain().focus()).run();
      else if (words === "Link") askLink(editor);
      else tableAction(editor);
    });
    return button;
  });
  const bar = element("div", { role: "toolbar", className: "prose-tools", "aria-label": `Format: ${name}` }, buttons);
  bar.addEventListener("keydown", (event) => {
    const at = buttons.indexOf(document.activeElement);
    const last = buttons.length - 1;
    const to = { ArrowRight: at === last ? 0 : at + 1, ArrowLeft: at ? at - 1 : last, Home: 0, End: last }[event.key];
    if (to === undefined || at < 0) return;
    event.preventDefault();
    buttons.forEach((button, place) => { button.tabIndex = place === to ? 0 : -1; });
    buttons[to].focus();
  });
  const show = () => TOOLS.forEach(([words, mark], place) => {
    if (!mark) return;
    const on = Array.isArray(mark) ? editor.isActive(...mark) : editor.isActive(mark);
    buttons[place].setAttribute("aria-pressed", String(on));
    if (words === "Table") buttons[place].textContent = on ? "Add a row" : "Table";
  });
  editor.on("transaction", show);
  show();
  return bar;
}

/* What is pasted goes to the server, which keeps what a text needs and says what it left out. */
async function paste(editor, html, report) {
  report.textContent = "Looking through what you pasted …";
  const body = new URLSearchParams({ html });
  let words = "";
  try {
    const answer = await fetch(script.dataset.paste, { method: "POST", body, headers: window.editing.headers() });
    if (answer.status === 401) return void (report.textContent = "You are signed out. Sign in in another window, then paste again.");
    const done = await answer.json();
    words = done.words;
    if (answer.ok) editor.chain().focus().insertContent(done.html).run();
  } catch {
    words = "No connection. Nothing was pasted; try again when you are back.";
  }
  report.textContent = words || "Nothing was left out.";
  window.site.announce(report.textContent);
}

function make(textarea) {
  if (textarea.dataset.made) return;
  textarea.dataset.made = "yes";
  const label = textarea.labels?.[0];
  const name = (label ? label.firstChild.textContent : "Text").trim();
  const report = element("p", { className: "prose-report" });
  const mount = element("div");
  const editor = new Editor({
    element: mount,
    extensions,
    injectCSS: false,
    content: textarea.value,
    editorProps: {
      attributes: {
        role: "textbox", "aria-multiline": "true", "aria-label": name, id: `${textarea.id}_box`,
        ...(textarea.getAttribute("aria-describedby") ? { "aria-describedby": textarea.getAttribute("aria-describedby") } : {}),
      },
      handleDOMEvents: {
        focus(view) { // a browser shows the line of the cursor only, behind the bar of a phone too
          if (view.dom.offsetHeight < window.innerHeight / 2) view.dom.scrollIntoView({ block: "nearest" });
          return false;
        },
        paste(view, event) { // before ProseMirror sees it, which would parse the foreign HTML in the page
          const html = event.clipboardData?.getData("text/html");
          if (!html) return false;
          event.preventDefault();
          paste(editor, html, report);
          return true;
        },
      },
    },
    onUpdate() {
      textarea.value = editor.isEmpty ? "" : editor.getHTML();
      textarea.dispatchEvent(new Event("input", { bubbles: true }));
    },
  });
  textarea.before(element("div", { className: "prose-box" }, [toolbar(editor, name), mount, report]));
  textarea.hidden = true;
  if (label) {
    label.removeAttribute("for");
    label.addEventListener("click", () => editor.commands.focus());
  }
  textarea.proseEditor = editor;
}

window.proseBoxes = { make: (container) => container.querySelectorAll("textarea[data-prose]").forEach(make) };
window.proseBoxes.make(document);
