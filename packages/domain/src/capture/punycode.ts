/**
 * International domain names in ASCII (RFC 3492), so that `müller.de` and `xn--mller-kva.de` are one domain. The domain
 * package has no Node and no DOM, hence no URL to ask.
 */
const [base, tMin, tMax, skew, damp, initialBias, initialN] = [36, 1, 26, 38, 700, 72, 128];

/** Each non-ASCII label encoded; null where a label cannot be. Expects folded text. */
export function domainToAscii(domain: string): string | null {
  const labels = domain.split(".").map((label) => (/^[\x00-\x7f]*$/.test(label) ? label : encodeLabel(label)));
  return labels.includes(null) ? null : labels.join(".");
}

function encodeLabel(label: string): string | null {
  // A name is letters, marks, digits and hyphens; anything else (spaces, symbols, joiners) is no host name.
  if (!/^[\p{L}\p{M}\p{N}-]+$/u.test(label)) return null;
  const points = Array.from(label, (character) => character.codePointAt(0)!);
  const basic = points.filter((point) => point < 128);
  let output = String.fromCharCode(...basic) + (basic.length > 0 ? "-" : "");
  let [n, delta, bias, handled] = [initialN, 0, initialBias, basic.length];
  while (handled < points.length) {
    const next = Math.min(...points.filter((point) => point >= n));
    delta += (next - n) * (handled + 1);
    n = next;
    for (const point of points) {
      if (point < n) delta++;
      if (point !== n) continue;
      output += variableLength(delta, bias);
      bias = adapt(delta, handled + 1, handled === basic.length);
      delta = 0;
      handled++;
    }
    delta++;
    n++;
  }
  const encoded = `xn--${output}`;
  return encoded.length <= 63 ? encoded : null;
}

function variableLength(delta: number, bias: number): string {
  let [output, rest] = ["", delta];
  for (let k = base; ; k += base) {
    const t = k <= bias ? tMin : k >= bias + tMax ? tMax : k - bias;
    if (rest < t) return output + digit(rest);
    output += digit(t + ((rest - t) % (base - t)));
    rest = Math.floor((rest - t) / (base - t));
  }
}

function digit(value: number): string {
  return String.fromCharCode(value < 26 ? value + 97 : value + 22);
}

function adapt(delta: number, count: number, first: boolean): number {
  let rest = Math.floor(first ? delta / damp : delta / 2);
  rest += Math.floor(rest / count);
  let k = 0;
  for (; rest > ((base - tMin) * tMax) / 2; k += base) rest = Math.floor(rest / (base - tMin));
  return k + Math.floor(((base - tMin + 1) * rest) / (rest + skew));
}
