import { expect, test } from "vitest";

import { pdfOf } from "@/cases/page/photosPdf";

const PAGE = { jpeg: Uint8Array.from([0xff, 0xd8, 1, 2, 3, 0xff, 0xd9]), width: 300, height: 400 };

test("photographs become one PDF with a page for each, every object where the table says", async () => {
  const bytes = new Uint8Array(await pdfOf([PAGE, { ...PAGE, width: 400, height: 300 }]).arrayBuffer());
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  expect(text.match(/\/Type \/Page /g)).toHaveLength(2);
  expect(text).toContain("/MediaBox [0 0 631.50 842.00]");
  expect(text).toContain("/MediaBox [0 0 842.00 631.50]");
  const starts = [...text.matchAll(/^(\d{10}) 00000 n $/gm)].map(([, start]) => Number(start));
  expect(starts).toHaveLength(8);
  starts.forEach((start, at) => expect(text.slice(start)).toMatch(new RegExp(`^${String(at + 1)} 0 obj`)));
  expect(text.slice(Number(/startxref\n(\d+)/.exec(text)?.[1]))).toMatch(/^xref/);
});
