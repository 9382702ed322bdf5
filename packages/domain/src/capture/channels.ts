/** Hosts by what brings people from them. A host also stands for its subdomains. Our own list of well-known ones. */
const hosts = (text: string): readonly string[] => text.split(/\s+/).filter((host) => host !== "");

/** Names of search engines: any top-level domain (`google.de`, `google.co.uk`). */
const searchNames = new Set(["google", "bing", "yahoo", "duckduckgo", "ecosia", "qwant", "startpage", "yandex", "baidu", "naver", "seznam", "ask", "sogou"]);
const searchHosts = new Set(hosts("search.brave.com kagi.com t-online.de suche.web.de suche.gmx.net suche.t-online.de swisscows.com metager.de mojeek.com so.com"));
const socialHosts = new Set(
  hosts(`linkedin.com lnkd.in facebook.com fb.com fb.me instagram.com threads.net twitter.com t.co x.com xing.com youtube.com youtu.be
    tiktok.com reddit.com pinterest.com pinterest.de mastodon.social bsky.app quora.com medium.com vk.com weibo.com whatsapp.com wa.me telegram.org t.me
    discord.com slack.com news.ycombinator.com tumblr.com snapchat.com kununu.com`),
);
const mailHosts = new Set(hosts("mail.google.com outlook.live.com outlook.office.com outlook.office365.com mail.yahoo.com deref-gmx.net deref-web.de navigator-bs.gmx.net webmail.t-online.de com.google.android.gm"));

/** Values of `utm_source` that name a social network or a search engine. */
const socialSources = new Set(hosts("linkedin facebook fb instagram ig twitter x xing youtube tiktok reddit pinterest threads meta mastodon bluesky"));

export type HostKind = "search" | "social" | "email";

/** What kind of host brings people, or null for any other site. Expects a folded host name. */
export function hostKind(host: string): HostKind | null {
  for (let name = host; name.includes("."); name = name.slice(name.indexOf(".") + 1)) {
    if (mailHosts.has(name)) return "email";
    if (socialHosts.has(name)) return "social";
    if (searchHosts.has(name)) return "search";
  }
  return isSearchEngine(host) ? "search" : null;
}

/** google.com, www.google.co.uk, but not google.example.com. */
function isSearchEngine(host: string): boolean {
  const match = /(?:^|\.)([a-z]+)\.(?:com|(?:co|com)\.[a-z]{2}|[a-z]{2,3})$/.exec(host);
  return match !== null && searchNames.has(match[1]!);
}

/** The kind of a folded `utm_source`: a name ("linkedin") or a host ("linkedin.com"). */
export function sourceKind(source: string): HostKind | null {
  if (socialSources.has(source)) return "social";
  if (searchNames.has(source)) return "search";
  if (source === "newsletter" || source === "email" || source === "e-mail") return "email";
  return hostKind(source);
}
