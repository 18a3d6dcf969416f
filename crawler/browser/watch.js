// Runs in every document before its own scripts and notes what keeps the page busy, so that "settled" can be told
// from inside, without a round trip per request.
(() => {
  if (window.__portalAudit) return;
  const LONGEST_TIMER = 4000; // ms; a list that loads later than this after a timer is not waited for
  const state = {
    pending: 0, lastChange: performance.now(), timers: new Set(), failures: [], errors: [], dialogs: [], popups: [],
    paint: null, shift: 0, born: performance.now(), waits: false,
  };
  Object.defineProperty(window, '__portalAudit', { value: state });
  const touch = () => { state.lastChange = performance.now(); };
  // Requests that begin late (polling, counters) are not waited for; those of a young page are, until they are answered.
  const begin = () => {
    touch();
    if (performance.now() - state.born > LONGEST_TIMER) return touch;
    let under = true;
    state.pending += 1;
    return () => { if (under) { under = false; state.pending -= 1; } touch(); };
  };
  const note = (list, value, most) => { if (list.length < most) list.push(value); };
  const fail = (url, kind, status, reason) =>
    note(state.failures, { url: String(url).slice(0, 2000), kind, status: status || null, reason: reason || '' }, 200);

  // fetch and XHR: counted while under way; a failure is noted with its status.
  const realFetch = window.fetch;
  if (realFetch) {
    window.fetch = function (input, init) {
      const end = begin();
      let url = input && input.url ? input.url : String(input);
      try { url = new URL(url, document.baseURI).href; } catch (_) { /* kept as written; fetch refuses it itself */ }
      return realFetch.call(this, input, init).then(
        (answer) => { if (answer.status >= 400) fail(url, 'fetch', answer.status); end(); return answer; },
        (error) => { fail(url, 'fetch', null, String(error && error.name)); end(); throw error; },
      );
    };
  }
  const open = XMLHttpRequest.prototype.open;
  const send = XMLHttpRequest.prototype.send;
  XMLHttpRequest.prototype.open = function (method, url) {
    this.__portalAuditUrl = url;
    return open.apply(this, arguments);
  };
  XMLHttpRequest.prototype.send = function () {
    const end = begin();
    this.addEventListener('loadend', () => {
      if (this.status >= 400 || this.status === 0) {
        let url = String(this.__portalAuditUrl);
        try { url = new URL(url, document.baseURI).href; } catch (_) { /* kept as written */ }
        fail(url, 'xhr', this.status);
      }
      end();
    });
    try { return send.apply(this, arguments); } catch (error) { end(); throw error; }
  };

  // One-shot timers set while the page is young are waited for once; timers set from inside a timer (carousels,
  // clocks) are not, so that an endless chain does not hold us.
  const realSetTimeout = window.setTimeout;
  const realClear = window.clearTimeout;
  state.later = (call, wait) => realSetTimeout.call(window, call, wait);
  let inTimer = false;
  window.setTimeout = function (handler, delay, ...rest) {
    const wait = Number(delay) || 0;
    if (inTimer || wait > LONGEST_TIMER || typeof handler !== 'function' || performance.now() - state.born > LONGEST_TIMER) {
      return realSetTimeout.call(window, handler, delay, ...rest);
    }
    const id = realSetTimeout.call(window, function () {
      state.timers.delete(id);
      touch();
      inTimer = true;
      try { return handler.apply(this, arguments); } finally { inTimer = false; }
    }, delay, ...rest);
    state.timers.add(id);
    return id;
  };
  window.clearTimeout = function (id) { state.timers.delete(id); return realClear.call(window, id); };

  // Scripts added later (JSONP, loaders) are requests too; their end is their load or error event.
  const watched = new WeakSet();
  const watchScript = (node) => {
    if (node.nodeName !== 'SCRIPT' || !node.src || watched.has(node)) return;
    watched.add(node);
    const finish = begin();
    node.addEventListener('load', finish);
    node.addEventListener('error', finish);
    realSetTimeout.call(window, finish, LONGEST_TIMER);
  };
  new MutationObserver((changes) => {
    touch();
    if (document.readyState !== 'complete') return;
    for (const change of changes) for (const node of change.addedNodes) watchScript(node);
  }).observe(document, { childList: true, subtree: true, characterData: true });

  window.addEventListener('error', (event) => {
    const source = event.target;
    if (source && source !== window && source.nodeName) {
      const url = source.src || source.href || source.data;
      if (url && typeof url === 'string') {
        const kind = { LINK: 'stylesheet', SCRIPT: 'script', IMG: 'image', IFRAME: 'document' }[source.nodeName] || 'other';
        fail(url, kind, null, 'error');
      }
    } else {
      note(state.errors, String(event.message || 'error').slice(0, 300), 50);
    }
  }, true);
  window.addEventListener('unhandledrejection', (event) => note(state.errors, String(event.reason).slice(0, 300), 50));

  // Whether anything waits for the reader to come by: if nothing does, walking down the page would change nothing.
  const watchView = IntersectionObserver.prototype.observe;
  IntersectionObserver.prototype.observe = function () { state.waits = true; return watchView.apply(this, arguments); };
  const listen = EventTarget.prototype.addEventListener;
  EventTarget.prototype.addEventListener = function (type) {
    if (type === 'scroll' || type === 'scrollend' || type === 'wheel') state.waits = true;
    return listen.apply(this, arguments);
  };

  const observe = (type, take) => {
    try { new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true }); } catch (_) { /* not in this browser */ }
  };
  observe('largest-contentful-paint', (entry) => { state.paint = entry.startTime; });
  observe('layout-shift', (entry) => { if (!entry.hadRecentInput) state.shift += entry.value; });
})();
