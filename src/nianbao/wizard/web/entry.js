// Opens the wizard with the one-time address. A request of this page's own uses the address up, not the look
// at it: programs that show previews of links load the page, but run nothing.
"use strict";

const token = new URLSearchParams(location.search).get("token");
fetch("/enter", { method: "POST", body: token }).then((answer) => {
  location.replace(answer.ok ? "/" : "/refused");
});
