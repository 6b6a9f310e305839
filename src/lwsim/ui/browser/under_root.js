/* Behind a proxy at a path of its own: Solara's navigator forgets the path when it pushes an address, and scrolls up each time. */
const root = window.solara?.rootPath ?? "";

if (root) {
  const push = history.pushState.bind(history);
  history.pushState = (state, title, address) => {
    const at = scrollY, isSamePage = root + address.split("?")[0] === location.pathname;
    push(state, title, root + address);
    if (isSamePage) queueMicrotask(() => scrollTo(0, at));
  };
}
