// While a page is walked, not tried: its dialogs are answered as a patient reader would answer them, its pop-ups are
// noted and not opened. Answered in the page, so that a storm of dialogs costs no round trips.
(() => {
  const state = window.__portalAudit;
  if (!state || state.calm) return;
  state.calm = true;
  const note = (list, value) => { if (list.length < 50) list.push(String(value ?? '').slice(0, 2000)); };
  window.alert = (text) => { note(state.dialogs, text); };
  window.confirm = (text) => { note(state.dialogs, text); return true; };
  window.prompt = (text) => { note(state.dialogs, text); return null; };
  window.open = (url) => { note(state.popups, url); return null; };
  window.print = () => {};
})();
