/** Channels as people say them. */
const names: Record<string, string> = {
  "paid-search": "Paid search", "organic-search": "Organic search", "paid-social": "Paid social", social: "Social", email: "E-mail",
  referral: "Referral", display: "Display", event: "Event", direct: "Direct", other: "Other",
};

export function channelName(channel: string): string {
  return names[channel] ?? channel;
}
