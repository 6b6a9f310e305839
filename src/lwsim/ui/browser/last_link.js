/* What the planner's pages last showed, kept in this tab: the light pages lead back to it. */
const KEY = "lwsim.link";

export function keep(address) { sessionStorage.setItem(KEY, new URL(address, location.href).search); }

/* Links of a light page's bar to the planner's pages take their settings along. */
export function lead(links) {
  const kept = sessionStorage.getItem(KEY);
  for (const link of links) if (kept && !/\/(learn|class)\//.test(link.pathname)) link.search = kept;
}
