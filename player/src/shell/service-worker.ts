/**
 * Keeps the shell: the page, its script, its style. Everything comes from the cache that was filled when this worker was
 * installed; media and the server's answers do not pass through here.
 */
const worker = self as unknown as ServiceWorkerGlobalScope; // TypeScript's library types `self` as a general worker

/** Written in by the build: a hash of the shell, and its files. */
const shell = __SHELL__;
const cacheName = `yilu-shell-${shell.version}`;
const page = shell.files[0] ?? "";

worker.addEventListener("install", (event) => {
  const fill = async (): Promise<void> => {
    const cache = await caches.open(cacheName);
    await cache.addAll(shell.files.map((file) => new Request(file, { cache: "reload" })));
    await worker.skipWaiting();
  };
  event.waitUntil(fill());
});

worker.addEventListener("activate", (event) => {
  const tidy = async (): Promise<void> => {
    const names = await caches.keys();
    await Promise.all(names.filter((name) => name.startsWith("yilu-shell-") && name !== cacheName).map((name) => caches.delete(name)));
    await worker.clients.claim();
  };
  event.waitUntil(tidy());
});

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== worker.location.origin) return;
  const file = request.mode === "navigate" ? page : pathname;
  if (!shell.files.includes(file)) return;
  const answer = async (): Promise<Response> => (await caches.match(file, { cacheName })) ?? fetch(request);
  event.respondWith(answer());
});
