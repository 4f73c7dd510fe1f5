// Documents dropped or chosen: each is sent with its progress, then the list follows its reading.

import { fetchPanes, putPanes } from "./swap.js";

const READING = 1000;

/** Let the form take files; `go` says what fails. */
export function takeFiles(form, go) {
  for (const kind of ["dragover", "dragleave", "drop"]) {
    form.addEventListener(kind, (event) => {
      event.preventDefault();
      form.classList.toggle("over", kind === "dragover");
    });
  }
  form.addEventListener("drop", (event) => sendAll(form, event.dataTransfer.files, go));
  form.elements.file.addEventListener("change", (event) => {
    sendAll(form, event.target.files, go).then(() => form.reset());
  });
}

async function sendAll(form, files, go) {
  for (const file of files) await sendOne(form, file);
  await go(() => follow());
}

function sendOne(form, file) {
  const line = document.createElement("li");
  const name = document.createElement("span");
  const bar = document.createElement("progress");
  name.textContent = file.name;
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute("aria-label", `Sent of ${file.name}`);
  line.append(name, bar);
  form.querySelector(".uploads").append(line);
  return new Promise((done) => {
    const sending = new XMLHttpRequest(); // fetch does not tell how much was sent.
    const body = new FormData();
    body.append("file", file);
    sending.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) bar.value = event.loaded / event.total;
    });
    sending.addEventListener("loadend", () => {
      bar.replaceWith(outcome(sending));
      done();
    });
    sending.open("POST", form.action);
    sending.send(body);
  });
}

function outcome(sending) {
  const node = document.createElement("span");
  if (sending.status === 202) {
    node.textContent = JSON.parse(sending.responseText).unchanged ? "is there already" : "taken; it is being read";
    return node;
  }
  node.className = "state tone-alarm";
  try {
    node.textContent = JSON.parse(sending.responseText).detail;
  } catch {
    node.textContent = "was not sent";
  }
  return node;
}

/** Read the list again until nothing in it is being read. */
async function follow() {
  putPanes(await fetchPanes(window.location.href, ["table"]));
  const table = document.getElementById("pane-table");
  const reading = [...table.querySelectorAll(".state")].some((node) => node.textContent === "Pending");
  if (reading) setTimeout(() => follow().catch(() => {}), READING); // The next visit shows it.
}
