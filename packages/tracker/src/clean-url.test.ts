import { expect, test } from "vitest";
import { cleanUrl } from "./clean-url.ts";

test.each([
  ["https://a.example/p?utm_source=x&email=j%40a.example", "https://a.example/p?utm_source=x"],
  ["https://a.example/p?q=jane%40a.example&plan=pro", "https://a.example/p?plan=pro"],
  ["https://a.example/p?user_email=x&work-email=y&first_name=J&Name=J&phone=1", "https://a.example/p"],
  ["https://a.example/p?token=1&access_token=2&reset-token=3&code=4&sid=5&api_key=6", "https://a.example/p"],
  ["https://a.example/p?ajs_uid=u1&utm_name=z&filename=z", "https://a.example/p?filename=z"],
  ["https://a.example/p?utm_medium=email&gclid=G-1", "https://a.example/p?utm_medium=email&gclid=G-1"],
  ["https://me:pw@a.example/p#access_token=1", "https://a.example/p"],
  ["https://a.example/unsubscribe/jane@a.example/now", "https://a.example/unsubscribe/-/now"],
  ["https://a.example/@jane", "https://a.example/@jane"],
  ["https://a.example/p?flag&b=%F0%9F%98%80", "https://a.example/p?flag&b=%F0%9F%98%80"],
  ["", ""],
  ["not a url", ""],
])("%s becomes %s", (dirty, clean) => {
  expect(cleanUrl(dirty)).toBe(clean);
});
