/** The page that a player without a screen shows: the code, large, and the same as a QR code. */
/** An element that index.html holds for certain. */
export function element(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`index.html lacks #${id}`);
  return found;
}

/** Which of the pages is on the screen; null: none, the picture. */
export function showPage(page: "pairing" | "notice" | null): void {
  for (const id of ["pairing", "notice"]) element(id).hidden = id !== page;
}

/** A whole page of one thing to know and what to do about it. */
export function showNotice(title: string, todo: string): void {
  element("notice-title").textContent = title;
  element("notice-todo").textContent = todo;
  showPage("notice");
}

/** @param qr the same code drawn by the server; the quiet zone is the white frame around it. */
export function showCode(code: string, { size, path }: { size: number; path: string }): void {
  const groups = [code.slice(0, 4), code.slice(4)];
  element("code").replaceChildren(
    ...groups.map((group) => {
      const span = document.createElement("span");
      span.append(
        ...Array.from(group, (letter) => {
          const cell = document.createElement("i");
          cell.textContent = letter;
          return cell;
        }),
      );
      return span;
    }),
  );
  element("qr").setAttribute("viewBox", `0 0 ${size} ${size}`);
  element("qr-path").setAttribute("d", path);
}

/** @param leftMs until the code ends. @param wholeMs its whole life. */
export function showTimeLeft(leftMs: number, wholeMs: number): void {
  const seconds = Math.max(0, Math.ceil(leftMs / 1000));
  element("left").textContent = `${Math.floor(seconds / 60)} 分 ${seconds % 60} 秒`;
  element("bar").style.width = `${(100 * Math.max(0, leftMs)) / wholeMs}%`;
}

/** One of the facts in the foot of the page, with its mark. */
export function showFact(id: "network" | "clock" | "space", good: boolean, text: string): void {
  const fact = element(`fact-${id}`);
  fact.className = good ? "good" : "bad";
  fact.lastChild?.replaceWith(text);
}
