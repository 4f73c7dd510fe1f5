// A small formatter for replies and passages: paragraphs, lists, bold, code and safe links. It
// builds nodes, so that no text can become markup.

import { element } from "./elements.js";

const BULLET = /^\s{0,6}[-*•]\s+(.*)$/;
const NUMBER = /^\s{0,6}(\d{1,3})[.)]\s+(.*)$/;
const HEADING = /^\s{0,3}#{1,6}\s+(.*)$/;
const FENCE = /^\s*```/;
const INLINE =
  /\*\*(?=\S)(.+?)(?<=\S)\*\*|(?<![\w*])\*(?=[^\s*])([^*]+?)(?<=\S)\*(?![\w*])|`([^`\n]+)`|\[([^\]\n]{1,200})\]\((https?:\/\/[^\s)]+)\)|(https?:\/\/[^\s<>"'`]+)/g;

/** The text as a fragment of block elements. */
export function formatted(text) {
  const blocks = document.createDocumentFragment();
  const lines = String(text).replace(/\r\n?/g, "\n").split("\n");
  let open = null; // The paragraph or list that further lines join.
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at];
    if (FENCE.test(line)) {
      const end = closingFence(lines, at + 1);
      blocks.append(element("pre", { tabindex: "0" }, element("code", {}, lines.slice(at + 1, end).join("\n"))));
      at = end;
      open = null;
    } else if (!line.trim()) {
      // A blank line ends a paragraph, but a list goes on when its next item follows.
      if (open?.tagName === "P" || !nextIsItem(lines, at + 1)) open = null;
    } else {
      open = addLine(blocks, open, line);
    }
  }
  return blocks;
}

/** The same for a text whose end is still to come: what is opened there counts as closed. */
export function formattedSoFar(text) {
  const start = text.lastIndexOf("\n") + 1;
  const line = text.slice(start).replace(/(?<!\*)\*$|\*\*$|^\s*(?:[-*•]|\d{1,3}[.)]?)\s*$/, "");
  const inBold = (line.match(/\*\*/g) ?? []).length % 2 === 1;
  return formatted(text.slice(0, start) + (inBold ? `${line.trimEnd()}**` : line));
}

function addLine(blocks, open, line) {
  const heading = HEADING.exec(line);
  if (heading) {
    blocks.append(element("p", {}, element("strong", {}, ...inline(heading[1]))));
    return null;
  }
  const bullet = BULLET.exec(line);
  const number = bullet ? null : NUMBER.exec(line);
  if (!bullet && !number) {
    if (open?.tagName === "P") {
      open.append(element("br"), ...inline(line));
      return open;
    }
    if (open && /^\s{2,}\S/.test(line)) {
      open.lastElementChild.append(element("br"), ...inline(line.trim()));
      return open;
    }
    const paragraph = element("p", {}, ...inline(line));
    blocks.append(paragraph);
    return paragraph;
  }
  const tag = bullet ? "UL" : "OL";
  let list = open;
  if (open?.tagName !== tag) {
    list = element(tag, number && number[1] !== "1" ? { start: Number(number[1]) } : {});
    blocks.append(list);
  }
  list.append(element("li", {}, ...inline(bullet ? bullet[1] : number[2])));
  return list;
}

function nextIsItem(lines, from) {
  const next = lines.slice(from).find((line) => line.trim());
  return next !== undefined && (BULLET.test(next) || NUMBER.test(next));
}

function closingFence(lines, from) {
  for (let at = from; at < lines.length; at += 1) if (FENCE.test(lines[at])) return at;
  return lines.length;
}

/** The pieces of one line: text, bold, code and links. */
function inline(text) {
  const pieces = [];
  let done = 0;
  for (const match of text.matchAll(INLINE)) {
    const [whole, bold, stress, code, label, target, bare] = match;
    if (match.index > done) pieces.push(text.slice(done, match.index));
    done = match.index + whole.length;
    if (bold !== undefined) pieces.push(element("strong", {}, ...inline(bold)));
    else if (stress !== undefined) pieces.push(element("em", {}, ...inline(stress)));
    else if (code !== undefined) pieces.push(element("code", {}, code));
    else if (target !== undefined) pieces.push(link(target, label) ?? whole);
    else pieces.push(...bareLink(bare));
  }
  if (done < text.length) pieces.push(text.slice(done));
  return pieces;
}

/** A bare address without the punctuation that ends its sentence. */
function bareLink(found) {
  const address = found.replace(/[.,;:!?)\]*]+$/, "");
  const rest = found.slice(address.length);
  const node = link(address, address);
  return node ? [node, rest] : [found];
}

/** A link that opens apart from the page; null unless the address is plain http or https. */
function link(address, label) {
  let url;
  try {
    url = new URL(address);
  } catch {
    return null;
  }
  if ((url.protocol !== "http:" && url.protocol !== "https:") || url.username) return null;
  return element(
    "a",
    { href: url.href, target: "_blank", rel: "noopener noreferrer nofollow", title: label === address ? null : url.host },
    label,
  );
}
