/** Says in Pilcrow's own words that there is no connection. Keeps that one page and its style, and never a result. */
const SHELF = 'offline-1';
const KEPT = ['/offline', '/assets/app.css', '/favicon.svg'];

self.addEventListener('install', (event) => {
  event.waitUntil(
    caches.open(SHELF).then((shelf) => shelf.addAll(KEPT.map((url) => new Request(url, { cache: 'reload' })))),
  );
});

self.addEventListener('activate', (event) => {
  const old = caches.keys().then((names) => names.filter((name) => name !== SHELF));
  event.waitUntil(old.then((names) => Promise.all(names.map((name) => caches.delete(name)))));
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { pathname } = new URL(request.url);
  const kept = request.mode === 'navigate' ? '/offline' : KEPT.find((url) => url === pathname);
  if (request.method !== 'GET' || kept === undefined) return;
  event.respondWith(fetch(request).catch(async () => (await caches.match(kept)) ?? Response.error()));
});
