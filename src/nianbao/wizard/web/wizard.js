// The keyboard belongs to the terminal from the start, and Ctrl+V is the browser's own paste: xterm.js would
// send the key on, and the wizard cannot see the clipboard of the machine that the browser runs on.
"use strict";

window.addEventListener("load", () => {
  const terminal = document.querySelector("#terminal");
  const focus = () => {
    // Not earlier: textual.js reports the focus to the server at once.
    if (terminal.classList.contains("-connected")) {
      terminal.querySelector(".xterm-helper-textarea").focus();
    }
  };
  new MutationObserver(focus).observe(terminal, { attributeFilter: ["class"] });
  window.addEventListener("focus", focus);
});

document.addEventListener(
  "keydown",
  (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "v") {
      event.stopImmediatePropagation();
    }
  },
  true,
);

// The wizard needs 60 columns: a phone shows them as small as that must be, and makes room for its keys.
document.querySelector("meta[name=viewport]").content =
  `width=${Math.max(screen.width, 560)}, interactive-widget=resizes-content`;

// What the wizard says beside what it shows. Listens before textual.js, which knows none of it, and opens
// downloads in a window of their own, which many browsers do not let open.
window.WebSocket = class extends WebSocket {
  constructor(...address) {
    super(...address);
    this.addEventListener("message", (event) => {
      if (typeof event.data !== "string") return;
      const [kind, value] = JSON.parse(event.data);
      if (kind === "title") {
        document.title = value;
      } else if (kind === "choose_file") {
        document.querySelector("#file").click();
      } else if (kind === "picture") {
        showPicture(value);
      } else if (kind === "deliver_file_start") {
        event.stopImmediatePropagation();
        const link = document.createElement("a");
        link.href = `/download/${value}`;
        link.download = "";
        link.click();
      }
    });
  }
};

// Files come by the key of the wizard, or are dropped anywhere onto the page.
const notice = (words) => {
  document.querySelector("#notice").textContent = words;
};

async function upload(files) {
  for (const file of files) {
    notice(`正在上传 ${file.name} ……`);
    try {
      const answer = await fetch(`/upload?name=${encodeURIComponent(file.name)}`, { method: "POST", body: file });
      notice(answer.ok ? "" : `${file.name}：${await answer.text()}`);
      if (!answer.ok) return;
    } catch {
      notice(`${file.name}：没有传成。文件可能太大，或者已经断开。`);
      return;
    }
  }
}

window.addEventListener("load", () => {
  const chooser = document.querySelector("#file");
  chooser.addEventListener("change", () => {
    upload([...chooser.files]);
    chooser.value = "";
  });
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    upload([...event.dataTransfer.files]);
  });
  document.addEventListener("keydown", () => notice(""), true);
});

// The page of the report as it will be printed, beside the terminal, which makes room for it.
function showPicture({ png, words }) {
  const shown = png !== "";
  const aside = document.querySelector("#printed");
  aside.querySelector("img").src = shown ? `data:image/png;base64,${png}` : "";
  aside.querySelector("span").textContent = words;
  if (document.body.classList.toggle("-printed", shown) !== (aside.dataset.shown === "true")) {
    aside.dataset.shown = shown;
    window.dispatchEvent(new Event("resize"));
  }
}

window.addEventListener("load", () => {
  for (const button of document.querySelectorAll("#printed button")) {
    button.addEventListener("click", () => {
      fetch(`/turn?by=${button.value}`, { method: "POST" });
      document.querySelector("#terminal .xterm-helper-textarea").focus();
    });
  }
});
