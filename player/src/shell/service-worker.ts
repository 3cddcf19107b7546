/**
 * Keeps the shell: the page, its script, its style. Everything comes from the cache that was filled when this worker was
 * installed; media and the server's answers do not pass through here. A new shell is on trial until its page says that it
 * plays; one that does not within a minute, or three times over, gives way to the last good one.
 */
const worker = self as unknown as ServiceWorkerGlobalScope; // TypeScript's library types `self` as a general worker

/** Written in by the build: a hash of the shell, and its files. */
const shell = __SHELL__;
const prefix = "yilu-shell-";
const page = shell.files[0] ?? "";
const TRIAL_MS = 60_000;
const MOST_TRIES = 3;

/** Notes outlast this worker, which the browser ends whenever it likes. */
const noteUrl = (name: string): string => `${page}note/${name}`;
async function readNote(name: "good" | "bad" | "tries"): Promise<string | undefined> {
  return (await caches.match(noteUrl(name), { cacheName: "yilu-notes" }))?.text();
}
async function writeNote(name: "good" | "bad" | "tries", text: string): Promise<void> {
  await (await caches.open("yilu-notes")).put(noteUrl(name), new Response(text));
}

/** The version whose files are handed out. */
async function serving(): Promise<string> {
  const [good, bad] = await Promise.all([readNote("good"), readNote("bad")]);
  return bad === shell.version && good !== undefined ? good : shell.version;
}

worker.addEventListener("install", (event) => {
  const fill = async (): Promise<void> => {
    const cache = await caches.open(prefix + shell.version);
    await cache.addAll(shell.files.map((file) => new Request(file, { cache: "reload" })));
    await worker.skipWaiting();
  };
  event.waitUntil(fill());
});

worker.addEventListener("activate", (event) => {
  const tidy = async (): Promise<void> => {
    const kept = [prefix + shell.version, prefix + (await readNote("good"))];
    const names = await caches.keys();
    await Promise.all(names.filter((name) => name.startsWith(prefix) && !kept.includes(name)).map((name) => caches.delete(name)));
    await writeNote("tries", "0");
    await worker.clients.claim();
  };
  event.waitUntil(tidy());
});

/** Waits for the page of a new shell to play; else goes back to the last good one, and loads that. */
async function judge(): Promise<void> {
  const good = await readNote("good");
  if (good === undefined || good === shell.version || (await readNote("bad")) === shell.version) return;
  const tries = Number(await readNote("tries")) + 1;
  await writeNote("tries", String(tries));
  if (tries <= MOST_TRIES) await new Promise((resolve) => setTimeout(resolve, TRIAL_MS));
  if ((await readNote("good")) === shell.version) return;
  await writeNote("bad", shell.version);
  for (const client of await worker.clients.matchAll({ type: "window" })) await client.navigate(client.url);
}

worker.addEventListener("message", (event) => {
  // The page says which script it runs: one of an older shell vouches for nothing.
  if (shell.files.includes(String(event.data))) event.waitUntil(writeNote("good", shell.version));
});

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== worker.location.origin || !pathname.startsWith(page)) return;
  const isPage = request.mode === "navigate";
  if (isPage) event.waitUntil(judge());
  // A page that was loaded before an update still asks for the files of its own version.
  const answer = async (): Promise<Response> =>
    (await caches.match(isPage ? page : pathname, { cacheName: prefix + (await serving()) })) ?? (await caches.match(pathname)) ?? fetch(request);
  event.respondWith(answer());
});
