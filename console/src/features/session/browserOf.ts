/** "Chrome, Windows" from a browser's own description of itself; null when it has none. */
export function browserOf(userAgent: string | null): string | null {
  if (userAgent === null || userAgent === "") return null;
  const browser = (
    [
      ["Edg/", "Edge"],
      ["MicroMessenger/", "微信"],
      ["QQBrowser/", "QQ 浏览器"],
      ["Firefox/", "Firefox"],
      ["Chrome/", "Chrome"],
      ["Safari/", "Safari"],
    ] as const
  ).find(([mark]) => userAgent.includes(mark))?.[1];
  const system = (
    [
      ["Android", "Android"],
      ["iPhone", "iPhone"],
      ["iPad", "iPad"],
      ["Windows", "Windows"],
      ["Mac OS X", "macOS"],
      ["Linux", "Linux"],
    ] as const
  ).find(([mark]) => userAgent.includes(mark))?.[1];
  const known = [browser, system].filter((part) => part !== undefined);
  return known.length === 0 ? (userAgent.split(" ")[0] ?? null) : known.join("，");
}
