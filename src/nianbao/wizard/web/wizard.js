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
