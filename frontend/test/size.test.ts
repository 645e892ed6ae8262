import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";

test("what every page loads stays below 250 kB, packed", () => {
  const module = readFileSync(new URL("../../custom_components/overshot/frontend/module.js", import.meta.url));
  expect(gzipSync(module).length).toBeLessThan(250_000);
});
